"""The nearest-rank percentile of times."""

from __future__ import annotations

from collections import Counter


def rank(days: Counter[int], per_cent: int) -> int | None:
    """The value that so many per cent of them do not exceed; None of none."""
    wanted = max(1, -(-days.total() * per_cent // 100))
    passed = 0
    for value in sorted(days):
        passed += days[value]
        if passed >= wanted:
            return value
    return None
