"""What an administrator or auditor looks after: accounts and roles, clients, the audit trail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Seat, Sending, Sitting
from foidesk.api.views import Plain
from foidesk.desk import accounts, clients, staff
from foidesk.rules.vocabulary import Role
from foidesk.store.tables import EVERYWHERE

router = APIRouter(tags=["administration"])
Key = Annotated[int, Path(ge=1, le=10**17)]
Name = Annotated[str, Field(min_length=1, max_length=40, pattern=Plain)]
Roles = Annotated[set[Role], Field(max_length=len(Role))]
Word = Annotated[str | None, Query(min_length=1, max_length=100, pattern=Plain)]


class Member(BaseModel):
    """An account and the roles it holds today. `everywhere`: of all agencies; `may_change`: by this client."""

    account: int
    login: str
    name: str
    unit: str | None
    roles: list[Role]
    everywhere: bool
    must_change_password: bool
    closed_at: datetime | None
    may_change: bool


class Members(BaseModel):
    """The accounts that reach the agency."""

    accounts: list[Member]


class NewAccount(BaseModel):
    """An account to open. `everywhere`: an administrator's of all agencies; a supervisor's always is."""

    model_config = ConfigDict(extra="forbid")

    login: Annotated[str, Field(min_length=1, max_length=40)]
    name: Name
    unit: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f]*$")] = ""
    roles: Roles
    everywhere: bool = False


class Given(BaseModel):
    """An account and its first password, told this once; it must be changed at the first log-in."""

    account: int
    password: str


class Held(BaseModel):
    """Exactly these roles, from today on."""

    model_config = ConfigDict(extra="forbid")

    roles: Roles


class Closed(BaseModel):
    """`open_applications`: whether somebody must take over applications of the account."""

    account: int
    open_applications: bool


class Trace(BaseModel):
    """One row of the audit trail."""

    entry: int
    at: datetime
    who: str
    what: str
    about: str | None
    detail: str | None


class Trail(BaseModel):
    """Rows, newest first, and the kinds there are; `next` is the `before` of the page that follows."""

    traces: list[Trace]
    kinds: list[str]
    next: int | None


class Client(BaseModel):
    """A program that uses the API."""

    client: int
    name: str
    roles: list[Role]
    created_at: datetime
    created_by: str
    revoked_at: datetime | None


class Clients(BaseModel):
    """All clients of the agency, the revoked too."""

    clients: list[Client]


class NewClient(BaseModel):
    """A client to let in."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    roles: Annotated[Roles, Field(min_length=1)]


class Token(BaseModel):
    """A client and its token, told this once."""

    client: int
    token: str


@router.get("/accounts")
def listing(seat: Sitting) -> Members:
    """The accounts with their roles."""
    return _members(seat)


@router.post("/accounts", status_code=201, response_model=Given)
def open_account(sent: Sending, body: NewAccount) -> Response:
    """Open an account."""
    seat = sent.seat

    def act() -> Given:
        account, password = accounts.open_account(
            seat.office, body.login, body.name, body.unit, body.roles, seat.by, everywhere=body.everywhere
        )
        return Given(account=account, password=password)

    return sent.once(201, act)


@router.put("/accounts/{account}/roles", response_model=Members)
def set_roles(sent: Sending, account: Key, body: Held) -> Response:
    """Let the account hold exactly these roles."""
    seat = sent.seat

    def act() -> Members:
        accounts.set_roles(seat.office, account, body.roles, seat.by)
        return _members(seat)

    return sent.once(200, act)


@router.post("/accounts/{account}/password", response_model=Given)
def reset(sent: Sending, account: Key) -> Response:
    """A new first password; every log-in of the account ends."""
    seat = sent.seat
    return sent.once(
        200,
        lambda: Given(account=account, password=accounts.reset_password(seat.office, account, seat.by)),
    )


@router.post("/accounts/{account}/closing", response_model=Closed)
def close(sent: Sending, account: Key) -> Response:
    """Close an account; what it recorded stays under its name."""
    seat = sent.seat
    return sent.once(
        200,
        lambda: Closed(
            account=account, open_applications=accounts.close_account(seat.office, account, seat.by)
        ),
    )


@router.get("/audit")
def trail(
    seat: Sitting,
    who: Word = None,
    what: Word = None,
    until: date | None = None,
    everywhere: Annotated[
        bool, Query(description="Of accounts of all agencies, for who keeps those.")
    ] = False,
    before: Annotated[
        int | None, Query(ge=1, le=10**17, description="The `next` of the page before.")
    ] = None,
) -> Trail:
    """Who looked at personal data and what was done beside the cases."""
    found = staff.trail(
        seat.office, seat.by, who=who, what=what, until=until, before=before, everywhere=everywhere
    )
    traces = [Trace.model_validate(each, from_attributes=True) for each in found.traces]
    return Trail(traces=traces, kinds=list(found.kinds), next=traces[-1].entry if traces else None)


@router.get("/clients")
def programs(seat: Sitting) -> Clients:
    """The programs that use the API."""
    return _clients(seat)


@router.post("/clients", status_code=201, response_model=Token)
def create(sent: Sending, body: NewClient) -> Response:
    """Let a program in."""

    def act() -> Token:
        made, token = clients.create(sent.seat.office, body.name, body.roles, sent.seat.by)
        return Token(client=made.client, token=token)

    return sent.once(201, act)


@router.post("/clients/{client}/revocation", response_model=Clients)
def revoke(sent: Sending, client: Key) -> Response:
    """Shut a program out at once and for good."""
    seat = sent.seat

    def act() -> Clients:
        clients.revoke(seat.office, client, seat.by)
        return _clients(seat)

    return sent.once(200, act)


def _members(seat: Seat) -> Members:
    found = staff.staff(seat.office, seat.by)
    return Members(
        accounts=[
            Member(
                account=each.account.account,
                login=each.account.login,
                name=each.account.name,
                unit=each.account.unit,
                roles=[role for role in Role if role in each.roles],
                everywhere=each.account.agency == EVERYWHERE,
                must_change_password=each.account.must_change,
                closed_at=each.account.closed_at,
                may_change=found.may_change(each),
            )
            for each in found.members
        ]
    )


def _clients(seat: Seat) -> Clients:
    return Clients(
        clients=[
            Client(
                client=each.client,
                name=each.name,
                roles=[role for role in Role if role in each.roles],
                created_at=each.created_at,
                created_by=each.created_by,
                revoked_at=each.revoked_at,
            )
            for each in clients.listing(seat.office, seat.by)
        ]
    )
