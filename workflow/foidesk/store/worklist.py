"""The index of applications that lists read. Never the truth: `foidesk rebuild` makes it again from the logs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Connection, Table, and_, bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError

from foidesk.errors import DeskError
from foidesk.store.ready import Ready
from foidesk.store.tables import applications

AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What lists show of one application. Enumerations by their identifiers, days as dates in law."""

    agency: str
    application: int
    number: str
    year: int
    n: int
    state: str
    seq: int  #: rows of the log that this was folded from
    head: str  #: hash of the last of them
    calendar: str  #: version of the calendar its days were counted with
    applicant: int | None = None
    applicant_kind: str | None = None
    channel: str | None = None
    received: date | None = None
    due: date | None = None
    target: date | None = None
    provisional: bool = False
    extended: bool = False
    paused_until: date | None = None
    waiting_until: date | None = None
    handler: str | None = None
    unit: str | None = None
    unit_answer_by: date | None = None
    fee_standard: str | None = None  #: 按件 or 按量, once a fee notice stands
    fee_units: int | None = None  #: items or pages charged
    ground: str | None = None
    line: str | None = None  #: the result as a line of the annual report
    closed_on: date | None = None
    in_time: bool | None = None
    problems: int = 0
    awaiting: str | None = None  #: review, approval or issue: what a letter sent for approval waits for


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands above the worklist."""

    open: int
    overdue: int
    soon: int
    waiting: int
    awaiting: int


class NumberTaken(DeskError):
    """Another application of the agency has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"编号“{number}”已被另一件申请使用。",
            why="同一机关的申请编号不得重复。",
            do="请核对编号，或由系统自动编号。",
        )


Cursor = tuple[date | None, int]  #: target and application of the last row of a page

_NAMES = tuple(field.name for field in fields(Row))
_KEY = ("agency", "application")
_c = applications.c
_ROWS = select(*(_c[name] for name in _NAMES))


def _upsert(into: Callable[[Table], Any]) -> ClauseElement:
    made = into(applications)
    changed = {name: made.excluded[name] for name in _NAMES if name not in _KEY}
    return made.on_conflict_do_update(index_elements=list(_KEY), set_=changed)  # type: ignore[no-any-return]


_PUT = Ready(_upsert)
_GET = _ROWS.where(_c.agency == bindparam("agency"), _c.application == bindparam("application"))
_BY_NUMBER = _ROWS.where(_c.agency == bindparam("agency"), _c.number == bindparam("number"))
_ON = (
    _ROWS.where(_c.agency == bindparam("agency"), _c.application > bindparam("after"))
    .order_by(_c.application)
    .limit(AT_ONCE)
)


def put(conn: Connection, row: Row) -> None:
    """Keep the row, in place of an earlier one. Raises `NumberTaken`; then nothing may be committed."""
    try:
        _PUT.first(conn, {name: getattr(row, name) for name in _NAMES})
    except IntegrityError as wrong:
        if "number" in str(wrong.orig):
            raise NumberTaken(row.number) from None
        raise


def get(conn: Connection, agency: str, application: int) -> Row | None:
    """The row of one application."""
    found = conn.execute(_GET, {"agency": agency, "application": application}).one_or_none()
    return _row(found) if found else None


def find_number(conn: Connection, agency: str, number: str) -> Row | None:
    """The row of the application with this number."""
    found = conn.execute(_BY_NUMBER, {"agency": agency, "number": number}).one_or_none()
    return _row(found) if found else None


