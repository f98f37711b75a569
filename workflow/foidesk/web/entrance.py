"""The entrance: the first start, logging in and out, one's own password."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from foidesk.desk import accounts, entering
from foidesk.desk.installation import Installation
from foidesk.errors import DeskError
from foidesk.web.frame import (
    COOKIE,
    NotYours,
    Seat,
    at_the_door,
    done,
    installation,
    moment,
    page,
    refused,
    status_of,
    typed,
)
from foidesk.web.rendering import TEMPLATES

router = APIRouter()
House = Annotated[Installation, Depends(installation)]
_INSIDE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


@router.get("/login")
async def entrance(request: Request, house: House, to: str = "/") -> Response:
    """The log-in page; before there is any account, the page of the first start."""
    return door(request, house, to=to)


@router.post("/login")
async def log_in(request: Request, house: House) -> Response:
    """Log in, or say that it failed."""
    fields = await typed(request)
    to, login = fields.get("to", "/"), fields.get("login", "").strip()
    try:
        _from_here(request)
        cookie = await run_in_threadpool(
            entering.log_in,
            house.database,
            login,
            fields.get("password", ""),
            moment(request),
            address=request.client.host if request.client else "",
            before=request.cookies.get(COOKIE, ""),
        )
    except DeskError as error:
        return door(request, house, to=to, login=login, error=error)
    return entered(request, cookie, to)


@router.post("/start")
async def first_start(request: Request, house: House) -> Response:
    """The first administrator sets a password."""
    fields = await typed(request)
    try:
        _from_here(request)
        if fields.get("password") != fields.get("again"):
            raise DeskError("两次输入的密码不同。", do="请重新输入。")
        await run_in_threadpool(
            accounts.open_first,
            house.office(house.settings.agency[0].key),
            fields.get("login", ""),
            fields.get("name", "").strip() or "系统管理员",
            fields.get("password", ""),
            moment(request),
        )
    except DeskError as error:
        return door(request, house, login=fields.get("login", ""), error=error)
    return RedirectResponse("/login", status_code=303)


@router.post("/logout")
async def log_out(seat: Annotated[Seat, Depends(at_the_door)]) -> Response:
    """End the session."""
    await run_in_threadpool(entering.log_out, seat.office.database, seat.who, seat.by.now)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=seat.request.url.scheme == "https")
    return answer


@router.get("/password")
async def own_password(seat: Annotated[Seat, Depends(at_the_door)]) -> Response:
    """The form for one's own password."""
    return page(seat, "password.html")


@router.post("/password")
async def change_password(request: Request, seat: Annotated[Seat, Depends(at_the_door)]) -> Response:
    """Change one's own password; one logs in anew with it."""
    fields = await typed(request)
    try:
        if fields.get("new") != fields.get("again"):
            raise DeskError("两次输入的新密码不同。", do="请重新输入。")
        await run_in_threadpool(
            accounts.change_password,
            seat.office.database,
            seat.account,
            fields.get("old", ""),
            fields.get("new", ""),
            seat.by.now,
        )
    except DeskError as error:
        return refused(seat, error, "password.html")
    return done(seat, "/login")


def entered(request: Request, cookie: str, to: str) -> Response:
    """On to the page that was wanted, with the cookie of the new session."""
    answer = RedirectResponse(inside(to), status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, cookie, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


def inside(to: str) -> str:
    """The address where it is one of this desk; otherwise the worklist."""
    return to if _INSIDE.fullmatch(to) else "/"


def door(
    request: Request, house: Installation, *, to: str = "/", login: str = "", error: DeskError | None = None
) -> Response:
    """The log-in page, with why it failed."""
    shown = {
        "to": inside(to),
        "login": login,
        "error": error,
        "first": accounts.first_needed(house.database),
        "agency": house.settings.agency[0],
        "provider": house.settings.oidc,
    }
    status = status_of(error) if error else 200
    return TEMPLATES.TemplateResponse(request, "login.html", shown, status_code=status)


def _from_here(request: Request) -> None:
    """Raises NotYours for a form that another site made: there is no session yet whose value it could carry."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:  # the browser's own word; a proxy may have changed Host
        from_here = site in ("same-origin", "none")
    else:
        from_here = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not from_here:
        raise NotYours
