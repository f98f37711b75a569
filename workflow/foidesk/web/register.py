"""Registering an application: the form, what the date of receipt would be, and the act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import applications, matters, permits, receiving, registration
from foidesk.desk.finding.likeness import alike
from foidesk.desk.permits import Act
from foidesk.desk.registration import Registration
from foidesk.errors import DeskError
from foidesk.rules.case import Case
from foidesk.rules.vocabulary import AgentPower, ApplicantKind, Channel, Flag
from foidesk.store.worklist import Row
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.rendering import TEMPLATES, longday
from foidesk.web.worklist import of_rows

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_FORMS = ("纸质", "电子邮件", "复制电子数据", "当面领取", "查阅")
_ID_TYPES = (registration.RESIDENT_ID, registration.CREDIT_CODE, "护照", "其他证件")


@router.get("/register")
async def form(seat: At, matter: Annotated[int | None, Query(ge=1, le=10**17)] = None) -> Response:
    """The empty form, or one begun from what was put aside as no application."""
    permits.demand(seat.by, Act.REGISTER)
    begun = {"handler": seat.by.who}
    if matter is not None:
        begun = {**matters.as_registration(seat.office, matter, seat.by), "matter": str(matter)}
    return page(seat, "register.html", typed=begun, **_choices())


@router.post("/register/preview")
async def preview(request: Request, seat: At) -> Response:
    """The date of receipt and the due day for what is filled in so far, and what is known of the applicant."""
    fields = await typed(request)
    shown = {
        "receipt": receiving.preview(seat.office, fields),
        "known": receiving.known(seat.office, fields, seat.by),
        "alike": await run_in_threadpool(alike, seat.office, fields.get("request", ""), seat.by),
        **of_rows(seat),
    }
    return TEMPLATES.TemplateResponse(request, "receiving.html", shown)


@router.post("/register")
async def register(request: Request, seat: At) -> Response:
    """Register it."""
    fields = await typed(request)
    try:
        read = registration.read(_filled(fields))
        row, folded = await run_in_threadpool(_registered, seat, read, fields.get("matter", ""))
    except DeskError as error:
        return refused(seat, error, "register.html", typed=fields, **_choices())
    due = (
        f"答复期限 {longday(folded.clock.due)}" if folded.clock.due else "收到申请之日未定，应当与申请人确认"
    )
    changed = "".join(f"；{each}" for each in read.changes)
    return done(seat, f"/applications/{row.application}", f"已登记 {row.number}，{due}{changed}。")


def _registered(seat: Seat, read: Registration, matter: str) -> tuple[Row, Case]:
    if not matter.isdecimal():
        return applications.register(seat.office, read, seat.by)
    return matters.register(seat.office, int(matter), read, seat.by)


def _filled(fields: Mapping[str, str]) -> dict[str, Any]:
    return {name: text for name, text in fields.items() if text.strip() and name != "matter"}


def _choices() -> dict[str, Any]:
    return {
        "channels": [(each.value, each.label) for each in Channel],
        "kinds": [(each.value, each.label) for each in ApplicantKind],
        "powers": [(each.value, each.label) for each in AgentPower],
        "flags": [(each.value, each.label) for each in Flag],
        "forms_of_supply": [(each, each) for each in _FORMS],
        "id_types": [(each, each) for each in _ID_TYPES],
    }
