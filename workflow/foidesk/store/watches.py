"""The watched days of applications, beside the index and made from the logs like it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    Select,
    Text,
    and_,
    bindparam,
    column,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    update,
    values,
)

from foidesk.rules.watch import Watched
from foidesk.store.alerttables import alerts, watches
from foidesk.store.among import ONCE, among
from foidesk.store.ready import Ready
from foidesk.store.tables import applications

_c, _a = watches.c, applications.c
_ADD = Ready(lambda into: into(watches))
_CLEAR = Ready(lambda _: text("DELETE FROM watches WHERE agency = :agency AND application = :application"))


@dataclass(frozen=True, slots=True)
class Step:
    """A watched day with the step of the ladder it has reached."""

    watch: str
    due: date
    rung: str


@dataclass(frozen=True, slots=True)
class Reached:
    """An application that has reached a step nobody was told of yet."""

    application: int
    watch: str
    due: date
    rung: str
    handler: str | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A watched day with what lists say of its application."""

    application: int
    number: str
    handler: str | None
    provisional: bool
    watch: str
    due: date
    silent_until: date | None


def put(
    conn: Connection, agency: str, application: int, found: Iterable[Watched], *, fresh: bool = False
) -> None:
    """Watch these days of the application and no others; `fresh`: it is new and has none yet."""
    if not fresh:
        _CLEAR.first(conn, {"agency": agency, "application": application})
    add_many(conn, agency, {application: found})


def recount(conn: Connection, agency: str, these: Sequence[int], found: Collection[Watched]) -> None:
    """Watch the same days of each of these applications and no others; a day that stays keeps what was told of it."""
    here = (_c.agency == agency, among(_c.application, these))
    counted = select(_c.watch, _c.due, _c.silent_until, func.count()).where(*here)
    stands = {
        Watched(*day): n
        for *day, n in conn.execute(
            counted.group_by(_c.watch, _c.due, _c.silent_until), execution_options=ONCE
        )
    }
    if any(n != len(these) for n in stands.values()):  # not all alike: made anew
        conn.execute(delete(watches).where(*here), execution_options=ONCE)
        stands = {}
    for each in stands.keys() - set(found):
        day = (_c.watch == each.watch, _c.due == each.due)
        conn.execute(delete(watches).where(*here, *day), execution_options=ONCE)
    for each in set(found) - stands.keys():
        said = literal(each.watch, Text), literal(each.due, Date), literal(each.silent_until, Date)
        same = select(_a.agency, _a.application, *said).where(
            _a.agency == agency, among(_a.application, these)
        )
        into = [_c.agency, _c.application, _c.watch, _c.due, _c.silent_until]
        conn.execute(watches.insert().from_select(into, same), execution_options=ONCE)


def add_many(conn: Connection, agency: str, found: Mapping[int, Iterable[Watched]]) -> None:
    """Watch days of applications that have none yet."""
    rows = [
        {
            "agency": agency,
            "application": application,
            "watch": each.watch,
            "due": each.due,
            "silent_until": each.silent_until,
            "told": "",
        }
        for application, days in found.items()
        for each in sorted(days, key=lambda each: (each.watch, each.due))
    ]
    if rows:
        _ADD.many(conn, rows)


def clear(conn: Connection, agency: str) -> None:
    """Forget all days of the agency, before they are made anew."""
    conn.execute(delete(watches).where(_c.agency == agency))


def of_all(conn: Connection, agency: str) -> dict[int, frozenset[Watched]]:
    """The watched days of every application, for the proof that they are those of the logs."""
    found: dict[int, set[Watched]] = {}
    wanted = select(_c.application, _c.watch, _c.due, _c.silent_until).where(_c.agency == agency)
    for application, *rest in conn.execute(wanted):
        found.setdefault(application, set()).add(Watched(*rest))
    return {application: frozenset(days) for application, days in found.items()}


def any_at_all(conn: Connection, agency: str) -> bool:
    """Whether something is watched; nothing is after an upgrade from before days were watched."""
    return conn.execute(select(_c.due).where(_c.agency == agency).limit(1)).first() is not None


