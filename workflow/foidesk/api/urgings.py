"""督办 as the agency sees it: what the supervising department asks, and the agency's answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Sending, Sitting
from foidesk.desk.registration import MOST_REQUEST
from foidesk.desk.supervision import urging
from foidesk.desk.supervision.urging import Entry

router = APIRouter(prefix="/urgings", tags=["supervision"])
UrgingKey = Annotated[int, Path(ge=1, le=10**17)]


class Urging(BaseModel):
    """What was asked; `application` null: the agency's work as a whole."""

    urging: int
    number: str
    application: int | None
    application_number: str | None
    text: str
    answer_by: date
    sent_at: datetime
    sent_by: str
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None


class Answer(BaseModel):
    """What the agency says; once."""

    model_config = ConfigDict(extra="forbid")

    answer: Annotated[str, Field(min_length=1, max_length=MOST_REQUEST)]


@router.get("")
def listing(seat: Sitting) -> list[Urging]:
    """What was asked of the agency: what waits for an answer first."""
    return [_told(each) for each in urging.of_agency(seat.office, seat.by)]


@router.get("/{urging_key}")
def one(seat: Sitting, urging_key: UrgingKey) -> Urging:
    """One of them."""
    return _told(urging.one(seat.office, urging_key, seat.by))


@router.post("/{urging_key}/answer", response_model=Urging)
def answer(sent: Sending, urging_key: UrgingKey, body: Answer) -> Response:
    """Answer it."""
    seat = sent.seat

    def act() -> Urging:
        urging.answer(seat.office, urging_key, body.answer, seat.by)
        return _told(urging.one(seat.office, urging_key, seat.by))

    return sent.once(200, act)


def _told(entry: Entry) -> Urging:
    found = entry.urging
    return Urging(
        urging=found.urging,
        number=found.number,
        application=found.application,
        application_number=entry.urging.about,
        text=found.text,
        answer_by=found.answer_by,
        sent_at=found.sent_at,
        sent_by=found.sent_by,
        answer=found.answer,
        answered_at=found.answered_at,
        answered_by=found.answered_by,
    )
