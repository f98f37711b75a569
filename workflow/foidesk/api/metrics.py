"""/metrics: requests, their time, and how much there is to do, for Prometheus; by a token that may monitor (adr-052)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.metadata import version

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foidesk.api import problems
from foidesk.desk import clients, monitoring
from foidesk.desk.installation import Installation
from foidesk.desk.office import By
from foidesk.desk.permits import Act, demand
from foidesk.errors import DeskError

router = APIRouter(tags=["monitoring"])
_FRESH = timedelta(minutes=1)  #: figures of the database are counted no more often
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_FIGURES = {
    "open": "Applications in hand",
    "overdue": "Applications past their due day",
    "soon": "Applications due within five working days",
    "in_approval": "Applications with a letter in approval",
    "entries": "Entries of the logs",
}


class Metrics:
    """What one serving process has counted, in a registry of its own."""

    def __init__(self, installation: Installation) -> None:
        self.registry = CollectorRegistry()
        self._installation = installation
        self._counted_at: datetime | None = None
        self._requests = Counter(
            "foidesk_requests", "Requests by route", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "foidesk_request_seconds", "Time to the end of the answer", ("route",), registry=self.registry
        )
        self._figures = {
            name: Gauge(f"foidesk_{name}", told, ("agency",), registry=self.registry)
            for name, told in _FIGURES.items()
        }
        Info("foidesk_build", "The program", registry=self.registry).info({"version": version("foidesk")})

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request more."""
        self._requests.labels(method if method in _METHODS else "other", route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def exposed(self, by: By) -> bytes:
        """Everything as text. Raises NotPermitted."""
        demand(by, Act.MONITOR)
        if self._counted_at is None or by.now - self._counted_at >= _FRESH:
            self._counted_at = by.now
            for each in monitoring.figures(self._installation, by):
                for name, gauge in self._figures.items():
                    gauge.labels(each.agency).set(getattr(each, name))
        return generate_latest(self.registry)


class Measured:
    """Counts every request by the template of its route, so that no number of an application becomes a label."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and count when the answer has gone out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - started
            self.metrics.count(scope["method"], _template(scope), status, seconds)


def _template(scope: Scope) -> str:
    path = getattr(scope.get("route"), "path", None)
    return f"{scope.get('root_path', '')}{path}" if path else "unmatched"


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures as Prometheus reads them."""
    state = request.app.state
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    now: Callable[[], datetime] = state.now
    try:
        client = clients.admitted(state.installation.database, token if scheme.lower() == "bearer" else "")
        data = state.metrics.exposed(clients.acting(client, now()))
    except DeskError as error:
        return problems.answer(error)
    return Response(data, media_type=CONTENT_TYPE_LATEST)
