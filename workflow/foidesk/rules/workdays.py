"""Which days are working days, and how many lie between two of them.

Source: 《全国年节及纪念日放假办法》 (`law.DAYS_OFF`) and the State Council's yearly notice. Monday to
Friday are working days except the days off of a notice, plus its make-up Saturdays and Sundays.
The day of the event is never counted (`law.FIRST_DAY_NOT_COUNTED`).

Everything below the table of known years and above it is weekday arithmetic; inside, one look-up.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from foidesk.errors import DeskError
from foidesk.rules.law import DAYS_OFF

_WEEKDAYS = "一二三四五六日"
_LAST = date.max.toordinal()
_FIRST_YEAR, _LAST_YEAR = 1949, 2199  # a slip such as 20226 must not build a table of millennia


class Kind(StrEnum):
    """What a day is: an ordinary 工作日 or 周末, 放假 by a notice, or 调休上班 by a notice."""

    WORKDAY = "工作日"
    WEEKEND = "周末"
    OFF = "放假"
    MAKEUP = "调休上班"

    @property
    def works(self) -> bool:
        """Whether people work on such a day."""
        return self in (Kind.WORKDAY, Kind.MAKEUP)


class Decision(NamedTuple):
    """What a notice says about one day, under which holiday's name, and by which document number."""

    kind: Kind
    name: str
    number: str


# --- the notice ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Span:
    """放假: the days off of one holiday, first and last included; weekends inside count as off."""

    name: str
    first: date
    last: date

    def days(self, since: date, until: date) -> Iterator[date]:
        """Every day of the span from `since` to `until`; none if the span is reversed."""
        first, last = max(self.first, since), min(self.last, until)
        return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


