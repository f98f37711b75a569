"""The information-processing fee (条例 42, 收费办法): units -> yuan, line by line.

By item, counted across an applicant's calendar month, or by page, counted within one application; never both.
There is no cap. Whole yuan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foidesk.errors import DeskError
from foidesk.rules import law
from foidesk.rules.capitals import capitals
from foidesk.rules.law import Provision
from foidesk.rules.outcomes import Outcome
from foidesk.rules.vocabulary import FeeStandard

MOST_UNITS = 10_000_000  #: more is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Step:
    """From the unit `first` on, each costs `rate` yuan."""

    first: int
    rate: int


# by item: every further ten after the 40th costs 100 yuan more each (收费办法 5)
_ITEM_STEPS = (Step(1, 0), Step(11, 100), Step(31, 200))
_ITEMS_RISE_FROM, _ITEMS_RISE_EVERY, _ITEMS_RISE_BY = 31, 10, 100
_PAGE_STEPS = (Step(1, 0), Step(31, 10), Step(101, 20), Step(201, 40))
_STEPS = {FeeStandard.ITEMS: _ITEM_STEPS, FeeStandard.PAGES: _PAGE_STEPS}
FREE = {FeeStandard.ITEMS: 10, FeeStandard.PAGES: 30}
UNIT = {FeeStandard.ITEMS: "件", FeeStandard.PAGES: "页"}


@dataclass(frozen=True, slots=True)
class FeeLine:
    """Units `first` to `last` at `rate` yuan each."""

    first: int
    last: int
    rate: int

    @property
    def yuan(self) -> int:
        """The line's sum."""
        return (self.last - self.first + 1) * self.rate


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee with its computation."""

    standard: FeeStandard
    units: int
    already: int
    lines: tuple[FeeLine, ...]

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """What it rests on."""
        by_item = self.standard is FeeStandard.ITEMS
        return (law.FEE_ALLOWED, law.FEE_STANDARDS, law.FEE_BY_ITEM if by_item else law.FEE_BY_PAGE)

    @property
    def yuan(self) -> int:
        """The whole fee."""
        return sum(line.yuan for line in self.lines)

    @property
    def capitals(self) -> str:
        """The whole fee in capitals."""
        return capitals(self.yuan)

    @property
    def reasons(self) -> tuple[str, ...]:
        """One sentence a line."""
        unit = UNIT[self.standard]
        return tuple(
            f"第{line.first}—{line.last}{unit}，每{unit}{line.rate}元，计{line.yuan}元" for line in self.lines
        )


def fee(standard: FeeStandard, units: int, already: int = 0) -> Fee:
    """The fee for `units` items or pages; `already` items of the month came before.

    Raises DeskError for negative or absurd numbers, and for `already` with pages, which are never added up.
    """
    _check(standard, units, already)
    lines = [] if units == 0 else list(_lines(standard, already + 1, already + units))
    return Fee(standard, units, already, tuple(lines))


def _check(standard: FeeStandard, units: int, already: int) -> None:
    unit = UNIT[standard]
    for name, number in (("数量", units), ("此前件数", already)):
        if not 0 <= number <= MOST_UNITS:
            raise DeskError(
                f"{name}不能是{number}。",
                why=f"信息处理费{standard.label}计算，{unit}数应当是0到{MOST_UNITS}之间的整数。",
                do="请核对数量。",
            )
    if standard is FeeStandard.PAGES and already:
        raise DeskError("按量计收不累计此前的页数。", why="按量计收以单件申请计算。", do="请去掉此前数量。")


def _lines(standard: FeeStandard, first: int, last: int) -> Iterable[FeeLine]:
    while first <= last:
        rate, until = _step(standard, first)
        end = last if until is None else min(last, until)
        yield FeeLine(first, end, rate)
        first = end + 1


def _step(standard: FeeStandard, unit: int) -> tuple[int, int | None]:
    """The rate of a unit and the last unit at that rate (None: no end)."""
    if standard is FeeStandard.ITEMS and unit >= _ITEMS_RISE_FROM:
        tens = (unit - _ITEMS_RISE_FROM) // _ITEMS_RISE_EVERY
        rate = _ITEM_STEPS[-1].rate + tens * _ITEMS_RISE_BY
        return rate, _ITEMS_RISE_FROM + (tens + 1) * _ITEMS_RISE_EVERY - 1
    steps = _STEPS[standard]
    at = max(place for place, step in enumerate(steps) if step.first <= unit)
    return steps[at].rate, steps[at + 1].first - 1 if at + 1 < len(steps) else None


def in_words(standard: FeeStandard) -> str:
    """The standard as a fee notice states it (收费办法 4, 5), without a full stop at its end."""
    unit, free = UNIT[standard], FREE[standard]
    bands = [f"{free}{unit}以下（含{free}{unit}）的，不收费"]
    for step in _STEPS[standard]:
        rate, until = _step(standard, step.first)
        if rate:
            units = f"第{step.first}至{until}{unit}" if until else f"第{step.first}{unit}起"
            bands.append(f"{units}，每{unit}{rate}元")
    if standard is FeeStandard.ITEMS:
        bands.append(f"此后以{_ITEMS_RISE_EVERY}件为一档，每增加一档，每件提高{_ITEMS_RISE_BY}元")
    return "；".join(bands)


@dataclass(frozen=True, slots=True)
class MonthItem:
    """One application of an applicant, as the month's count sees it."""

    received: date  #: of the first receipt; a clarification does not move it
    outcome: Outcome | None
    withdrawn: bool = False
    merged: bool = False
    by_page: bool = False
    units: int = 1  #: items of the application, as charged

    @property
    def counts(self) -> bool:
        """Whether it counts towards the month's items."""
        # READING(adr-021): withdrawn before the reply, petitions, charged by page, merged: no.
        return not (self.withdrawn or self.merged or self.by_page or self.outcome is Outcome.PETITION)


def already_in_month(month: date, items: Iterable[MonthItem]) -> int:
    """How many items of the applicant's calendar month count, of those given."""
    # READING(adr-021): per agency and calendar month of receipt.
    return sum(
        item.units
        for item in items
        if item.counts and (item.received.year, item.received.month) == (month.year, month.month)
    )
