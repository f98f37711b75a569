"""Register through the API on both databases; once only; by role; with a token."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from foidesk.api.app import create
from foidesk.desk.installation import Installation
from foidesk.rules.vocabulary import Role

from .conftest import BODY

Seat = Callable[..., TestClient]


def test_registered_and_read_masked_or_revealed(sitting: Seat) -> None:
    client = sitting()
    made = client.post("/applications", json=BODY)
    assert made.status_code == 201, made.text
    at = f"/applications/{made.json()['application']}"
    assert client.get(at).json()["applicant"] == "李*"
    masked = client.get(f"{at}/people").json()["people"][0]
    assert (masked["name"], masked["telephone"], masked["address"]) == ("李*", "138****0040", "（已遮蔽）")
    full = client.get(f"{at}/people/full").json()["people"][0]
    assert (full["name"], full["telephone"]) == ("李珺", "13800000040")
    assert client.get("/applications/999").status_code == 404


def test_one_key_registers_once(sitting: Seat) -> None:
    client = sitting()
    key = {"Idempotency-Key": "k"}
    first = client.post("/applications", json=BODY, headers=key)
    again = client.post("/applications", json=BODY, headers=key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = client.post("/applications", json={**BODY, "name": "王芳"}, headers=key)
    assert other.status_code == 422
    assert other.headers["content-type"] == "application/problem+json"


def test_roles_and_tokens_are_asked(installation: Installation, sitting: Seat) -> None:
    assert sitting(Role.AUDITOR).post("/applications", json=BODY).status_code == 403
    wrong = TestClient(create(installation), headers={"Authorization": "Bearer foi_x"}).get("/applications/1")
    assert wrong.status_code == 401
    assert wrong.headers["www-authenticate"] == "Bearer"
    assert sitting().post("/applications/1/events", json={"events": []}).status_code == 422


def test_a_list_goes_on_where_the_page_before_ended(sitting: Seat) -> None:
    client = sitting()
    made = [client.post("/applications", json=BODY).json()["application"] for _ in range(3)]
    first = client.get("/applications", params={"limit": 2}).json()
    following = client.get("/applications", params={"limit": 2}).links["next"]["url"]
    rest = client.get(following).json()
    assert rest == client.get("/applications", params={"limit": 2, "after": first["next"]}).json()
    assert [each["application"] for each in first["applications"] + rest["applications"]] == made
    assert rest["next"] is None
    assert client.get("/applications", params={"after": "x"}).status_code == 422


def test_what_the_caller_has_not_seen_is_told(sitting: Seat) -> None:
    client = sitting()
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
