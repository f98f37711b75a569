"""The worklist and the search, page by page; the next page is told in the answer and in its Link header."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.files import XLSX, file_of, given
from foidesk.api.seat import Sitting
from foidesk.api.summaries import Line, line
from foidesk.api.views import Filters, Plain
from foidesk.desk import lists
from foidesk.desk.finding import search as finding
from foidesk.desk.worklists import addresses, export, pages

router = APIRouter(prefix="/applications", tags=["lists"])


class Paged(Filters):
    """A page of a list."""

    after: Annotated[str, Field(max_length=200)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50


class Exported(Filters):
    """A list as a file."""

    names: bool = Field(False, description="Names in full, for those who may read them.")


class Lines(BaseModel):
    """A page; `next` is the `after` of the page that follows, null on the last."""

    applications: list[Line]
    next: str | None


class Counts(BaseModel):
    """How many are in hand; `soon`: due within five working days; `awaiting`: with a letter in approval."""

    open: int
    overdue: int
    soon: int
    waiting: int
    awaiting: int
    handlers: list[str] = Field(description="Who has open applications.")


class Sought(BaseModel):
    """What is looked for, and the `next` of the page before. Words are sent in the body: they often are a name."""

    model_config = ConfigDict(extra="forbid")

    said: Annotated[str, Field(min_length=1, max_length=200, pattern=Plain)]
    before: Annotated[int, Field(ge=1, le=10**17)] | None = None


class Found(BaseModel):
    """A page of hits, newest first; `next` is the `before` of the page that follows, null on the last."""

    applications: list[Line]
    next: int | None


@router.get("")
def listing(request: Request, response: Response, seat: Sitting, asked: Annotated[Paged, Query()]) -> Lines:
    """Applications in an order, a page at a time: those in hand, or all that were ever registered (`closed`)."""
    view = asked.view()
    place = addresses.place(asked.after) if asked.after is not None else None
    with seat.office.database.reading() as conn:
        found = pages.slice_of(conn, seat.office, view, seat.by, place, asked.limit)
        told = lists.told(conn, seat.office, found.rows, seat.by.today)
    following = addresses.written(found.after) if found.after else None
    if following is not None:  # RFC 8288: where the next page is
        response.headers["Link"] = f'<{request.url.include_query_params(after=following)}>; rel="next"'
    return Lines(applications=[line(each) for each in told], next=following)


@router.get("/counts")
def counted(seat: Sitting) -> Counts:
    """What stands above the worklist."""
    found, handlers = pages.counts(seat.office, seat.by)
    return Counts(
        open=found.open,
        overdue=found.overdue,
        soon=found.soon,
        waiting=found.waiting,
        awaiting=found.awaiting,
        handlers=list(handlers),
    )


@router.get("/numbered")
def numbered(
    seat: Sitting, number: Annotated[str, Query(min_length=1, max_length=100, pattern=Plain)]
) -> Found:
    """The application with this number, in full or as 2026-31 or 31; a number may stand in an address."""
    return _found(finding.numbered(seat.office, number, seat.by))


@router.post("/search")
def search(seat: Sitting, body: Sought) -> Found:
    """Applications by number, by words of the request, and, for those who may read names, by name.

    Nothing is kept, so no idempotency key is needed.
    """
    return _found(finding.search(seat.office, body.said, seat.by, body.before))


@router.get("/export.xlsx", response_class=Response, responses=file_of(XLSX))
def as_spreadsheet(seat: Sitting, asked: Annotated[Exported, Query()]) -> Response:
    """A list as a spreadsheet; noted in the audit trail."""
    made = export.export(seat.office, asked.view(), seat.by, unmasked=asked.names)
    return given(made, XLSX, f"申请清单{seat.by.today:%Y%m%d}.xlsx")


def _found(found: finding.Found) -> Found:
    return Found(applications=[line(each) for each in found.lines], next=found.after)
