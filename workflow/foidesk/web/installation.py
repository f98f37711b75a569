"""The installation as an administrator sees it: its settings, its health, a test message, the letters it writes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import catalogue, health, letters, permits, samples, trialmail
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.settings.showing import sections
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter(prefix="/administration")
At = Annotated[Seat, Depends(seated)]


@router.get("/settings")
async def settings(seat: At) -> Response:
    """Every key with its value and where it came from, section by section."""
    permits.demand(seat.by, Act.ADMINISTER)
    return page(seat, "settings.html", sections=tuple(sections(seat.office.settings)))


@router.get("/health")
async def look(seat: At, logs: str = "") -> Response:
    """What was looked at; with `logs` every log is proved."""
    found = await run_in_threadpool(health.look, seat.office, seat.by, logs=logs == "1")
    return page(seat, "health.html", findings=found, logs=logs == "1")


@router.post("/mail")
async def send(request: Request, seat: At) -> Response:
    """发送测试邮件."""
    fields = await typed(request)
    try:
        await run_in_threadpool(trialmail.send, seat.office, fields.get("to", ""), seat.by)
    except DeskError as error:
        found = await run_in_threadpool(health.look, seat.office, seat.by)
        return refused(seat, error, "health.html", typed=fields, findings=found, logs=False)
    return done(seat, "/administration/health", "发信服务器已接收测试邮件，请到收件人处核对。")


@router.get("/letters")
async def kinds(seat: At) -> Response:
    """The kinds of letter, each to be looked at with an invented case."""
    permits.demand(seat.by, Act.ADMINISTER)
    folder = seat.office.settings.letters.path
    found = [catalogue.template(kind, folder) for kind in catalogue.kinds(folder)]
    return page(seat, "letter_kinds.html", templates=found, folder=folder)


@router.get("/letters/{kind}.pdf")
async def sample(seat: At, kind: str) -> Response:
    """One kind of letter as this agency would print it."""
    permits.demand(seat.by, Act.ADMINISTER)
    chosen = seat.office.settings

    def rendered() -> bytes:
        templates = catalogue.templates(chosen.letters.path)
        return letters.render(samples.letter(kind, seat.office.agency, templates), chosen.fonts.path).pdf

    data = await run_in_threadpool(rendered)
    return Response(data, media_type=letters.PDF, headers={"Content-Disposition": "inline"})