_AWAKE = or_(_c.silent_until.is_(None), _c.silent_until < bindparam("on"))


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a kind between which a step may be reached, both included."""

    watch: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Told:
    """A watched day and the step told last; the same for however many applications."""

    watch: str
    due: date
    told: str


def days(conn: Connection, agency: str | None, spans: Sequence[Span], on: date) -> list[Told]:
    """The days within these spans with the step told last, each once; without clocks standing still.

    Of an agency, or without one of all together.
    """
    given: dict[str, object] = {"agency": agency, "on": on}
    for place, each in enumerate(spans):
        given |= {f"watch{place}": each.watch, f"first{place}": each.first, f"last{place}": each.last}
    found = conn.execute(_days(len(spans), of_all=agency is None), given)
    return [Told(*row) for row in found]


@cache
def _days(spans: int, *, of_all: bool) -> Select[Any]:
    """Made once: to make it anew for every agency would take as long as to ask it."""
    within = (
        and_(
            _c.watch == bindparam(f"watch{n}"), _c.due.between(bindparam(f"first{n}"), bindparam(f"last{n}"))
        )
        for n in range(spans)
    )
    wanted = select(_c.watch, _c.due, _c.told).where(or_(*within), _AWAKE).distinct()
    return wanted if of_all else wanted.where(_c.agency == bindparam("agency"))


def agencies_at(conn: Connection, these: Sequence[Told], on: date) -> set[str]:
    """The agencies that have one of these days with its step; without clocks standing still."""
    at = tuple_(_c.watch, _c.due, _c.told).in_([(each.watch, each.due, each.told) for each in these])
    return set(conn.execute(select(_c.agency).where(at, _AWAKE).distinct(), {"on": on}).scalars())


_TELL = (
    update(watches)
    .where(
        _c.agency == bindparam("of"),
        _c.watch == bindparam("kind"),
        _c.due == bindparam("day"),
        _c.told != bindparam("rung"),
        _AWAKE,
    )
    .values(told=bindparam("rung"))
)


def tell(conn: Connection, agency: str, steps: Collection[Step], on: date) -> None:
    """Note that these steps were told, wherever the clock does not stand still on the day."""
    given = [
        {"of": agency, "kind": each.watch, "day": each.due, "rung": each.rung, "on": on} for each in steps
    ]
    if given:
        conn.execute(_TELL, given)


def reached(conn: Connection, agency: str, steps: Collection[Step], on: date) -> list[Reached]:
    """The applications at these steps that nobody was told of and whose clock does not stand still on the day."""
    if not steps:
        return []
    step = (
        values(column("watch", Text), column("due", Date), column("rung", Text), name="given")
        .data([(each.watch, each.due, each.rung) for each in steps])
        .cte("steps")
    )
    told = select(literal(1)).where(
        alerts.c.agency == agency,
        alerts.c.application == _c.application,
        alerts.c.watch == _c.watch,
        alerts.c.rung == step.c.rung,
        alerts.c.due == _c.due,
    )
    wanted = (
        select(_c.application, _c.watch, _c.due, step.c.rung, applications.c.handler)
        .select_from(step)
        .join(watches, (_c.agency == agency) & (_c.watch == step.c.watch) & (_c.due == step.c.due))
        .join(
            applications,
            (applications.c.agency == agency) & (applications.c.application == _c.application),
        )
        .where(_c.told != step.c.rung, _AWAKE, ~told.exists())
    )
    return [Reached(*row) for row in conn.execute(wanted, {"on": on})]


def dated(
    conn: Connection,
    agency: str,
    handler: str | None,
    limit: int,
    *,
    kinds: Collection[str] = (),
    through: date | None = None,
) -> list[Dated]:
    """The watched days of a handler's applications, of all without one, the nearest first; of some kinds, through a day."""
    a = applications.c
    wanted = (
        select(_c.application, a.number, a.handler, a.provisional, _c.watch, _c.due, _c.silent_until)
        .join(applications, (a.agency == _c.agency) & (a.application == _c.application))
        .where(_c.agency == agency)
    )
    if handler is not None:
        wanted = wanted.where(a.handler == handler)
    if kinds:
        wanted = wanted.where(_c.watch.in_(sorted(kinds)))
    if through is not None:
        wanted = wanted.where(_c.due <= through)
    order = wanted.order_by(_c.due, _c.application, _c.watch).limit(limit)
    return [Dated(**row._mapping) for row in conn.execute(order)]
