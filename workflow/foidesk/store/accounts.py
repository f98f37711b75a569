"""Accounts of the desk and the roles they hold for a time. Passwords stand here only as argon2 hashes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import numbers
from foidesk.store.desktables import accounts, roles
from foidesk.store.tables import EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person at the desk; `name` is what the log names."""

    agency: str
    account: int
    login: str
    name: str
    unit: str | None
    password: str | None  #: argon2
    must_change: bool
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """A role held from a day, through a day once it ended."""

    role: Role
    since: date
    until: date | None


_c = accounts.c
_FOUND = select(_c.agency, _c.account, _c.login, _c.name, _c.unit, _c.password, _c.must_change, _c.closed_at)

_BY_KEY = _FOUND.where(_c.agency == bindparam("of"), _c.account == bindparam("key"))
_HELD = (
    select(roles.c.role, roles.c.since, roles.c.until)
    .where(roles.c.agency == bindparam("of"), roles.c.account == bindparam("key"))
    .order_by(roles.c.since, roles.c.role)
)


def add(
    conn: Connection,
    agency: str,
    *,
    login: str,
    name: str,
    unit: str | None,
    password: str | None,
    at: datetime,
    by: str,
) -> int:
    """Open an account; its key. DeskError when the log-in name or the name is another's."""
    key = numbers.take(conn, EVERYWHERE, "account")
    row = {"agency": agency, "account": key, "login": login, "name": name, "unit": unit}
    kept = {"password": password, "must_change": True, "created_at": at, "created_by": by}
    try:
        conn.execute(insert(accounts), {**row, **kept})
    except IntegrityError as wrong:
        if "login" not in str(wrong.orig) and "name" not in str(wrong.orig):
            raise
        raise DeskError(
            f"登录名“{login}”或者姓名“{name}”已被其他账号使用。",
            why="记录中以姓名区分人员，所以姓名和登录名都不能重复。",
            do="同名的请在姓名后注明科室，例如“张伟（法规科）”。",
        ) from None
    return key


def change(conn: Connection, agency: str, account: int, **values: Any) -> None:
    """Change columns of one account."""
    conn.execute(update(accounts).where(_c.agency == agency, _c.account == account).values(**values))


def by_login(conn: Connection, login: str) -> Account | None:
    """The account of a log-in name, closed ones too."""
    return _one(conn, _c.login == login)


def get(conn: Connection, agency: str, account: int) -> Account | None:
    """One account by its key."""
    row = conn.execute(_BY_KEY, {"of": agency, "key": account}).one_or_none()
    return Account(**row._mapping) if row else None


def listing(conn: Connection, agency: str) -> Sequence[Account]:
    """The accounts of an agency, open ones first, by name."""
    wanted = _FOUND.where(_c.agency.in_((agency, EVERYWHERE))).order_by(_c.closed_at.is_not(None), _c.name)
    return [Account(**row._mapping) for row in conn.execute(wanted)]


def any_at_all(conn: Connection) -> bool:
    """Whether somebody can log in at all; before that the first administrator is asked for."""
    return conn.execute(select(_c.account).limit(1)).first() is not None


def _one(conn: Connection, wanted: ColumnElement[bool]) -> Account | None:
    row = conn.execute(_FOUND.where(wanted)).one_or_none()
    return Account(**row._mapping) if row else None


# --- roles -------------------------------------------------------------------------------------------


def held(conn: Connection, agency: str, account: int) -> list[Held]:
    """Every role the account holds or held."""
    found = conn.execute(_HELD, {"of": agency, "key": account})
    return [Held(Role(role), since, until) for role, since, until in found]


def roles_on(conn: Connection, agency: str, account: int, on: date) -> frozenset[Role]:
    """The roles held on a day."""
    return frozenset(
        each.role
        for each in held(conn, agency, account)
        if each.since <= on and (each.until is None or on <= each.until)
    )


def roles_of_all(conn: Connection, agency: str, on: date) -> list[tuple[int, Role]]:
    """Account and role of everybody who holds one at the agency, or at all agencies, on a day."""
    c = roles.c
    wanted = select(c.account, c.role).where(
        c.agency.in_((agency, EVERYWHERE)), c.since <= on, or_(c.until.is_(None), c.until >= on)
    )
    return [(account, Role(role)) for account, role in conn.execute(wanted)]


def holders(
    conn: Connection, agency: str, role: Role
) -> Sequence[tuple[str, date, date | None, datetime | None]]:
    """Who holds or held the role: name, from, until, and when the account was closed."""
    c = roles.c
    wanted = (
        select(_c.name, c.since, c.until, _c.closed_at)
        .join_from(roles, accounts, (_c.agency == c.agency) & (_c.account == c.account))
        .where(c.agency == agency, c.role == role.value)
        .order_by(c.since, c.account)
    )
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(wanted)]


def give(conn: Connection, agency: str, account: int, wanted: Collection[Role], on: date) -> None:
    """Let the account hold exactly these roles from the day on; what it held before stays on record."""
    now = roles_on(conn, agency, account, on)
    c = roles.c
    mine = and_(c.agency == agency, c.account == account)
    for role in set(wanted) - now:
        again = and_(mine, c.role == role.value, c.since == on)
        if conn.execute(update(roles).where(again).values(until=None)).rowcount == 0:
            row = {"agency": agency, "account": account, "role": role.value, "since": on}
            conn.execute(insert(roles), {**row, "until": None})
    for role in now - set(wanted):
        last = date.fromordinal(on.toordinal() - 1)
        open_ended = and_(mine, c.role == role.value, or_(c.until.is_(None), c.until >= on))
        conn.execute(update(roles).where(open_ended).values(until=last))
