"""Applications: registered, read, and what happened to them recorded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api import facts
from foidesk.api.attachments import Paper, uploads
from foidesk.api.facts import Fact
from foidesk.api.seat import Key, Sending, Sitting
from foidesk.api.summaries import Summary, of_file, recorded, summary
from foidesk.desk import acts, applications, registration
from foidesk.desk.filing.attachments import MOST_AT_ONCE, Upload
from foidesk.desk.intake import take_in
from foidesk.rules import wire
from foidesk.rules.vocabulary import AgentPower, ApplicantKind, Channel, Flag, ReadBack
from foidesk.store.people import masked_name

router = APIRouter(prefix="/applications", tags=["applications"])
Text = Annotated[str, Field(max_length=registration.MOST_OTHER)]
Seen = Annotated[int | None, Field(ge=1, le=10**9, description="Entries of the log known to the caller.")]
Name = Annotated[str, Field(min_length=1, max_length=registration.MOST_NAME)]


class JointApplicant(BaseModel):
    """A further applicant of one application."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    id_type: Text | None = None
    id_number: Text | None = None
    telephone: Text | None = None
    address: Text | None = None


class Registration(BaseModel):
    """An application as it came in. `arrived`: handed in, signed for, delivered or sent; the receipt is derived."""

    model_config = ConfigDict(extra="forbid")

    channel: Channel
    arrived: date
    applicant_kind: ApplicantKind
    name: Name
    request: str = Field(min_length=1, max_length=registration.MOST_REQUEST)
    confirmed: date | None = None
    id_type: Text | None = None
    id_number: Text | None = None
    telephone: Text | None = None
    address: Text | None = None
    postcode: Text | None = None
    email: Text | None = None
    form: Text | None = None
    handler: Text | None = None
    number: Text | None = Field(None, description="Kept as it is, when the application has one already.")
    joint: list[Name | JointApplicant] = Field(
        [], max_length=registration.MOST_JOINT, description="Further applicants; a name alone will do."
    )
    agent: Text | None = None
    agent_power: AgentPower | None = None
    agent_id_type: Text | None = None
    agent_id_number: Text | None = None
    agent_telephone: Text | None = None
    read_back: ReadBack | None = Field(None, description="Required of an oral application.")
    flags: list[Flag] = Field([], max_length=len(Flag))
    split_from: Text | None = Field(None, description="Number of the application this part is split from.")
    addressed_to: Text | None = None
    files: list[Paper] = Field([], max_length=MOST_AT_ONCE, description="The papers that came with it.")

    def read(self) -> registration.Registration:
        """The registration as the desk checks it. Raises Misfilled."""
        return registration.read(self.model_dump(mode="json", exclude_none=True, exclude={"files"}))

    def uploads(self) -> list[Upload]:
        """Its papers."""
        return uploads(self.files)


class Offer(BaseModel):
    """An event that this client may record now, and the last day on which it keeps its effect."""

    event: str
    label: str
    until: date | None


class Whole(Summary):
    """An application with its applicant, what is asked for, and what can be recorded now."""

    applicant: str
    request: str | None
    form: str | None
    unit: str | None
    unit_answer_by: date | None
    grounds: list[str]
    possible: list[Offer]


class Entry(BaseModel):
    """One entry of the log: the event as it was recorded, by whom and when."""

    entry: int
    event: str
    label: str
    on: date
    fact: dict[str, Any]
    recorded_at: datetime
    recorded_by: str


class History(BaseModel):
    """The log of an application."""

    number: str
    entries: list[Entry]


class Acts(BaseModel):
    """Events to record together. `seen`: entries of the log known to the caller; with more by now it is refused."""

    model_config = ConfigDict(extra="forbid")

    events: list[Fact] = Field(min_length=1, max_length=100)
    seen: Seen = None


@router.post("", status_code=201, response_model=Summary)
def register(sent: Sending, body: Registration) -> Response:
    """Register an application with the papers that came with it, all or nothing."""
    seat = sent.seat
    return sent.once(201, lambda: summary(*take_in(seat.office, body.read(), body.uploads(), seat.by)))


@router.get("/{application}")
def show(seat: Sitting, application: Key) -> Whole:
    """One application, its applicant masked."""
    file = seat.file(application)
    registered, handling = file.case.registered, file.case.handling
    return Whole(
        **of_file(file).model_dump(),
        applicant=masked_name(file.applicant.name, file.applicant.kind),
        request=registered.request,
        form=registered.form,
        unit=handling.unit,
        unit_answer_by=handling.answer_by,
        grounds=[ground.key for ground in file.case.grounds],
        possible=[
            Offer(event=offer.kind.name, label=offer.kind.label, until=offer.until)
            for group in acts.offers(seat.office, file, seat.by).values()
            for offer in group
        ],
    )


@router.get("/{application}/history")
def history(seat: Sitting, application: Key) -> History:
    """What was recorded, in order; struck entries too, followed by what struck them."""
    file = seat.file(application)
    entries = [
        Entry(
            entry=each.seq,
            event=each.event.name,
            label=each.event.label,
            on=each.event.on,
            fact=wire.encode(each.event),
            recorded_at=each.recorded_at,
            recorded_by=each.recorded_by,
        )
        for each in file.entries
    ]
    return History(number=file.row.number, entries=entries)


@router.post("/{application}/events", response_model=Summary)
def record(sent: Sending, application: Key, body: Acts) -> Response:
    """Record what happened, all or none. Whom an event is about is told by the acts under `people`."""
    seat = sent.seat

    def act() -> Summary:
        number = seat.file(application).row.number
        events = [facts.read(each) for each in body.events]
        return recorded(applications.record(seat.office, number, events, seat.by, seen=body.seen))

    return sent.once(200, act)
