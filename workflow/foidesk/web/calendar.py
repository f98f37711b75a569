"""The calendar: the working days of a year, and entering the State Council's notice."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from foidesk import content
from foidesk.desk import reprojection
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.errors import DeskError
from foidesk.rules.workdays import Calendar, Notice
from foidesk.web.frame import Seat, page, refused, seated

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One day in a month: None outside it."""

    day: date | None
    tone: str = ""  #: off, weekend or makeup
    words: str = ""


@router.get("/calendar")
async def year(seat: At, year: int | None = None) -> Response:
    """A year, month by month."""
    return page(seat, "calendar.html", **_shown(seat, year))


@router.post("/calendar")
async def enter(request: Request, seat: At) -> Response:
    """Enter a notice from a file; every open case whose day moves is listed."""
    form = await request.form()
    file = form.get("file")
    try:
        notice = _read(await file.read() if isinstance(file, UploadFile) else b"")
        entered = await run_in_threadpool(reprojection.enter, seat.office.settings, notice, seat.by)
    except DeskError as error:
        return refused(seat, error, "calendar.html", **_shown(seat, None))
    shown = _shown(seat, notice.year, seat.office.calendar.with_notices([notice]))
    return page(seat, "calendar.html", **{**shown, "entered": entered})


def _read(data: bytes) -> Notice:
    if not data or len(data) > MOST_BYTES:
        raise DeskError(
            "没有选择放假安排文件，或者文件太大。",
            why="放假安排是一个不大的 TOML 文件。",
            do="请选择随程序提供的 holidays/年份.toml 那样的文件。",
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notice.toml"
        path.write_bytes(data)
        return content.read_notice(path)


def _shown(seat: Seat, year: int | None, known: Calendar | None = None) -> dict[str, Any]:
    days = known or seat.office.calendar
    chosen = year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else seat.today.year
    view = days.year(chosen)
    return {
        "year": chosen,
        "view": view,
        "months": [_month(days, chosen, month) for month in range(1, 13)],
        "entered": None,
    }


def _month(days: Calendar, year: int, month: int) -> tuple[int, list[list[Cell]]]:
    weeks = months.Calendar(firstweekday=0).monthdatescalendar(year, month)
    return month, [[_cell(days, day, month) for day in week] for week in weeks]


def _cell(days: Calendar, day: date, month: int) -> Cell:
    if day.month != month:
        return Cell(None)
    if days.is_workday(day):
        return Cell(day, "makeup", "班") if day.weekday() >= 5 else Cell(day)
    return Cell(day, "weekend") if day.weekday() >= 5 else Cell(day, "off", "休")
