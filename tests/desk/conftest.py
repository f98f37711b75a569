"""A desk on each database: the sample agency, the shipped calendar, a clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from foidesk import content, settings
from foidesk.desk import applications, registration
from foidesk.desk.office import CHINA, By, Office
from foidesk.store.database import Database
from foidesk.store.worklist import Row

ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(database: Database) -> Office:
    loaded = settings.load(ROOT / "config.toml")
    return Office(loaded, loaded.agency[0], database, content.calendar())


def clerk(day: date) -> By:
    return By("周敏", datetime(day.year, day.month, day.day, 10, tzinfo=CHINA))


@pytest.fixture
def register(office: Office) -> Callable[..., Row]:
    """Register an application handed in on the day."""

    def done(on: date, **changed: Any) -> Row:
        facts = {
            "channel": "in_person",
            "arrived": on.isoformat(),
            "applicant_kind": "natural_person",
            "name": "李珺",
            "telephone": "13800000040",
            "request": "某文物保护单位的保护范围图",
            "form": "纸质",
        }
        row, _ = applications.register(office, registration.read({**facts, **changed}), clerk(on))
        return row

    return done
