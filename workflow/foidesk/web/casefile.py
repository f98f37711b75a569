"""案卷: the file of an application in one step, whole or without personal data."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import casefile, letters
from foidesk.web.answers import download
from foidesk.web.frame import Seat, seated

router = APIRouter()
At = Annotated[Seat, Depends(seated)]


@router.get("/applications/{application}/casefile.pdf")
async def casefile_of(
    seat: At, application: Annotated[int, Path(ge=1, lt=10**18)], text: Literal["full", "masked"] = "masked"
) -> Response:
    """导出案卷; the look is audited."""
    made = await run_in_threadpool(casefile.made, seat.office, application, seat.by, full=text == "full")
    return download(made.pdf, letters.PDF, casefile.file_name(made))
