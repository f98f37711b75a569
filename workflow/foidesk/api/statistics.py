"""Statistics of a year, as figures and as a spreadsheet."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from foidesk.api.files import XLSX, file_of, given
from foidesk.api.seat import Sitting
from foidesk.api.summaries import Line, line
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.statistics import requesters, sheet, topics
from foidesk.desk.statistics import year as figures
from foidesk.rules.report import REMEDY_COLUMNS

router = APIRouter(prefix="/statistics", tags=["reports"])
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]
AsOf = Annotated[date | None, Query(description="Count only what had been recorded when this day ended.")]


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
    grounds: dict[str, int]
    channels: dict[str, int]
    kinds: dict[str, int]
    remedies: dict[str, dict[str, int]] = Field(description="By route, then by result.")
    fee_notices: int
    yuan_charged: int
    yuan_received: int


class Requester(BaseModel):
    """A person under a masked name, by one of their rows."""

    person: int
    name: str
    applications: int


class Requesters(BaseModel):
    """Those who asked most, of so many people."""

    most: list[Requester]
    people: int


class Topic(BaseModel):
    """Applications that ask for much the same, by how many people."""

    people: int
    applications: list[Line]


@router.get("/{year}")
def of_year(seat: Sitting, year: Year, as_of: AsOf = None) -> Statistics:
    """What came and went by month, how long it took, on which lines and grounds, by which ways."""
    found = figures.statistics(seat.office, year, seat.by, as_of)
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
        grounds=dict(found.grounds),
        channels=dict(found.channels),
        kinds=dict(found.kinds),
        remedies={
            route: dict(zip(REMEDY_COLUMNS[:-1], values, strict=True)) for route, values in found.remedies
        },
        fee_notices=found.fees.notices,
        yuan_charged=found.fees.charged,
        yuan_received=found.fees.received,
    )


@router.get("/{year}/requesters")
def who(seat: Sitting, year: Year) -> Requesters:
    """Who asked most; rows that are one person are counted as one."""
    most, people = requesters.requesters(seat.office, year, seat.by)
    return Requesters(
        most=[Requester.model_validate(each, from_attributes=True) for each in most], people=people
    )


@router.get("/{year}/topics")
def what(seat: Sitting, year: Year) -> list[Topic]:
    """What several people asked for, which can be published for everybody (条例 44)."""
    return [
        Topic(people=each.people, applications=[line(found) for found in each.lines])
        for each in topics.topics(seat.office, year, seat.by)
    ]


@router.get("/{year}/export.xlsx", response_class=Response, responses=file_of(XLSX))
def as_spreadsheet(seat: Sitting, year: Year, as_of: AsOf = None) -> Response:
    """The same as a spreadsheet."""
    return given(sheet.as_spreadsheet(seat.office, year, seat.by, as_of), XLSX, f"办理统计{year}.xlsx")
