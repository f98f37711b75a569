"""Workers on PostgreSQL: each duty once across all of them, and what a dead one left is taken over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from procrastinate import App
from sqlalchemy import text
from tests.desk.alerts.conftest import at, inbox, people  # noqa: F401 - fixtures
from tests.desk.conftest import office, register  # noqa: F401 - fixtures

from foidesk import content, workers
from foidesk.desk import applications, registration
from foidesk.desk.alerts import rounds
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.store.alerts import Alert
from foidesk.store.worklist import Row

DUE = date(2026, 3, 30)


on_postgresql = pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)


@pytest.fixture
def house(office: Office) -> Installation:  # noqa: F811
    return Installation(office.settings, office.database, content.calendar())


def test_on_sqlite_workers_are_refused_with_what_to_do() -> None:
    with pytest.raises(DeskError, match="需要 PostgreSQL"):
        workers.connected("sqlite:///var/foidesk.db")


def started(house: Installation) -> App:
    app = workers.connected(house.database.url)
    workers.prepare(app, house)
    return workers.with_duties(app, house, lambda: at(DUE))


def queue(app: App, *names: str) -> None:
    async def done() -> None:
        async with app.open_async():
            for name in names:
                await app.tasks[name].defer_async(timestamp=0)

    asyncio.run(done())


@on_postgresql
def test_two_workers_do_each_duty_once(
    house: Installation,
    register: Callable[..., Row],  # noqa: F811
    inbox: Callable[..., list[Alert]],  # noqa: F811
) -> None:
    for _ in range(10):
        register(date(2026, 3, 2), handler="周敏")
    apps = [started(house), started(house)]
    queue(apps[0], "watch", "send")
    threads = [
        threading.Thread(target=lambda app=app: asyncio.run(workers.run(app, wait=False))) for app in apps
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(inbox("周敏")) == 20
    with house.database.reading() as conn:
        failed = conn.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"))
    assert failed == 0


@on_postgresql
def test_what_a_dead_worker_left_is_done_by_another(
    house: Installation,
    register: Callable[..., Row],  # noqa: F811
    inbox: Callable[..., list[Alert]],  # noqa: F811
) -> None:
    register(date(2026, 3, 2), handler="周敏")
    app = started(house)
    queue(app, "watch")
    with house.database.writing() as conn:
        dead = conn.scalar(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - :ago) RETURNING id"),
            {"ago": timedelta(minutes=10)},
        )
        conn.execute(
            text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :dead"), {"dead": dead}
        )
    queue(app, "take_over")
    asyncio.run(workers.run(app, wait=False))
    asyncio.run(workers.run(app, wait=False))
    assert len(inbox("周敏")) == 2


@on_postgresql
def test_workers_share_the_agencies_in_portions(house: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    first = house.settings.agency[0]
    agencies = tuple(first.model_copy(update={"key": f"a{n}"}) for n in range(5))
    several = Installation(
        house.settings.model_copy(update={"agency": agencies}), house.database, content.calendar()
    )
    monkeypatch.setattr(rounds, "PORTION", 2)
    for each in several.offices().values():
        registered(each)
    apps = [started(several), started(several)]
    queue(apps[0], "watch")
    for _ in range(2):
        threads = [
            threading.Thread(target=lambda app=app: asyncio.run(workers.run(app, wait=False))) for app in apps
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with several.database.reading() as conn:
        told = conn.execute(
            text("SELECT agency, count(*) FROM alerts WHERE application > 0 GROUP BY 1 ORDER BY 1")
        ).all()
    assert [tuple(each) for each in told] == [(f"a{n}", 2) for n in range(5)]


def registered(desk: Office) -> None:
    facts = {
        "channel": "in_person",
        "arrived": "2026-03-02",
        "applicant_kind": "natural_person",
        "name": "李珺",
        "telephone": "13800000040",
        "request": "某文物保护单位的保护范围图",
        "form": "纸质",
    }
    applications.register(desk, registration.read(facts), By("周敏", at(date(2026, 3, 2))))
