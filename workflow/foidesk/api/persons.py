"""The people of an application: masked, in full, put right, moved, and those who are asked for an opinion."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api import facts
from foidesk.api.applications import Seen, Text
from foidesk.api.facts import described
from foidesk.api.seat import Key, Seat, Sending, Sitting
from foidesk.api.summaries import Summary, recorded
from foidesk.desk import acts, applications, consulting, dispatch, dossier
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store import people
from foidesk.store.people import Person

router = APIRouter(prefix="/applications/{application}/people", tags=["people"])


class OnePerson(BaseModel):
    """A person and the part played in the application, in Chinese."""

    person: int
    part: str
    name: str
    kind: ApplicantKind | None
    id_type: str | None
    id_number: str | None
    telephone: str | None
    address: str | None
    postcode: str | None
    email: str | None


class People(BaseModel):
    """Everybody of an application; `masked`: whether what tells who they are is hidden."""

    masked: bool
    people: list[OnePerson]


class Contact(BaseModel):
    """How to reach somebody; what is left out stays as it was."""

    model_config = ConfigDict(extra="forbid")

    telephone: Text | None = None
    address: Text | None = None
    postcode: Text | None = None
    email: Text | None = None


class Moved(Contact):
    """Another address, telephone or e-mail, given on a day."""

    on: date


class Corrected(Contact):
    """Details of the applicant that were registered wrongly."""

    on: date
    seen: Seen = None
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    name: Text | None = None
    id_type: Text | None = None
    id_number: Text | None = None


class Party(Contact):
    """Who is asked; `person`: a natural person."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    person: bool = False


class Consultation(BaseModel):
    """A letter of consultation sent, and to whom."""

    model_config = ConfigDict(extra="forbid")

    sent: Annotated[dict[str, object], Field(json_schema_extra=described(ev.ConsultationSent))]
    party: Party
    seen: Seen = None


@router.get("")
def masked(seat: Sitting, application: Key) -> People:
    """The people, masked."""
    file = seat.file(application)
    told = [_told(key, part, people.masked(each)) for key, part, each in dossier.parts(file)]
    return People(masked=True, people=told)


@router.get("/full")
def in_full(seat: Sitting, application: Key) -> People:
    """The people in full: needs that permission, and the look is noted in the audit trail."""
    full = dossier.reveal(seat.office, application, seat.by)
    told = [_told(key, part, full[key]) for key, part, _ in dossier.parts(seat.file(application))]
    return People(masked=False, people=told)


@router.post("/correction", response_model=Summary)
def correct(sent: Sending, application: Key, body: Corrected) -> Response:
    """Put details of the applicant right."""
    seat = sent.seat

    def act() -> Summary:
        changed = body.model_dump(exclude={"on", "reason", "seen"}, exclude_none=True)
        number = _unchanged(seat, application, body.seen)
        done = applications.correct_applicant(seat.office, number, changed, body.on, body.reason, seat.by)
        return recorded(done)

    return sent.once(200, act)


@router.post("/move", response_model=Summary)
def move(sent: Sending, application: Key, body: Moved) -> Response:
    """The applicant gave another address, telephone or e-mail."""
    seat = sent.seat

    def act() -> Summary:
        changed = body.model_dump(exclude={"on"}, exclude_none=True)
        number = seat.file(application).row.number
        return recorded(dispatch.moved(seat.office, number, changed, body.on, seat.by))

    return sent.once(200, act)


@router.post("/consultation", response_model=Summary)
def consult(sent: Sending, application: Key, body: Consultation) -> Response:
    """Record a letter of consultation together with the party it goes to."""
    seat = sent.seat

    def act() -> Summary:
        event = facts.read(body.sent)
        if not isinstance(event, ev.ConsultationSent):
            raise DeskError(f"“{event.label}”不是征求意见。", do="请写 consultation_sent。")
        party = body.party.model_dump(exclude={"person"}, exclude_none=True)
        number = _unchanged(seat, application, body.seen)
        return recorded(consulting.consult(seat.office, number, event, party, body.party.person, seat.by))

    return sent.once(200, act)


def _unchanged(seat: Seat, application: int, seen: int | None) -> str:
    """The number of the application, unless something came since so many entries were seen."""
    number = seat.file(application).row.number
    if seen is not None:
        acts.demand_unchanged(seat.office, number, seen)
    return number


def _told(key: int, part: str, person: Person) -> OnePerson:
    return OnePerson(
        person=key,
        part=part,
        name=person.name,
        kind=person.kind,
        id_type=person.id_type,
        id_number=person.id_number,
        telephone=person.telephone,
        address=person.address,
        postcode=person.postcode,
        email=person.email,
    )
