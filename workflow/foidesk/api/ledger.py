"""The ledger in and out: looked at first, brought in as a whole, and given out with the same headings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.files import XLSX, SentFile, file_of, given
from foidesk.api.seat import Sending, Sitting
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.ledger import exporting, importing, incoming, undoing
from foidesk.desk.ledger.checking import Reading
from foidesk.desk.ledger.importing import Imported

router = APIRouter(prefix="/ledger", tags=["ledger"])
Heading = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f]*$")]


class Ledger(SentFile):
    """A ledger to bring in; with `skip_bad` the rows that cannot be read are left out, else nothing is written."""

    skip_bad: bool = False


class Fault(BaseModel):
    """What is wrong in a row."""

    row: int
    heading: str
    what: str
    do: str


class Troubled(BaseModel):
    """An application that is kept although its history is against the rules."""

    row: int
    number: str
    problems: list[str]


class Brought(BaseModel):
    """What a ledger brings or brought. `differing`: numbers that are there with another content, left as they are."""

    rows: int
    new: int
    known: int
    differing: list[str]
    bad: list[Fault]
    troubled: list[Troubled]
    notes: list[str]


class Meanings(BaseModel):
    """What the headings of the agency's own sheets mean; empty: nothing."""

    model_config = ConfigDict(extra="forbid")

    meant: Annotated[dict[Heading, Heading], Field(min_length=1, max_length=incoming.MOST_FOREIGN)]


class Batch(BaseModel):
    """A file as it was brought in."""

    batch: int
    file: str
    sha256: str
    at: datetime
    by: str
    applications: int
    undone_at: datetime | None
    undone_by: str | None


class Undone(BaseModel):
    """How many applications were taken back."""

    applications: int


class Batches(BaseModel):
    """The files brought in, newest first."""

    batches: list[Batch]


@router.post("/reading")
def read(seat: Sitting, body: SentFile) -> Brought:
    """What a ledger would bring. Nothing is kept, so no idempotency key is needed."""
    reading = incoming.read(seat.office, body.name, body.content, seat.by)
    return _told(reading, importing.foreseen(seat.office, reading, seat.by))


@router.post("/import", response_model=Brought)
def bring_in(sent: Sending, body: Ledger) -> Response:
    """Bring a ledger in; rows that are there already are left alone."""
    seat = sent.seat

    def act() -> Brought:
        reading = incoming.read(seat.office, body.name, body.content, seat.by)
        return _told(reading, importing.bring_in(seat.office, reading, seat.by, skip_bad=body.skip_bad))

    return sent.once(200, act)


@router.post("/bad-rows", response_class=Response, responses=file_of(XLSX))
def bad_rows(seat: Sitting, body: SentFile) -> Response:
    """The rows of a ledger that cannot be read, as a spreadsheet to put right. Nothing is kept."""
    reading = incoming.read(seat.office, body.name, body.content, seat.by)
    return given(incoming.as_bad_rows(reading), XLSX, "不能导入的行.xlsx")


@router.put("/headings", response_model=Meanings)
def explain(sent: Sending, body: Meanings) -> Response:
    """Remember what foreign headings mean, for this and later files."""

    def act() -> Meanings:
        incoming.explain(sent.seat.office, body.meant, sent.seat.by)
        return body

    return sent.once(200, act)


@router.get("/imports")
def batches(seat: Sitting) -> Batches:
    """The files brought in before."""
    return Batches(
        batches=[
            Batch.model_validate(each, from_attributes=True)
            for each in incoming.batches(seat.office, seat.by)
        ]
    )


@router.post("/imports/{batch}/undoing", response_model=Undone)
def undo(sent: Sending, batch: Annotated[int, Path(ge=1, le=10**17)]) -> Response:
    """Take a whole file back, as long as nothing followed: its applications count nowhere, people and texts are erased."""
    seat = sent.seat
    return sent.once(200, lambda: Undone(applications=undoing.undo(seat.office, batch, seat.by)))


@router.get("/export.xlsx", response_class=Response, responses=file_of(XLSX))
def export(
    seat: Sitting,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
    numbers: Annotated[
        bool, Query(description="Identity numbers in full, for those who may read them.")
    ] = False,
) -> Response:
    """The ledger of a year or all of it; noted in the audit trail."""
    found = exporting.export(seat.office, seat.by, year=year, unmasked=numbers)
    return given(found.content, XLSX, f"台账{year or ''}.xlsx")


def _told(reading: Reading, done: Imported) -> Brought:
    return Brought(
        rows=len(reading.sheet.lines),
        new=done.new,
        known=done.known,
        differing=list(done.differing),
        bad=[
            Fault(row=each.row, heading=fault.heading, what=fault.what, do=fault.do)
            for each in reading.bad
            for fault in each.faults
        ],
        troubled=[
            Troubled(row=each.row, number=each.number, problems=list(each.problems)) for each in done.troubled
        ],
        notes=list(reading.sheet.notes),
    )
