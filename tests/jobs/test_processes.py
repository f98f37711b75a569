"""`foidesk jobs`, `worker`, `serve` and `serve --no-jobs` as programs: what each does, and how each ends."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.jobs.machines import Machines, until
from tests.jobs.several import settings_of

from foidesk.desk import applications, registration
from foidesk.desk.office import CHINA, By, Office, open_office
from foidesk.desk.tasks import asking
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts

NOW = "2026-03-30T10:00:00+08:00"  #: the last day of what came on 2 March
RECEIVED = datetime(2026, 3, 2, 10, tzinfo=CHINA)
BY = By("周敏", RECEIVED, frozenset({Role.CLERK}))
on_sqlite = pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)


@dataclass
class House:
    """The programs, and the database they work on: one application due today, one task asked for."""

    machines: Machines
    office: Office

    def one(self, statement: str) -> int:
        with self.office.database.reading() as conn:
            return int(conn.scalar(text(statement)) or 0)

    def alerts(self) -> int:
        return self.one("SELECT count(*) FROM alerts WHERE application > 0")

    def waiting(self) -> int:
        return self.one("SELECT count(*) FROM tasks WHERE state <> 'done'")


@pytest.fixture
def house(empty_url: str, tmp_path: Path) -> Iterator[House]:
    machines = Machines(tmp_path, empty_url, FOIDESK_NOW=NOW)
    machines.done("init")
    with open_office(settings_of(tmp_path, empty_url)) as office:
        _fill(office)
        try:
            yield House(machines, office)
        finally:
            machines.stop()


def _fill(office: Office) -> None:
    with office.database.writing() as conn:
        given = {"login": "zhoumin", "name": "周敏", "unit": None, "password": None}
        account = accounts.add(conn, office.key, **given, at=RECEIVED, by="测试")
        accounts.give(conn, office.key, account, {Role.CLERK}, date(2025, 1, 1))
    facts = {
        "channel": "in_person",
        "arrived": "2026-03-02",
        "applicant_kind": "natural_person",
        "name": "李珺",
        "telephone": "13800000040",
        "request": "某文物保护单位的保护范围图",
        "form": "纸质",
        "handler": "周敏",
    }
    applications.register(office, registration.read(facts), BY)
    asking.ask(office, "report", {"year": 2025}, account, BY)


def ends_well(started: subprocess.Popen[bytes], how: signal.Signals, house: House) -> None:
    started.send_signal(how)
    assert started.wait(30) in (0, -how), house.machines.said()
    assert "Traceback" not in house.machines.said()


def test_jobs_sweep_and_carry_out_tasks_until_interrupted(house: House) -> None:
    started = house.machines.foidesk("jobs")
    until(lambda: house.alerts() > 0 and house.waiting() == 0, 60)
    ends_well(started, signal.SIGINT, house)
    assert "按 Ctrl+C 停止" in house.machines.said()


def test_serving_does_the_duties_too(house: House) -> None:
    house.machines.serve()
    until(lambda: house.alerts() > 0 and house.waiting() == 0, 60)


def test_serving_without_jobs_leaves_them_to_others(house: House) -> None:
    house.machines.serve("--no-jobs")
    time.sleep(5)  # more than two rounds of tasks
    assert (house.alerts(), house.waiting()) == (0, 1)


@on_postgresql
def test_a_worker_carries_out_what_waits_and_ends_when_told(house: House) -> None:
    started = house.machines.foidesk("worker")
    until(lambda: house.waiting() == 0, 60)
    until(lambda: house.alerts() > 0, 90)  # at the next full minute
    ends_well(started, signal.SIGTERM, house)
    assert house.one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == 0


@on_sqlite
def test_a_worker_on_sqlite_says_what_to_do(house: House) -> None:
    started = house.machines.foidesk("worker")
    assert started.wait(60) == 2
    assert "多机工作进程需要 PostgreSQL" in house.machines.said()