@dataclass(frozen=True, slots=True)
class Amendment:
    """A later notice that changed an earlier one: what it cancelled, then what it added."""

    number: str
    issued: date
    off: tuple[Span, ...] = ()
    work: tuple[date, ...] = ()
    cancelled_off: tuple[date, ...] = ()
    cancelled_work: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """部分节假日安排的通知: the State Council's notice for one year, with what changed it later.

    It may decide days of the December before. One that contradicts itself cannot be made:
    DeskError names every problem at once.
    """

    year: int
    number: str
    issued: date
    off: tuple[Span, ...] = ()
    work: tuple[date, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    def __post_init__(self) -> None:
        if _FIRST_YEAR <= self.year <= _LAST_YEAR:
            problems = self._misplaced() + self._fold({})
        else:
            problems = [f"年份 {self.year} 不在 {_FIRST_YEAR} 至 {_LAST_YEAR} 之间"]
        if problems:
            raise DeskError(
                f"{self.year}年的放假通知有 {len(problems)} 处不能采用。",
                why="；".join(problems) + "。",
                do="请对照国务院通知原文改正后重新录入。",
            )

    @property
    def decisions(self) -> dict[date, Decision]:
        """Each day the notice or an amendment decides, as it stands after all amendments."""
        found: dict[date, Decision] = {}
        self._fold(found)
        return found

    @property
    def effective_off(self) -> tuple[date, ...]:
        """The days off after all amendments, in order, weekends inside the breaks included."""
        return tuple(sorted(day for day, said in self.decisions.items() if said.kind is Kind.OFF))

    @property
    def effective_work(self) -> tuple[date, ...]:
        """The make-up working days after all amendments, in order."""
        return tuple(sorted(day for day, said in self.decisions.items() if said.kind is Kind.MAKEUP))

    def _steps(self) -> tuple[Amendment, ...]:
        return (Amendment(self.number, self.issued, self.off, self.work), *self.amendments)

    def _bounds(self) -> tuple[date, date]:
        return date(self.year - 1, 12, 1), date(self.year, 12, 31)

    def _misplaced(self) -> list[str]:
        """What is wrong with numbers and dates before any two of them are compared."""
        first, last = self._bounds()
        problems = []
        for step in self._steps():
            if not step.number.strip():
                problems.append("缺少发文字号")
            for span in step.off:
                if span.last < span.first:
                    problems.append(f"“{span.name}”的起止日期颠倒：{span.first} 至 {span.last}")
            named = {day for span in step.off for day in (span.first, span.last)}
            named.update(step.work, step.cancelled_off, step.cancelled_work)
            outside = sorted(day for day in named if not first <= day <= last)
            problems += [f"{day} 不在 {first} 至 {last} 之间" for day in outside]
        return problems

    def _fold(self, decisions: dict[date, Decision]) -> list[str]:
        """Apply the notice and its amendments to `decisions`, in order; return what contradicts."""
        problems: list[str] = []
        for step in self._steps():
            problems += _cancel(decisions, step, Kind.OFF, step.cancelled_off)
            problems += _cancel(decisions, step, Kind.MAKEUP, step.cancelled_work)
            for span in step.off:
                for day in span.days(*self._bounds()):
                    if _kind(decisions, day) is Kind.MAKEUP:
                        problems.append(f"{day} 既放假又调休上班")
                    decisions[day] = Decision(Kind.OFF, span.name, step.number)
            for day, times in sorted(Counter(step.work).items()):
                if times > 1:
                    problems.append(f"{day} 列为调休上班 {times} 次")
                if _kind(decisions, day) is Kind.OFF:
                    problems.append(f"{day} 既放假又调休上班")
                elif day.weekday() < 5:
                    problems.append(f"{day} 是{weekday(day)}，本来就上班，不能列为调休上班")
                decisions[day] = Decision(Kind.MAKEUP, "", step.number)
        return problems


def _kind(decisions: dict[date, Decision], day: date) -> Kind | None:
    said = decisions.get(day)
    return said.kind if said else None


def _cancel(
    decisions: dict[date, Decision], step: Amendment, kind: Kind, days: tuple[date, ...]
) -> list[str]:
    """Make the days ordinary again, decided by the amendment; return those that were not `kind`."""
    problems = []
    for day in days:
        if _kind(decisions, day) is not kind:
            problems.append(f"{step.number}取消的 {day} 原来并非{kind}")
        decisions[day] = Decision(_ordinary(day), "", step.number)
    return problems


def _ordinary(day: date) -> Kind:
    return Kind.WORKDAY if day.weekday() < 5 else Kind.WEEKEND


def weekday(day: date) -> str:
    """周一 to 周日."""
    return "周" + _WEEKDAYS[day.weekday()]


# --- what the calendar answers -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Day:
    """One day and why it is or is not a working day; `notice` is None where no notice decided it."""

    on: date
    weekday: str
    kind: Kind
    name: str  #: the holiday, for a day off; else empty
    notice: str | None
    provisional: bool  #: 暂定: its year has no notice yet

    @property
    def label(self) -> str:
        """One line: "2026-10-10 周六 调休上班 国办发明电〔2025〕7号"."""
        doubt = "暂定" if self.provisional else None
        parts = (self.on.isoformat(), self.weekday, self.kind, self.name, self.notice, doubt)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class YearView:
    """A calendar year: its notice (None: not known, provisional) and the days decided within it.

    `off` holds the days of the breaks, weekends too; both also hold days of December that the
    next year's notice decided.
    """

    year: int
    notice: str | None
    amended_by: tuple[str, ...]
    provisional: bool
    off: tuple[date, ...]
    work: tuple[date, ...]


# --- the calendar --------------------------------------------------------------------------------
class Calendar:
    """工作日历: working days by the notices given; any later notice for a year replaces the earlier.

    Immutable. Dates are plain dates in Asia/Shanghai, 1900 to 9999. A year without notice is
    counted with weekends only and is provisional (暂定); nothing is refused for it.

    Inside: `_rank[i]` is the number of working days of the table up to its i-th day, `_days[k]` its
    k-th working day (k from 1), so that the n-th after a day is one subtraction and two look-ups.
    """

    __slots__ = (
        "_base", "_days", "_decisions", "_edge", "_notices", "_rank", "_shift", "_skipped", "_version",
    )  # fmt: skip

    def __init__(self, notices: Iterable[Notice]) -> None:
        latest = {notice.year: notice for notice in notices}
        self._notices = dict(sorted(latest.items()))
        self._decisions: dict[date, Decision] = {}
        for notice in self._notices.values():  # ascending: on December days the later year decides
            self._decisions.update(notice.decisions)
        self._version = ""
        self._tabulate()

    def _tabulate(self) -> None:
        """Lay out the known years with a margin on either side, so that usual counts stay inside."""
        first = date(min(self._notices, default=2008) - 1, 1, 1).toordinal()
        last = date(max(self._notices, default=2007) + 3, 1, 1).toordinal()
        works = [o % 7 not in (0, 6) for o in range(first, last)]  # ordinal 1 was a Monday
        for day, said in self._decisions.items():
            works[day.toordinal() - first] = said.kind.works
        self._base = first
        self._rank = list(accumulate(works))
        self._days = [date.min]  # place 0 is never read
        self._days += [date.fromordinal(first + i) for i, working in enumerate(works) if working]
        self._edge = last  # first ordinal above the table
        self._skipped = _weekdays(first - 1)  # working days below the table
        self._shift = self._skipped + self._rank[-1] - _weekdays(last - 1)

    # -- counting -----------------------------------------------------------------------------
    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself is never counted.

        n < 0: the n-th working day before it; n = 0: the day itself, working or not.
        DeskError beyond the last date there is. Source: `law.FIRST_DAY_NOT_COUNTED`.
        """
        if n > 0:
            place = day.toordinal() - self._base
            if place >= 0:  # a negative index would silently count from the end of the table
                try:
                    return self._days[self._rank[place] + n]
                except IndexError:
                    pass  # beyond the table: reckon
            return self._nth(self._upto(day.toordinal()) + n)
        if n < 0:
            return self._nth(self._upto(day.toordinal() - 1) + n + 1)
        return day

    def count(self, first: date, last: date) -> int:
        """Working days d with first < d <= last; negative if the two are reversed."""
        return self._upto(last.toordinal()) - self._upto(first.toordinal())

    def is_workday(self, day: date) -> bool:
        """Whether people work on the day."""
        ordinal = day.toordinal()
        return self._upto(ordinal) > self._upto(ordinal - 1)

    def next_workday(self, day: date) -> date:
        """The first working day on or after `day`."""
        return self._nth(self._upto(day.toordinal() - 1) + 1)

    def workdays(self, first: date, last: date) -> Iterator[date]:
        """The working days d with first < d <= last, in order."""
        return map(self._nth, range(self._upto(first.toordinal()) + 1, self._upto(last.toordinal()) + 1))

    def _upto(self, ordinal: int) -> int:
        """Working days from the beginning of time to `ordinal`, included."""
        if ordinal < self._base:
            return _weekdays(ordinal)
        if ordinal < self._edge:
            return self._skipped + self._rank[ordinal - self._base]
        return self._shift + _weekdays(ordinal)

    def _nth(self, k: int) -> date:
        """The k-th working day since the beginning of time: the inverse of `_upto`."""
        place = k - self._skipped
        if 1 <= place < len(self._days):
            return self._days[place]
        weeks, rest = divmod((k if place < 1 else k - self._shift) - 1, 5)
        ordinal = weeks * 7 + rest + 1
        if not 1 <= ordinal <= _LAST:
            raise DeskError(
                "算出的日期超出了可以表示的范围。",
                why="日期只能在公元1年至9999年之间。",
                do="请核对起算日期和工作日数。",
            )
        return date.fromordinal(ordinal)

    # -- where the answer comes from ----------------------------------------------------------
    def provisional(self, first: date, last: date) -> bool:
        """暂定: whether a day d with first < d <= last lies in a year without notice."""
        if last < first:
            first, last = last, first
        if first == last:
            return False
        years = range((first + timedelta(days=1)).year, last.year + 1)
        return any(year not in self._notices for year in years)

    def day(self, day: date) -> Day:
        """What the day is, and the notice that decided it."""
        kind, name, number = self._decisions.get(day) or (_ordinary(day), "", None)
        return Day(day, weekday(day), kind, name, number, day.year not in self._notices)

    def year(self, year: int) -> YearView:
        """The calendar year as the notices leave it."""
        notice = self._notices.get(year)
        within = sorted((day, said.kind) for day, said in self._decisions.items() if day.year == year)
        return YearView(
            year=year,
            notice=notice.number if notice else None,
            amended_by=tuple(amendment.number for amendment in notice.amendments) if notice else (),
            provisional=notice is None,
            off=tuple(day for day, kind in within if kind is Kind.OFF),
            work=tuple(day for day, kind in within if kind is Kind.MAKEUP),
        )

    @property
    def version(self) -> str:
        """A digest of all facts (12 hexadecimal digits): changes exactly when a day, name or number does."""
        if not self._version:
            facts = [f"{year} {notice.number}" for year, notice in self._notices.items()]
            facts += [" ".join((str(day), *said)) for day, said in sorted(self._decisions.items())]
            self._version = hashlib.sha256("\n".join((DAYS_OFF.cite, *facts)).encode()).hexdigest()[:12]
        return self._version

    def with_notices(self, notices: Iterable[Notice]) -> Calendar:
        """A calendar with these notices too; one for a year already known replaces the earlier."""
        return Calendar((*self._notices.values(), *notices))


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays from ordinal 1, a Monday, to `ordinal`."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)