def listing(
    conn: Connection,
    agency: str,
    *,
    states: Collection[str] | None = None,
    due_before: date | None = None,
    overdue_on: date | None = None,
    handler: str | None = None,
    channel: str | None = None,
    year: int | None = None,
    awaiting: bool = False,
    due_from: date | None = None,
    limit: int = 50,
    after: Cursor | None = None,
) -> list[Row]:
    """One page of the worklist by target, without target last, then by application.

    `due_before`: due earlier than that day, `due_from`: on it or later; `overdue_on`: not closed and due earlier than that day. `after`
    is `(row.target, row.application)` of the last row of the page before; nothing is ever counted or skipped.
    """
    wanted: list[ColumnElement[bool]] = [_c.agency == agency]
    if states is not None:
        wanted.append(_c.state.in_(sorted(states)))
    if due_before is not None:
        wanted.append(_c.due < due_before)
    if overdue_on is not None:
        wanted.append(and_(_c.due < overdue_on, _c.closed_on.is_(None)))
    if handler is not None:
        wanted.append(_c.handler == handler)
    if channel is not None:
        wanted.append(_c.channel == channel)
    if year is not None:
        wanted.append(_c.year == year)
    if due_from is not None:
        wanted.append(_c.due >= due_from)
    if awaiting:
        wanted.append(_c.awaiting.is_not(None))
    if after is not None:
        wanted.append(_beyond(*after))
    order = (_c.target.is_(None), _c.target, _c.application)
    return [_row(found) for found in conn.execute(_ROWS.where(*wanted).order_by(*order).limit(limit))]


def awaiting(conn: Connection, agency: str) -> list[Row]:
    """The applications with a letter in approval, by target, without target last."""
    wanted = _ROWS.where(_c.agency == agency, _c.awaiting.is_not(None))
    order = (_c.target.is_(None), _c.target, _c.application)
    return [_row(found) for found in conn.execute(wanted.order_by(*order))]


def counted(conn: Connection, agency: str, states: Collection[str], on: date, soon: date) -> Counts:
    """How many are open, overdue on the day, due through `soon`, waiting for the applicant, awaiting approval."""
    mine = (_c.agency == agency, _c.state.in_(sorted(states)))
    running = _c.due.is_not(None)
    found = conn.execute(
        select(
            func.count(),
            func.count().filter(running & (_c.due < on)),
            func.count().filter(running & (_c.due >= on) & (_c.due <= soon)),
            func.count().filter(_c.waiting_until.is_not(None)),
            func.count().filter(_c.awaiting.is_not(None)),
        ).where(*mine)
    ).one()
    return Counts(*found)


def by_numbers(conn: Connection, agency: str, part: str, limit: int) -> list[Row]:
    """Applications whose number holds the text, newest first."""
    wanted = _ROWS.where(_c.agency == agency, _c.number.contains(part, autoescape=True))
    found = conn.execute(wanted.order_by(_c.application.desc()).limit(limit))
    return [_row(row) for row in found]


def newest(conn: Connection, agency: str, before: int | None, limit: int) -> list[Row]:
    """Applications by key, newest first, before a key."""
    wanted = _ROWS.where(_c.agency == agency)
    if before is not None:
        wanted = wanted.where(_c.application < before)
    return [_row(row) for row in conn.execute(wanted.order_by(_c.application.desc()).limit(limit))]


def handlers(conn: Connection, agency: str, states: Collection[str]) -> list[str]:
    """Who handles open applications."""
    wanted = select(_c.handler).where(_c.agency == agency, _c.state.in_(sorted(states))).distinct()
    return sorted(name for name in conn.execute(wanted).scalars() if name)


def _beyond(target: date | None, application: int) -> ColumnElement[bool]:
    if target is None:
        return and_(_c.target.is_(None), _c.application > application)
    return or_(
        _c.target > target, and_(_c.target == target, _c.application > application), _c.target.is_(None)
    )


def lock(conn: Connection, agency: str, application: int) -> None:
    """Hold an application's row until the commit, so that nobody appends between reading and writing it."""
    conn.execute(_GET.with_for_update(), {"agency": agency, "application": application})


def counted_otherwise(conn: Connection, agency: str, states: Collection[str], calendar: str) -> bool:
    """Whether some application in these states was counted with another version of the calendar."""
    found = select(_c.application).where(
        _c.agency == agency, _c.state.in_(sorted(states)), _c.calendar != calendar
    )
    return conn.execute(found.limit(1)).first() is not None


def iterate(conn: Connection, agency: str) -> Iterator[Row]:
    """All rows by application, `AT_ONCE` in memory."""
    after = -(2**63)
    while found := conn.execute(_ON, {"agency": agency, "after": after}).all():
        yield from map(_row, found)
        after = found[-1].application


def _row(found: Any) -> Row:
    return Row(**found._mapping)
