"""The worklist and the search, page by page; the next page is told in the answer and in its Link header."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from foidesk.api.seat import Sitting
from foidesk.api.summaries import Line
from foidesk.desk import lists
from foidesk.desk.finding import search as finding
from foidesk.desk.worklists import addresses, pages
from foidesk.desk.worklists.views import Show, View
from foidesk.errors import DeskError
from foidesk.rules.outcomes import Outcome
from foidesk.rules.vocabulary import Channel
from foidesk.store.listing import Order

router = APIRouter(prefix="/applications", tags=["lists"])
Plain = r"^[^\x00-\x1f]+$"
_LINES = {outcome.code for outcome in Outcome}


class Lines(BaseModel):
    """A page; `next` is the `after` of the page that follows, null on the last."""

    applications: list[Line]
    next: str | None


class Found(BaseModel):
    """A page of hits, newest first; `next` is the `before` of the page that follows, null on the last."""

    applications: list[Line]
    next: int | None


@router.get("")
def listing(
    request: Request,
    response: Response,
    seat: Sitting,
    show: Show = Show.ALL,
    order: Order = Order.TARGET,
    within: Annotated[
        int | None, Query(ge=0, le=addresses.MOST_DAYS, description="Due within so many working days.")
    ] = None,
    handler: Annotated[str | None, Query(max_length=addresses.LONGEST, pattern=Plain)] = None,
    channel: Channel | None = None,
    outcome: Annotated[
        str | None,
        Query(max_length=10, description="The line of the annual report, as in /reference/outcomes."),
    ] = None,
    year: Annotated[int | None, Query(ge=addresses.YEARS[0], le=addresses.YEARS[1])] = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Lines:
    """Applications in an order, a page at a time: those in hand, or all that were ever registered (`closed`)."""
    if outcome is not None and outcome not in _LINES:
        raise DeskError(f"没有结果“{outcome}”。", do="请按 /reference/outcomes 核对。")
    view = View(
        show=show, within=within, handler=handler, channel=channel, line=outcome, year=year, order=order
    )
    place = addresses.place(after) if after is not None else None
    with seat.office.database.reading() as conn:
        found = pages.slice_of(conn, seat.office, view, seat.by, place, limit)
        told = lists.told(conn, seat.office, found.rows, seat.by.today)
    following = addresses.written(found.after) if found.after else None
    _link(request, response, "after", following)
    return Lines(applications=[_line(each) for each in told], next=following)


@router.get("/search")
def search(
    request: Request,
    response: Response,
    seat: Sitting,
    said: Annotated[str, Query(min_length=1, max_length=200, pattern=Plain)],
    before: Annotated[int | None, Query(ge=1, le=10**17)] = None,
) -> Found:
    """Applications by number, by words of the request, and, for those who may read names, by name."""
    found = finding.search(seat.office, said, seat.by, before)
    _link(request, response, "before", found.after)
    return Found(applications=[_line(each) for each in found.lines], next=found.after)


def _link(request: Request, response: Response, name: str, following: str | int | None) -> None:
    """RFC 8288: where the next page is."""
    if following is not None:
        response.headers["Link"] = f'<{request.url.include_query_params(**{name: following})}>; rel="next"'


def _line(line: lists.Line) -> Line:
    row = line.row
    return Line(
        application=row.application,
        number=row.number,
        state=row.state,
        channel=row.channel,
        applicant=line.applicant,
        request=line.request,
        received=row.received,
        due=row.due,
        target=row.target,
        left=line.left,
        handler=row.handler,
        outcome=row.line,
        closed_on=row.closed_on,
    )
