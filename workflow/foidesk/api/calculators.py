"""The sums of the counter: the calendar of a year, working days, fees, a clock; as the command line gives them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Sitting
from foidesk.desk import calculators
from foidesk.rules.vocabulary import FeeStandard

router = APIRouter(tags=["calculators"])
Number = Annotated[int, Query(ge=1, le=1_000_000)]


class YearOfDays(BaseModel):
    """A year's notice with its days off, those on weekends inside the breaks too, and its make-up days."""

    year: int
    notice: str | None
    amended_by: list[str]
    provisional: bool
    off: list[date]
    work: list[date]


class After(BaseModel):
    """The day so many working days after the start, which is not counted."""

    start: date
    days: int
    date: date
    provisional: bool


class Between(BaseModel):
    """The working days d with from < d <= to."""

    model_config = ConfigDict(populate_by_name=True)

    start: date = Field(alias="from")
    to: date
    days: int
    provisional: bool


class FeeLine(BaseModel):
    """Items or pages of one rate."""

    model_config = ConfigDict(populate_by_name=True)

    start: int = Field(alias="from")
    to: int
    rate: int
    yuan: int


class Fee(BaseModel):
    """A fee with its lines; `capitals`: the sum in Chinese capitals."""

    yuan: int
    capitals: str
    lines: list[FeeLine]


class Case(BaseModel):
    """A case without a file: how and when it came, and the events the clock reads, as `foidesk clock` takes them."""

    channel: Annotated[str, Field(max_length=40)]
    arrived: date
    confirmed: date | None = None
    events: Annotated[list[dict[str, Any]], Field(max_length=calculators.MOST_EVENTS)] = []
    as_of: date | None = None


class Reason(BaseModel):
    """One step of the explanation."""

    on: date
    what: str
    article: str
    due: date | None


class Trouble(BaseModel):
    """What was done out of time or against the rules."""

    on: date
    what: str
    article: str
    do: str


class Limit(BaseModel):
    """A day by which something must be done, and whether it was."""

    name: str
    due: date | None
    met: bool | None


class Clock(BaseModel):
    """The clock of a case; `due_liberal`: had consultations without proof been served when sent."""

    received: date | None
    state: str
    due: date | None
    target: date | None
    provisional: bool
    in_time: bool | None
    limits: list[Limit]
    reasons: list[Reason]
    problems: list[Trouble]
    due_liberal: date | None = None
    overdue: bool | None = None
    due_if_now: date | None = None


@router.get("/calendar/{year}", response_model=YearOfDays)
def year(
    seat: Sitting, year: Annotated[int, Path(ge=calculators.FIRST_YEAR, le=calculators.LAST_YEAR)]
) -> Any:
    """The working days of a year and the notice they stand on."""
    return calculators.workdays_year(year, seat.office.calendar)


@router.get("/workdays", response_model=After)
def workdays(
    seat: Sitting,
    start: date,
    days: Annotated[int, Query(ge=-calculators.MOST_DAYS, le=calculators.MOST_DAYS)],
) -> Any:
    """The day so many working days after the start."""
    return calculators.workdays_add(start, days, seat.office.calendar)


@router.get("/workdays/count", response_model=Between)
def between(seat: Sitting, start: Annotated[date, Query(alias="from")], to: date) -> Any:
    """How many working days there are after the one day through the other."""
    return calculators.workdays_count(start, to, seat.office.calendar)


@router.get("/fee", response_model=Fee)
def fee(
    seat: Sitting,
    standard: FeeStandard,
    units: Number,
    already: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Any:
    """The information-processing fee."""
    return calculators.fee_of(standard.value, units, already)


@router.post("/clock", response_model=Clock, response_model_exclude_unset=True)
def clock(seat: Sitting, body: Case) -> Any:
    """The clock of a case; nothing is kept, so no idempotency key is needed."""
    case = body.model_dump(mode="json", exclude={"as_of"})
    return calculators.clock_case(case, seat.office.calendar, as_of=body.as_of)
