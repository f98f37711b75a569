"""Adding 20 working days: our table against chinesecalendar and numpy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import numpy as np

from bench.timing import Result, micro, pair
from foidesk import content

DAY = date(2025, 9, 30)


def results() -> Iterator[Result]:
    calendar = content.calendar()
    off = [d for year in range(2024, 2027) for d in calendar.year(year).off]
    busdays = np.busdaycalendar(holidays=off)
    day, stop = date(2024, 1, 1), date(2026, 10, 1)
    while day < stop:
        if calendar.is_workday(day):  # from a rest day the peer counts one more
            assert calendar.add(day, 20) == chinese_calendar.find_workday(20, day), day
        day += timedelta(days=1)
    add = calendar.add
    find = chinese_calendar.find_workday
    against = pair(lambda: add(DAY, 20), lambda: find(20, DAY))
    # the bare method: the call of the lambda is no part of it
    empty = pair(lambda: None, lambda: None).ours
    ratio = against.peer / (against.ours - empty)
    yield Result(
        "add 20 working days ÷ chinesecalendar.find_workday",
        f"{micro(against.ours - empty)} against {micro(against.peer)}: {ratio:,.0f} ×",
        "≥ 4,000 ×",
        ratio >= 4000,
    )
    offset = np.busday_offset
    with_numpy = pair(lambda: add(DAY, 20), lambda: offset(DAY, 20, roll="forward", busdaycal=busdays))
    ratio = (with_numpy.peer - empty) / (with_numpy.ours - empty)
    yield Result(
        "add 20 working days ÷ numpy.busday_offset (prebuilt calendar)",
        f"{micro(with_numpy.ours - empty)} against {micro(with_numpy.peer - empty)}: {ratio:,.1f} ×",
        "≥ 20 ×",
        ratio >= 20,
    )
