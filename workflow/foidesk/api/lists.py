"""The worklist, page by page: the last row of a page says where the next begins."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from foidesk.api.problems import DOCUMENTED
from foidesk.api.seat import Seat, seated
from foidesk.desk import permits
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.rules.position import OPEN_STATES
from foidesk.store import worklist

router = APIRouter(prefix="/applications", tags=["applications"], responses=DOCUMENTED)


class Line(BaseModel):
    """One application in a list."""

    application: int
    number: str
    state: str
    received: date | None
    due: date | None
    target: date | None
    handler: str | None


class Lines(BaseModel):
    """A page; `next` is the `after` of the page that follows."""

    applications: list[Line]
    next: str | None


@router.get("")
def listing(
    seat: Annotated[Seat, Depends(seated)],
    closed: bool = False,
    overdue: bool = False,
    handler: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]+$")] = None,
    after: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Lines:
    """Open applications by internal target; the closed too with `closed`."""
    permits.demand(seat.by, Act.READ)
    with seat.office.database.reading() as conn:
        rows = worklist.listing(
            conn,
            seat.office.key,
            states=None if closed else {state.key for state in OPEN_STATES},
            overdue_on=seat.by.today if overdue else None,
            handler=handler,
            limit=limit,
            after=_cursor(after) if after is not None else None,
        )
    last = rows[-1] if len(rows) == limit else None
    return Lines(
        applications=[Line.model_validate(row, from_attributes=True) for row in rows],
        next=f"{last.target or ''}~{last.application}" if last else None,
    )


def _cursor(text: str) -> tuple[date | None, int]:
    day, _, application = text.partition("~")
    try:
        key = int(application)
        if not 0 <= key < 2**63:
            raise ValueError(application)
        return (date.fromisoformat(day) if day else None), key
    except ValueError as wrong:
        raise DeskError("after 不对。", why="它不是上一页给出的 next。", do="请从第一页开始。") from wrong
