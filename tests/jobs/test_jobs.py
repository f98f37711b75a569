"""The scheduler of one machine: it begins at once, goes on after trouble, and two of them do no harm."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.desk.alerts.conftest import at, inbox, people  # noqa: F401 - fixtures
from tests.desk.conftest import office, register  # noqa: F401 - fixtures

from foidesk import content
from foidesk.desk.installation import Installation
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.jobs import running
from foidesk.store.alerts import Alert
from foidesk.store.worklist import Row

DUE = date(2026, 3, 30)


@pytest.fixture
def house(office: Office) -> Installation:  # noqa: F811
    return Installation(office.settings, office.database, content.calendar())


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end, "nothing happened in ten seconds"
        time.sleep(0.02)


def test_two_schedulers_at_once_raise_each_step_once(
    house: Installation,
    register: Callable[..., Row],  # noqa: F811
    inbox: Callable[..., list[Alert]],  # noqa: F811
) -> None:
    for _ in range(10):
        register(date(2026, 3, 2), handler="周敏")
    told: list[str] = []
    with running(house, lambda: at(DUE), told.append), running(house, lambda: at(DUE), told.append):
        until(lambda: len(inbox("周敏")) >= 20)
    assert len(inbox("周敏")) == 20
    assert told == []


def test_trouble_is_told_and_the_next_round_is_planned(house: Installation) -> None:
    told: list[str] = []
    calls = iter([DeskError("数据库正忙。", why="备份没有结束。")])

    def now() -> datetime:
        for error in calls:
            raise error
        return at(DUE)

    with running(house, now, told.append) as scheduler:
        until(lambda: bool(told))
        assert {job.id for job in scheduler.get_jobs()} == {"watch", "send", "tasks"}
    assert told == ["定时任务没有完成，稍后自动再试：数据库正忙。备份没有结束。"]
