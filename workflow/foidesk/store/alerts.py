"""Alerts, each raised once, and the inboxes they lie in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, literal, or_, select, true, update

from foidesk.store import numbers
from foidesk.store.alerttables import alerts, inbox, watches
from foidesk.store.ready import Ready
from foidesk.store.tables import applications

AGENCY_ITSELF = 0  #: the application of what concerns the agency and no application
_COUNTER = "alert"
_a, _i = alerts.c, inbox.c
_RAISE = Ready(lambda into: into(alerts))
_LAY = Ready(lambda into: into(inbox).on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class Raised:
    """A step to be told: of which application, which of its days; the day it had `before` the calendar changed."""

    application: int
    watch: str
    rung: str
    due: date
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it lies in an inbox; `standing` while the day has still to be kept."""

    alert: int
    application: int
    number: str | None
    handler: str | None
    watch: str
    rung: str
    due: date
    before: date | None
    raised_at: datetime
    seen_at: datetime | None
    standing: bool


def hold(conn: Connection, agency: str) -> None:
    """Of two sweeps at once let the second wait, until the first has committed what it raised."""
    numbers.take_many(conn, agency, _COUNTER, 0)


def add(conn: Connection, agency: str, raised: Sequence[Raised], at: datetime) -> range:
    """Keep alerts that were not raised before; their numbers, in order. Call `hold` before looking for them."""
    keys = numbers.take_many(conn, agency, _COUNTER, len(raised))
    rows = [
        {
            "agency": agency, "alert": key, "application": each.application, "watch": each.watch, "rung": each.rung,
            "due": each.due, "before": each.before, "raised_at": at,
        }
        for key, each in zip(keys, raised, strict=True)
    ]  # fmt: skip
    if rows:
        _RAISE.many(conn, rows)
    return keys


def told(
    conn: Connection, agency: str, application: int, due: Collection[date]
) -> set[tuple[str, str, date]]:
    """Kind, step and day of what was raised for the application about these days."""
    wanted = select(_a.watch, _a.rung, _a.due).where(
        _a.agency == agency, _a.application == application, _a.due.in_(sorted(due))
    )
    return {(watch, rung, day) for watch, rung, day in conn.execute(wanted)}


def standing(conn: Connection, agency: str, application: int) -> list[int]:
    """What was told of the application and still stands, oldest first."""
    wanted = select(_a.alert).where(_a.agency == agency, _a.application == application, _WATCHED)
    return list(conn.execute(wanted.order_by(_a.alert)).scalars())


def agencies_told(conn: Connection, watch: str, rung: str, due: date) -> set[str]:
    """The agencies that were told of this step of a day of their own."""
    same = (_a.application == AGENCY_ITSELF, _a.watch == watch, _a.rung == rung, _a.due == due)
    return set(conn.execute(select(_a.agency).where(*same)).scalars())


def lay(conn: Connection, agency: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Put alerts into inboxes: pairs of account and alert."""
    rows = [
        {"agency": agency, "account": account, "alert": alert, "seen_at": None} for account, alert in pairs
    ]
    if rows:
        _LAY.many(conn, rows)


# --- the inbox ---------------------------------------------------------------------------------------

_WATCHED = (
    select(literal(1))
    .where(
        watches.c.agency == _a.agency,
        watches.c.application == _a.application,
        watches.c.watch == _a.watch,
        watches.c.due == _a.due,
    )
    .exists()
)
_STANDING = or_(_a.application == AGENCY_ITSELF, _WATCHED)
_LINES = (
    select(
        _a.alert, _a.application, applications.c.number, applications.c.handler, _a.watch, _a.rung, _a.due, _a.before,
        _a.raised_at, _i.seen_at, _STANDING.label("standing"),
    )
    .select_from(inbox)
    .join(alerts, and_(_a.agency == _i.agency, _a.alert == _i.alert))
    .outerjoin(
        applications, and_(applications.c.agency == _a.agency, applications.c.application == _a.application)
    )
)  # fmt: skip
_UNSEEN = _i.seen_at.is_(None)
_COUNT = (
    select(func.count())
    .select_from(inbox)
    .join(alerts, and_(_a.agency == _i.agency, _a.alert == _i.alert))
    .where(_i.agency == bindparam("agency"), _i.account == bindparam("account"), _UNSEEN, _STANDING)
)


def page(
    conn: Connection,
    agency: str,
    account: int,
    *,
    unseen: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> list[Alert]:
    """The newest alerts of a person, or those before one; with `unseen` those not seen that still stand."""
    wanted = _LINES.where(
        _i.agency == agency, _i.account == account, _UNSEEN & _STANDING if unseen else true()
    )
    if before is not None:
        wanted = wanted.where(_i.alert < before)
    return _read(conn, wanted.order_by(_i.alert.desc()).limit(limit))


def get(conn: Connection, agency: str, alert: int) -> Alert | None:
    """One alert, as it lies in no inbox."""
    columns = [*_LINES.selected_columns][:-2]
    wanted = (
        select(*columns, literal(None).label("seen_at"), _STANDING.label("standing"))
        .select_from(alerts)
        .outerjoin(
            applications,
            and_(applications.c.agency == _a.agency, applications.c.application == _a.application),
        )
        .where(_a.agency == agency, _a.alert == alert)
    )
    return next(iter(_read(conn, wanted)), None)


def newer(conn: Connection, agency: str, alert: Alert) -> bool:
    """Whether a later step of the same day was told since."""
    wanted = select(_a.alert).where(
        _a.agency == agency,
        _a.application == alert.application,
        _a.watch == alert.watch,
        _a.due == alert.due,
        _a.alert > alert.alert,
    )
    return conn.execute(wanted.limit(1)).first() is not None


def _read(conn: Connection, wanted: Select[Any]) -> list[Alert]:
    return [Alert(**row._mapping) for row in conn.execute(wanted)]


def unseen(conn: Connection, agency: str, account: int) -> int:
    """How many alerts of a person still stand and were not seen."""
    return conn.scalar(_COUNT, {"agency": agency, "account": account}) or 0


def waiting(conn: Connection, agency: str) -> set[int]:
    """The accounts with alerts that still stand and were not seen."""
    wanted = (
        select(_i.account)
        .join(alerts, and_(_a.agency == _i.agency, _a.alert == _i.alert))
        .where(_i.agency == agency, _UNSEEN, _STANDING)
        .distinct()
    )
    return set(conn.execute(wanted).scalars())


def settle(
    conn: Connection, agency: str, watch: str, due: date, at: datetime, rung: str | None = None
) -> None:
    """Nobody need look any more at one step of a day of the agency's own, or at any of its steps."""
    about = select(_a.alert).where(
        _a.agency == agency, _a.application == AGENCY_ITSELF, _a.watch == watch, _a.due == due
    )
    if rung is not None:
        about = about.where(_a.rung == rung)
    conn.execute(update(inbox).where(_i.agency == agency, _i.alert.in_(about), _UNSEEN).values(seen_at=at))


def see(conn: Connection, agency: str, account: int, through: int, at: datetime) -> int:
    """Note that a person has seen the alerts up to one; how many were new."""
    mine = and_(_i.agency == agency, _i.account == account, _i.alert <= through, _UNSEEN)
    return conn.execute(update(inbox).where(mine).values(seen_at=at)).rowcount
