"""The clock of an application: day by day, and as it would be."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api import facts
from foidesk.api.facts import Fact
from foidesk.api.seat import Key, Sitting
from foidesk.api.summaries import Days, days
from foidesk.desk import acts
from foidesk.desk.applications import facts_of
from foidesk.rules import whatif

router = APIRouter(prefix="/applications/{application}", tags=["clock"])


class Counted(BaseModel):
    """A day of the period: its number when it counts, else why it does not."""

    on: date
    number: int | None
    label: str


class Period(BaseModel):
    """The period for the reply, day by day; empty while none runs."""

    number: str
    days: list[Counted]


class Supposed(BaseModel):
    """Events that have not happened."""

    model_config = ConfigDict(extra="forbid")

    events: Annotated[list[Fact], Field(max_length=100)] = []


class WhatIf(BaseModel):
    """The clock now, the clock then, and the last day on which an extension can be told.

    `effects`: what each event alone would do, in a sentence, or why it would be refused.
    """

    now: Days
    then: Days
    last_day_to_extend: date | None
    effects: list[str]


@router.get("/days")
def by_day(seat: Sitting, application: Key) -> Period:
    """How the period for the reply is counted."""
    file = seat.file(application)
    period = file.case.clock.period
    counted = period.days(seat.office.calendar) if period else ()
    return Period(
        number=file.row.number,
        days=[Counted(on=each.day.on, number=each.number, label=each.label) for each in counted],
    )


@router.post("/whatif")
def supposed(seat: Sitting, application: Key, body: Supposed) -> WhatIf:
    """What these events would do to the clock. Nothing is recorded, so no idempotency key is needed."""
    file, office = seat.file(application), seat.office
    log = facts_of(file.entries)
    events = [facts.read(each) for each in body.events]
    return WhatIf(
        now=days(file.case.clock),
        then=days(whatif.what_if(log, office.calendar, *events, readings=office.readings)),
        last_day_to_extend=whatif.last_day_to_extend(log, office.calendar, office.readings),
        effects=[acts.effect(office, file, each, seat.by) for each in events],
    )
