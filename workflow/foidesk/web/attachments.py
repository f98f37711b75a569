"""The files of an application: sent up, taken out, removed."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.filing import attachments
from foidesk.desk.filing.attachments import PaperKind
from foidesk.web.choices import chosen
from foidesk.web.frame import Seat, done, seated, typed
from foidesk.web.uploads import bounded, uploads

router = APIRouter(prefix="/applications/{application}/attachments")
At = Annotated[Seat, Depends(seated)]
Key = Annotated[int, Path(ge=1, lt=10**18)]
N = Annotated[int, Path(ge=1, lt=10**9)]


@router.post("", dependencies=[Depends(bounded)])
async def attach(request: Request, seat: At, application: Key) -> Response:
    """上传材料."""
    fields = await typed(request)
    kind = chosen(PaperKind, fields.get("kind", ""), "材料种类")
    sent = await uploads(request, {"files": kind})
    count = await run_in_threadpool(attachments.attach, seat.office, application, sent, seat.by)
    return done(seat, f"/applications/{application}#h-files", f"已保存 {count} 个文件。")


@router.get("/{n}")
async def give(seat: At, application: Key, n: N) -> Response:
    """A file to keep, never to be shown inside a page; the look is audited."""
    given = await run_in_threadpool(attachments.give, seat.office, application, n, seat.by)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(given.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(given.data, media_type=given.media_type, headers=headers)


@router.post("/{n}/remove")
async def remove(request: Request, seat: At, application: Key, n: N) -> Response:
    """移除 a file for good."""
    fields = await typed(request)
    reason = fields.get("reason", "")
    await run_in_threadpool(attachments.remove, seat.office, application, n, reason, seat.by)
    return done(seat, f"/applications/{application}#h-files", "已移除，文件内容已经删除。")
