"""What is to leave the house: claimed, sent, marked. Whoever dies in between leaves the claim to run out.

A delivery whose claim ran out is sent again: it may have gone out before, at most once for each such death.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from foidesk.store.alerttables import deliveries
from foidesk.store.ready import Ready

GROUP = 0  #: the account of what goes to the agency's group
DIGEST = 0  #: the alert of what tells a day's digest
_c = deliveries.c
_ADD = Ready(lambda into: into(deliveries).on_conflict_do_nothing())
MAIL = "mail"
CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message: to whom, by which way, of which day, about which alert (`DIGEST`: all of the day)."""

    agency: str
    account: int
    way: str
    day: date
    alert: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery taken on: which try this is, and when the delivery was made."""

    tries: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """A delivery that failed and will be tried again."""

    delivery: Delivery
    tries: int
    next_try: datetime
    trouble: str | None


_KEY = (_c.agency, _c.account, _c.way, _c.day, _c.alert)


def add(conn: Connection, wanted: Iterable[Delivery], at: datetime, not_before: datetime | None) -> int:
    """Keep deliveries, each once; how many are new. Without `not_before` they are done, and only mark a place."""
    rows = [
        {**asdict(each), "made_at": at, "next_try": not_before, "tries": 0, "sent_at": None, "trouble": None}
        for each in wanted
    ]
    return _ADD.many(conn, rows) if rows else 0


def marked(conn: Connection, way: str, day: date) -> set[str]:
    """The agencies that have the mark of this name for the day."""
    here = (_c.account == GROUP, _c.way == way, _c.day == day, _c.alert == DIGEST)
    return set(conn.execute(select(_c.agency).where(*here)).scalars())


def agencies_waiting(conn: Connection, now: datetime) -> set[str]:
    """The agencies with deliveries whose time has come."""
    return set(conn.execute(select(_c.agency).where(_c.next_try <= now).distinct()).scalars())


def ready(conn: Connection, agency: str, now: datetime, limit: int = 100) -> list[Delivery]:
    """The deliveries whose time has come, the longest waiting first."""
    wanted = select(*_KEY).where(_c.agency == agency, _c.next_try <= now).order_by(_c.next_try).limit(limit)
    return [Delivery(*row) for row in conn.execute(wanted)]


def claim(conn: Connection, delivery: Delivery, now: datetime, until: datetime) -> Claimed | None:
    """Take a delivery on until a moment; None when somebody else has it."""
    taken = (
        update(deliveries)
        .where(_is(delivery), _c.next_try <= now)
        .values(next_try=until, tries=_c.tries + 1)
        .returning(_c.tries, _c.made_at)
    )
    row = conn.execute(taken).one_or_none()
    return Claimed(*row) if row else None


def sent(conn: Connection, delivery: Delivery, at: datetime) -> None:
    """Mark a delivery as gone out."""
    _change(conn, delivery, next_try=None, sent_at=at, trouble=None)


def idle(conn: Connection, delivery: Delivery) -> None:
    """Mark a delivery as no longer wanted: what it tells was done or told anew."""
    _change(conn, delivery, next_try=None, trouble=None)


def failed(conn: Connection, delivery: Delivery, trouble: str, again: datetime) -> None:
    """Note why a delivery failed, and when it is tried again."""
    _change(conn, delivery, next_try=again, trouble=trouble[:500])


def troubles(conn: Connection, agency: str, limit: int = 50) -> Sequence[Trouble]:
    """What failed and waits to be tried again, the longest waiting first."""
    wanted = (
        select(*_KEY, _c.tries, _c.next_try, _c.trouble)
        .where(_c.agency == agency, _c.next_try.is_not(None), _c.trouble.is_not(None))
        .order_by(_c.made_at)
        .limit(limit)
    )
    return [Trouble(Delivery(*row[:5]), row.tries, row.next_try, row.trouble) for row in conn.execute(wanted)]


def failing(conn: Connection, agency: str) -> int:
    """How many deliveries failed and wait to be tried again."""
    wanted = select(func.count()).where(
        _c.agency == agency, _c.next_try.is_not(None), _c.trouble.is_not(None)
    )
    return conn.scalar(wanted) or 0


def _is(delivery: Delivery) -> ColumnElement[bool]:
    return and_(*(column == getattr(delivery, column.name) for column in _KEY))


def _change(conn: Connection, delivery: Delivery, **values: Any) -> None:
    conn.execute(update(deliveries).where(_is(delivery)).values(**values))
