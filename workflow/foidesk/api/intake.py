"""Before an application is registered: what its receipt would be, what is known of the applicant, what is alike."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Sitting
from foidesk.api.summaries import Days, Line, days, line
from foidesk.desk import receiving, registration
from foidesk.desk.finding import likeness
from foidesk.desk.permits import Act
from foidesk.rules.vocabulary import Channel

router = APIRouter(prefix="/applications", tags=["applications"])
Text = Annotated[str, Field(max_length=registration.MOST_OTHER)]


class Begun(BaseModel):
    """What is known so far of an application that came in."""

    model_config = ConfigDict(extra="forbid")

    channel: Channel | None = None
    arrived: date | None = None
    confirmed: date | None = None
    name: Annotated[str, Field(max_length=registration.MOST_NAME)] | None = None
    id_number: Text | None = None
    telephone: Text | None = None
    request: Annotated[str, Field(max_length=registration.MOST_REQUEST)] | None = None


class Known(BaseModel):
    """The applicant in the register; `items`: how many of the month of arrival count for a fee by item."""

    persons: list[int]
    earlier: list[str] = Field(description="Numbers of earlier applications.")
    items: int


class Like(BaseModel):
    """An application that asks for much the same; per cent."""

    application: Line
    likeness: int


class Foreseen(BaseModel):
    """The clock it would begin with, and what the register knows; nothing is registered."""

    clock: Days | None
    known: Known | None
    alike: list[Like]


@router.post("/foreseen")
def foresee(seat: Sitting, body: Begun) -> Foreseen:
    """What registering would begin with. Nothing is kept, so no idempotency key is needed."""
    seat.may(Act.REGISTER)
    fields = body.model_dump(mode="json", exclude_none=True)
    clock = receiving.preview(seat.office, fields)
    known = receiving.known(seat.office, fields, seat.by)
    return Foreseen(
        clock=days(clock) if clock else None,
        known=Known(
            persons=list(known.persons),
            earlier=[row.number for row in known.earlier],
            items=known.fee.already,
        )
        if known
        else None,
        alike=[
            Like(application=line(each.line), likeness=each.likeness)
            for each in likeness.alike(seat.office, body.request or "", seat.by)
        ],
    )
