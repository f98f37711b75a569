"""政府信息公开申请表 to print: blank, or of a registered application."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import applicationform, letters
from foidesk.desk.letters import Paper
from foidesk.web.frame import Seat, seated

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Ending = Literal["pdf", "docx"]


@router.get("/register/blank.{ending}")
async def blank(seat: At, ending: Ending) -> Response:
    """The empty form."""
    paper = await run_in_threadpool(applicationform.blank, seat.office, seat.by)
    return _answer(paper, ending, applicationform.TITLE)


@router.get("/applications/{application}/form.{ending}")
async def filled(seat: At, application: Annotated[int, Path(ge=1, lt=10**18)], ending: Ending) -> Response:
    """The form of an application; the look is audited."""
    paper = await run_in_threadpool(applicationform.filled, seat.office, application, seat.by)
    return _answer(paper, ending, f"{applicationform.TITLE}{application}")


def _answer(paper: Paper, ending: Ending, name: str) -> Response:
    how = "inline" if ending == "pdf" else "attachment"
    data, media_type = (paper.pdf, letters.PDF) if ending == "pdf" else (paper.docx, letters.DOCX)
    headers = {"Content-Disposition": f"{how}; filename*=UTF-8''{quote(name)}.{ending}"}
    return Response(data, media_type=media_type, headers=headers)
