"""The entrance: the first start, logging in and out, one's own password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, RateLimiter

from foidesk.desk import accounts
from foidesk.desk.installation import Installation
from foidesk.errors import DeskError
from foidesk.store import sessions
from foidesk.web.frame import COOKIE, Seat, done, installation, moment, page, refused, seated, typed
from foidesk.web.rendering import TEMPLATES

router = APIRouter()

_PER_LOGIN = parse("5/15minutes")
_PER_ADDRESS = parse("60/15minutes")

House = Annotated[Installation, Depends(installation)]


@router.get("/login")
async def entrance(request: Request, house: House, to: str = "/") -> Response:
    """The log-in page; before there is any account, the page of the first start."""
    return _door(request, house, to=to)


@router.post("/login")
async def log_in(request: Request, house: House) -> Response:
    """Log in, or say that it failed."""
    fields = await typed(request)
    to, login = fields.get("to", "/"), fields.get("login", "").strip()
    address = request.client.host if request.client else ""
    tries: RateLimiter = request.app.state.tries
    try:
        _not_too_often(tries, login, address)
        cookie = await run_in_threadpool(
            accounts.log_in, house.database, login, fields.get("password", ""), moment(request)
        )
    except DeskError as error:
        tries.hit(_PER_LOGIN, login)
        tries.hit(_PER_ADDRESS, address)
        return _door(request, house, to=to, login=login, error=error)
    answer = RedirectResponse(to if to.startswith("/") and not to.startswith("//") else "/", status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, cookie, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


@router.post("/start")
async def first_start(request: Request, house: House) -> Response:
    """The first administrator sets a password."""
    fields = await typed(request)
    try:
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
        return _door(request, house, login=fields.get("login", ""), error=error)
    return RedirectResponse("/login", status_code=303)


@router.post("/logout")
async def log_out(seat: Annotated[Seat, Depends(seated)]) -> Response:
    """End the session."""
    with seat.office.database.writing() as conn:
        sessions.end(conn, seat.session.session)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/password")
async def own_password(seat: Annotated[Seat, Depends(seated)]) -> Response:
    """The form for one's own password."""
    return page(seat, "password.html")


@router.post("/password")
async def change_password(request: Request, seat: Annotated[Seat, Depends(seated)]) -> Response:
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


def limiter() -> RateLimiter:
    """What counts failed log-ins; one for each serving process."""
    return MovingWindowRateLimiter(MemoryStorage())


def _not_too_often(tries: RateLimiter, login: str, address: str) -> None:
    if tries.test(_PER_LOGIN, login) and tries.test(_PER_ADDRESS, address):
        return
    raise DeskError(
        "登录失败次数太多，暂时不能登录。",
        why="同一登录名 15 分钟内失败 5 次即锁定。",
        do="请 15 分钟后再试，或者请系统管理员重设密码。",
    )


def _door(
    request: Request, house: Installation, *, to: str = "/", login: str = "", error: DeskError | None = None
) -> Response:
    shown = {
        "to": to,
        "login": login,
        "error": error,
        "first": accounts.first_needed(house.database),
        "agency": house.settings.agency[0],
    }
    return TEMPLATES.TemplateResponse(request, "login.html", shown, status_code=422 if error else 200)
