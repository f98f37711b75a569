"""What the OpenAPI document says holds for every operation: no failure, no status or body it does not name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from limits import parse
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from foidesk.api.app import create
from foidesk.api.bounds import Rates
from foidesk.desk.installation import Installation
from foidesk.rules.vocabulary import Role

from .conftest import BODY, NOW, staffed

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
DOCUMENT: dict[str, Any] = create(None).openapi()  # type: ignore[arg-type]
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]
FILLED = {
    "{login}": "fagui",
    "{year}": "2026",
    "{ending}": "pdf",
    "files/{kind}": "files/pdf",
    "{kind}": "receipt",
}
ENOUGH = Rates(parse("1000000/minute"), parse("1000000/minute"))


def filled(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return re.sub(r"\{\w+\}", "1", path)


def test_the_document_is_true(installation: Installation, token: Callable[..., str]) -> None:
    bearer = {"Authorization": f"Bearer {token(*Role)}"}
    app = create(installation, lambda: NOW, ENOUGH)
    TestClient(app, headers=bearer).post("/applications", json=BODY)
    staffed(installation.office())
    found = [each.ok() for each in schemathesis.openapi.from_asgi("/openapi.json", app).get_all_operations()]
    assert len(found) == len(OPERATIONS)

    for operation in found:

        @seed(31)
        @settings(
            max_examples=5,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            deadline=None,
            database=None,
        )
        @given(case=operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            for name in {"application", "n", "sequence", "matter", "person"} & case.path_parameters.keys():
                case.path_parameters[name] = 1
            if "login" in case.path_parameters:
                case.path_parameters["login"] = "fagui"
            case.call_and_validate(headers=bearer, checks=CHECKS)

        holds()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_operation_without_a_token(method: str, path: str, stranger: TestClient) -> None:
    answer = stranger.request(method, filled(path), json={})
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.fixture(scope="module")
def bodies() -> dict[tuple[str, str], Any]:
    """A well-formed body for every operation that takes one."""
    proposal = {"kind": "receipt"}
    letter = {"doc_number": "x", "on": "2026-11-23"}
    contact = {"on": "2026-11-23", "telephone": "13800000041"}
    event = {"event": "noted", "on": "2026-11-23", "text": "已电话联系"}
    sent = {"event": "consultation_sent", "on": "2026-11-23", "id": "1", "to": "third_party"}
    one = "/applications/{application}"
    file = {"name": "台账.csv", "content": "eA=="}
    year = {"first": "2026-11-23", "last": "2026-11-24"}
    public = {"title": "办法", "place": "http://furong.example.cn/1"}
    matter = {
        "kind": "consultation",
        "received": "2026-11-23",
        "channel": "fax",
        "name": "王某",
        "subject": "咨询",
    }
    roles = {"roles": ["clerk"]}
    words = dict.fromkeys(("title", "facts", "reasoning", "point"), "x")
    example = {**words, "ground": "disclosed", "since": "2026-11-23"}
    made = {
        "/applications": BODY,
        f"{one}/example": example,
        "/casebook/{example}": example,
        "/casebook/{example}/confirmation": {"version": "1764201600.000000"},
        "/casebook/{example}/withdrawal": {"why": "已有新规定"},
        "/urgings/{urging_key}/answer": {"answer": "已办理"},
        "/applications/search": {"said": "图纸"},
        "/applications/foreseen": {},
        f"{one}/attachments": {"files": [{**file, "kind": "other"}]},
        f"{one}/attachments/{{n}}/removal": {"reason": "误传"},
        "/files": {"files": [file]},
        "/matters": matter,
        "/matters/search": {"said": "咨询"},
        "/matters/{matter}/answer": {"answer": "已答复", "on": "2026-11-23"},
        "/matters/{matter}/application": BODY,
        "/people/{person}/join": {"other": 2, "why": "papers"},
        "/people/{person}/part": {"joined": 2, "why": "mistake"},
        "/public-documents": public,
        "/public-documents/search": {"said": "办法"},
        "/public-documents/import": file,
        "/public-documents/import/reading": file,
        "/public-documents/{document}": public,
        "/public-documents/{document}/repeal": {"on": "2026-11-23"},
        "/staff/{login}/alerts/seen": {"through": 1},
        "/staff/{login}/reach": {"email": None, "chat": None},
        "/staff/{login}/views": {"name": "逾期", "view": {"show": "overdue"}},
        "/staff/{login}/views/removal": {"name": "逾期"},
        "/delegations": {"giver": 1, "taker": 2, **year},
        "/handover": {"handler": "周敏", "to": "刘建", "reason": "调离", "seen": 1},
        "/reports/{year}/entries": {"values": {"overview": "x"}},
        "/ledger/reading": file,
        "/ledger/import": file,
        "/ledger/bad-rows": file,
        "/ledger/headings": {"meant": {"编号": "申请编号"}},
        "/accounts": {"login": "lijun", "name": "李军", **roles},
        "/accounts/{account}/roles": roles,
        "/clients": {"name": "门户", **roles},
        "/installation/test-mail": {"to": "a@example.cn"},
        f"{one}/events": {"events": [event]},
        f"{one}/whatif": {"events": [event]},
        f"{one}/people/correction": {**contact, "reason": "抄错"},
        f"{one}/people/move": contact,
        f"{one}/people/consultation": {"sent": sent, "party": {"name": "某公司"}},
        f"{one}/drafts/check": proposal,
        f"{one}/drafts/pdf": proposal,
        f"{one}/drafts/docx": proposal,
        f"{one}/drafts": proposal,
        f"{one}/letters": proposal,
        f"{one}/proposals": {"proposal": proposal},
        **{f"{one}/proposals/{{sequence}}/{act}": {} for act in ("review", "return", "approve", "recall")},
        f"{one}/service/sent": {**letter, "service": "post"},
        f"{one}/service/served": letter,
        f"{one}/service/returned": letter,
        f"{one}/service/refused": {**letter, "witness": "王某"},
        f"{one}/service/mail": {"doc_number": "x"},
        "/notices": {"text": "x"},
        "/notices/reading": {"text": "x"},
        "/notices/{year}/withdrawal": {"reason": "录错"},
        "/clock": {"channel": "in_person", "arrived": "2026-11-23"},
    }
    return {(method, path): body for path, body in made.items() for method in ("POST", "PUT")}


#: open to every client in force: sums and names of the field, nothing of the agency's
OPEN = {
    "/calendar/{year}", "/workdays", "/workdays/count", "/fee", "/clock", "/whoami", "/notices",
    "/reference/events", "/reference/outcomes", "/reference/questions", "/reference/letters",
    "/delegations",  # everybody of the office sees who acts for whom
}  # fmt: skip
GUARDED = [
    (m, p)
    for m, p in OPERATIONS
    if p not in OPEN or (m, p) in (("POST", "/notices"), ("POST", "/delegations"))
]
#: what a request cannot do without, beside its body
QUERY = {
    "said": "图纸",
    "doc_number": "x",
    "number": "31",
    "kind": "receipt",
    "row": "一",
    "column": "总计",
    "route": "x",
}


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_no_operation_without_its_role(
    method: str, path: str, outsider: Callable[[str], TestClient], bodies: dict[tuple[str, str], Any]
) -> None:
    client = outsider(path)
    asked = {each["name"] for each in DOCUMENT["paths"][path][method.lower()].get("parameters", ())}
    query = {name: value for name, value in QUERY.items() if name in asked} if method == "GET" else None
    answer = client.request(method, filled(path), params=query, json=bodies.get((method, path)))
    assert answer.status_code == 403, answer.text


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_has_a_name_a_summary_and_typed_answers(method: str, path: str) -> None:
    said = DOCUMENT["paths"][path][method.lower()]
    assert said["summary"]
    assert said["description"]
    [good] = [answer for status, answer in said["responses"].items() if status.startswith("2")]
    assert all(each["schema"] for each in good["content"].values())
