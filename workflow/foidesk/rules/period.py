"""One running reply period: where it starts, how long it is, what is left out, where it ends.

The end is computed in constant time per pause; `days` lists the same period day by day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foidesk.rules.workdays import Calendar, Day

Pause = tuple[date, date]  #: the working days d with first < d <= last are not counted


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day of the period: its number when it counts, else why it does not."""

    day: Day
    number: int | None
    why: str  #: empty for a counted day

    @property
    def label(self) -> str:
        """第7个工作日 = 2026-10-10 周六 调休上班 国办发明电〔2025〕7号."""
        if self.number is not None:
            return f"第{self.number}个工作日 = {self.day.label}"
        return f"不计 {self.day.label}" + (f"（{self.why}）" if self.why else "")


@dataclass(frozen=True, slots=True)
class Period:
    """A reply period: `length` working days after `start`, pauses left out, or a day announced under art. 35.

    The start itself is not counted (民法典 201).
    """

    # READING(adr-007): day 1 is the first working day after the event.
    start: date
    length: int  #: working days
    pauses: tuple[Pause, ...] = ()  #: disjoint, in order
    announced: date | None = None

    def end(self, calendar: Calendar) -> date:
        """The last day of the period."""
        if self.announced is not None:
            return self.announced
        left, reached = self.length, self.start
        for first, last in self.pauses:
            if last <= reached:
                continue
            begins = max(first, reached)  # READING(adr-012): still running at a restart, only what follows it
            if begins >= calendar.add(reached, left):
                break  # served on or after the due day: nothing
            left -= calendar.count(reached, begins)
            reached = last
        return calendar.add(reached, left)

    def days(self, calendar: Calendar) -> Iterator[CountedDay]:
        """Every day after the start to the end, counted or not, one by one."""
        end = self.end(calendar)
        number = 0
        day = self.start
        while day < end:
            day = date.fromordinal(day.toordinal() + 1)
            shown = calendar.day(day)
            if not calendar.is_workday(day):
                yield CountedDay(shown, None, "")
            elif self.announced is None and any(first < day <= last for first, last in self.pauses):
                yield CountedDay(shown, None, "征求意见期间")
            else:
                number += 1
                yield CountedDay(shown, number, "")


def merge(pauses: list[Pause]) -> tuple[Pause, ...]:
    """Overlapping pauses as one, in order: what overlaps is left out once."""
    merged: list[Pause] = []
    for first, last in sorted(pauses):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        elif last > first:
            merged.append((first, last))
    return tuple(merged)
