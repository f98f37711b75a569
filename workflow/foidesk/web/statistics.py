"""Statistics of a year: charts that read in black and white, each with its table, and a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.reports import statistics as figures
from foidesk.desk.reports.statistics import Statistics
from foidesk.rules.outcomes import LINES
from foidesk.web.frame import Seat, page, seated
from foidesk.web.worklist import XLSX

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)]

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
async def show(seat: At, year: Year = None) -> Response:
    """The statistics of a year, this one unless another is asked for."""
    chosen = year or seat.today.year
    found = await run_in_threadpool(figures.statistics, seat.office, chosen, seat.by)
    top = max(1, *(max(month.new, month.done) for month in found.months))
    return page(
        seat,
        "statistics.html",
        year=chosen,
        found=found,
        heads=figures.MONTH_HEADS,
        rows=list(figures.rows(found)),
        new_bars=_bars(found, "new", 0.0, top),
        done_bars=_bars(found, "done", _BAR + 2, top),
        top=top,
        lines=[(code, LINES[code].label, n) for code, n in found.lines.items()],
    )


@router.get("/statistics.xlsx")
async def as_spreadsheet(seat: At, year: Year = None) -> Response:
    """The same as a spreadsheet."""
    chosen = year or seat.today.year
    data = await run_in_threadpool(figures.as_spreadsheet, seat.office, chosen, seat.by)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'办理统计{chosen}.xlsx')}"}
    return Response(data, media_type=XLSX, headers=headers)


def _bars(found: Statistics, name: str, shift: float, top: int) -> list[Bar]:
    bars = []
    for month in found.months:
        value: int = getattr(month, name)
        height = _HEIGHT * value / top
        x = _LEFT + (month.month - 1) * _STEP + 8 + shift
        bars.append(Bar(x, round(20 + _HEIGHT - height, 1), round(height, 1), value, month.month))
    return bars
