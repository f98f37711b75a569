"""What an event makes due on its very day is told in its own transaction: with it or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, text
from tests.desk.alerts.conftest import at, inbox, people  # noqa: F401 - fixtures
from tests.desk.conftest import office, register  # noqa: F401 - fixtures

from foidesk.desk import applications
from foidesk.desk.alerts.raising import DELIVER
from foidesk.desk.alerts.sweep import sweep
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.store import contacts
from foidesk.store.alerts import Alert
from foidesk.store.contacts import Contact
from foidesk.store.worklist import Row

RECEIVED, DUE = date(2026, 3, 2), date(2026, 3, 30)


def left(deferred: list[str]) -> Callable[[Connection, str, Mapping[str, Any]], None]:
    """A queue that tells what was left in it."""

    def defer(conn: Connection, duty: str, what: Mapping[str, Any]) -> None:
        deferred.append(duty)

    return defer


def note(office: Office, row: Row, on: date) -> None:  # noqa: F811
    """Type something in on the day."""
    applications.record(office, row.number, [ev.Noted(on=on, text="补记")], By("周敏", at(on)))


def counts(office: Office) -> tuple[int, int]:  # noqa: F811
    with office.database.reading() as conn:
        raised = conn.scalar(text("SELECT count(*) FROM alerts WHERE application > 0"))
        waiting = conn.scalar(text("SELECT count(*) FROM deliveries WHERE next_try IS NOT NULL"))
    return int(raised or 0), int(waiting or 0)


def test_an_event_on_a_day_with_a_step_tells_it_at_once(
    office: Office,  # noqa: F811
    people: dict[str, int],  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
    inbox: Callable[..., list[Alert]],  # noqa: F811
) -> None:
    row = register(RECEIVED, handler="周敏")
    with office.database.writing() as conn:
        kept = Contact("zhoumin@furong.example.cn", None)
        contacts.put(conn, office.vault, office.key, people["周敏"], kept, at(RECEIVED))
    deferred: list[str] = []
    note(replace(office, defer=left(deferred)), row, DUE)
    told = inbox("周敏")
    assert {each.watch for each in told} >= {"reply"}
    assert deferred == [DELIVER]
    assert counts(office)[1] > 0
    before = counts(office)
    sweep(office, at(DUE, 11))
    note(office, row, DUE)
    assert counts(office) == before  # neither a sweep nor another event tells it again


def test_a_rolled_back_event_leaves_neither_alert_nor_message(
    office: Office,  # noqa: F811
    people: dict[str, int],  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
) -> None:
    row = register(RECEIVED, handler="周敏")

    def refused() -> None:
        with office.database.writing() as conn:
            applications.append(
                conn, office, row.number, [ev.Noted(on=DUE, text="补记")], By("周敏", at(DUE))
            )
            raise DeskError("没有登记。")

    with pytest.raises(DeskError):
        refused()
    assert counts(office) == (0, 0)


def test_without_a_step_today_nothing_is_asked(
    office: Office,  # noqa: F811
    people: dict[str, int],  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
) -> None:
    register(RECEIVED, handler="周敏")
    assert counts(office) == (0, 0)


def test_who_takes_an_application_over_finds_what_was_told_of_it(
    office: Office,  # noqa: F811
    people: dict[str, int],  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
    inbox: Callable[..., list[Alert]],  # noqa: F811
) -> None:
    row = register(RECEIVED, handler="周敏")
    sweep(office, at(DUE))
    told = [each.alert for each in inbox("周敏")]
    assert inbox("刘建") == []
    handed = ev.Assigned(on=DUE, handler="刘建")
    applications.record(office, row.number, [handed], By("周敏", at(DUE, 11)))
    assert [each.alert for each in inbox("刘建")] == told
