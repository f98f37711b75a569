"""Registering an application: the channel, its form, what the date of receipt would be, and the act."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import intake, matters, permits, receiving, registration
from foidesk.desk.finding.likeness import alike
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.web import registerform
from foidesk.web.choices import row_key
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.rendering import TEMPLATES, longday
from foidesk.web.uploads import bounded, uploads
from foidesk.web.worklist import of_rows

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
#: Buttons of the form that change the form and register nothing.
_CHANGES = ("try", "change", "add_joint", "drop_joint")


@router.get("/register")
async def form(
    seat: At, channel: str = "", matter: Annotated[int | None, Query(ge=1, le=10**17)] = None
) -> Response:
    """The channels to choose from, or the empty form of one, or one begun from what was put aside."""
    permits.demand(seat.by, Act.REGISTER)
    begun = {"handler": seat.by.who, "channel": channel}
    if matter is not None:
        begun = {**matters.as_registration(seat.office, matter, seat.by), "matter": str(matter)}
    return page(seat, "register.html", typed=begun, **await _shown(seat, begun))


@router.post("/register/preview")
async def preview(request: Request, seat: At) -> Response:
    """The date of receipt and the due day for what is filled in so far, and what is known of the applicant."""
    known = await _known(seat, await typed(request))
    return TEMPLATES.TemplateResponse(request, "receiving.html", known)


@router.post("/register", dependencies=[Depends(bounded)])
async def register(request: Request, seat: At) -> Response:
    """Register it, or show the form again as one of its buttons asked."""
    fields = await typed(request)
    if any(button in fields for button in _CHANGES):
        permits.demand(seat.by, Act.REGISTER)
        again = registerform.changed(fields)
        if "change" in again:
            again["channel"] = again["change"]
        return page(seat, "register.html", typed=again, **await _shown(seat, again))
    try:
        read = registration.read(registerform.data(fields))
        files = await uploads(request, registerform.FILES)
        matter = row_key(fields["matter"], "非申请事项") if fields.get("matter") else None
        row, folded = await run_in_threadpool(intake.take_in, seat.office, read, files, seat.by, matter)
    except DeskError as error:
        shown = await _shown(seat, fields)
        return refused(
            seat,
            error,
            "register.html",
            typed=fields,
            **{**shown, "faults": registerform.faults(error, fields)},
        )
    due = (
        f"答复期限 {longday(folded.clock.due)}" if folded.clock.due else "收到申请之日未定，应当与申请人确认"
    )
    changed = "".join(f"；{each}" for each in read.changes)
    return done(seat, f"/applications/{row.application}", f"已登记 {row.number}，{due}{changed}。")


async def _shown(seat: Seat, fields: dict[str, str]) -> dict[str, Any]:
    return {**registerform.choices(fields), "faults": {}, **await _known(seat, fields)}


async def _known(seat: Seat, fields: dict[str, str]) -> dict[str, Any]:
    permits.demand(seat.by, Act.REGISTER)
    return {
        "receipt": receiving.preview(seat.office, fields),
        "known": receiving.known(seat.office, fields, seat.by),
        "alike": await run_in_threadpool(alike, seat.office, fields.get("request", ""), seat.by),
        **of_rows(seat),
    }
