"""Periods as letters state them: the due day a step moved, and days counted without a notice of days off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from foidesk.desk.letterfacts.matter import Matter
from foidesk.errors import DeskError
from foidesk.rules.events import Event
from foidesk.rules.law import Provision


def moved(matter: Matter, event: Event, provisions: Collection[Provision]) -> tuple[date | None, date | None]:
    """The due day before and after the step that `event` took under one of the provisions.

    Raises DeskError when the step had no effect: then there is nothing to tell the applicant.
    """
    clock = matter.case.clock
    steps = [n for n, r in enumerate(clock.reasons) if r.on == event.on and r.provision in provisions]
    if not steps:
        raise DeskError(
            f"“{event.label}”没有产生效力，不能制发文书。",
            why="；".join(p.what for p in clock.problems if p.on == event.on) or "答复期限没有变动。",
            do="请按现有的答复期限答复。",
        )
    return clock.reasons[steps[-1] - 1].due, clock.reasons[steps[-1]].due


def provisional(matter: Matter, first: date | None, last: date | None) -> str | None:
    """The years without a notice of days off that a period was counted through: “2027年”; None: all are known."""
    if first is None or last is None:
        return None
    calendar = matter.case.position.calendar
    years = range(first.year, last.year + 1)
    unknown = [
        f"{year}年"
        for year in years
        if calendar.provisional(max(first, date(year - 1, 12, 31)), min(last, date(year, 12, 31)))
    ]
    return "、".join(unknown) or None
