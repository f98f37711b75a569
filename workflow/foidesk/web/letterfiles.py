"""The files of letters: as issued, and what goes with a draft, a proposal or an issued letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import approvals, dossier, keptfiles, letters, proposing
from foidesk.desk.keptfiles import Kept
from foidesk.errors import DeskError
from foidesk.rules.events import LetterIssued
from foidesk.web.answers import download, inline
from foidesk.web.frame import Seat, seated

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_BASE = "/applications/{application:int}/letters"


@router.get(_BASE + "/draft/files/{n:int}")
async def of_draft(seat: At, application: int, n: int, kind: str, about: str = "") -> Response:
    """The n-th file of a saved draft."""
    file = dossier.by_key(seat.office, application, seat.by)
    kept = proposing.last(file.case, kind, about)
    return await _one(seat, kept.enclosed if kept else (), n)


@router.get("/approvals/{application:int}/{sequence:int}/files/{n:int}")
async def of_proposal(seat: At, application: int, sequence: int, n: int) -> Response:
    """The n-th file of what waits for approval."""
    file = dossier.by_key(seat.office, application, seat.by)
    return await _one(seat, proposing.read(approvals.proposal(file, sequence).submitted).enclosed, n)


@router.get(_BASE + "/{doc_number:path}/files/{n:int}")
async def of_issued(seat: At, application: int, doc_number: str, n: int) -> Response:
    """The n-th file that went with an issued letter."""
    letter = _issued(seat, application, doc_number)
    found = await run_in_threadpool(letters.attached, seat.office, letter)
    if not 1 <= n <= len(found):
        raise _missing()
    return download(found[n - 1].data, found[n - 1].media_type, found[n - 1].name)


@router.get(_BASE + "/{doc_number:path}.pdf")
async def as_pdf(seat: At, application: int, doc_number: str) -> Response:
    """An issued letter as it left the house."""
    paper = await run_in_threadpool(letters.fetched, seat.office, _issued(seat, application, doc_number))
    return inline(paper.pdf, letters.PDF)


@router.get(_BASE + "/{doc_number:path}.docx")
async def as_docx(seat: At, application: int, doc_number: str) -> Response:
    """The same words as DOCX."""
    paper = await run_in_threadpool(letters.fetched, seat.office, _issued(seat, application, doc_number))
    return download(paper.docx, letters.DOCX, letters.file_name(doc_number) + ".docx")


def _issued(seat: Seat, application: int, doc_number: str) -> LetterIssued:
    for letter in dossier.by_key(seat.office, application, seat.by).case.letters:
        if letter.doc_number == doc_number:
            return letter
    raise DeskError(f"没有签发过“{doc_number[:60]}”。", why="登记簿中没有这个文号。", do="请从文书列表打开。")


async def _one(seat: Seat, kept: Sequence[Kept], n: int) -> Response:
    if not 1 <= n <= len(kept):
        raise _missing()
    each = kept[n - 1]
    data = await run_in_threadpool(keptfiles.bytes_of, seat.office, each.sha256)
    return download(data, letters.media_type(each.file_name), each.file_name)


def _missing() -> DeskError:
    return DeskError("没有这个附件。", why="附件已经移除，或者没有保存。", do="请从文书页面重新打开。")
