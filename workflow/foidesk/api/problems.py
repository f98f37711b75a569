"""Refusals as application/problem+json (RFC 9457): title is what, detail is why, and what to do."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from foidesk.desk.clients import UnknownToken
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError
from foidesk.store.log import ChangedMeanwhile


class NotFound(DeskError):
    """The application asked for does not exist."""


class InProgress(DeskError):
    """The same request is being carried out."""


class Problem(BaseModel):
    """A refusal."""

    title: str
    status: int
    detail: str
    do: str


_STATUS: tuple[tuple[type[DeskError], int], ...] = (
    (UnknownToken, 401),
    (NotPermitted, 403),
    (NotFound, 404),
    (ChangedMeanwhile, 409),
    (InProgress, 409),
)
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}}
    for status in (400, 401, 403, 404, 409, 422)
}


def answer(error: DeskError) -> JSONResponse:
    """The refusal as a problem with its status."""
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 422)
    body = Problem(title=error.what, status=status, detail=error.why, do=error.do)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body.model_dump(), status, headers, "application/problem+json")


def explain(app: FastAPI) -> None:
    """Let the app answer refusals so."""

    async def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, DeskError)
        return answer(error)

    async def unreadable(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        where = "；".join(".".join(map(str, each["loc"])) + "：" + each["msg"] for each in error.errors())
        return answer(DeskError("请求的格式不对。", why=where, do="请按接口说明更正后重发。"))

    app.add_exception_handler(DeskError, refused)
    app.add_exception_handler(RequestValidationError, unreadable)
