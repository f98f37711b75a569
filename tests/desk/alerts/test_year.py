"""A year of sweeps with a moved clock: National Day, Spring Festival, a year end without a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.desk.alerts.conftest import at
from tests.desk.conftest import clerk

from foidesk.desk import applications
from foidesk.desk.alerts.sweep import sweep
from foidesk.desk.office import CHINA, Office
from foidesk.rules import events as ev
from foidesk.store.alerts import Alert
from foidesk.store.worklist import Row

DAY = timedelta(days=1)
#: Received before the Spring Festival, before National Day, before the end of a year that the next notice is missing for.
RECEIVED = (date(2026, 1, 30), date(2026, 9, 10), date(2026, 12, 10))


def test_through_a_year_every_step_comes_once_on_a_working_day_and_in_order(
    office: Office, register: Callable[..., Row], inbox: Callable[..., list[Alert]]
) -> None:
    rows = {}
    day, end = date(2026, 1, 5), date(2027, 1, 15)
    while day <= end:
        if day in RECEIVED:
            rows[day] = register(day, handler="周敏")
        for hour in (0, 8, 17):
            sweep(office, at(day, hour))
        for received, row in list(rows.items()):
            if row.due is not None and day == office.calendar.add(row.due, 2):
                reply = ev.Withdrawn(on=day, signed_by="李珺")
                applications.record(office, row.number, [reply], clerk(day))
                del rows[received]
        day += DAY
    found = [each for each in inbox("周敏") if each.watch == "reply"]
    raised = [each.raised_at.astimezone(CHINA).date() for each in found]
    assert all(map(office.calendar.is_workday, raised))
    for n, received in enumerate(RECEIVED, 1):
        steps = {each.rung: on for each, on in zip(found, raised, strict=True) if each.application == n}
        assert list(steps) == ["5", "3", "1", "target", "due", "+1", "+2"][: len(steps)]
        due = office.calendar.add(received, 20)
        assert steps["due"] == due
        for rung, before in (("5", 6), ("3", 4), ("1", 2), ("target", 1)):
            assert steps[rung] == office.calendar.add(due, -before)


def test_over_the_holidays_nobody_is_told_and_the_last_working_day_before_them_counts(
    office: Office, register: Callable[..., Row], inbox: Callable[..., list[Alert]]
) -> None:
    register(date(2026, 9, 3), handler="周敏")
    due = office.calendar.add(date(2026, 9, 3), 20)
    assert due == date(2026, 9, 30) or due > date(2026, 10, 7)
    day = date(2026, 9, 20)
    while day <= date(2026, 10, 10):
        sweep(office, at(day))
        day += DAY
    raised = {each.raised_at.astimezone(CHINA).date() for each in inbox("周敏")}
    assert not raised & {date(2026, 10, n) for n in range(1, 8)}
