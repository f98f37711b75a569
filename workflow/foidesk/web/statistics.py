"""Statistics of a year: charts that read in black and white, each with its table; who asked most; what was asked often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.registration import parse_day
from foidesk.desk.statistics import requesters, sheet, topics
from foidesk.desk.statistics import year as figures
from foidesk.desk.statistics.year import Statistics
from foidesk.rules import law
from foidesk.rules.outcomes import LINES
from foidesk.rules.report import REMEDY_COLUMNS
from foidesk.web.answers import download
from foidesk.web.frame import Seat, page, seated
from foidesk.web.worklist import XLSX

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
AsOf = Annotated[str, Query(alias="as_of", max_length=20)]

_HEIGHT, _LEFT, _STEP, _BAR = 140.0, 34.0, 56.0, 16.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart, in its coordinates."""

    x: float
    y: float
    height: float
    value: int
    month: int


@router.get("/statistics")
async def show(seat: At, year: Year = None, as_of: AsOf = "") -> Response:
    """The statistics of a year, this one unless another is asked for, as they stand or stood at the end of a day."""
    chosen, day = year or seat.today.year, _day(as_of)
    found = await run_in_threadpool(figures.statistics, seat.office, chosen, seat.by, day)
    top = max(1, *(max(month.new, month.done) for month in found.months))
    return page(
        seat,
        "statistics.html",
        year=chosen,
        as_of=day if day and day < seat.today else None,
        found=found,
        heads=figures.MONTH_HEADS,
        rows=list(figures.rows(found)),
        new_bars=_bars(found, "new", 0.0, top),
        done_bars=_bars(found, "done", _BAR + 2, top),
        top=top,
        lines=[(f"{LINES[code].label}（{code}）", n) for code, n in found.lines.items()],
        remedy_columns=REMEDY_COLUMNS[:-1],
    )


@router.get("/statistics/requesters")
async def who(seat: At, year: Year = None) -> Response:
    """Who asked most."""
    chosen = year or seat.today.year
    found, people = await run_in_threadpool(requesters.requesters, seat.office, chosen, seat.by)
    return page(seat, "requesters.html", year=chosen, found=found, people=people, most=requesters.MOST)


@router.get("/statistics/topics")
async def what(seat: At, year: Year = None) -> Response:
    """What several people asked for."""
    chosen = year or seat.today.year
    found = await run_in_threadpool(topics.topics, seat.office, chosen, seat.by)
    return page(
        seat, "topics.html", year=chosen, found=found, most=topics.MOST, provision=law.MANY_APPLICANTS
    )


@router.get("/statistics.xlsx")
async def as_spreadsheet(seat: At, year: Year = None, as_of: AsOf = "") -> Response:
    """The same as a spreadsheet."""
    chosen = year or seat.today.year
    data = await run_in_threadpool(sheet.as_spreadsheet, seat.office, chosen, seat.by, _day(as_of))
    return download(data, XLSX, f"办理统计{chosen}.xlsx")


def _day(text: str) -> date | None:
    return parse_day(text) if text.strip() else None


def _bars(found: Statistics, name: str, shift: float, top: int) -> list[Bar]:
    bars = []
    for month in found.months:
        value: int = getattr(month, name)
        height = _HEIGHT * value / top
        x = _LEFT + (month.month - 1) * _STEP + 8 + shift
        bars.append(Bar(x, round(20 + _HEIGHT - height, 1), round(height, 1), value, month.month))
    return bars
