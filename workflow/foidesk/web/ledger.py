"""The ledger in and out in the browser: choose a file, see what would come in, explain headings, bring it in."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from foidesk.desk.ledger import exporting, incoming
from foidesk.desk.ledger.headings import HEADINGS
from foidesk.desk.permits import Act
from foidesk.desk.tasks import asking
from foidesk.errors import DeskError
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.worklist import XLSX

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
MOST_SHOWN = 200  #: bad rows and applications with problems named on the page


@router.get("/ledger")
async def ledger(seat: At) -> Response:
    """The held file as it would come in, or the form to choose one; and the files brought in before."""
    return page(seat, "ledger.html", **await run_in_threadpool(_shown, seat))


@router.post("/ledger")
async def hold(request: Request, seat: At) -> Response:
    """Hold a file and show what would come in; nothing is written to the register."""
    sent = (await request.form()).get("file")
    file, content = (sent.filename or "", await sent.read()) if isinstance(sent, UploadFile) else ("", b"")
    try:
        await run_in_threadpool(incoming.hold, seat.office, seat.account.account, file, content, seat.by)
    except DeskError as error:
        return refused(seat, error, "ledger.html", **await run_in_threadpool(_shown, seat))
    return done(seat, "/ledger")


@router.post("/ledger/headings")
async def explain(request: Request, seat: At) -> Response:
    """Remember what the file's own headings mean, and look at it again."""
    form = await request.form()
    said, meant = form.getlist("said"), form.getlist("meant")
    pairs = {str(one): str(other) for one, other in zip(said, meant, strict=False)}
    try:
        await run_in_threadpool(incoming.explain, seat.office, pairs, seat.by)
    except DeskError as error:
        return refused(seat, error, "ledger.html", **await run_in_threadpool(_shown, seat))
    return done(seat, "/ledger", "标题的对应关系已记住，以后的文件照此读取。")


@router.post("/ledger/import")
async def bring_in(request: Request, seat: At) -> Response:
    """Bring the held file in, or let it go."""
    fields = await typed(request)
    account = seat.account.account
    if fields.get("do") == "cancel":
        await run_in_threadpool(incoming.let_go, seat.office, account, seat.by)
        return done(seat, "/ledger", "没有导入，文件已丢弃。")
    skip = fields.get("skip_bad") == "1"
    try:
        if await run_in_threadpool(incoming.is_large, seat.office, account, seat.by):
            await run_in_threadpool(
                lambda: asking.ask_for_import(seat.office, account, seat.by, skip_bad=skip)
            )
            return done(seat, "/tasks", "台账正在导入，可以离开本页。")
        found = await run_in_threadpool(
            lambda: incoming.bring_in(seat.office, account, seat.by, skip_bad=skip)
        )
    except DeskError as error:
        return refused(seat, error, "ledger.html", **await run_in_threadpool(_shown, seat))
    return done(seat, "/ledger", f"已导入{found.new}件，此前已有{found.known}件。")


@router.get("/ledger/bad.xlsx")
async def bad(seat: At) -> Response:
    """The rows that cannot be read, to put right."""
    data = await run_in_threadpool(incoming.bad_rows, seat.office, seat.account.account, seat.by)
    return _download(data, "不能导入的行.xlsx")


@router.get("/ledger/export.xlsx")
async def export(seat: At, year: Annotated[str, Query(max_length=4)] = "", numbers: str = "") -> Response:
    """The ledger as a spreadsheet, of a year or all of it; with `numbers` identity numbers in full."""
    chosen = int(year) if year.isascii() and year.isdigit() else None
    found = await run_in_threadpool(
        lambda: exporting.export(seat.office, seat.by, year=chosen, unmasked=numbers == "full")
    )
    return _download(found.content, f"台账{chosen or ''}.xlsx")


def _download(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type=XLSX, headers=headers)


def _shown(seat: Seat) -> dict[str, Any]:
    may_import = seat.may(Act.IMPORT)
    found = incoming.preview(seat.office, seat.account.account, seat.by) if may_import else None
    return {
        "found": found,
        "headings": [(heading, heading) for heading in HEADINGS],
        "most": MOST_SHOWN,
        "batches": incoming.batches(seat.office, seat.by),
        "may_import": may_import,
        "may_export": seat.may(Act.EXPORT),
    }
