"""The index of applications that lists read. Never the truth: `foidesk rebuild` makes it again from the logs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ClauseElement, Connection, Table, bindparam, false, or_, select, update
from sqlalchemy.exc import IntegrityError

from foidesk.errors import DeskError
from foidesk.store.among import ONCE, among
from foidesk.store.ready import Ready
from foidesk.store.tables import NEVER, applications

AT_ONCE = 1000
MANY = 10_000  #: small rows read at once


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
    awaiting: str | None = (
        None  #: review, approval, issue or sent_back: what a letter sent for approval waits for
    )
    counted_from: date | None = None  #: in the annual report: the day it is new, None when it does not count
    counted_on: date | None = None  #: the day of the result that counts
    counted_line: str | None = None
    counted_apart: bool = False  #: has fee notices or remedies, which the report reads from its log


class NumberTaken(DeskError):
    """Another application of the agency has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"编号“{number}”已被另一件申请使用。",
            why="同一机关的申请编号不得重复。",
            do="请核对编号，或由系统自动编号。",
        )


_NAMES = tuple(field.name for field in fields(Row))
_ORDERS = ("closed", "by_target", "by_due", "by_received", "by_handler")
_NEVER = date.fromisoformat(NEVER)
_KEY = ("agency", "application")
_c = applications.c
#: What tells one application from another of the same log.
_OWN = (*_KEY, "number", "year", "n", "applicant", "handler", "seq", "head")
_COUNTED = tuple(name for name in (*_NAMES, *_ORDERS) if name not in _OWN)
_STATE, _DUE = _COUNTED.index("state"), _COUNTED.index("due")
#: What every list selects.
ROWS = select(*(_c[name] for name in _NAMES))


def _upsert(into: Callable[[Table], Any]) -> ClauseElement:
    made = into(applications)
    changed = {name: made.excluded[name] for name in (*_NAMES, *_ORDERS) if name not in _KEY}
    return made.on_conflict_do_update(index_elements=list(_KEY), set_=changed)  # type: ignore[no-any-return]


_PUT = Ready(_upsert)
_GET = ROWS.where(_c.agency == bindparam("agency"), _c.application == bindparam("application"))
_BY_NUMBER = ROWS.where(_c.agency == bindparam("agency"), _c.number == bindparam("number"))
_ON = (
    ROWS.where(_c.agency == bindparam("agency"), _c.application > bindparam("after"))
    .order_by(_c.application)
    .limit(AT_ONCE)
)


def put(conn: Connection, row: Row) -> None:
    """Keep the row, in place of an earlier one. Raises `NumberTaken`; then nothing may be committed."""
    try:
        _PUT.first(conn, _values(row))
    except IntegrityError as wrong:
        if "number" in str(wrong.orig):
            raise NumberTaken(row.number) from None
        raise


def put_many(conn: Connection, rows: Sequence[Row]) -> None:
    """Keep many new rows at once. The caller has seen to it that their numbers are free."""
    _PUT.many(conn, [_values(row) for row in rows])


def _values(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _NAMES} | _orders(row)


def _orders(row: Row) -> dict[str, Any]:
    """Where the row stands in the orders of `listing`."""
    return {
        "closed": row.closed_on is not None,
        "by_target": row.target or _NEVER,
        "by_due": row.due or _NEVER,
        "by_received": row.received or _NEVER,
        "by_handler": row.handler or "",
    }


def get(conn: Connection, agency: str, application: int) -> Row | None:
    """The row of one application."""
    found = conn.execute(_GET, {"agency": agency, "application": application}).one_or_none()
    return row_of(found) if found else None


def get_many(conn: Connection, agency: str, applications: Sequence[int]) -> list[Row]:
    """The rows of these applications, in their order; at most `AT_ONCE`."""
    wanted = ROWS.where(_c.agency == agency, _c.application.in_(applications[:AT_ONCE]))
    found = {row.application: row_of(row) for row in conn.execute(wanted)}
    return [found[key] for key in applications if key in found]


def find_number(conn: Connection, agency: str, number: str) -> Row | None:
    """The row of the application with this number."""
    found = conn.execute(_BY_NUMBER, {"agency": agency, "number": number}).one_or_none()
    return row_of(found) if found else None


def awaiting(conn: Connection, agency: str, most: int) -> list[Row]:
    """The applications with a letter in approval, by target, without target last; the first so many."""
    wanted = ROWS.where(_c.agency == agency, _c.awaiting.is_not(None))
    order = (_c.target.is_(None), _c.target, _c.application)
    return [row_of(found) for found in conn.execute(wanted.order_by(*order).limit(most))]


def lock(conn: Connection, agency: str, application: int) -> None:
    """Hold an application's row until the commit, so that nobody appends between reading and writing it."""
    conn.execute(_GET.with_for_update(), {"agency": agency, "application": application})


def lock_many(conn: Connection, agency: str, applications: Sequence[int]) -> None:
    """`lock` for many, in the order of their keys."""
    for start in range(0, len(applications), AT_ONCE):
        some = applications[start : start + AT_ONCE]
        wanted = select(_c.application).where(_c.agency == agency, _c.application.in_(some))
        conn.execute(wanted.order_by(_c.application).with_for_update()).all()


Counts = tuple[Any, ...]  #: what an application's row says that follows from its log and the calendar


@dataclass(frozen=True, slots=True)
class Standing:
    """Of an application counted under another calendar: what is said when its day moves, and how it counted."""

    application: int
    number: str
    handler: str | None
    counts: Counts

    @property
    def state(self) -> str:
        """Key of the state."""
        return self.counts[_STATE]  # type: ignore[no-any-return]

    @property
    def due(self) -> date | None:
        """The day the reply was due."""
        return self.counts[_DUE]  # type: ignore[no-any-return]


def counted_before(
    conn: Connection, agency: str, calendar: str, year: int | None, after: int, *, lock: bool = False
) -> list[Standing]:
    """The next `MANY` applications after one that were counted with another calendar, held if told so.

    With a `year` of days off, those closed long before it are left alone: nothing of them can move.
    """
    wanted = select(_c.application, _c.number, _c.handler, *(_c[name] for name in _COUNTED)).where(
        _c.agency == agency, _c.application > after, _c.calendar != calendar
    )
    if year is not None:
        wanted = wanted.where(or_(_c.closed == false(), _c.closed_on >= date(year - 1, 1, 1)))
    wanted = wanted.order_by(_c.application).limit(MANY)
    found = conn.execute(wanted.with_for_update() if lock else wanted).all()
    return [
        Standing(application, number, handler, tuple(counts))
        for application, number, handler, *counts in found
    ]


def recount(conn: Connection, agency: str, these: Sequence[int], before: Counts, like: Row) -> None:
    """Let these applications, which counted as `before` and whose logs say the same, be counted as `like`.

    Only what differs is written, so that only those orders of the list are moved that change.
    """
    now = _values(like)
    changed = {name: now[name] for name, was in zip(_COUNTED, before, strict=True) if now[name] != was}
    if changed:
        here = (_c.agency == agency, among(_c.application, these))
        conn.execute(update(applications).where(*here).values(changed), execution_options=ONCE)


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
        yield from map(row_of, found)
        after = found[-1].application


def row_of(found: Any) -> Row:
    """A row that `ROWS` selected."""
    return Row(**found._mapping)
