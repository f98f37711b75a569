"""Whether the installation can work, for whatever watches over it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from foidesk.desk.office import CHINA
from foidesk.errors import DeskError
from foidesk.rules.workdays import Calendar

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """What was looked at; `ok` when all of it holds."""

    ok: bool
    database: bool
    calendar: dict[int, bool]  #: this year and the next: whether its notice is known


@router.get("/healthz", responses={503: {"model": Health}})
def healthz(request: Request, response: Response) -> Health:
    """The database answers and this year's notice is known; the next year's is only told."""
    installation, now = request.app.state.installation, request.app.state.now()
    year = now.astimezone(CHINA).year
    try:
        calendar: Calendar = installation.calendar()
    except DeskError:
        response.status_code = 503
        return Health(ok=False, database=False, calendar={})
    known = {each: not calendar.year(each).provisional for each in (year, year + 1)}
    response.status_code = 200 if known[year] else 503
    return Health(ok=known[year], database=True, calendar=known)
