"""已公开信息: the index of what is already public, kept by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.publicindex import documents, exchange
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.web.answers import download
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.worklist import XLSX

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Words = Annotated[str, Query(max_length=100)]
_BASE = "/public-documents"


@router.get(_BASE)
async def listing(seat: At, find: Words = "", before: int | None = None) -> Response:
    """The entries, or those with all the words in title or number."""
    found, more = documents.find(seat.office, find, seat.by, before=before)
    return page(seat, "public_documents.html", found=found, more=more, find=find, later=before is not None)


@router.get(_BASE + ".xlsx")
async def as_spreadsheet(seat: At) -> Response:
    """The whole index as a spreadsheet."""
    made = await run_in_threadpool(exchange.export, seat.office, seat.by)
    return download(made, XLSX, f"已公开信息{seat.today:%Y%m%d}.xlsx")


@router.get(_BASE + "/new")
async def new(seat: At) -> Response:
    """The form of a new entry."""
    return _form(seat, None, {})


@router.post(_BASE + "/new")
async def enter(request: Request, seat: At) -> Response:
    """登记."""
    fields = await typed(request)
    try:
        documents.enter(seat.office, fields, seat.by)
    except DeskError as error:
        return _form(seat, None, fields, error)
    return done(seat, _BASE, "已登记。拟写“已主动公开”的答复时可以查到。")


@router.get(_BASE + "/{key:key}")
async def show(seat: At, key: int) -> Response:
    """One entry, to be corrected, repealed or taken out."""
    return _form(seat, key, {})


@router.post(_BASE + "/{key:key}")
async def change(request: Request, seat: At, key: int) -> Response:
    """更正, 登记废止, 移除."""
    fields = await typed(request)
    try:
        if fields.get("act") == "remove":
            if fields.get("sure") != "是":
                raise DeskError("还没有确认移除。", why="移除之后不再能查到。", do="请勾选确认后再移除。")
            documents.remove(seat.office, key, seat.by)
            return done(seat, _BASE, "已移除。")
        if fields.get("act") == "repeal":
            documents.repeal(seat.office, key, parse_day(fields.get("on", "")), seat.by)
            return done(seat, f"{_BASE}/{key}", "已登记废止。")
        documents.correct(seat.office, key, fields, seat.by)
    except DeskError as error:
        return _form(seat, key, fields, error)
    return done(seat, f"{_BASE}/{key}", "已更正。")


def _form(seat: Seat, key: int | None, fields: Mapping[str, str], error: DeskError | None = None) -> Response:
    entry = documents.get(seat.office, key, seat.by) if key is not None else None
    kept = asdict(entry.document) if entry else {}
    shown: dict[str, Any] = {
        "entry": entry,
        "columns": documents.COLUMNS,
        "typed": {name: str(value or "") for name, value in kept.items()} | dict(fields),
        "faults": error.faults if isinstance(error, documents.Unfit) else {},
    }
    if error is None:
        return page(seat, "public_document.html", **shown)
    return refused(seat, error, "public_document.html", **shown)
