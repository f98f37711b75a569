"""A year or a quarter of it, as figures of many agencies are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from foidesk.desk.reports.years import check_year
from foidesk.errors import DeskError

_NUMERALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """A whole year, or with `quarter` from 1 to 4 a part of it."""

    year: int
    quarter: int | None = None

    def __post_init__(self) -> None:
        check_year(self.year)
        if self.quarter is not None and not 1 <= self.quarter <= 4:
            raise DeskError("没有这个季度。", why="季度为1至4。", do="请核对季度。")

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        if self.quarter in (None, 4):
            return date(self.year, 12, 31)
        return date(self.year, 3 * self.quarter + 1, 1) - timedelta(days=1)

    @property
    def words(self) -> str:
        """2026年第三季度, or 2026年."""
        part = f"第{_NUMERALS[self.quarter - 1]}季度" if self.quarter else ""
        return f"{self.year}年{part}"


def before(on: date) -> Period:
    """The last quarter that is over on the day."""
    quarter = (on.month - 1) // 3
    return Period(on.year, quarter) if quarter else Period(on.year - 1, 4)
