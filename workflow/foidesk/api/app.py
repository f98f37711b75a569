"""The API as an app of its own, to be mounted under /api."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import FastAPI

from foidesk.api import applications, calculators, health, lists, problems
from foidesk.desk.installation import Installation


def moment() -> datetime:
    """Now: the only clock of the API."""
    return datetime.now(UTC)


def create(installation: Installation, now: Callable[[], datetime] = moment) -> FastAPI:
    """The API of an installation."""
    app = FastAPI(title="foidesk", docs_url=None, redoc_url=None)
    app.state.installation = installation
    app.state.now = now
    problems.explain(app)
    for router in (lists.router, applications.router, calculators.router, health.router):
        app.include_router(router)
    return app
