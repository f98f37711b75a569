"""Days as a holiday notice writes them: "2月15日（农历腊月二十八、周日）至23日" with what is left out filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from foidesk.rules.workdays import weekday

ONE_DAY = timedelta(days=1)
_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")


@dataclass(slots=True)
class Days:
    """The days of one sentence, each replaced by its place in the list; faults are gathered."""

    year: int  #: of the notice
    new_year: bool  #: whether the sentence is about 元旦, whose December belongs to the year before
    faults: list[str]
    found: list[date]

    def marked(self, sentence: str) -> str:
        """The sentence with <0>, <1> … in the place of its days."""
        parts: list[str] = []
        at = 0
        month = said_year = None
        for day in _DAY.finditer(sentence):
            parts.append(sentence[at : day.start()])
            at = day.end()
            if day[2] is not None:
                month, said_year = int(day[2]), int(day[1]) if day[1] else None
            parts.append(self._mark(day, month, said_year))
        return "".join((*parts, sentence[at:]))

    def _mark(self, said: re.Match[str], month: int | None, said_year: int | None) -> str:
        if month is None:
            self.faults.append(f"“{said[0]}”没有写明月份")
            return said[0]
        before = self.new_year and month == 12
        try:
            day = date(said_year or (self.year - 1 if before else self.year), month, int(said[3]))
        except ValueError:
            self.faults.append(f"没有“{said[0]}”这一天")
            return said[0]
        told = _WEEKDAY.search(said[4] or "")
        if told and told[1].replace("天", "日") != weekday(day)[1]:
            self.faults.append(f"“{said[0]}”：{day}是{weekday(day)}，不是周{told[1]}")
        self.found.append(day)
        return f"<{len(self.found) - 1}>"


def weekend_beside(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The Saturdays and Sundays that touch a break on either side (与周末连休), as spans."""
    start = first
    while (start - ONE_DAY).weekday() >= 5:
        start -= ONE_DAY
    if start < first:
        yield start, first - ONE_DAY
    end = last
    while (end + ONE_DAY).weekday() >= 5:
        end += ONE_DAY
    if end > last:
        yield last + ONE_DAY, end
