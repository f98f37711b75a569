"""The pages put together: routers, static files, security headers, and how refusals become pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib.resources import files
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from foidesk.desk.accounts import NotLoggedIn
from foidesk.desk.installation import Installation
from foidesk.errors import DeskError
from foidesk.web import (
    absence,
    administration,
    alerts,
    applicants,
    applicationform,
    applications,
    approvals,
    attachments,
    calculators,
    calendar,
    drafting,
    entrance,
    installation,
    ledger,
    letterfiles,
    letters,
    matters,
    publicimport,
    publicindex,
    register,
    reports,
    search,
    worklist,
)
from foidesk.web.frame import status_of
from foidesk.web.rendering import STATIC, TEMPLATES

ROUTERS = (
    entrance.router,
    worklist.router,
    alerts.router,
    search.router,
    register.router,
    applications.router,
    applicants.router,
    attachments.router,
    applicationform.router,
    letters.router,
    matters.router,
    drafting.router,
    letterfiles.router,
    approvals.router,
    absence.router,
    publicimport.router,
    publicindex.router,
    reports.router,
    ledger.router,
    calendar.router,
    calculators.router,
    administration.router,
    installation.router,
)

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'self'; frame-ancestors 'self';"
    " base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create(installation: Installation, now: Callable[[], datetime]) -> FastAPI:
    """The application. `now` is the only clock of its pages."""
    app = FastAPI(title="foidesk", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.installation = installation
    app.state.now = now
    app.state.tries = entrance.limiter()
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(STATIC)))
    app.mount("/assets", StaticFiles(directory=str(files("foidesk") / "assets" / "pages")))
    app.middleware("http")(_with_headers)
    app.exception_handler(NotLoggedIn)(_to_the_door)
    app.exception_handler(DeskError)(_told)
    app.exception_handler(404)(_not_found)
    return app


async def _with_headers(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    answer = await call(request)
    for name, value in _HEADERS.items():
        answer.headers.setdefault(name, value)
    if not request.url.path.startswith(("/static/", "/assets/")):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


async def _to_the_door(request: Request, error: Exception) -> Response:
    to = request.url.path if request.method == "GET" else request.headers.get("referer", "/")
    if request.method == "GET" and request.url.query:
        to = f"{to}?{request.url.query}"
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": "/login"})
    return RedirectResponse(f"/login?to={quote(to if to.startswith('/') else '/')}", status_code=303)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskError)
    return TEMPLATES.TemplateResponse(request, "error.html", {"error": error}, status_code=status_of(error))


async def _not_found(request: Request, error: Exception) -> Response:
    found = DeskError("没有这个页面。", why="网址有误，或者内容已经移走。", do="请从左侧导航重新进入。")
    return TEMPLATES.TemplateResponse(request, "error.html", {"error": found}, status_code=404)
