"""The pages put together: routers, static files, security headers, and how refusals become pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.requests import ClientDisconnect

from foidesk.desk.entering import MustChangePassword, NotLoggedIn
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
    casebook,
    casefile,
    clients,
    drafting,
    entrance,
    installation,
    ledger,
    letterfiles,
    letters,
    matters,
    provider,
    publicimport,
    publicindex,
    register,
    reports,
    search,
    statistics,
    supervision,
    tasks,
    urgings,
    worklist,
)
from foidesk.web.frame import status_of
from foidesk.web.headers import Secured, secure
from foidesk.web.rendering import STATIC, TEMPLATES

_LOG = logging.getLogger(__name__)
ROUTERS = (
    entrance.router,
    provider.router,
    worklist.router,
    alerts.router,
    search.router,
    register.router,
    applications.router,
    applicants.router,
    attachments.router,
    applicationform.router,
    casefile.router,
    casebook.router,
    letters.router,
    matters.router,
    drafting.router,
    letterfiles.router,
    approvals.router,
    absence.router,
    publicimport.router,
    publicindex.router,
    statistics.router,
    reports.router,
    supervision.router,
    urgings.router,
    ledger.router,
    tasks.router,
    calendar.router,
    calculators.router,
    administration.router,
    clients.router,
    installation.router,
)


def create(installation: Installation, now: Callable[[], datetime]) -> FastAPI:
    """The application. `now` is the only clock of its pages."""
    app = FastAPI(title="foidesk", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.installation = installation
    app.state.now = now
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(STATIC)))
    app.mount("/assets", StaticFiles(directory=str(files("foidesk") / "assets" / "pages")))
    app.add_middleware(Secured)
    app.exception_handler(NotLoggedIn)(_to_the_door)
    app.exception_handler(MustChangePassword)(_to_the_password)
    app.exception_handler(DeskError)(_told)
    app.exception_handler(404)(_not_found)
    app.exception_handler(RequestValidationError)(_not_understood)
    app.exception_handler(ClientDisconnect)(_gone)
    app.exception_handler(Exception)(_broken)
    return app


async def _to_the_door(request: Request, error: Exception) -> Response:
    to = request.url.path if request.method == "GET" else request.headers.get("referer", "/")
    if request.method == "GET" and request.url.query:
        to = f"{to}?{request.url.query}"
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": "/login"})
    return RedirectResponse(f"/login?to={quote(to if to.startswith('/') else '/')}", status_code=303)


async def _to_the_password(request: Request, error: Exception) -> Response:
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": "/password"})
    return RedirectResponse("/password", status_code=303)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskError)
    return TEMPLATES.TemplateResponse(request, "error.html", {"error": error}, status_code=status_of(error))


async def _not_found(request: Request, error: Exception) -> Response:
    found = DeskError("没有这个页面。", why="网址有误，或者内容已经移走。", do="请从左侧导航重新进入。")
    return TEMPLATES.TemplateResponse(request, "error.html", {"error": found}, status_code=404)


async def _not_understood(request: Request, error: Exception) -> Response:
    """An address whose numbers cannot be any, or a form no page has made."""
    assert isinstance(error, RequestValidationError)
    if any(each["loc"][0] == "path" for each in error.errors()):
        return await _not_found(request, error)
    found = DeskError(
        "没有办理：网址或者表单中的内容无法识别。",
        why="缺少一项，或者有一项不是可以填写的内容。",
        do="请从左侧导航重新进入。",
    )
    return TEMPLATES.TemplateResponse(request, "error.html", {"error": found}, status_code=422)


async def _gone(request: Request, error: Exception) -> Response:
    """The browser went away before its request had come whole: nothing was done and nobody reads the answer."""
    _LOG.warning("%s %s：客户端中途断开，没有办理。", request.method, request.url.path)
    return Response(status_code=400)


async def _broken(request: Request, error: Exception) -> Response:
    """A bug: the log has it; outside of every middleware, so that the headers are added here."""
    found = DeskError(
        "程序出错，没有登记。",
        why="这是程序的缺陷，不是您操作有误。",
        do="请把时间和所做的操作告诉系统管理员。",
    )
    answer = TEMPLATES.TemplateResponse(request, "error.html", {"error": found}, status_code=500)
    secure(answer.headers, request.scope)
    return answer
