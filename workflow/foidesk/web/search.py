"""Finding applications by number, name or words."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from foidesk.desk.finding.search import latest
from foidesk.desk.finding.search import search as search_for
from foidesk.web.frame import Seat, page, seated
from foidesk.web.worklist import of_rows

router = APIRouter()
At = Annotated[Seat, Depends(seated)]


@router.get("/search")
async def search(
    seat: At,
    q: Annotated[str, Query(max_length=100)] = "",
    before: Annotated[int | None, Query(ge=1, le=10**17)] = None,
) -> Response:
    """Applications by number, name or words of the request; without words all of them."""
    said = q.strip()
    found = search_for(seat.office, said, seat.by, before) if said else latest(seat.office, seat.by, before)
    kept = {"q": said} if said else {}
    following = f"/search?{urlencode({**kept, 'before': found.after})}" if found.after else None
    return page(seat, "search.html", words=said, lines=found.lines, next=following, **of_rows(seat))
