"""Register through the API on both databases; once only; by role; with a token."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from foidesk import content, settings
from foidesk.api.app import create
from foidesk.desk import clients
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA, By
from foidesk.rules.vocabulary import Role
from foidesk.store.database import Database

NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)
BODY = {
    "channel": "in_person",
    "arrived": "2026-11-23",
    "applicant_kind": "natural_person",
    "name": "李珺",
    "telephone": "13800000040",
    "request": "某文物保护单位的保护范围图",
    "form": "纸质",
}


@pytest.fixture
def installation(database: Database) -> Installation:
    return Installation(
        settings.load(Path(__file__).parents[2] / "config.toml"), database, content.calendar()
    )


def sitting(installation: Installation, role: Role = Role.CLERK) -> TestClient:
    _, token = clients.create(installation.office(), role.label, [role], By("管理员", NOW))
    return TestClient(create(installation, lambda: NOW), headers={"Authorization": f"Bearer {token}"})


def test_registered_and_read_masked_or_revealed(installation: Installation) -> None:
    client = sitting(installation)
    made = client.post("/applications", json=BODY)
    assert made.status_code == 201, made.text
    at = f"/applications/{made.json()['application']}"
    assert client.get(at).json()["applicant"] == "李*"
    assert client.get(at, params={"reveal": True}).json()["applicant"] == "李珺"
    assert client.get("/applications/999").status_code == 404


def test_one_key_registers_once(installation: Installation) -> None:
    client = sitting(installation)
    key = {"Idempotency-Key": "k"}
    first = client.post("/applications", json=BODY, headers=key)
    again = client.post("/applications", json=BODY, headers=key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = client.post("/applications", json={**BODY, "name": "王芳"}, headers=key)
    assert other.status_code == 422
    assert other.headers["content-type"] == "application/problem+json"


def test_roles_and_tokens_are_asked(installation: Installation) -> None:
    assert sitting(installation, Role.AUDITOR).post("/applications", json=BODY).status_code == 403
    wrong = TestClient(create(installation), headers={"Authorization": "Bearer foi_x"}).get("/applications/1")
    assert wrong.status_code == 401
    assert wrong.headers["www-authenticate"] == "Bearer"
    assert sitting(installation).post("/applications/1/events", json={"events": []}).status_code in (404, 422)


def test_a_list_goes_on_where_the_page_before_ended(installation: Installation) -> None:
    client = sitting(installation)
    made = [client.post("/applications", json=BODY).json()["application"] for _ in range(3)]
    first = client.get("/applications", params={"limit": 2}).json()
    rest = client.get("/applications", params={"limit": 2, "after": first["next"]}).json()
    assert [each["application"] for each in first["applications"] + rest["applications"]] == made
    assert rest["next"] is None
    assert client.get("/applications", params={"after": "x"}).status_code == 422


def test_what_the_caller_has_not_seen_is_told(installation: Installation) -> None:
    client = sitting(installation)
    made = client.post("/applications", json=BODY).json()
    noted = {
        "events": [{"event": "withdrawn", "on": "2026-11-23", "signed_by": "李珺"}],
        "seen": made["seen"],
    }
    at = f"/applications/{made['application']}/events"
    done = client.post(at, json=noted)
    assert done.status_code == 200, done.text
    assert done.json()["state"] == "withdrawn"
    assert client.post(at, json=noted).status_code == 409


def test_health_needs_no_token(installation: Installation) -> None:
    answer = TestClient(create(installation, lambda: NOW)).get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["calendar"]["2026"] is True
