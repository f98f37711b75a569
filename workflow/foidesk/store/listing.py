"""Pages of the index in the orders lists are read in, forwards and backwards, and the counts above them.

A page begins where the one before ended, by comparing with its last row: nothing is counted or skipped, so that
the hundredth page costs what the first does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from foidesk.store.tables import NEVER, applications
from foidesk.store.worklist import ROWS, Row, row_of

_c = applications.c
_NEVER = date.fromisoformat(NEVER)


class Order(Enum):
    """An order that an index gives."""

    TARGET = "target"  #: internal target first, closed ones last
    DUE = "due"  #: due day first, closed ones last
    RECEIVED = "received"  #: received first, closed ones last
    HANDLER = "handler"  #: by name of the handler, then by target, closed ones last
    NEWEST = "newest"  #: registered last first
    OLDEST = "oldest"


#: The day that an order goes by, as `Row` names it.
_DAYS = {Order.TARGET: "target", Order.DUE: "due", Order.RECEIVED: "received", Order.HANDLER: "target"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which applications: every field narrows; all fields left out: all of the agency."""

    closed: bool | None = None
    states: frozenset[str] = frozenset()
    handler: str | None = None
    unit: bool = False  #: lies with a unit in charge that has not answered
    channel: str | None = None
    line: str | None = None  #: a result, as a line of the annual report
    year: int | None = None
    due_from: date | None = None
    due_to: date | None = None  #: included
    paused_on: date | None = None  #: the clock stands still on that day
    awaiting: frozenset[str] = frozenset()  #: what its letter in approval waits for


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a list, as the page after it or before it begins at."""

    day: date | None
    application: int
    closed: bool = False
    handler: str = ""
    backwards: bool = False  #: the page that ends before the row, instead of the one that begins after it


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows in order, and whether there are more on either side."""

    rows: tuple[Row, ...]
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands above the worklist."""

    open: int
    overdue: int
    soon: int
    waiting: int
    awaiting: int


def page(
    conn: Connection,
    agency: str,
    wanted: Wanted,
    order: Order = Order.TARGET,
    place: Place | None = None,
    limit: int = 50,
) -> Slice:
    """One page of the applications wanted."""
    backwards = place is not None and place.backwards
    keys = _keys(order, wanted)
    if _by_number_of_open(order, wanted):
        narrowed = [_c.closed < literal(True), *_conditions(replace(wanted, closed=None))]
    else:
        narrowed = _conditions(wanted)
    statement = ROWS.where(_c.agency == agency, *narrowed)
    descending = (order is Order.NEWEST) != backwards
    if place is not None:
        statement = statement.where(_beyond(keys, place, descending=descending))
    order_by = ((key.desc() if descending else key) for key in keys.values())
    statement = statement.order_by(*order_by).limit(limit + 1)
    rows = [row_of(found) for found in conn.execute(statement)]
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return Slice((), None, None)
    earlier = more if backwards else place is not None
    later = more if not backwards else True
    return Slice(
        tuple(rows),
        _place(rows[0], order, backwards=True) if earlier else None,
        _place(rows[-1], order, backwards=False) if later else None,
    )


def _by_number_of_open(order: Order, wanted: Wanted) -> bool:
    """Whether SQLite would go through all keys, closed ones too: said as an inequality, it takes the index."""
    return wanted.closed is False and order not in _DAYS


def _keys(order: Order, wanted: Wanted) -> dict[str, ColumnElement[Any]]:
    """The columns a page is ordered by; what is equal in all rows is left out, or no index would serve."""
    keys: dict[str, ColumnElement[Any]] = {}
    if (order in _DAYS and wanted.closed is None) or _by_number_of_open(order, wanted):
        keys["closed"] = _c.closed
    if order is Order.HANDLER:
        keys["handler"] = _c.by_handler
    if order in _DAYS:
        keys["day"] = _c[f"by_{_DAYS[order]}"]
    keys["application"] = _c.application
    return keys


def _beyond(keys: dict[str, ColumnElement[Any]], place: Place, *, descending: bool) -> ColumnElement[bool]:
    at = {
        "closed": place.closed,
        "handler": place.handler,
        "day": place.day or _NEVER,
        "application": place.application,
    }
    here = tuple_(*(literal(at[name], key.type) for name, key in keys.items()))
    there = tuple_(*keys.values())
    return there < here if descending else there > here


def _place(row: Row, order: Order, *, backwards: bool) -> Place:
    day = getattr(row, _DAYS[order]) if order in _DAYS else None
    name = (row.handler or "") if order is Order.HANDLER else ""
    return Place(day, row.application, row.closed_on is not None, name, backwards)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.closed is not None:
        found.append(_c.closed == wanted.closed)
    for column, value in (
        (_c.handler, wanted.handler),
        (_c.channel, wanted.channel),
        (_c.line, wanted.line),
        (_c.year, wanted.year),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.states:
        found.append(_c.state.in_(sorted(wanted.states)))
    if wanted.awaiting:
        found.append(_c.awaiting.in_(sorted(wanted.awaiting)))
    if wanted.unit:
        found.append(_c.unit_answer_by.is_not(None))
    if wanted.due_from is not None:
        found.append(_c.by_due >= wanted.due_from)
    if wanted.due_to is not None:
        found.append(_c.by_due <= wanted.due_to)
    if wanted.paused_on is not None:
        waiting = _c.waiting_until.is_not(None)
        found.append(or_(waiting, _c.paused_until >= wanted.paused_on))
    return found


def counts(conn: Connection, agency: str, waiting: Collection[str], on: date, soon: date) -> Counts:
    """How many are open, overdue on the day, due through `soon`, in a state of waiting, with a letter in approval."""

    def how_many(*conditions: ColumnElement[bool]) -> Any:
        return select(func.count()).where(_c.agency == agency, *conditions).scalar_subquery()

    running = _c.closed == false()
    found = conn.execute(
        select(
            how_many(running),
            how_many(running, _c.by_due < on),
            how_many(running, and_(_c.by_due >= on, _c.by_due <= soon)),
            how_many(_c.state.in_(sorted(waiting))),
            how_many(_c.awaiting.is_not(None)),
        )
    ).one()
    return Counts(*found)


def handlers(conn: Connection, agency: str) -> list[str]:
    """Who handles open applications."""
    return [row.name for row in conn.execute(_HANDLERS, {"agency": agency})]


def _from_name_to_name() -> Select[tuple[str]]:
    """The names in the index one after the other; DISTINCT would read every row under each."""
    of_agency = _c.agency == bindparam("agency")
    names = select(func.min(_c.handler).label("name")).where(of_agency).cte("names", recursive=True)
    following = select(func.min(_c.handler)).where(of_agency, _c.handler > names.c.name).scalar_subquery()
    names = names.union_all(select(following).where(names.c.name.is_not(None)))
    open_one = select(_c.application).where(of_agency, _c.handler == names.c.name, _c.closed == false())
    return select(names.c.name).where(names.c.name.is_not(None), open_one.exists())


_HANDLERS = _from_name_to_name()


def more_than(conn: Connection, agency: str, wanted: Wanted, most: int) -> bool:
    """Whether there are more applications wanted than so many."""
    beyond = select(_c.application).where(_c.agency == agency, *_conditions(wanted)).offset(most).limit(1)
    return conn.execute(beyond).first() is not None


def numbered(conn: Connection, agency: str, n: int, year: int | None = None) -> list[Row]:
    """The applications with this number of a year, of every year without one; newest first."""
    wanted = ROWS.where(_c.agency == agency, _c.n == n)
    if year is not None:
        wanted = wanted.where(_c.year == year)
    return [row_of(row) for row in conn.execute(wanted.order_by(_c.application.desc()).limit(50))]
