"""The calendar: the working days of a year, and entering the State Council's notice."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from foidesk import content
from foidesk.desk import calendars, noticetext, reprojection
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.rules.workdays import Calendar
from foidesk.web.frame import Seat, installation, page, refused, seated, typed

router = APIRouter()
_LARGEST = 100_000  #: bytes of a file
At = Annotated[Seat, Depends(seated)]


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


@router.post("/calendar/reading")
async def read(request: Request, seat: At) -> Response:
    """What the pasted notice says, sentence by sentence, and which due days it would move; nothing is written."""
    fields = await typed(request)
    try:
        fields = await _uploaded(request, fields)
        found = _reading(fields)
        moved = await run_in_threadpool(reprojection.foreseen, seat.office, found.notice, seat.by)
    except DeskError as error:
        return refused(seat, error, "calendar.html", **{**_shown(seat, None), "typed": fields})
    shown = _shown(seat, found.notice.year, seat.office.calendar.with_notices([found.notice]))
    return page(
        seat,
        "calendar.html",
        **{
            **shown,
            "reading": found,
            "moves": reprojection.told(seat.office, moved),
            "doubts": calendars.doubts(found.notice, seat.today),
            "typed": fields,
        },
    )


@router.post("/calendar")
async def enter(request: Request, seat: At) -> Response:
    """Enter the notice that was shown; every open application whose day moved is listed."""
    fields = await typed(request)
    try:
        notice = _reading(fields).notice
        entered = await run_in_threadpool(reprojection.enter, seat.office.settings, notice, seat.by)
    except DeskError as error:
        return refused(seat, error, "calendar.html", **{**_shown(seat, None), "typed": fields})
    shown = _shown(seat, notice.year, seat.office.calendar.with_notices([notice]))
    return page(
        seat,
        "calendar.html",
        **{**shown, "entered": entered, "moves": reprojection.told(seat.office, entered.moved)},
    )


@router.post("/calendar/withdrawal")
async def withdraw(request: Request, seat: At) -> Response:
    """撤回 a notice that was entered; every open application whose day moved is listed."""
    fields = await typed(request)
    try:
        year = int(fields["year"]) if fields.get("year", "").isdecimal() else 0
        withdrawn = await run_in_threadpool(
            reprojection.withdraw, seat.office.settings, year, fields.get("reason", ""), seat.by
        )
    except DeskError as error:
        return refused(seat, error, "calendar.html", **{**_shown(seat, None), "typed": fields})
    fresh = installation(request).calendar()
    moves = reprojection.told(seat.office, withdrawn.moved)
    return page(
        seat, "calendar.html", **{**_shown(seat, year, fresh), "withdrawn": withdrawn, "moves": moves}
    )


async def _uploaded(request: Request, fields: dict[str, str]) -> dict[str, str]:
    """The fields with the text of a TOML file that was chosen instead of pasting."""
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return fields
    data = await file.read(_LARGEST + 1)
    try:
        if len(data) > _LARGEST:
            raise ValueError
        return {**fields, "toml": data.decode("utf-8-sig")}
    except ValueError:
        raise DeskError(
            "这个文件不是放假安排。",
            why="应为 UTF-8 编码的 TOML 文件，不超过100 KB。",
            do="请改为粘贴通知原文。",
        ) from None


def _reading(fields: Mapping[str, str]) -> noticetext.Reading:
    if fields.get("toml"):
        return noticetext.Reading(content.notice_of("所选的文件", fields["toml"]), (), ())
    issued, year = fields.get("issued", "").strip(), fields.get("year", "").strip()
    return noticetext.read(
        fields.get("text", ""),
        number=fields.get("number", "").strip() or None,
        issued=parse_day(issued) if issued else None,
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )


def _shown(seat: Seat, year: int | None, known: Calendar | None = None) -> dict[str, Any]:
    days = known or seat.office.calendar
    chosen = year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else seat.today.year
    view = days.year(chosen)
    return {
        "year": chosen,
        "view": view,
        "months": [_month(days, chosen, month) for month in range(1, 13)],
        "entered": None,
        "withdrawn": None,
        "reading": None,
        "versions": reprojection.entered_notices(seat.office),
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
