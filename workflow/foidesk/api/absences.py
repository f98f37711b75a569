"""Who stands in for whom, and a leaving clerk's applications handed over."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Seat, Sending, Sitting
from foidesk.api.summaries import Line, line
from foidesk.api.views import Plain
from foidesk.desk import delegating, handover
from foidesk.desk.permits import Act
from foidesk.store.accounts import Account

router = APIRouter(tags=["absence"])
AccountKey = Annotated[int, Field(ge=1, le=10**17)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=Plain)]


class Colleague(BaseModel):
    """Somebody of the office."""

    account: int
    login: str
    name: str


class Absence(BaseModel):
    """One delegation."""

    delegation: int
    giver: str
    taker: str
    first: date
    last: date
    ended: bool


class Absences(BaseModel):
    """The latest delegations, whose steps can be handed to another, and who can take them."""

    absences: list[Absence]
    givers: list[Colleague]
    takers: list[Colleague]


class Delegation(BaseModel):
    """From the first day through the last; accounts by their keys."""

    model_config = ConfigDict(extra="forbid")

    giver: AccountKey
    taker: AccountKey
    first: date
    last: date


class Foreseen(BaseModel):
    """A handler's open applications, the first of them, and how many they are; who has some, and who may take them."""

    handlers: list[str]
    receivers: list[Colleague]
    count: int
    applications: list[Line]


class HandOver(BaseModel):
    """All open applications of a handler; `seen`: how many were listed, with other by now it is refused."""

    model_config = ConfigDict(extra="forbid")

    handler: Name
    to: Name
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
    seen: Annotated[int, Field(ge=1, le=10**9)]


class HandedOver(BaseModel):
    """How many were handed over."""

    count: int


@router.get("/delegations")
def listing(seat: Sitting) -> Absences:
    """Who acts for whom."""
    return _listed(seat)


@router.post("/delegations", status_code=201, response_model=Absences)
def delegate(sent: Sending, body: Delegation) -> Response:
    """Hand the steps of a person absent to a colleague."""
    seat = sent.seat

    def act() -> Absences:
        delegating.delegate(seat.office, body.giver, body.taker, body.first, body.last, seat.by)
        return _listed(seat)

    return sent.once(201, act)


@router.post("/delegations/{delegation}/end", response_model=Absences)
def end(sent: Sending, delegation: Annotated[int, Path(ge=1, le=10**17)]) -> Response:
    """End a delegation before its last day."""
    seat = sent.seat

    def act() -> Absences:
        delegating.end(seat.office, delegation, seat.by)
        return _listed(seat)

    return sent.once(200, act)


@router.get("/handover")
def foresee(
    seat: Sitting, handler: Annotated[str | None, Query(max_length=100, pattern=Plain)] = None
) -> Foreseen:
    """What would be handed over."""
    seat.may(Act.HAND_OVER)
    lines, count = handover.foreseen(seat.office, handler, seat.by) if handler else ((), 0)
    return Foreseen(
        handlers=list(handover.handlers(seat.office)),
        receivers=[_colleague(each) for each in handover.receivers(seat.office, seat.by)],
        count=count,
        applications=[line(each) for each in lines],
    )


@router.post("/handover", response_model=HandedOver)
def hand_over(sent: Sending, body: HandOver) -> Response:
    """Hand over all of them or none."""
    seat = sent.seat
    return sent.once(
        200,
        lambda: HandedOver(
            count=handover.hand_over(seat.office, body.handler, body.to, body.reason, body.seen, seat.by)
        ),
    )


def _listed(seat: Seat) -> Absences:
    return Absences(
        absences=[
            Absence.model_validate(each, from_attributes=True)
            for each in delegating.listing(seat.office, seat.by)
        ],
        givers=[_colleague(each) for each in delegating.colleagues(seat.office, seat.by, delegating.HANDED)],
        takers=[_colleague(each) for each in delegating.colleagues(seat.office, seat.by)],
    )


def _colleague(account: Account) -> Colleague:
    return Colleague(account=account.account, login=account.login, name=account.name)
