"""The faces of a serving process put together: pages, API, and what watches over them, on the same port."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from foidesk.api import app as api
from foidesk.api import health, metrics
from foidesk.desk.installation import Installation
from foidesk.web.app import create


def faces(installation: Installation, now: Callable[[], datetime]) -> FastAPI:
    """Everything that `foidesk serve` serves."""
    app = create(installation, now)
    app.state.metrics = metrics.Metrics(installation)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.mount("/api", api.create(installation, now))
    app.add_middleware(metrics.Measured, metrics=app.state.metrics)
    return app
