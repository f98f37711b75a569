"""Years that can have a report."""

from __future__ import annotations

from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.errors import DeskError


def check_year(year: int) -> None:
    """Refuse a year no calendar reaches."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DeskError(
            f"没有{year}年的年报。", why=f"年份应当在{FIRST_YEAR}到{LAST_YEAR}之间。", do="请核对年份。"
        )
