"""Letters of an application: which to write, those issued, and their way to the addressee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import catalogue, dispatch, dossier, guidance
from foidesk.desk.applications import File
from foidesk.desk.labels import facts_in_words
from foidesk.desk.letterfacts import FACTS, REPLIES
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.web import draftform
from foidesk.web.drafting import SERVICES
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_BASE = "/applications/{application:key}/letters"
_CONTACT = ("telephone", "address", "postcode", "email")
_ON_ITS_WAY = (ev.LetterSent, ev.LetterServed, ev.LetterReturned, ev.LetterRefused)


def opened(seat: Seat, application: int) -> File:
    """The file of the application by its key. DeskError when there is none."""
    return dossier.by_key(seat.office, application, seat.by)


@router.get(_BASE + "/new")
async def choose(seat: At, application: int) -> Response:
    """Which letter: the ground of a reply by questions, or another kind."""
    file = opened(seat, application)
    folder = seat.office.settings.letters.path
    kinds = [kind for kind in catalogue.kinds(folder) if kind in FACTS and kind not in REPLIES]
    others = [catalogue.template(kind, folder) for kind in kinds if kind != "extension"]
    return page(seat, "letters_new.html", file=file, questions=guidance.QUESTIONS, others=others)


@router.get(_BASE)
async def listing(seat: At, application: int) -> Response:
    """The letters issued, with what became of each."""
    return page(seat, "letters.html", **_shown(opened(seat, application)))


@router.post(_BASE + "/service")
async def service(request: Request, seat: At, application: int) -> Response:
    """用电子邮件发送, 登记发出, 送达, 退回, 拒收 of an issued letter; a new address to send to."""
    file, fields = opened(seat, application), await typed(request)
    try:
        words = await run_in_threadpool(_recorded, seat, file, fields)
    except DeskError as error:
        return refused(seat, error, "letters.html", typed=fields, **_shown(file))
    return done(seat, f"/applications/{application}/letters", words)


def _recorded(seat: Seat, file: File, fields: dict[str, str]) -> str:
    """Record what the form says; one line on what was done."""
    office, number, by = seat.office, file.row.number, seat.by
    doc_number, act = fields.get("doc_number", ""), fields.get("act", "")
    if act == "mail":
        sent = dispatch.emailed(office, number, doc_number, by)
        return f"已用电子邮件发送{len(sent)}封，并登记发出。"
    note = fields.get("note", "").strip() or None
    tracking = fields.get("tracking", "").strip() or None
    moved = {name: fields[name].strip() for name in _CONTACT if fields.get(name, "").strip()}
    ways: dict[str, tuple[str, Callable[[date], object]]] = {
        "sent": (
            "发出",
            lambda on: dispatch.posted(
                office, number, doc_number, on, by, service=draftform.service(fields), tracking=tracking
            ),
        ),
        "served": ("送达", lambda on: dispatch.served(office, number, doc_number, on, by)),
        "moved": ("新的联系方式", lambda on: dispatch.moved(office, number, moved, on, by)),
        "returned": ("退回", lambda on: dispatch.returned(office, number, doc_number, on, by, note=note)),
        "refused": (
            "拒收",
            lambda on: dispatch.refused(
                office, number, doc_number, on, by, witness=fields.get("witness", ""), note=note
            ),
        ),
    }
    if act not in ways:
        raise DeskError("没有选择登记什么。", why="表单不完整。", do="请重新打开文书页面。")
    word, record = ways[act]
    record(parse_day(fields.get("on", "")))
    return f"已登记{word}。"


def _shown(file: File) -> dict[str, Any]:
    """The letters with their files and their way."""
    way: dict[str, list[ev.Event]] = {}
    for event in file.case.standing:
        if isinstance(event, _ON_ITS_WAY):
            way.setdefault(event.doc_number, []).append(event)
    return {"file": file, "services": SERVICES, "way": way, "told": facts_in_words}
