"""The faces of a serving process put together: pages, and whatever else answers on the same port."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from foidesk.api import app as api
from foidesk.desk.installation import Installation
from foidesk.web.app import create


def faces(installation: Installation, now: Callable[[], datetime]) -> FastAPI:
    """Everything that `foidesk serve` serves."""
    app = create(installation, now)
    app.mount("/api", api.create(installation, now))
    return app
