"""Statistics of a year, as figures and as a spreadsheet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from foidesk.api.files import XLSX, file_of, given
from foidesk.api.seat import Sitting
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.reports import statistics as figures

router = APIRouter(prefix="/statistics", tags=["reports"])
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]


class Month(BaseModel):
    """A month; `open` at its end. Ends without a reply are neither in time nor late."""

    month: int
    new: int
    done: int
    in_time: int
    late: int
    open: int


class Statistics(BaseModel):
    """A year. Days are working days from receipt to result; `lines` by the lines of the annual report."""

    year: int
    months: list[Month]
    new: int
    done: int
    per_cent_in_time: float | None
    median_days: int | None
    ninety_days: int | None
    extended: int
    lines: dict[str, int]
    channels: dict[str, int]
    kinds: dict[str, int]


@router.get("/{year}")
def of_year(seat: Sitting, year: Year) -> Statistics:
    """What came and went by month, how long it took, on which lines, by which ways."""
    found = figures.statistics(seat.office, year, seat.by)
    return Statistics(
        year=found.year,
        months=[Month.model_validate(each, from_attributes=True) for each in found.months],
        new=found.new,
        done=found.done,
        per_cent_in_time=found.share_in_time,
        median_days=found.median_days,
        ninety_days=found.ninety_days,
        extended=found.extended,
        lines=dict(found.lines),
        channels=dict(found.channels),
        kinds=dict(found.kinds),
    )


@router.get("/{year}/export.xlsx", response_class=Response, responses=file_of(XLSX))
def as_spreadsheet(seat: Sitting, year: Year) -> Response:
    """The same as a spreadsheet."""
    return given(figures.as_spreadsheet(seat.office, year, seat.by), XLSX, f"办理统计{year}.xlsx")
