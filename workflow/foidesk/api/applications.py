"""Applications: registered, read, and what happened to them recorded."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel

from foidesk.api.problems import DOCUMENTED, NotFound
from foidesk.api.seat import Once, Seat, once, seated
from foidesk.desk import applications, permits, registration
from foidesk.desk.permits import Act
from foidesk.rules import wire
from foidesk.rules.case import Case
from foidesk.store import audit, worklist
from foidesk.store.people import masked_name
from foidesk.store.worklist import Row

router = APIRouter(prefix="/applications", tags=["applications"], responses=DOCUMENTED)
Sitting = Annotated[Seat, Depends(seated)]
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]


class Step(BaseModel):
    """One step of the explanation of the clock."""

    on: date
    what: str
    provision: str
    due: date | None


class Summary(BaseModel):
    """An application and its clock."""

    application: int
    number: str
    state: str
    received: date | None
    due: date | None
    target: date | None
    provisional: bool
    seen: int
    reasons: list[Step]
    problems: list[str]


class Entry(BaseModel):
    """One row of the log, without its words."""

    on: date
    what: str
    recorded_at: datetime
    recorded_by: str


class Whole(Summary):
    """An application with its applicant and history."""

    applicant: str
    history: list[Entry]


class Acts(BaseModel):
    """Events by name, as the command line takes them in JSON; `seen`: rows of the log known to the caller."""

    events: list[dict[str, Any]]
    seen: int | None = None


@router.post("", status_code=201, response_model=Summary)
def register(seat: Sitting, body: dict[str, Any], key: Once = None) -> Response:
    """Register an application."""

    def act() -> Summary:
        return _summary(*applications.register(seat.office, registration.read(body), seat.by))

    return once(seat, key, "register " + json.dumps(body, sort_keys=True), 201, act)


@router.get("/{application}")
def show(seat: Sitting, application: Key, reveal: bool = False) -> Whole:
    """One application; its applicant masked unless revealed, which is noted in the audit trail."""
    permits.demand(seat.by, Act.READ)
    if reveal:
        permits.demand(seat.by, Act.READ_PERSONAL)
    file = applications.open_file(seat.office, _number(seat, application))
    name, kind = file.applicant.name, file.applicant.kind
    if reveal:
        with seat.office.database.writing() as conn:
            audit.add(conn, seat.office.key, seat.by.now, seat.by.who, "查看完整的个人信息", file.row.number)
    history = [
        Entry(on=e.event.on, what=e.event.name, recorded_at=e.recorded_at, recorded_by=e.recorded_by)
        for e in file.entries
    ]
    summary = _summary(file.row, file.case).model_dump()
    return Whole(**summary, applicant=name if reveal else masked_name(name, kind), history=history)


@router.post("/{application}/events", response_model=Summary)
def record(seat: Sitting, application: Key, body: Acts, key: Once = None) -> Response:
    """Record what happened, all or none."""

    def act() -> Summary:
        facts = [wire.decode(each) for each in body.events]
        done = applications.record(seat.office, _number(seat, application), facts, seat.by, seen=body.seen)
        return _summary(done.row, done.after)

    about = json.dumps(body.model_dump(), sort_keys=True)
    return once(seat, key, f"events {application} {about}", 200, act)


def _number(seat: Seat, application: int) -> str:
    with seat.office.database.reading() as conn:
        row = worklist.get(conn, seat.office.key, application)
    if row is None:
        raise NotFound("没有这件申请。", why="登记簿中没有这个序号。", do="请核对序号。")
    return row.number


def _summary(row: Row, case: Case) -> Summary:
    clock = case.clock
    return Summary(
        application=row.application,
        number=row.number,
        state=row.state,
        received=row.received,
        due=row.due,
        target=row.target,
        provisional=row.provisional,
        seen=row.seq,
        reasons=[Step(on=r.on, what=r.what, provision=str(r.provision), due=r.due) for r in clock.reasons],
        problems=[problem.what for problem in clock.problems],
    )
