"""What has to be kept: overdue, today, through the end of the week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from foidesk.desk.office import Office
from foidesk.rules.watch import STALE, After, Watch
from foidesk.store import watches
from foidesk.store.watches import Dated

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Due:
    """Days by how near they are, each group the earliest first."""

    overdue: Sequence[Dated]
    today: Sequence[Dated]
    week: Sequence[Dated]


def due(office: Office, on: date, handler: str | None = None) -> Due:
    """The watched days of a handler, of everybody without one. Clocks that stand still and old news are left out."""
    sunday = on + timedelta(days=6 - on.weekday())
    with office.database.reading() as conn:
        found = watches.dated(conn, office.key, handler, MOST, through=sunday)
    told = [each for each in found if _counts(office, each, on)]
    return Due(
        [each for each in told if each.due < on],
        [each for each in told if each.due == on],
        [each for each in told if each.due > on],
    )


def _counts(office: Office, day: Dated, on: date) -> bool:
    if day.silent_until is not None and on <= day.silent_until:
        return False
    if day.due >= on:
        return True
    after = Watch(day.watch).after
    late = office.calendar.count(day.due, on)
    return after is After.DAILY or (after is After.ONCE and late <= STALE)
