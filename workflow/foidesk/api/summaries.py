"""An application and its clock as the answers of the API have them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from foidesk.desk import lists
from foidesk.desk.applications import File, Recorded
from foidesk.rules.case import Case
from foidesk.rules.clock import Clock
from foidesk.store.worklist import Row


class Step(BaseModel):
    """One step of the explanation of the clock: the due day it left."""

    on: date
    what: str
    provision: str
    due: date | None


class Fault(BaseModel):
    """What was done out of time or against the rules."""

    on: date
    what: str
    provision: str
    do: str


class Limit(BaseModel):
    """A day by which something must be done; `met`: whether it was, null while it is open."""

    name: str
    due: date | None
    met: bool | None


class Days(BaseModel):
    """The clock of an application. `target`: the office's own earlier day; `provisional`: a year without notice."""

    state: str
    received: date | None
    due: date | None
    target: date | None
    provisional: bool
    limits: list[Limit]
    reasons: list[Step]
    problems: list[Fault]


class Summary(Days):
    """An application. `seen`: entries of its log, to be sent back with the next act."""

    application: int
    number: str
    handler: str | None
    outcome: str | None
    seen: int


class Line(BaseModel):
    """One application in a list; the applicant masked. `left`: working days to the due day, negative: overdue."""

    application: int
    number: str
    state: str
    channel: str | None
    applicant: str
    request: str
    received: date | None
    due: date | None
    target: date | None
    left: int | None
    handler: str | None
    outcome: str | None
    closed_on: date | None


def line(found: lists.Line) -> Line:
    """A row of a list."""
    row = found.row
    return Line(
        application=row.application,
        number=row.number,
        state=row.state,
        channel=row.channel,
        applicant=found.applicant,
        request=found.request,
        received=row.received,
        due=row.due,
        target=row.target,
        left=found.left,
        handler=row.handler,
        outcome=row.line,
        closed_on=row.closed_on,
    )


def days(clock: Clock) -> Days:
    """A clock."""
    return Days(**_clock(clock))


def summary(row: Row, case: Case) -> Summary:
    """An application as it stands."""
    return Summary(
        **_clock(case.clock),
        application=row.application,
        number=row.number,
        handler=row.handler,
        outcome=case.outcome.code if case.outcome else None,
        seen=row.seq,
    )


def of_file(file: File) -> Summary:
    """An application as read."""
    return summary(file.row, file.case)


def recorded(done: Recorded) -> Summary:
    """An application after an act."""
    return summary(done.row, done.after)


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "state": clock.state.key,
        "received": clock.received,
        "due": clock.due,
        "target": clock.target,
        "provisional": clock.provisional,
        "limits": [Limit(name=x.name, due=x.due, met=x.met) for x in clock.limits],
        "reasons": [Step(on=x.on, what=x.what, provision=x.provision.cite, due=x.due) for x in clock.reasons],
        "problems": [
            Fault(on=x.on, what=x.what, provision=x.provision.cite, do=x.do) for x in clock.problems
        ],
    }
