"""Letters on their way: handed to the post, mailed, served, come back, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Key, Seat, Sending
from foidesk.api.summaries import Summary, of_file, recorded
from foidesk.desk import dispatch
from foidesk.desk.applications import Recorded
from foidesk.desk.permits import Act
from foidesk.rules.vocabulary import Service

router = APIRouter(prefix="/applications/{application}/service", tags=["service"])
Text = Annotated[str, Field(max_length=2000)]


class Letter(BaseModel):
    """An issued letter, by its number."""

    model_config = ConfigDict(extra="forbid")

    doc_number: Annotated[str, Field(min_length=1, max_length=200)]


class Posted(Letter):
    """When and how it left; `tracking`: the number of the item."""

    on: date
    service: Service
    tracking: Annotated[str, Field(max_length=100)] | None = None


class Served(Letter):
    """The day it reached the addressee."""

    on: date
    service: Service | None = None


class Returned(Letter):
    """The day it came back."""

    on: date
    note: Text | None = None


class Refused(Letter):
    """The day the addressee would not take it, and who saw that."""

    on: date
    witness: Annotated[str, Field(min_length=1, max_length=200)]
    note: Text | None = None


@router.post("/sent", response_model=Summary)
def posted(sent: Sending, application: Key, body: Posted) -> Response:
    """A letter was handed to the post, a courier, an agency or the addressee."""
    return _done(
        sent,
        application,
        lambda seat, number: dispatch.posted(
            seat.office,
            number,
            body.doc_number,
            body.on,
            seat.by,
            service=body.service,
            tracking=body.tracking,
        ),
    )


@router.post("/served", response_model=Summary)
def served(sent: Sending, application: Key, body: Served) -> Response:
    """A letter reached its addressee: recorded together with what that means for the clock."""
    return _done(
        sent,
        application,
        lambda seat, number: dispatch.served(
            seat.office, number, body.doc_number, body.on, seat.by, service=body.service
        ),
    )


@router.post("/returned", response_model=Summary)
def returned(sent: Sending, application: Key, body: Returned) -> Response:
    """A letter came back."""
    return _done(
        sent,
        application,
        lambda seat, number: dispatch.returned(
            seat.office, number, body.doc_number, body.on, seat.by, note=body.note
        ),
    )


@router.post("/refused", response_model=Summary)
def refused(sent: Sending, application: Key, body: Refused) -> Response:
    """The addressee would not take a letter."""
    return _done(
        sent,
        application,
        lambda seat, number: dispatch.refused(
            seat.office, number, body.doc_number, body.on, seat.by, witness=body.witness, note=body.note
        ),
    )


@router.post("/mail", response_model=Summary)
def mailed(sent: Sending, application: Key, body: Letter) -> Response:
    """Send a letter by e-mail to each addressee that has an address."""
    seat = sent.seat

    def act() -> Summary:
        seat.may(Act.DRAFT)  # before anything goes out
        number = seat.file(application).row.number
        dispatch.emailed(seat.office, number, body.doc_number, seat.by)
        return of_file(seat.file(application))

    return sent.once(200, act)


def _done(sent: Sending, application: int, act: Callable[[Seat, str], Recorded]) -> Response:
    seat = sent.seat
    return sent.once(200, lambda: recorded(act(seat, seat.file(application).row.number)))
