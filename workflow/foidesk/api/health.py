"""/healthz: whether the installation can work, for whatever watches over it. Needs no token and tells no secret."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from foidesk.desk import monitoring
from foidesk.desk.office import By

router = APIRouter(tags=["monitoring"])


class Health(BaseModel):
    """`ok`: work can go on; `notices`: this year and the next, whether the notice of days off is known."""

    ok: bool
    reason: str
    database: bool
    schema_revision: str
    notices: dict[int, bool]


@router.get("/healthz", responses={503: {"model": Health}})
def healthz(request: Request, response: Response) -> Health:
    """200 when the database answers, has this program's schema and opens with the key; otherwise 503 and why."""
    found = monitoring.health(request.app.state.installation, By("", request.app.state.now()))
    response.status_code = 200 if found.good else 503
    return Health(
        ok=found.good,
        reason=found.reason,
        database=found.good,
        schema_revision=found.schema,
        notices=found.notices,
    )
