"""The audit trail: who looked at personal data, and what was done at the desk beside the cases. Append-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from foidesk.store import numbers
from foidesk.store.desktables import audit


@dataclass(frozen=True, slots=True)
class Trace:
    """One row of the trail."""

    entry: int
    at: datetime  #: UTC
    who: str
    what: str
    about: str | None
    detail: str | None


def add(
    conn: Connection,
    agency: str,
    at: datetime,
    who: str,
    what: str,
    about: str | None = None,
    detail: str | None = None,
) -> None:
    """Note what somebody looked at or did; never the personal data itself."""
    entry = numbers.take(conn, agency, "audit")
    row = {"agency": agency, "entry": entry, "at": at, "who": who, "what": what}
    conn.execute(insert(audit), {**row, "about": about, "detail": detail})


def page(
    conn: Connection,
    agency: str,
    *,
    who: str | None = None,
    what: str | None = None,
    about: str | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> Sequence[Trace]:
    """The newest rows, or those before an entry; of one person, of one kind, about one thing, up to a moment."""
    c = audit.c
    wanted = select(c.entry, c.at, c.who, c.what, c.about, c.detail).where(c.agency == agency)
    if before is not None:
        wanted = wanted.where(c.entry < before)
    if until is not None:
        wanted = wanted.where(c.at <= until)
    if who is not None:
        wanted = wanted.where(c.who == who)
    if what is not None:
        wanted = wanted.where(c.what == what)
    if about is not None:
        wanted = wanted.where(c.about == about)
    return [Trace(*row) for row in conn.execute(wanted.order_by(c.entry.desc()).limit(limit))]


def kinds(conn: Connection, agency: str) -> list[str]:
    """What the trail holds, each once."""
    return sorted(
        conn.execute(select(audit.c.what).where(audit.c.agency == agency).distinct()).scalars().all()
    )
