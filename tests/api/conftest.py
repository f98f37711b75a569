"""A program at the desk of the sample agency, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from foidesk import content, settings
from foidesk.api.app import create
from foidesk.desk import applications, clients, delegating, registration
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA, By, Office
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts
from foidesk.store.database import Database, migrate
from foidesk.store.vault import open_vault

NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)
BODY = {
    "channel": "in_person",
    "arrived": "2026-11-23",
    "applicant_kind": "natural_person",
    "name": "李珺",
    "telephone": "13800000040",
    "address": "长沙市芙蓉区五一大道1号",
    "request": "某文物保护单位的保护范围图",
    "form": "纸质",
}


def staffed(office: Office) -> dict[str, int]:
    """Accounts of the office with a delegation from the reviewer to the head; their keys by log-in name."""
    keys = {}
    for login, name, role in (
        ("fagui", "陈法规", Role.REVIEWER),
        ("zhou", "周明远", Role.HEAD),
        ("zhoumin", "周敏", Role.CLERK),
        ("liujian", "刘建", Role.CLERK),
    ):
        with office.database.writing() as conn:
            keys[login] = accounts.add(
                conn, office.key, login=login, name=name, unit=None, password=None, at=NOW, by="管理员"
            )
            accounts.give(conn, office.key, keys[login], (role,), NOW.date())
    delegating.delegate(office, keys["fagui"], keys["zhou"], NOW.date(), NOW.date(), By("管理员", NOW))
    return keys


@pytest.fixture
def installation(database: Database, url: str, key_file: Path) -> Installation:
    loaded = settings.load(Path(__file__).parents[2] / "config.toml")
    here = loaded.database.model_copy(update={"url": url, "key_file": key_file})
    return Installation(loaded.model_copy(update={"database": here}), database, content.calendar())


@pytest.fixture
def token(installation: Installation) -> Callable[..., str]:
    """A token of a new client with these roles."""

    def given(*roles: Role) -> str:
        name = "、".join(role.label for role in roles)
        return clients.create(installation.office(), name, roles, By("管理员", NOW))[1]

    return given


@pytest.fixture
def sitting(installation: Installation, token: Callable[..., str]) -> Callable[..., TestClient]:
    """A client with these roles, a clerk unless told."""

    def seated(*roles: Role) -> TestClient:
        bearer = {"Authorization": f"Bearer {token(*(roles or (Role.CLERK,)))}"}
        return TestClient(create(installation, lambda: NOW), headers=bearer)

    return seated


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation on SQLite with one application, shared by the tests of a module that change nothing."""
    folder = tmp_path_factory.mktemp("api")
    url = f"sqlite:///{folder / 'foidesk.db'}"
    migrate(url)
    loaded = settings.load(Path(__file__).parents[2] / "config.toml")
    here = loaded.database.model_copy(update={"url": url, "key_file": folder / "master.key"})
    database = Database.open(url, open_vault(folder / "master.key", create=True))
    made = Installation(loaded.model_copy(update={"database": here}), database, content.calendar())
    by = By("周敏", NOW, frozenset({Role.CLERK}))
    applications.register(made.office(), registration.read(BODY), by)
    staffed(made.office())
    yield made
    database.close()


@pytest.fixture
def stranger(house: Installation) -> TestClient:
    """A program without a token."""
    return TestClient(create(house, lambda: NOW))


@pytest.fixture(scope="module")
def outsider(house: Installation) -> Callable[[str], TestClient]:
    """A client that may not do what the path is for: an administrator's; where it may, an auditor's or a clerk's."""
    made = {}
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.CLERK):
        _, token = clients.create(house.office(), role.label, [role], By("管理员", NOW))
        app = create(house, lambda: NOW)
        made[role] = TestClient(app, headers={"Authorization": f"Bearer {token}"})

    def outside(path: str) -> TestClient:
        if path.startswith(("/notices", "/delegations")):
            return made[Role.AUDITOR]
        looked_after = ("/accounts", "/clients", "/audit", "/installation")
        return made[Role.CLERK if path.startswith(looked_after) else Role.ADMINISTRATOR]

    return outside
