"""Finding applications by number, name or words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from foidesk.desk.finding import sought
from foidesk.desk.finding.search import Found, latest, numbered
from foidesk.desk.finding.search import search as search_for
from foidesk.web.frame import Seat, page, seated, typed
from foidesk.web.worklist import of_rows

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Before = Annotated[int | None, Query(ge=1, le=10**17)]


@router.get("/search")
async def listed(
    seat: At, number: Annotated[str, Query(max_length=sought.LONGEST)] = "", before: Before = None
) -> Response:
    """The application with a number, which may stand in an address; without one all, newest first."""
    if number:
        return _shown(seat, number, numbered(seat.office, number, seat.by), "/search")
    return _shown(seat, "", latest(seat.office, seat.by, before), "/search")


@router.post("/search")
async def search(request: Request, seat: At) -> Response:
    """To the page of what was found; its address holds the words sealed, so that it can be read again."""
    said = (await typed(request)).get("q", "").strip()
    to = f"/search/{sought.sealed(seat.office, said, seat.account.account)}" if said else "/search"
    return RedirectResponse(to, status_code=303)


@router.get("/search/{words}")
async def found(seat: At, words: str, before: Before = None) -> Response:
    """What holds the words."""
    said = sought.opened(seat.office, words, seat.account.account)
    return _shown(seat, said, search_for(seat.office, said, seat.by, before), f"/search/{words}")


def _shown(seat: Seat, said: str, found: Found, here: str) -> Response:
    following = f"{here}?before={found.after}" if found.after else None
    return page(seat, "search.html", words=said, lines=found.lines, next=following, **of_rows(seat))
