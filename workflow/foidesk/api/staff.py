"""What belongs to one person of the desk: alerts, ways to be reached, kept views. A program acts for them (adr-060)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Seat, Sending, Sitting
from foidesk.api.views import Filters, filters
from foidesk.desk import onbehalf
from foidesk.desk.alerts import inbox, reach
from foidesk.desk.worklists import saved
from foidesk.store.alerts import AGENCY_ITSELF

router = APIRouter(prefix="/staff/{login}", tags=["staff"])
Login = Annotated[
    str, Path(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$", description="The person's log-in name.")
]
Address = Annotated[str, Field(max_length=reach.MOST, pattern=r"^[^\x00-\x1f]*$")]


class Alert(BaseModel):
    """An alert. `new`: not seen, and its day has still to be kept; `about`, `left` and `do`: in words, as of today."""

    alert: int
    application: int | None
    number: str | None
    handler: str | None
    watch: str
    due: date
    raised_at: datetime
    seen_at: datetime | None
    new: bool
    about: str
    left: str
    do: str


class Alerts(BaseModel):
    """A page, newest first; `next` is the `before` of the page that follows, null on the last."""

    unseen: int
    alerts: list[Alert]
    next: int | None


class Seen(BaseModel):
    """The newest alert that the person has seen."""

    model_config = ConfigDict(extra="forbid")

    through: Annotated[int, Field(ge=1, le=10**17)]


class Noted(BaseModel):
    """How many alerts were new until now."""

    seen: int


class Reach(BaseModel):
    """An e-mail address and a chat robot; null: not reached that way."""

    model_config = ConfigDict(extra="forbid")

    email: Address | None
    chat: Address | None


class Reached(BaseModel):
    """How the person is reached; the address of a chat robot holds a secret and is not told."""

    email: str | None
    chat: bool


class Kept(BaseModel):
    """A view under its name."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=saved.LONGEST)]
    view: Filters


class Views(BaseModel):
    """The person's views, by name."""

    views: list[Kept]


class Name(BaseModel):
    """The name of a view."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=saved.LONGEST, pattern=r"^[^\x00-\x1f]+$")]


@router.get("/alerts")
def alerts(
    seat: Sitting,
    login: Login,
    everything: bool = False,
    before: Annotated[
        int | None, Query(ge=1, le=10**17, description="The `next` of the page before.")
    ] = None,
) -> Alerts:
    """What is new, or everything."""
    account = onbehalf.whose(seat.office, login, seat.by).account
    found = inbox.page(seat.office, account, seat.by.today, everything=everything, before=before)
    return Alerts(
        unseen=inbox.unseen(seat.office, account),
        alerts=[_alert(each) for each in found.lines],
        next=found.after,
    )


@router.post("/alerts/seen", response_model=Noted)
def seen(sent: Sending, login: Login, body: Seen) -> Response:
    """Note that the person has seen the alerts up to one."""
    seat = sent.seat

    def act() -> Noted:
        account = onbehalf.whose(seat.office, login, seat.by).account
        return Noted(seen=inbox.see(seat.office, account, body.through, seat.by))

    return sent.once(200, act)


@router.get("/reach")
def reached(seat: Sitting, login: Login) -> Reached:
    """How the person is reached outside the desk."""
    return _reached(seat, login)


@router.put("/reach", response_model=Reached)
def change(sent: Sending, login: Login, body: Reach) -> Response:
    """Another mailbox or chat robot."""
    seat = sent.seat

    def act() -> Reached:
        account = onbehalf.whose(seat.office, login, seat.by).account
        reach.change(seat.office, account, body.email or "", body.chat or "", seat.by)
        return _reached(seat, login)

    return sent.once(200, act)


@router.get("/views")
def views(seat: Sitting, login: Login) -> Views:
    """The views the person kept."""
    return _views(seat, login)


@router.post("/views", response_model=Views)
def keep(sent: Sending, login: Login, body: Kept) -> Response:
    """Keep a view under a name, in place of an earlier one of that name."""
    seat = sent.seat

    def act() -> Views:
        account = onbehalf.whose(seat.office, login, seat.by).account
        saved.keep(seat.office, account, body.name, body.view.view(), seat.by)
        return _views(seat, login)

    return sent.once(200, act)


@router.post("/views/removal", response_model=Views)
def forget(sent: Sending, login: Login, body: Name) -> Response:
    """Forget a view."""
    seat = sent.seat

    def act() -> Views:
        saved.forget(seat.office, onbehalf.whose(seat.office, login, seat.by).account, body.name, seat.by)
        return _views(seat, login)

    return sent.once(200, act)


def _alert(found: inbox.Line) -> Alert:
    alert = found.alert
    return Alert(
        alert=alert.alert,
        application=alert.application if alert.application != AGENCY_ITSELF else None,
        number=alert.number,
        handler=alert.handler,
        watch=alert.watch,
        due=alert.due,
        raised_at=alert.raised_at,
        seen_at=alert.seen_at,
        new=found.new,
        about=found.told.about,
        left=found.told.left,
        do=found.told.do,
    )


def _reached(seat: Seat, login: str) -> Reached:
    found = reach.contact(seat.office, onbehalf.whose(seat.office, login, seat.by).account)
    return Reached(email=found.email, chat=found.chat is not None)


def _views(seat: Seat, login: str) -> Views:
    account = onbehalf.whose(seat.office, login, seat.by).account
    found = saved.kept(seat.office, account, seat.by)
    return Views(views=[Kept(name=name, view=filters(dict(parse_qsl(said)))) for name, said in found])
