"""What statistics of a year read of the index: the applications received or closed in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, or_, select

from foidesk.store.tables import applications

_c = applications.c
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class YearRow:
    """One application: days in law, the rest by its identifiers."""

    received: date
    closed_on: date | None
    in_time: bool | None
    extended: bool
    line: str | None
    channel: str
    kind: str


def of_year(conn: Connection, agency: str, year: int) -> Iterator[YearRow]:
    """The applications received or closed in the year, `_AT_ONCE` in memory."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    columns = (_c.received, _c.closed_on, _c.in_time, _c.extended, _c.line, _c.channel, _c.applicant_kind)
    wanted = select(*columns).where(
        _c.agency == agency,
        _c.received.is_not(None),
        or_(_c.received.between(first, last), _c.closed_on.between(first, last)),
    )
    for row in conn.execution_options(yield_per=_AT_ONCE).execute(wanted):
        yield YearRow(*row)


def open_before(conn: Connection, agency: str, year: int) -> int:
    """How many were open when the year began."""
    first = date(year, 1, 1)
    still = or_(_c.closed_on.is_(None), _c.closed_on >= first)
    wanted = select(func.count()).where(_c.agency == agency, _c.received < first, still)
    return conn.scalar(wanted) or 0
