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
from foidesk.desk.office import CHINA, By, Office
from foidesk.rules.vocabulary import Role
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


@pytest.fixture
def staffed(office: Office) -> Office:
    """The office with an account for every role, all with the same password."""
    login, (name, role) = next(iter(LOGINS.items()))
    accounts.open_first(office, login, name, PASSWORD, at(date(2026, 1, 5)))
    admin = By(name, at(date(2026, 1, 5)), frozenset({role}))
    for login, (name, role) in list(LOGINS.items())[1:]:
        _, first = accounts.open_account(office, login, name, "", {role}, admin)
        with office.database.reading() as conn:
            from foidesk.store import accounts as stored

            account = stored.by_login(conn, login)
        assert account is not None
        accounts.change_password(office.database, account, first, PASSWORD, admin.now)
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
