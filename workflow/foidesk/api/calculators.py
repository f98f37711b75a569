"""The sums of the counter: the calendar of a year, working days, fees."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from foidesk.api.problems import DOCUMENTED
from foidesk.api.seat import Seat, seated
from foidesk.desk import calculators
from foidesk.rules.vocabulary import FeeStandard

router = APIRouter(tags=["calculators"], responses=DOCUMENTED)
Sitting = Annotated[Seat, Depends(seated)]


@router.get("/calendar/{year}")
def year(
    seat: Sitting, year: Annotated[int, Path(ge=calculators.FIRST_YEAR, le=calculators.LAST_YEAR)]
) -> dict[str, Any]:
    """The working days of a year and the notice they stand on."""
    return calculators.workdays_year(year, seat.office.calendar)


@router.get("/workdays")
def workdays(
    seat: Sitting,
    start: date,
    days: Annotated[int, Query(ge=-calculators.MOST_DAYS, le=calculators.MOST_DAYS)],
) -> dict[str, Any]:
    """The day so many working days after the start."""
    return calculators.workdays_add(start, days, seat.office.calendar)


@router.get("/fee")
def fee(
    seat: Sitting,
    standard: FeeStandard,
    units: Annotated[int, Query(ge=1, le=1_000_000)],
    already: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """The information-processing fee."""
    return calculators.fee_of(standard.value, units, already)
