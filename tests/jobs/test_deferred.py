"""What follows an act is queued with it: a committed act always has its job, one rolled back or killed never has."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.desk.alerts.conftest import at, people  # noqa: F401 - fixtures
from tests.desk.conftest import office, register  # noqa: F401 - fixtures

from foidesk import content, workers
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.tasks import asking
from foidesk.errors import DeskError
from foidesk.store import contacts
from foidesk.store.contacts import Contact
from foidesk.store.worklist import Row

HERE = Path(__file__).parent
RECEIVED = date(2026, 3, 2)
KILLS, APPLICATIONS = 12, 60
BY = By("周敏", datetime(2026, 3, 2, 10, tzinfo=CHINA))
on_postgresql = pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)


@pytest.fixture
def house(office: Office) -> Installation:  # noqa: F811
    """A desk that leaves its duties to workers."""
    made = Installation(office.settings, office.database, content.calendar())
    queue = workers.connected(office.database.url)
    workers.prepare(queue, made)
    made.defer = workers.deferring(workers.with_duties(queue, made, lambda: at(RECEIVED)))
    return made


def a_worker_lives(house: Installation) -> None:
    with house.database.writing() as conn:
        conn.execute(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 day')")
        )


def one(house: Installation, statement: str) -> int:
    with house.database.reading() as conn:
        return int(conn.scalar(text(statement)) or 0)


@on_postgresql
def test_a_task_and_its_job_are_there_together_or_not_at_all(house: Installation) -> None:
    a_worker_lives(house)
    desk = house.office()

    def refused() -> None:
        with desk.database.writing() as conn:
            asking.asked(conn, desk, "report", {"year": 2025}, 7, BY)
            raise DeskError("没有登记。")

    with pytest.raises(DeskError):
        refused()
    assert one(house, "SELECT count(*) FROM procrastinate_jobs") == 0
    task = asking.ask(desk, "report", {"year": 2025}, 7, BY)
    with house.database.reading() as conn:
        [(name, args)] = conn.execute(text("SELECT task_name, args FROM procrastinate_jobs")).all()
    assert (name, args) == ("carry_out", {"agency": desk.key, "task": task})


@on_postgresql
def test_killed_at_random_moments_every_committed_act_has_its_job(
    house: Installation,
    key_file: Path,
    people: dict[str, int],  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
) -> None:
    a_worker_lives(house)
    for _ in range(APPLICATIONS):
        register(RECEIVED, handler="周敏")
    with house.database.writing() as conn:
        reached = Contact("zhoumin@furong.example.cn", None)
        contacts.put(conn, house.database.vault, house.office().key, people["周敏"], reached, at(RECEIVED))
    said = subprocess.run(
        [sys.executable, str(HERE / "deferring.py"), house.database.url, str(key_file), str(KILLS), "2026"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert said.returncode == 0, said.stderr[-3000:]
    assert int(said.stdout) > 0
    assert one(house, "SELECT count(*) FROM events WHERE kind = 'noted'") == APPLICATIONS
    assert one(house, "SELECT count(DISTINCT application) FROM alerts WHERE application > 0") == APPLICATIONS
    assert one(house, "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deliver'") == APPLICATIONS
    assert (
        one(
            house,
            "SELECT count(DISTINCT a.application) FROM deliveries d"
            " JOIN alerts a ON a.agency = d.agency AND a.alert = d.alert WHERE d.next_try IS NOT NULL",
        )
        == APPLICATIONS
    )


@on_postgresql
def test_without_a_worker_nothing_is_queued_and_the_task_waits(house: Installation) -> None:
    asking.ask(house.office(), "report", {"year": 2025}, 7, BY)
    assert one(house, "SELECT count(*) FROM procrastinate_jobs") == 0
    assert one(house, "SELECT count(*) FROM tasks WHERE state = 'waiting'") == 1
