"""The files of letters: as issued, and what goes with a draft, a proposal or an issued letter."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import dossier, letterfiles, letters
from foidesk.desk.letters import Attached
from foidesk.web.answers import download, inline
from foidesk.web.frame import Seat, seated

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_BASE = "/applications/{application:key}/letters"


@router.get(_BASE + "/draft/files/{n:key}")
async def of_draft(seat: At, application: int, n: int, kind: str, about: str = "") -> Response:
    """The n-th file of a saved draft."""
    return _given(
        await run_in_threadpool(letterfiles.of_draft, seat.office, application, kind, about, n, seat.by)
    )


@router.get("/approvals/{application:key}/{sequence:key}/files/{n:key}")
async def of_proposal(seat: At, application: int, sequence: int, n: int) -> Response:
    """The n-th file of what waits for approval."""
    return _given(
        await run_in_threadpool(letterfiles.of_submitted, seat.office, application, sequence, n, seat.by)
    )


@router.get(_BASE + "/{doc_number:path}/files/{n:key}")
async def of_issued(seat: At, application: int, doc_number: str, n: int) -> Response:
    """The n-th file that went with an issued letter."""
    return _given(
        await run_in_threadpool(letterfiles.of_issued, seat.office, application, doc_number, n, seat.by)
    )


@router.get(_BASE + "/{doc_number:path}.pdf")
async def as_pdf(seat: At, application: int, doc_number: str) -> Response:
    """An issued letter as it left the house."""
    paper = await run_in_threadpool(dossier.paper, seat.office, application, doc_number, seat.by)
    return inline(paper.pdf, letters.PDF)


@router.get(_BASE + "/{doc_number:path}.docx")
async def as_docx(seat: At, application: int, doc_number: str) -> Response:
    """The same words as DOCX."""
    paper = await run_in_threadpool(dossier.paper, seat.office, application, doc_number, seat.by)
    return download(paper.docx, letters.DOCX, letters.file_name(doc_number) + ".docx")


def _given(file: Attached) -> Response:
    return download(file.data, file.media_type, file.name)
