"""A browser without a screen at the desk of the sample agency, on each database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from foidesk import content, settings
from foidesk.desk import accounts
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA, Office
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts as stored
from foidesk.store import audit
from foidesk.store.database import Database
from foidesk.web.app import create

ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 2)
PASSWORD = "correct horse battery"
LOGINS = {
    "admin": ("系统管理员", Role.ADMINISTRATOR),
    "zhoumin": ("周敏", Role.CLERK),
    "liujian": ("刘建", Role.REVIEWER),
    "zhou": ("周明远", Role.HEAD),
    "auditor": ("审计员", Role.AUDITOR),
}


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


@pytest.fixture
def house(database: Database, url: str, key_file: Path) -> Installation:
    loaded = settings.load(ROOT / "config.toml")
    here = loaded.database.model_copy(update={"url": url, "key_file": key_file})
    return Installation(loaded.model_copy(update={"database": here}), database, content.calendar())


@pytest.fixture
def office(house: Installation) -> Office:
    return house.office("furong")


@pytest.fixture(scope="session")
def hashed() -> str:
    """The one password as accounts keep it: making it anew for every account of every test took most of their time."""
    return accounts.hashed(PASSWORD)


@pytest.fixture
def staffed(office: Office, hashed: str) -> Office:
    """The office with an account for every role, all with the same password."""
    (login, (name, role)), *others = LOGINS.items()
    opened = at(date(2026, 1, 5))
    accounts.open_first(office, login, name, PASSWORD, opened)
    with office.database.writing() as conn:
        for login, (other, role) in others:
            key = stored.add(
                conn, office.key, login=login, name=other, unit=None, password=hashed, at=opened, by=name
            )
            stored.change(conn, office.key, key, must_change=False)
            stored.give(conn, office.key, key, (role,), opened.date())
            audit.add(conn, office.key, opened, name, "开设账号", other, role.label)
    return office


@pytest.fixture
def browser(house: Installation, staffed: Office) -> Callable[..., TestClient]:
    """Log somebody in on a day; the client follows no redirects unless told."""

    def opened(login: str, on: date = DAY) -> TestClient:
        client = TestClient(create(house, lambda: at(on)), follow_redirects=False)
        answer = client.post("/login", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return opened


def csrf(text: str) -> str:
    """The CSRF value of a page."""
    return text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
