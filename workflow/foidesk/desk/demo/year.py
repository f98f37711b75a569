"""The sample year as it is written down, and the same year moved so that it ends on another day.

Every day keeps its distance in working days from the last one, so that whatever was in time stays in time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from foidesk import content
from foidesk.desk.ledger.cells import Row
from foidesk.rules.workdays import Calendar

AS_OF = date(2025, 12, 8)  #: the day on which the year as written is looked at
_CELL_OF_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_IN_WORDS = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")


@dataclass(frozen=True, slots=True)
class Year:
    """Rows of a ledger in order of receipt, what they lack by number, and the day they are looked at."""

    rows: tuple[Row, ...]
    facts: Mapping[str, Any]
    as_of: date


def written() -> Year:
    """The sample year as it stands in the files."""
    return Year(tuple(content.sample_ledger()), content.sample_facts(), AS_OF)


def around(day: date, calendar: Calendar, number: Callable[[int, int], str]) -> Year:
    """The sample year ending on `day` or the working day before it, with the applications that lie on the desks in the midst of their way.

    `number` writes the n-th number of a year.
    """
    facts = content.sample_facts()
    told = {**facts["case"], **content.sample_open_facts()["case"]}
    move = _Move(calendar, day)
    rows = sorted((*content.sample_ledger(), *content.sample_open_ledger()), key=lambda row: row["收到日期"])
    renamed: dict[str, str] = {}
    count: dict[int, int] = {}
    moved = []
    for row in rows:
        cells = {heading: move.cell(text) for heading, text in row.items()}
        year = date.fromisoformat(cells["收到日期"]).year
        count[year] = count.get(year, 0) + 1
        old, new = row["申请编号"], number(year, count[year])
        renamed[old] = new
        moved.append({**cells, "申请编号": new, "答复文号": cells["答复文号"].replace(old, new)})
    cases = {renamed[old]: move.facts(said) for old, said in told.items()}
    return Year(tuple(moved), {**facts, "case": cases}, move.end)


def origin(first_received: date, calendar: Calendar) -> date:
    """The day that a moved year ends on, from the day its first application was received."""
    distance = calendar.count(date.fromisoformat(content.sample_ledger()[0]["收到日期"]), AS_OF)
    return calendar.add(first_received, distance)


class _Move:
    """Days moved from before `AS_OF` to before another day, by their distance in working days."""

    def __init__(self, calendar: Calendar, day: date) -> None:
        self._calendar = calendar
        self.end = day if calendar.is_workday(day) else calendar.add(day, -1)

    def day(self, day: date) -> date:
        return self._calendar.add(self.end, self._calendar.count(AS_OF, day))

    def cell(self, text: str) -> str:
        return self.day(date.fromisoformat(text)).isoformat() if _CELL_OF_A_DAY.fullmatch(text) else text

    def facts(self, said: Any) -> Any:
        """The same facts with the days of the sample year moved; older days are history and stay."""
        match said:
            case dict():
                return {name: self.facts(each) for name, each in said.items()}
            case list():
                return [self.facts(each) for each in said]
            case date():
                return self.day(said)
            case str():
                return _DAY_IN_WORDS.sub(self._words, said)
            case _:
                return said

    def _words(self, found: re.Match[str]) -> str:
        year, month, day = found.groups()
        if int(year) != AS_OF.year:
            return found[0]
        moved = self.day(date(int(year), int(month), int(day or 15)))
        return f"{moved.year}年{moved.month}月" + (f"{moved.day}日" if day else "")
