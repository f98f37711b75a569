"""How many agencies stand, read from the index: each figure of each agency in one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, or_, select, text

from foidesk.rules.position import State
from foidesk.store.tables import applications, events

_c, _e = applications.c, events.c
MERGED = State.MERGED.key  #: counts nowhere: it is part of another (adr-005)


@dataclass(frozen=True, slots=True)
class Load:
    """What an agency has in hand on a day."""

    open: int = 0
    overdue: int = 0
    soon: int = 0
    standing_still: int = 0
    without_handler: int = 0


@dataclass(frozen=True, slots=True)
class Closed:
    """So many closed with these days and marks."""

    received: date
    closed_on: date
    in_time: bool | None
    extended: bool
    n: int


def loads(conn: Connection, agencies: Collection[str], on: date, soon: date) -> Mapping[str, Load]:
    """What each agency has in hand; `soon` counts what is due from the day through another."""
    still = or_(_c.waiting_until.is_not(None), _c.paused_until >= on)
    wanted = (
        select(
            _c.agency,
            func.count(),
            _how_many(_c.by_due < on),
            _how_many(_c.by_due.between(on, soon)),
            _how_many(still),
            _how_many(_c.handler.is_(None)),
        )
        .where(_c.agency.in_(sorted(agencies)), _c.closed == false())
        .group_by(_c.agency)
    )
    return {agency: Load(*figures) for agency, *figures in conn.execute(wanted)}


def received(conn: Connection, agencies: Collection[str], first: date, last: date) -> Mapping[str, int]:
    """How many applications each agency received in a time."""
    wanted = select(_c.agency, func.count().label("n")).where(
        _c.agency.in_(sorted(agencies)), _c.received.between(first, last), _c.state != MERGED
    )
    return {row.agency: row.n for row in conn.execute(wanted.group_by(_c.agency))}


def closed(
    conn: Connection, agencies: Collection[str], first: date, last: date
) -> Mapping[str, list[Closed]]:
    """What each agency closed in a time, by days and marks."""
    columns = (_c.agency, _c.received, _c.closed_on, _c.in_time, _c.extended)
    wanted = (
        select(*columns, func.count())
        .where(*_closed_in(agencies, first, last), _c.received.is_not(None))
        .group_by(*columns)
    )
    found: dict[str, list[Closed]] = {}
    for agency, *rest in conn.execute(wanted):
        found.setdefault(agency, []).append(Closed(*rest))
    return found


def faults(
    conn: Connection, agencies: Collection[str], first: date, last: date
) -> Mapping[str, tuple[int, int]]:
    """Of what each agency closed in a time: how many have a problem in their log, how many stand on no line."""
    no_line = and_(_c.counted_on.is_not(None), _c.counted_line.is_(None))
    wanted = select(_c.agency, _how_many(_c.problems > 0), _how_many(no_line)).where(
        *_closed_in(agencies, first, last)
    )
    return {agency: (wrong, bare) for agency, wrong, bare in conn.execute(wanted.group_by(_c.agency))}


def challenged(
    conn: Connection, agencies: Collection[str], first: date, last: date
) -> Mapping[str, list[int]]:
    """By agency, the applications in whose log a reconsideration or litigation was filed or decided in a time."""
    same = and_(_e.agency == _c.agency, _e.application == _c.application)
    wanted = (
        select(_c.agency, _c.application)
        .join(events, same)
        .where(
            _c.agency.in_(sorted(agencies)),
            text("counted_apart"),
            _e.kind.in_(("remedy_filed", "remedy_decided")),
            _e.on_day.between(first, last),
        )
        .distinct()
    )
    found: dict[str, list[int]] = {}
    for agency, application in conn.execute(wanted):
        found.setdefault(agency, []).append(application)
    return found


def _closed_in(agencies: Collection[str], first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return _c.agency.in_(sorted(agencies)), _c.closed_on.between(first, last), _c.state != MERGED


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
