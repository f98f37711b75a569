"""The sweep: the right step to the right people, once, on working days."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from tests.desk.alerts.conftest import at, steps
from tests.desk.conftest import clerk

from foidesk.desk import applications, rebuilding
from foidesk.desk.alerts.sweep import sweep
from foidesk.desk.office import Office
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Consulted
from foidesk.store.alerts import Alert
from foidesk.store.worklist import Row

MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 30)
DAY = timedelta(days=1)
Inbox = Callable[..., list[Alert]]
Register = Callable[..., Row]


def every_day(office: Office, first: date, last: date, hours: tuple[int, ...] = (7, 9, 15)) -> None:
    """Sweep several times on every day, days off too."""
    day = first
    while day <= last:
        for hour in hours:
            sweep(office, at(day, hour))
        day += DAY


def reply_steps(found: list[Alert]) -> list[str]:
    return [each.rung for each in found if each.watch == "reply"]


def test_a_reply_is_told_step_by_step_to_the_handler_then_the_head_then_the_supervisor(
    office: Office, register: Register, inbox: Inbox
) -> None:
    register(MONDAY, handler="周敏")
    every_day(office, MONDAY, DUE + 3 * DAY)
    assert reply_steps(inbox("周敏")) == ["5", "3", "1", "target", "due", "+1", "+2", "+3"]
    assert reply_steps(inbox("周明远")) == ["due", "+1", "+2", "+3"]
    assert reply_steps(inbox("督办")) == ["+1", "+2", "+3"]
    assert inbox("刘建") == []
    assert inbox("审计员") == []


def test_the_days_for_clarification_and_extension_are_told_before_them_and_not_after(
    office: Office, register: Register, inbox: Inbox
) -> None:
    register(MONDAY, handler="周敏")
    every_day(office, MONDAY, DUE + 3 * DAY)
    others = [step for step in steps(inbox("周敏")) if step[0] != "reply"]
    assert others == [
        ("clarification_request", "2"),
        ("clarification_request", "due"),
        ("extension_notice", "3"),
        ("extension_notice", "due"),
    ]


def test_without_a_known_handler_every_clerk_is_told(
    office: Office, register: Register, inbox: Inbox
) -> None:
    register(MONDAY, handler="离职人员")
    sweep(office, at(date(2026, 3, 20)))
    assert reply_steps(inbox("周敏")) == reply_steps(inbox("刘建")) == ["5"]
    assert inbox("周明远") == []


def test_nothing_is_told_on_days_off(office: Office, register: Register, inbox: Inbox) -> None:
    register(MONDAY, handler="周敏")
    assert sweep(office, at(date(2026, 3, 28))) == 0
    assert sweep(office, at(date(2026, 4, 4))) == 0
    assert inbox("周敏") == []


def test_after_days_without_a_sweep_only_the_step_of_today_is_told(
    office: Office, register: Register, inbox: Inbox
) -> None:
    register(MONDAY, handler="周敏")
    sweep(office, at(DUE + 3 * DAY))
    assert steps(inbox("周敏")) == [("reply", "+3")]


def test_what_was_done_is_not_told_and_what_was_told_no_longer_stands(
    office: Office, register: Register, inbox: Inbox
) -> None:
    row = register(MONDAY, handler="周敏")
    sweep(office, at(date(2026, 3, 24)))
    extended = ev.Extended(on=date(2026, 3, 25), days=20, approved_by="周明远", reason="需调取三处档案")
    applications.record(office, row.number, [extended], clerk(date(2026, 3, 25)))
    every_day(office, date(2026, 3, 25), DUE)
    assert reply_steps(inbox("周敏")) == ["3"]
    assert not any(each.standing for each in inbox("周敏"))


def test_a_clock_that_stands_still_is_silent_until_the_opinion_is_due(
    office: Office, register: Register, inbox: Inbox
) -> None:
    row = register(MONDAY, handler="周敏")
    served = date(2026, 3, 25)
    facts = [
        ev.ConsultationSent(on=served, id="一", to=Consulted.THIRD_PARTY, question="是否同意公开"),
        ev.ConsultationServed(on=served, id="一"),
    ]
    applications.record(office, row.number, facts, clerk(served))
    last = office.calendar.add(served, 15)
    every_day(office, served, last)
    told = [step for step in steps(inbox("周敏")) if step[0] not in ("clarification_request",)]
    assert told == [("consultation", "3"), ("consultation", "due")]
    sweep(office, at(office.calendar.add(last, 1)))
    assert steps(inbox("周敏"))[2:] == [("reply", "1"), ("extension_notice", "3"), ("consultation", "+1")]


def test_a_stand_in_gets_what_the_absent_would(
    office: Office, register: Register, inbox: Inbox, stand_in: Callable[..., None]
) -> None:
    register(MONDAY, handler="周敏")
    stand_in("周敏", "刘建", date(2026, 3, 23), date(2026, 3, 27))
    every_day(office, MONDAY, DUE)
    assert reply_steps(inbox("刘建")) == ["3", "1", "target"]
    assert reply_steps(inbox("周敏")) == ["5", "3", "1", "target", "due"]


def test_next_years_days_off_are_asked_for_once_in_november_and_before_the_year_ends(
    office: Office, inbox: Inbox
) -> None:
    every_day(office, date(2026, 10, 25), date(2026, 12, 31), (9,))
    assert [rung for watch, rung in steps(inbox("周明远", itself=True)) if watch == "calendar"] == [
        "+1",  # the first of November was a Sunday
        "20",
        "10",
        "5",
        "due",
    ]
    assert inbox("周敏", itself=True)[0].number is None


def test_two_sweeps_at_once_raise_each_step_once(office: Office, register: Register, inbox: Inbox) -> None:
    for _ in range(20):
        register(MONDAY, handler="周敏")
    counted: list[int] = []
    start = threading.Barrier(4)

    def run() -> None:
        start.wait()
        counted.append(sweep(office, at(DUE)))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(inbox("周敏")) == 40
    assert sorted(counted) == [0, 0, 0, 41]  # and the annual report


def test_the_ladder_is_the_agencys_choice_but_the_last_day_is_always_told(
    office: Office, register: Register, inbox: Inbox
) -> None:
    alerts = office.settings.alerts
    bare = alerts.model_copy(update={"before": alerts.before.model_copy(update={"reply": ()})})
    quiet = replace(office, settings=office.settings.model_copy(update={"alerts": bare}))
    register(MONDAY, handler="周敏")
    every_day(quiet, MONDAY, DUE + DAY)
    assert reply_steps(inbox("周敏")) == ["target", "due", "+1"]


def test_the_watched_days_equal_those_of_the_logs_and_are_made_again(
    office: Office, register: Register
) -> None:
    register(MONDAY, handler="周敏")
    assert rebuilding.check(office).faults == []
    with office.database.writing() as conn:
        conn.exec_driver_sql("UPDATE watches SET due = '2030-01-01' WHERE watch = 'reply'")
    assert "期限与日志不符" in rebuilding.check(office).faults[0]
    rebuilding.rebuild(office)
    assert rebuilding.check(office).faults == []
