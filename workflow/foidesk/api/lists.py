"""The worklist, page by page: the last row of a page says where the next begins."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from foidesk.api.problems import DOCUMENTED
from foidesk.api.seat import Seat, seated
from foidesk.desk.worklists import pages, views
from foidesk.desk.worklists.views import Show, View
from foidesk.errors import DeskError
from foidesk.store.listing import Place

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
    show = Show.OVERDUE if overdue else Show.CLOSED if closed else Show.ALL
    with seat.office.database.reading() as conn:
        found = pages.slice_of(
            conn, seat.office, View(show=show, handler=handler), seat.by, _place(after), limit
        )
    return Lines(
        applications=[Line.model_validate(row, from_attributes=True) for row in found.rows],
        next=views.written(found.after) if found.after else None,
    )


def _place(text: str | None) -> Place | None:
    if text is None:
        return None
    found = views.place(text)
    if found is None:
        raise DeskError("after 不对。", why="它不是上一页给出的 next。", do="请从第一页开始。")
    return found
