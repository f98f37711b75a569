"""Files that came with a form: bounded before they are read."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from starlette.datastructures import UploadFile

from foidesk.desk.filing.attachments import MOST_AT_ONCE, MOST_BYTES, PaperKind, Upload
from foidesk.errors import DeskError

MOST_OF_A_FORM = 3 * MOST_BYTES  #: bytes of one request


async def bounded(request: Request) -> None:
    """Refuse a request that is too long, or does not say how long it is, before anything of it is kept."""
    said = request.headers.get("content-length", "")
    if request.method == "POST" and not (said.isdecimal() and len(said) < 12 and int(said) <= MOST_OF_A_FORM):
        raise DeskError(
            "文件太大，没有保存。",
            why=f"一次提交最多{MOST_OF_A_FORM // 1024 // 1024} MB，每个文件最多{MOST_BYTES // 1024 // 1024} MB。",
            do="请降低扫描分辨率，或者分几次上传。",
        )


async def uploads(request: Request, fields: Mapping[str, PaperKind]) -> list[Upload]:
    """The files of these fields, each of the kind of its field; empty choices are left out."""
    form = await request.form()
    found = [
        (kind, file)
        for name, kind in fields.items()
        for file in form.getlist(name)
        if isinstance(file, UploadFile) and file.filename
    ]
    return [
        Upload(kind, file.filename or "", await file.read(MOST_BYTES + 1))
        for kind, file in found[: MOST_AT_ONCE + 1]
    ]
