"""The watched days that have to be kept: overdue, today, through the end of the week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from foidesk.api.seat import Seat, Sitting
from foidesk.api.views import Plain
from foidesk.desk.alerts import due as dues
from foidesk.desk.permits import Act
from foidesk.store.watches import Dated

router = APIRouter(tags=["alerts"])


class Day(BaseModel):
    """A day to keep; `left`: working days, negative when gone by; `provisional`: a year without notice."""

    application: int
    number: str
    watch: str
    due: date
    left: int
    provisional: bool
    handler: str | None


class Due(BaseModel):
    """Days by how near they are, each group the earliest first; clocks that stand still are left out."""

    as_of: date
    overdue: list[Day]
    today: list[Day]
    week: list[Day]


@router.get("/due")
def due(seat: Sitting, handler: Annotated[str | None, Query(max_length=100, pattern=Plain)] = None) -> Due:
    """The days of a handler, of everybody without one."""
    seat.may(Act.READ)
    on = seat.by.today
    found = dues.due(seat.office, on, handler)
    return Due(
        as_of=on,
        overdue=_days(seat, found.overdue),
        today=_days(seat, found.today),
        week=_days(seat, found.week),
    )


def _days(seat: Seat, days: Sequence[Dated]) -> list[Day]:
    return [
        Day(
            application=each.application,
            number=each.number,
            watch=each.watch,
            due=each.due,
            left=seat.office.calendar.count(seat.by.today, each.due),
            provisional=each.provisional,
            handler=each.handler,
        )
        for each in days
    ]
