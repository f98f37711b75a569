"""A program of one agency finds nothing of another, whatever it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from foidesk.api.app import create
from foidesk.desk import clients
from foidesk.desk.installation import Installation
from foidesk.desk.office import By
from foidesk.rules.vocabulary import Role

from .conftest import BODY, NOW, staffed
from .test_contract import DOCUMENT, OPERATIONS, QUERY, filled
from .test_registers import MATTER, SCAN, in_base64

Seat = Callable[..., TestClient]
OWNED = re.compile(
    r"{(application|matter|person|document|delegation|account|client|login|example|urging_key)}"
)
#: about the whole agency, or a word of the field; what it tells is compared below
FIELDS: dict[str, Any] = {
    "events": [{"event": "noted", "on": "2026-11-23", "text": "x"}],
    "files": [{"kind": "other", "name": "a.txt", "content": "eA=="}],
    "sent": {"event": "consultation_sent", "on": "2026-11-23", "id": "1", "to": "third_party"},
    "party": {"name": "x"},
    "proposal": {"kind": "receipt"},
    "view": {},
    "roles": ["clerk"],
    "on": "2026-11-23",
    "since": "2026-11-23",
    "ground": "disclosed",
    "service": "post",
    "why": "mistake",
    "other": 2,
    "joined": 2,
    "through": 1,
    "email": None,
    "chat": None,
}


def body(path: str, method: str) -> Any:
    """A body with what the operation requires."""
    said = DOCUMENT["paths"][path][method.lower()].get("requestBody")
    if said is None:
        return None
    shape = said["content"]["application/json"]["schema"]
    named = DOCUMENT["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    if path.endswith("/application"):
        return BODY
    made = {name: FIELDS.get(name, "x") for name in named.get("required", ())}
    if path.endswith("/join"):
        made["why"] = "papers"
    return made


def test_nothing_of_another_agency_is_found_or_changed(installation: Installation, sitting: Seat) -> None:
    ours = sitting(*Role)
    staffed(installation.office())
    ours.post(
        "/applications",
        json={**BODY, "files": [{"kind": "other", "name": "a.pdf", "content": in_base64(SCAN)}]},
    )
    ours.post("/matters", json=MATTER)
    ours.post("/public-documents", json={"title": "办法", "place": "http://furong.example.cn/1"})

    first = installation.settings.agency[0]
    other = first.model_copy(
        update={
            "key": "yuhua",
            "name": "长沙市雨花区人民政府",
            "short_name": "雨花区人民政府",
            "code": "雨政公开",
        }
    )
    both = installation.settings.model_copy(update={"agency": (first, other)})
    house = Installation(both, installation.database, installation.calendar())
    _, token = clients.create(house.office("yuhua"), "雨花的程序", list(Role), By("雨花管理员", NOW))
    theirs = TestClient(create(house, lambda: NOW), headers={"Authorization": f"Bearer {token}"})

    before = [
        ours.get(path).json() for path in ("/applications", "/matters", "/public-documents", "/accounts")
    ]
    answers = {}
    for method, path in OPERATIONS:
        if not OWNED.search(path) or "/clients/" in path:
            continue
        query = {**QUERY, "kind": "receipt"} if method == "GET" else None
        answer = theirs.request(method, filled(path), params=query, json=body(path, method))
        answers[f"{method} {path}"] = answer.status_code
        assert "李" not in answer.text
    assert len(answers) > 50
    # an account or a delegation that is not there is refused as a choice that cannot be made
    wrong = {name: status for name, status in answers.items() if status not in (404, 422)}
    assert wrong == {}
    assert {status for name, status in answers.items() if "{application}" in name} == {404}
    for path in ("/applications", "/matters", "/public-documents", "/approvals", "/due", "/ledger/imports"):
        told = theirs.get(path).json()
        assert not any(value for value in told.values() if isinstance(value, list)), path
    assert theirs.post("/applications/search", json={"said": "保护范围"}).json()["applications"] == []
    after = [
        ours.get(path).json() for path in ("/applications", "/matters", "/public-documents", "/accounts")
    ]
    assert after == before
