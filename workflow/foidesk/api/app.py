"""The API as an app of its own, to be mounted under /api."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import FastAPI

from foidesk.api import (
    applications,
    approvals,
    calculators,
    casefile,
    clocks,
    letters,
    lists,
    notices,
    persons,
    problems,
    reference,
    service,
)
from foidesk.api.bounds import Bounded, Rates
from foidesk.desk.installation import Installation

ROUTERS = (
    lists.router,
    applications.router,
    clocks.router,
    casefile.router,
    persons.router,
    letters.router,
    approvals.router,
    service.router,
    notices.router,
    calculators.router,
    reference.router,
)


def moment() -> datetime:
    """Now: the only clock of the API."""
    return datetime.now(UTC)


def create(
    installation: Installation, now: Callable[[], datetime] = moment, rates: Rates | None = None
) -> FastAPI:
    """The API of an installation."""
    app = FastAPI(
        title="foidesk",
        summary="Answering applications for government information: what the desk can do, for programs.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.installation = installation
    app.state.now = now
    app.state.rates = rates or Rates()
    problems.explain(app)
    app.add_middleware(Bounded)
    for router in ROUTERS:
        app.include_router(router, responses=problems.DOCUMENTED)
    return app
