"""How much, how often, how many times: bodies, rates, keys; and every refusal is a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from limits import parse

from foidesk.api import bounds
from foidesk.api.app import create
from foidesk.api.bounds import Rates
from foidesk.desk.installation import Installation
from foidesk.rules.vocabulary import Role
from foidesk.store import submissions

from .conftest import BODY, NOW

Seat = Callable[..., TestClient]


def problem(answer: object, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.text  # type: ignore[attr-defined]
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    found: dict[str, object] = answer.json()  # type: ignore[attr-defined]
    assert (found["status"], bool(found["title"])) == (status, True)
    return found


def test_every_refusal_is_a_problem(sitting: Seat) -> None:
    client = sitting()
    problem(client.get("/none"), 404)
    assert "allow" in client.delete("/applications").headers
    problem(client.delete("/applications"), 405)
    faults = problem(client.post("/applications", json={**BODY, "channel": "pigeon", "age": 7}), 422)[
        "faults"
    ]
    assert isinstance(faults, list)
    assert len(faults) == 2
    problem(client.post("/applications", content="{", headers={"content-type": "application/json"}), 422)
    problem(client.get("/applications/1/letters/pdf", params={"doc_number": "x"}), 404)


def test_a_bug_is_a_problem_that_tells_nothing(sitting: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(sitting().app, raise_server_exceptions=False)
    monkeypatch.setattr("foidesk.api.seat.clients.admitted", None)
    found = problem(client.get("/whoami"), 500)
    assert "NoneType" not in str(found)


def test_a_body_is_no_longer_than_any_request_needs(sitting: Seat, installation: Installation) -> None:
    client, stranger = sitting(), TestClient(create(installation, lambda: NOW))
    long = b" " * (bounds.LONGEST_BODY + 1)
    problem(stranger.post("/applications", content=long), 413)
    problem(client.post("/applications", content=long), 422)
    far_too_long = {"content-length": str(bounds.LONGEST_WITH_FILES + 1)}
    problem(client.post("/applications", content=b"{}", headers=far_too_long), 413)

    def in_pieces() -> Iterator[bytes]:
        for _ in range(11):
            yield b" " * 100_000

    problem(stranger.post("/applications", content=in_pieces()), 413)
    problem(client.post("/applications", content=in_pieces()), 422)


def test_whoever_asks_too_often_waits(installation: Installation, token: Callable[..., str]) -> None:
    app = create(installation, lambda: NOW, Rates(parse("3/minute"), parse("2/minute")))
    bearers = [{"Authorization": f"Bearer {token(role)}"} for role in (Role.CLERK, Role.HEAD)]
    client = TestClient(app)
    assert [client.get("/whoami", headers=bearers[0]).status_code for _ in range(4)] == [200, 200, 200, 429]
    waits = client.get("/whoami", headers=bearers[0])
    problem(waits, 429)
    assert 1 <= int(waits.headers["retry-after"]) <= 60
    assert client.get("/whoami", headers=bearers[1]).status_code == 200, "another client is not touched"
    assert [client.get("/whoami").status_code for _ in range(3)] == [401, 401, 429]


def test_a_key_whose_act_was_refused_is_free_again(sitting: Seat) -> None:
    client, key = sitting(), {"Idempotency-Key": "k"}
    future = {**BODY, "arrived": "2027-01-04"}
    assert client.post("/applications", json=future, headers=key).status_code == 422
    assert client.post("/applications", json=BODY, headers=key).status_code == 201


def test_an_act_broken_off_is_never_done_twice(
    installation: Installation, token: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = {"is": NOW}
    bearer = {"Authorization": f"Bearer {token(Role.CLERK)}", "Idempotency-Key": "k"}
    app = create(installation, lambda: now["is"])
    client = TestClient(app, headers=bearer, raise_server_exceptions=False)

    with monkeypatch.context() as patch:
        patch.setattr(submissions, "finish", None)
        assert client.post("/applications", json=BODY).status_code == 500
    assert "正在办理" in str(problem(client.post("/applications", json=BODY), 409))
    now["is"] += timedelta(minutes=11)
    assert "先查询是否已经登记" in str(problem(client.post("/applications", json=BODY), 409))
    with installation.database.writing() as conn:
        submissions.sweep(conn, now["is"])
    assert client.post("/applications", json=BODY).status_code == 201, "forgotten after its time"
