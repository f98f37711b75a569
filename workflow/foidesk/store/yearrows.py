"""What statistics of a year read of the index: the applications received or closed in it, and who asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, func, or_, select

from foidesk.store.standings import MERGED
from foidesk.store.tables import applicants, applications, people

_c, _p = applications.c, people.c
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class YearRow:
    """One application: days in law, the rest by its identifiers."""

    application: int
    received: date
    closed_on: date | None
    in_time: bool | None
    extended: bool
    line: str | None
    ground: str | None
    channel: str
    kind: str


@dataclass(frozen=True, slots=True)
class Asked:
    """That a person applied: the row of people, and what tells whether two rows are one person."""

    application: int
    person: int
    same_as: int | None
    id_number_index: bytes | None
    contact_index: bytes | None


def of_year(conn: Connection, agency: str, year: int) -> Iterator[YearRow]:
    """The applications received or closed in the year, `_AT_ONCE` in memory."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    columns = (
        _c.application, _c.received, _c.closed_on, _c.in_time, _c.extended, _c.line, _c.ground, _c.channel,
        _c.applicant_kind,
    )  # fmt: skip
    wanted = select(*columns).where(
        _c.agency == agency,
        _c.received.is_not(None),
        _c.state != MERGED,
        or_(_c.received.between(first, last), _c.closed_on.between(first, last)),
    )
    for row in conn.execution_options(yield_per=_AT_ONCE).execute(wanted):
        yield YearRow(*row)


def open_before(conn: Connection, agency: str, year: int) -> int:
    """How many were open when the year began."""
    first = date(year, 1, 1)
    still = or_(_c.closed_on.is_(None), _c.closed_on >= first)
    wanted = select(func.count()).where(_c.agency == agency, _c.received < first, _c.state != MERGED, still)
    return conn.scalar(wanted) or 0


def keys(conn: Connection, agency: str, after: int, limit: int) -> Sequence[int]:
    """The next applications by key."""
    wanted = select(_c.application).where(_c.agency == agency, _c.application > after)
    return conn.execute(wanted.order_by(_c.application).limit(limit)).scalars().all()


def received(conn: Connection, agency: str, year: int, limit: int) -> Sequence[int]:
    """The applications received in the year, the newest first."""
    wanted = select(_c.application).where(
        _c.agency == agency, _c.received.between(date(year, 1, 1), date(year, 12, 31))
    )
    return conn.execute(wanted.order_by(_c.application.desc()).limit(limit)).scalars().all()


def asked(conn: Connection, agency: str, year: int) -> list[Asked]:
    """Who applied in the year, joint applicants too."""
    a = applicants.c
    wanted = (
        select(a.application, _p.person, _p.same_as, _p.id_number_index, _p.contact_index)
        .join(people, and_(_p.agency == a.agency, _p.person == a.person))
        .join(applications, and_(_c.agency == a.agency, _c.application == a.application))
        .where(a.agency == agency, _c.received.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(a.application, a.person)
    )
    return [Asked(*row) for row in conn.execute(wanted)]
