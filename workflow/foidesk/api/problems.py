"""Refusals as application/problem+json (RFC 9457): title is what, detail is why, and what to do."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from foidesk.desk.clients import UnknownToken
from foidesk.desk.issuing import NotIssued
from foidesk.desk.labels import office_words
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError, NotNow, NotThere
from foidesk.rules.wire import NotReadable
from foidesk.store.log import ChangedMeanwhile

MEDIA_TYPE = "application/problem+json"


class InProgress(DeskError):
    """The same request is being carried out, or was broken off."""


class TooMany(DeskError):
    """The client asks too often; `after`: seconds until it may ask again."""

    def __init__(self, after: int) -> None:
        super().__init__("请求太频繁。", why="超过了每分钟的次数。", do=f"请在{after}秒之后重发。")
        self.after = after


class Problem(BaseModel):
    """A refusal: what happened, why, and what to do; `faults` lists everything that is wrong with the request."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    do: str
    faults: list[str] = []


_STATUS: tuple[tuple[type[DeskError], int], ...] = (
    (UnknownToken, 401),
    (NotPermitted, 403),
    (NotThere, 404),
    (ChangedMeanwhile, 409),
    (InProgress, 409),
    (TooMany, 429),
    (NotNow, 503),
)
_OF_HTTP = {
    404: ("没有这个接口地址。", "请按 openapi.json 核对。"),
    405: ("这个地址不接受这种方法。", "请按 openapi.json 核对。"),
    413: ("请求太长。", "请分成几次发送。"),
}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}}
    for status in (400, 401, 403, 404, 409, 413, 422, 429, 503)
}


def answer(error: DeskError) -> JSONResponse:
    """The refusal as a problem with its status."""
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 422)
    headers: dict[str, str] = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.after)
    told = {part: office_words(getattr(error, part)) for part in ("what", "why", "do")}
    return _problem(status, told["what"], told["why"], told["do"], headers, list(_faults(error)))


def of_http(error: HTTPException) -> JSONResponse:
    """What the server itself refuses, before any desk function is asked."""
    what, do = _OF_HTTP.get(error.status_code, ("请求无法处理。", "请按 openapi.json 核对。"))
    return _problem(error.status_code, what, str(error.detail), do, dict(error.headers or {}))


def explain(app: FastAPI) -> None:
    """Let the app answer every refusal and failure so."""

    async def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, DeskError)
        return answer(error)

    async def unreadable(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        faults = [".".join(map(str, each["loc"])) + "：" + each["msg"] for each in error.errors()]
        return _problem(422, "请求的格式不对。", "；".join(faults), "请按接口说明更正后重发。", {}, faults)

    async def not_served(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return of_http(error)

    async def broken(_: Request, __: Exception) -> JSONResponse:
        return _problem(
            500, "程序出错，没有办理。", "这是程序的缺陷。", "请把时间和所做的事告诉系统管理员。", {}
        )

    app.add_exception_handler(DeskError, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, not_served)
    app.add_exception_handler(Exception, broken)


def _faults(error: DeskError) -> tuple[str, ...]:
    if isinstance(error, NotReadable):
        return error.problems
    if isinstance(error, NotIssued):
        return tuple(each.what for each in error.findings)
    return ()


def _problem(
    status: int, what: str, why: str, do: str, headers: dict[str, str], faults: list[str] | None = None
) -> JSONResponse:
    body = Problem(title=what, status=status, detail=why, do=do, faults=faults or [])
    return JSONResponse(body.model_dump(), status, headers, MEDIA_TYPE)
