"""The register of what is no application: put aside, found, answered, or registered as an application after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.applications import Registration
from foidesk.api.seat import Sending, Sitting
from foidesk.api.summaries import Summary, summary
from foidesk.desk import matters
from foidesk.desk.intake import take_in
from foidesk.desk.matters import Entry
from foidesk.desk.registration import MOST_OTHER, MOST_REQUEST
from foidesk.rules.matters import MatterKind
from foidesk.rules.vocabulary import Channel

router = APIRouter(prefix="/matters", tags=["matters"])
MatterKey = Annotated[int, Path(ge=1, le=10**17)]
Before = Annotated[int | None, Query(ge=1, le=10**17, description="The `next` of the page before.")]
Text = Annotated[str, Field(max_length=MOST_OTHER)]


class NewMatter(BaseModel):
    """Something that came in and is no application."""

    model_config = ConfigDict(extra="forbid")

    kind: MatterKind
    received: date
    channel: Channel
    name: Annotated[str, Field(min_length=1, max_length=MOST_OTHER)]
    subject: Annotated[str, Field(min_length=1, max_length=MOST_REQUEST)]
    telephone: Text | None = None
    address: Text | None = None
    handler: Text | None = None


class Matter(BaseModel):
    """An entry, its sender masked. `answer_by`: the office's own limit while it is open; the law sets none."""

    matter: int
    number: str
    kind: MatterKind
    channel: Channel
    received: date
    sender: str
    subject: str
    handler: str | None
    answer_by: date | None
    answer: str | None
    answered_on: date | None
    application: int | None = Field(description="The application it turned out to be.")
    application_number: str | None


class Matters(BaseModel):
    """A page, newest first; `next` is the `before` of the page that follows, null on the last."""

    matters: list[Matter]
    next: int | None


class Words(BaseModel):
    """What is looked for; words are sent in the body, since they often are a name."""

    model_config = ConfigDict(extra="forbid")

    said: Annotated[str, Field(min_length=1, max_length=100)]
    before: Annotated[int, Field(ge=1, le=10**17)] | None = None


class Answer(BaseModel):
    """What was answered, and when."""

    model_config = ConfigDict(extra="forbid")

    answer: Annotated[str, Field(min_length=1, max_length=MOST_REQUEST)]
    on: date


class Begun(BaseModel):
    """The fields of a registration as far as an entry gives them, the sender in full."""

    channel: Channel
    arrived: date
    name: str
    telephone: str
    address: str
    request: str
    handler: str


@router.get("")
def listing(seat: Sitting, open_only: bool = True, before: Before = None) -> Matters:
    """The register; what was answered or became an application only when asked for."""
    return _page(*matters.listing(seat.office, seat.by, open_only=open_only, before=before))


@router.post("/search")
def search(seat: Sitting, body: Words) -> Matters:
    """Entries by number or by words of content or answer. Nothing is kept, so no idempotency key is needed."""
    return _page(*matters.search(seat.office, body.said, seat.by, before=body.before))


@router.post("", status_code=201, response_model=Matter)
def put_aside(sent: Sending, body: NewMatter) -> Response:
    """Put something aside under a number of its own."""
    fields = body.model_dump(mode="json", exclude_none=True)
    return sent.once(201, lambda: _told(matters.put_aside(sent.seat.office, fields, sent.seat.by)))


@router.get("/{matter}")
def one(seat: Sitting, matter: MatterKey) -> Matter:
    """One entry."""
    return _told(matters.one(seat.office, matter, seat.by))


@router.post("/{matter}/answer", response_model=Matter)
def answer(sent: Sending, matter: MatterKey, body: Answer) -> Response:
    """Record what was answered."""
    seat = sent.seat

    def act() -> Matter:
        matters.answer(seat.office, matter, body.answer, body.on, seat.by)
        return _told(matters.one(seat.office, matter, seat.by))

    return sent.once(200, act)


@router.get("/{matter}/registration")
def begun(seat: Sitting, matter: MatterKey) -> Begun:
    """What a registration would begin with; the look at the sender is noted in the audit trail."""
    return Begun.model_validate(matters.as_registration(seat.office, matter, seat.by))


@router.post("/{matter}/application", status_code=201, response_model=Summary)
def register(sent: Sending, matter: MatterKey, body: Registration) -> Response:
    """It was an application all along: registered as one, its days run from when it came."""
    seat = sent.seat

    def act() -> Summary:
        return summary(*take_in(seat.office, body.read(), body.uploads(), seat.by, matter))

    return sent.once(201, act)


def _page(entries: Sequence[Entry], following: int | None) -> Matters:
    return Matters(matters=[_told(each) for each in entries], next=following)


def _told(entry: Entry) -> Matter:
    found = entry.matter
    return Matter(
        matter=found.matter,
        number=found.number,
        kind=entry.kind,
        channel=entry.channel,
        received=found.received,
        sender=entry.sender,
        subject=found.subject,
        handler=found.handler,
        answer_by=entry.answer_by,
        answer=found.answer,
        answered_on=found.answered_on,
        application=found.application,
        application_number=entry.number,
    )
