"""The worklist, page by page: the last row of a page says where the next begins."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from foidesk.api.problems import DOCUMENTED
from foidesk.api.seat import Seat, seated
from foidesk.desk.worklists import addresses, pages
from foidesk.desk.worklists.views import Show, View
from foidesk.rules.vocabulary import Channel
from foidesk.store.listing import Order

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
    within: Annotated[int | None, Query(ge=0, le=addresses.MOST_DAYS)] = None,
    handler: Annotated[str | None, Query(max_length=addresses.LONGEST, pattern=r"^[^\x00]+$")] = None,
    channel: Channel | None = None,
    year: Annotated[int | None, Query(ge=addresses.YEARS[0], le=addresses.YEARS[1])] = None,
    order: Order = Order.TARGET,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Lines:
    """Open applications by internal target; the closed too with `closed`."""
    show = Show.OVERDUE if overdue else Show.CLOSED if closed else Show.ALL
    view = View(show=show, within=within, handler=handler, channel=channel, year=year, order=order)
    place = addresses.place(after) if after is not None else None
    with seat.office.database.reading() as conn:
        found = pages.slice_of(conn, seat.office, view, seat.by, place, limit)
    return Lines(
        applications=[Line.model_validate(row, from_attributes=True) for row in found.rows],
        next=addresses.written(found.after) if found.after else None,
    )
