"""An applicant over the years, and two records of one person joined and parted."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Seat, Sending, Sitting
from foidesk.api.summaries import Line, line
from foidesk.desk.applicants import joining
from foidesk.desk.applicants.joining import Why, WhyNot
from foidesk.desk.applicants.overview import overview
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store import people
from foidesk.store.people import Person

router = APIRouter(prefix="/people/{person}", tags=["people"])
PersonKey = Annotated[int, Path(ge=1, le=10**17, description="The `person` of an application's people.")]
Row = Annotated[int, Field(ge=1, le=10**17)]


class Record(BaseModel):
    """One way the person stands in the register, masked."""

    name: str
    kind: ApplicantKind | None
    id_number: str | None
    telephone: str | None


class Year(BaseModel):
    """How many applications in a year."""

    year: int
    applications: int


class Joined(BaseModel):
    """A join that stands."""

    person: int
    to: int
    at: datetime | None
    by: str
    why: str


class Likely(BaseModel):
    """Another record that might be the same person, and what the two share."""

    person: int
    record: Record
    shares: str


class Applicant(BaseModel):
    """An applicant; `items`: how many applications of this month count for a fee by item.

    `next` is the `before` of the page of applications that follows, null on the last.
    """

    person: int
    persons: list[int]
    records: list[Record]
    years: list[Year]
    applications: list[Line]
    next: int | None
    items: int
    joined: list[Joined]
    likely: list[Likely]


class Join(BaseModel):
    """The other record, and why the two are one person."""

    model_config = ConfigDict(extra="forbid")

    other: Row
    why: Why


class Part(BaseModel):
    """The record that was joined, and why that was wrong."""

    model_config = ConfigDict(extra="forbid")

    joined: Row
    why: WhyNot


@router.get("")
def show(
    seat: Sitting,
    person: PersonKey,
    before: Annotated[
        int | None, Query(ge=1, le=10**17, description="The `next` of the page before.")
    ] = None,
) -> Applicant:
    """The applicant, masked, with the applications of all records that are this person."""
    return _told(seat, person, before)


@router.post("/join", response_model=Applicant)
def join(sent: Sending, person: PersonKey, body: Join) -> Response:
    """Make another record this person from now on; the logs stay as they are."""
    seat = sent.seat

    def act() -> Applicant:
        joining.join(seat.office, body.other, person, body.why, seat.by)
        return _told(seat, person)

    return sent.once(200, act)


@router.post("/part", response_model=Applicant)
def part(sent: Sending, person: PersonKey, body: Part) -> Response:
    """Take a join back."""
    seat = sent.seat

    def act() -> Applicant:
        joining.part(seat.office, body.joined, body.why, seat.by)
        return _told(seat, person)

    return sent.once(200, act)


def _told(seat: Seat, person: int, before: int | None = None) -> Applicant:
    found = overview(seat.office, person, seat.by, before)
    return Applicant(
        person=found.row,
        persons=list(found.rows),
        records=[_record(each) for each in found.records],
        years=[Year(year=year, applications=count) for year, count in found.years],
        applications=[line(each) for each in found.lines],
        next=found.after,
        items=found.fee.already,
        joined=[
            Joined(person=each.row, to=each.to, at=each.at, by=each.who, why=each.why)
            for each in found.joined
        ],
        likely=[
            Likely(person=each.row, record=_record(each.person), shares=each.shares) for each in found.likely
        ],
    )


def _record(person: Person) -> Record:
    shown = people.masked(person)
    return Record(name=shown.name, kind=shown.kind, id_number=shown.id_number, telephone=shown.telephone)
