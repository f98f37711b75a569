"""已公开信息 from a table: the file read and shown, entered once confirmed."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from foidesk.desk.publicindex import exchange, sheet
from foidesk.errors import DeskError
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_BASE = "/public-documents/import"
SHOWN = 50  #: lines of a preview


@router.get(_BASE)
async def choose(seat: At) -> Response:
    """Which file."""
    return page(seat, "public_import.html", reading=None)


@router.post(_BASE + "/reading")
async def read(request: Request, seat: At) -> Response:
    """What the file says and what it would change; the confirmation carries the file."""
    sent = (await request.form()).get("file")
    name, data = "", b""
    if isinstance(sent, UploadFile):
        name, data = sent.filename or "", await sent.read(sheet.MOST.bytes + 1)
    try:
        reading = await run_in_threadpool(exchange.preview, seat.office, name, data, seat.by)
    except DeskError as error:
        return refused(seat, error, "public_import.html", reading=None)
    carried = base64.urlsafe_b64encode(data).decode()
    return page(seat, "public_import.html", reading=reading, name=name, carried=carried, most=SHOWN)


@router.post(_BASE)
async def enter(request: Request, seat: At) -> Response:
    """Enter what was shown."""
    fields = await typed(request)
    try:
        try:
            data = base64.b64decode(fields.get("carried", ""), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            data = b""
        entered = await run_in_threadpool(exchange.enter, seat.office, fields.get("name", ""), data, seat.by)
    except DeskError as error:
        return refused(seat, error, "public_import.html", reading=None)
    return done(
        seat,
        "/public-documents",
        f"已导入：新增{len(entered.new)}份，更正{len(entered.corrected)}份，{entered.unchanged}份没有变化。",
    )
