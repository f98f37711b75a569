"""Who acts in whose place while that person is absent, from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, or_, select, update

from foidesk.store import numbers
from foidesk.store.desktables import accounts, delegations, roles

_COUNTER = "delegation"


@dataclass(frozen=True, slots=True)
class Delegation:
    """One absence: the taker holds the giver's roles from the first to the last day."""

    delegation: int
    giver: int
    taker: int
    first: date
    last: date
    ended_at: datetime | None


def add(
    conn: Connection, agency: str, giver: int, taker: int, first: date, last: date, now: datetime, by: str
) -> int:
    """Keep a delegation; its number."""
    number = numbers.take(conn, agency, _COUNTER)
    conn.execute(
        delegations.insert().values(
            agency=agency,
            delegation=number,
            giver=giver,
            taker=taker,
            first=first,
            last=last,
            created_at=now,
            created_by=by,
        )
    )
    return number


def end(conn: Connection, agency: str, delegation: int, now: datetime) -> bool:
    """End a delegation before its last day; False where there was none to end."""
    c = delegations.c
    ended = update(delegations).where(c.agency == agency, c.delegation == delegation, c.ended_at.is_(None))
    return conn.execute(ended.values(ended_at=now)).rowcount > 0


def listing(conn: Connection, agency: str) -> Sequence[Delegation]:
    """All delegations of the agency, the latest first."""
    c = delegations.c
    columns = (c.delegation, c.giver, c.taker, c.first, c.last, c.ended_at)
    found = conn.execute(select(*columns).where(c.agency == agency).order_by(c.delegation.desc()))
    return [Delegation(*row) for row in found]


def given_to(conn: Connection, agency: str, taker: str, on: date) -> dict[str, frozenset[str]]:
    """The roles that others have handed to the person on the day, by the giver's name."""
    giver, held = accounts.alias("giver"), roles
    receiver = accounts.alias("taker")
    c = delegations.c
    wanted = (
        select(giver.c.name, held.c.role)
        .select_from(delegations)
        .join(receiver, (receiver.c.agency == c.agency) & (receiver.c.account == c.taker))
        .join(giver, (giver.c.agency == c.agency) & (giver.c.account == c.giver))
        .join(held, (held.c.agency == c.agency) & (held.c.account == c.giver))
        .where(
            c.agency == agency,
            receiver.c.name == taker,
            giver.c.closed_at.is_(None),
            c.ended_at.is_(None),
            c.first <= on,
            c.last >= on,
            held.c.since <= on,
            or_(held.c.until.is_(None), held.c.until >= on),
        )
    )
    found: dict[str, frozenset[str]] = {}
    for name, role in conn.execute(wanted):
        found[name] = found.get(name, frozenset()) | {role}
    return found


def of_role(conn: Connection, agency: str, role: str) -> list[tuple[str, date, date]]:
    """Who stood in for somebody of that role: the taker's name, the first and the last day."""
    c, held, receiver = delegations.c, roles.c, accounts.c
    wanted = (
        select(receiver.name, c.first, c.last, c.ended_at, held.since, held.until)
        .select_from(delegations)
        .join(accounts, (receiver.agency == c.agency) & (receiver.account == c.taker))
        .join(roles, (held.agency == c.agency) & (held.account == c.giver))
        .where(c.agency == agency, held.role == role)
        .order_by(c.delegation)
    )
    found = []
    for name, first, last, ended_at, since, until in conn.execute(wanted):
        ends = [last, *([until] if until else []), *([ended_at.date()] if ended_at else [])]
        found.append((name, max(first, since), min(ends)))
    return found
