"""Calendar feeds of a person and of the whole agency: since when there is one, a new address, its end."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel

from foidesk.api.seat import Seat, Sending, Sitting
from foidesk.api.staff import Login
from foidesk.desk import onbehalf
from foidesk.desk.alerts import feeds
from foidesk.desk.permits import Act
from foidesk.store.feeds import WHOLE

router = APIRouter(tags=["feeds"])


class Feed(BaseModel):
    """Since when there is a feed; null: there is none."""

    made_at: datetime | None


class Made(BaseModel):
    """The secret address of a feed, told this once; without a host where the settings name none."""

    address: str


@router.get("/staff/{login}/feed")
def of_person(seat: Sitting, login: Login) -> Feed:
    """The feed of a person."""
    return Feed(made_at=feeds.made_at(seat.office, _person(seat, login)))


@router.post("/staff/{login}/feed", status_code=201, response_model=Made)
def make_of_person(sent: Sending, login: Login) -> Response:
    """A new address of a person's feed, in place of the old one."""
    return sent.once(201, lambda: _made(sent.seat, _person(sent.seat, login)))


@router.delete("/staff/{login}/feed", response_model=Feed)
def revoke_of_person(sent: Sending, login: Login) -> Response:
    """End a person's feed."""
    return sent.once(200, lambda: _ended(sent.seat, _person(sent.seat, login)))


@router.get("/feed")
def of_agency(seat: Sitting) -> Feed:
    """The feed of the whole agency."""
    seat.may(Act.READ)
    return Feed(made_at=feeds.made_at(seat.office, WHOLE))


@router.post("/feed", status_code=201, response_model=Made)
def make_of_agency(sent: Sending) -> Response:
    """A new address of the agency's feed, in place of the old one."""
    return sent.once(201, lambda: _made(sent.seat, WHOLE))


@router.delete("/feed", response_model=Feed)
def revoke_of_agency(sent: Sending) -> Response:
    """End the agency's feed."""
    return sent.once(200, lambda: _ended(sent.seat, WHOLE))


def _person(seat: Seat, login: str) -> int:
    return onbehalf.whose(seat.office, login, seat.by).account


def _made(seat: Seat, account: int) -> Made:
    secret = feeds.make(seat.office, account, seat.by)
    return Made(address=f"{seat.office.settings.alerts.address.rstrip('/')}/feeds/{secret}.ics")


def _ended(seat: Seat, account: int) -> Feed:
    feeds.revoke(seat.office, account, seat.by)
    return Feed(made_at=feeds.made_at(seat.office, account))
