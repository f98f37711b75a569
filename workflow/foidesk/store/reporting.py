"""The index as the annual report sees it: groups of applications with their numbers, and the cases behind a cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select, text

from foidesk.rules.report import CARRIED_IN, CARRIED_ON, DONE, NEW, TOTAL, Group
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store.reporttables import report_counts
from foidesk.store.tables import applications

_c = applications.c
_n = report_counts.c
_KINDS = {kind.value: kind for kind in ApplicantKind}
_BY_LABEL = {kind.label: kind for kind in ApplicantKind}


def groups(conn: Connection, agency: str, year: int) -> list[tuple[Group, int]]:
    """The groups of a year's table three, counted from the index."""
    first, last = _span(year)
    new, done = _c.counted_from >= first, and_(_c.counted_on.is_not(None), _c.counted_on <= last)
    line = case((done, _c.counted_line), else_=None)
    columns = (_c.applicant_kind, new.label("new"), done.label("done"), line.label("line"))
    wanted = select(*columns, func.count()).where(*_in_year(agency, year)).group_by(*columns)
    return [
        (Group(_KINDS[kind], bool(is_new), bool(is_done), told), n)
        for kind, is_new, is_done, told, n in conn.execute(wanted)
    ]


def kept_groups(conn: Connection, year: int, agencies: list[str]) -> dict[str, list[tuple[Group, int]]]:
    """The same for many agencies from the kept counters."""
    new, done = _n.since == year, _n.done == year
    line = case((done, _n.line), else_="")
    columns = (_n.agency, _n.kind, new.label("new"), done.label("done"), line.label("line"))
    wanted = (
        select(*columns, func.sum(_n.n))
        .where(_n.agency.in_(agencies), _n.since <= year, or_(_n.done == 0, _n.done >= year), _n.n != 0)
        .group_by(*columns)
    )
    found: dict[str, list[tuple[Group, int]]] = {agency: [] for agency in agencies}
    for agency, kind, is_new, is_done, told, n in conn.execute(wanted).all():
        found[agency].append((Group(_KINDS[kind], bool(is_new), bool(is_done), told or None), int(n)))
    return found


def apart(conn: Connection, agency: str, year: int) -> Iterator[int]:
    """Applications that may stand in table four or among the fees, by key."""
    _, last = _span(year)
    wanted = select(_c.application).where(
        _c.agency == agency, text("counted_apart"), or_(_c.received.is_(None), _c.received <= last)
    )
    yield from conn.execute(wanted.order_by(_c.application)).scalars()


@dataclass(frozen=True, slots=True)
class Counted:
    """An application behind a cell."""

    application: int
    number: str
    kind: ApplicantKind
    since: date
    done_on: date | None
    line: str | None


_BEHIND = (_c.application, _c.number, _c.applicant_kind, _c.counted_from, _c.counted_on, _c.counted_line)


def _counted(row: Any) -> Counted:
    application, number, kind, since, done_on, line = row
    return Counted(application, number, _KINDS[kind], since, done_on, line)


def behind(
    conn: Connection, agency: str, year: int, row: str, column: str, *, after: int = 0, limit: int = 200
) -> list[Counted]:
    """The applications that a cell of table three counts, by key, after one of them."""
    wanted = (
        select(*_BEHIND)
        .where(*_in_year(agency, year), _row(year, row), _c.application > after)
        .order_by(_c.application)
        .limit(limit)
    )
    if column != TOTAL:
        wanted = wanted.where(_c.applicant_kind == _BY_LABEL[column].value)
    return [_counted(found) for found in conn.execute(wanted)]


def without_line(conn: Connection, agency: str, year: int, limit: int = 200) -> list[Counted]:
    """Applications done in the year on no line: what breaks the sum of the lines."""
    found = (
        select(*_BEHIND)
        .where(*_in_year(agency, year), _row(year, DONE), _c.counted_line.is_(None))
        .order_by(_c.application)
        .limit(limit)
    )
    return [_counted(each) for each in conn.execute(found)]


def _span(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _in_year(agency: str, year: int) -> tuple[ColumnElement[bool], ...]:
    first, last = _span(year)
    still = or_(_c.counted_on.is_(None), _c.counted_on >= first)
    return _c.agency == agency, _c.counted_from <= last, still


def _row(year: int, row: str) -> ColumnElement[bool]:
    first, last = _span(year)
    done = and_(_c.counted_on.is_not(None), _c.counted_on <= last)
    if row == NEW:
        return _c.counted_from >= first
    if row == CARRIED_IN:
        return _c.counted_from < first
    if row == CARRIED_ON:
        return or_(_c.counted_on.is_(None), _c.counted_on > last)
    return done if row == DONE else and_(done, _c.counted_line == literal(row))
