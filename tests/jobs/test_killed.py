"""Killed two hundred times at random moments: nothing is lost, and what goes out twice does so once a death at most."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import text
from tests.desk.alerts.conftest import hook, people  # noqa: F401 - fixtures
from tests.desk.conftest import office, register  # noqa: F401 - fixtures

from foidesk.desk.office import Office
from foidesk.store.worklist import Row

KILLS = int(os.environ.get("FOIDESK_TEST_KILLS", "100"))  # on each of the two databases
APPLICATIONS = 60
HERE = Path(__file__).parent


def test_killed_at_random_moments_it_loses_nothing_and_doubles_once_a_death_at_most(
    office: Office,  # noqa: F811
    key_file: Path,
    people: dict[str, int],  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
    hook: tuple[str, list[dict[str, str]]],  # noqa: F811
) -> None:
    for _ in range(APPLICATIONS):
        register(date(2026, 3, 2), handler="周敏")
    said = subprocess.run(
        [
            sys.executable,
            str(HERE / "killed.py"),
            office.database.url,
            str(key_file),
            hook[0],
            str(KILLS),
            "2026",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert said.returncode == 0, said.stderr[-3000:]
    deaths = int(said.stdout)
    assert deaths > KILLS // 2
    times = Counter((each["title"], each["message"]) for each in hook[1])
    doubles = sum(times.values()) - len(times)
    assert doubles <= deaths
    with office.database.reading() as conn:
        steps = conn.execute(
            text("SELECT application, rung, count(*) FROM alerts WHERE watch = 'reply' GROUP BY 1, 2")
        ).all()
        waiting = conn.scalar(text("SELECT count(*) FROM deliveries WHERE next_try IS NOT NULL"))
        laid = conn.scalar(text("SELECT count(*) FROM inbox WHERE account = :who"), {"who": people["周敏"]})
        raised = conn.scalar(text("SELECT count(*) FROM alerts"))
    assert {(application, rung) for application, rung, _ in steps} >= {
        (n, "+2") for n in range(1, APPLICATIONS + 1)
    }
    assert all(count == 1 for *_, count in steps)
    assert laid == raised  # nothing was raised without lying in the inbox
    assert waiting == 0
    for n in range(1, APPLICATIONS + 1):
        assert any(f"第{n}号：已逾期 2 个工作日" in title for title, _ in times), n
