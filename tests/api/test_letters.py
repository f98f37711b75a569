"""From the draft to the served reply by programs alone; who may take a letter out."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from foidesk.desk.installation import Installation
from foidesk.rules.vocabulary import Role
from foidesk.store import audit

from .conftest import BODY

Seat = Callable[..., TestClient]
FACTS = {
    "facts": "经查，本机关保存有该图",
    "supplied": "保护范围图",
    "form": "纸质复印件",
    "delivery": "邮寄",
}
REPLY: dict[str, Any] = {
    "kind": "reply",
    "decision": {"grounds": ["disclosed"], "service": "post", "facts": FACTS},
}
TODAY = "2026-11-23"


def registered(clerk: TestClient) -> str:
    made = clerk.post("/applications", json=BODY).json()
    at = f"/applications/{made['application']}"
    review = {"event": "secrecy_reviewed", "on": TODAY, "reviewer": "陈立新", "cleared": True}
    done = clerk.post(f"{at}/events", json={"events": [review], "seen": made["seen"]})
    assert done.status_code == 200, done.text
    return at


def test_a_reply_is_drafted_checked_approved_issued_and_served(
    installation: Installation, sitting: Seat
) -> None:
    clerk, reviewer, head = sitting(), sitting(Role.REVIEWER), sitting(Role.HEAD)
    at = registered(clerk)

    assert clerk.post(f"{at}/drafts", json=REPLY).status_code == 200
    draft = clerk.post(f"{at}/drafts/check", json=REPLY).json()
    assert [each for each in draft["findings"] if each["refuses"]] == []
    assert any("保护范围图" in each["text"] for each in draft["passages"])
    assert clerk.post(f"{at}/drafts/pdf", json=REPLY).content.startswith(b"%PDF")

    assert clerk.post(f"{at}/proposals", json={"proposal": REPLY}).status_code == 201
    [waiting] = reviewer.get("/approvals").json()["mine"]
    step = f"{at}/proposals/{waiting['sequence']}"
    assert clerk.post(f"{step}/review", json={}).status_code == 403
    assert clerk.post(f"{step}/issue").status_code == 422
    assert reviewer.post(f"{step}/return", json={"note": "请核对附件"}).status_code == 200
    [back] = clerk.get("/approvals").json()["back"]
    assert back["sent_back"] == "请核对附件"

    assert clerk.post(f"{at}/proposals", json={"proposal": REPLY}).status_code == 201
    step = f"{at}/proposals/{reviewer.get('/approvals').json()['mine'][0]['sequence']}"
    assert reviewer.post(f"{step}/review", json={"note": "同意"}).status_code == 200
    approved = head.post(f"{step}/approve", json={"note": "已核对"})
    assert approved.status_code == 200, approved.text
    issued = clerk.post(f"{step}/issue", headers={"Idempotency-Key": "issue"})
    assert issued.status_code == 200, issued.text
    assert issued.json()["state"] == "replied"
    assert clerk.post(f"{step}/issue", headers={"Idempotency-Key": "issue"}).content == issued.content

    [letter] = clerk.get(f"{at}/letters").json()["letters"]
    named = {"doc_number": letter["doc_number"]}
    paper = clerk.get(f"{at}/letters/pdf", params=named)
    assert paper.content.startswith(b"%PDF")
    assert "attachment" in paper.headers["content-disposition"]
    assert clerk.get(f"{at}/letters/docx", params=named).content.startswith(b"PK")
    assert sitting(Role.SUPERVISOR).get(f"{at}/letters/pdf", params=named).status_code == 403
    with installation.database.reading() as conn:
        assert audit.page(conn, "furong", what="取出文书")[0].about == letter["doc_number"]

    sent = clerk.post(f"{at}/service/sent", json={**named, "on": TODAY, "service": "post", "tracking": "XA1"})
    assert sent.status_code == 200, sent.text
    assert clerk.post(f"{at}/service/served", json={**named, "on": TODAY}).status_code == 200
    events = [each["event"] for each in clerk.get(f"{at}/history").json()["entries"]]
    assert events[-2:] == ["letter_sent", "letter_served"]

    assert clerk.get(f"{at}/challenges").json() == {"challenges": []}
    filed = {"event": "remedy_filed", "on": TODAY, "route": "reconsideration"}
    done = clerk.post(f"{at}/events", json={"events": [filed]})
    assert done.status_code == 200, done.text
    [challenge] = clerk.get(f"{at}/challenges").json()["challenges"]
    assert (challenge["answer_by"], challenge["result"]) == ("2026-12-07", None)


def test_a_receipt_needs_no_approval_and_everything_else_does(sitting: Seat) -> None:
    clerk = sitting()
    at = registered(clerk)
    assert clerk.post(f"{at}/letters", json={"kind": "receipt"}).status_code == 201
    assert clerk.post(f"{at}/letters", json={"kind": "receipt"}).status_code == 422
    refused = clerk.post(
        f"{at}/events", json={"events": [{"event": "replied", "on": TODAY, "service": "post"}]}
    )
    assert refused.status_code == 422
    longer = {
        "event": "extended",
        "on": TODAY,
        "days": 20,
        "service": "post",
        "approved_by": "周明远",
        "reason": "需要核对",
    }
    assert "尚未经批准" in clerk.post(f"{at}/events", json={"events": [longer]}).text
    assert clerk.post(f"{at}/letters", json={"kind": "../secrets"}).status_code == 422


def test_files_and_a_changed_docx_go_with_a_letter(sitting: Seat) -> None:
    clerk, reviewer = sitting(), sitting(Role.REVIEWER)
    at = registered(clerk)
    plan = {"name": "保护范围图.txt", "content": base64.b64encode("一号地块".encode()).decode()}
    kept = clerk.post("/files", json={"files": [plan]})
    assert kept.status_code == 201, kept.text
    facts = {**FACTS, "attachments": "保护范围图"}
    reply = {**REPLY, "decision": {**REPLY["decision"], "facts": facts}, "enclosed": kept.json()["files"]}
    assert clerk.post(f"{at}/drafts", json=reply).status_code == 200
    again = clerk.get(f"{at}/drafts", params={"kind": "reply"}).json()
    assert (again["enclosed"], again["decision"]["facts"]) == (kept.json()["files"], facts)
    assert clerk.get(f"{at}/drafts/files/1", params={"kind": "reply"}).text == "一号地块"
    assert clerk.get(f"{at}/drafts/files/2", params={"kind": "reply"}).status_code == 404
    assert clerk.get(f"{at}/drafts", params={"kind": "extended"}).status_code == 404

    docx = clerk.post(f"{at}/drafts/docx", json=again).content
    changed = {"name": "答复书.docx", "content": base64.b64encode(docx).decode()}
    [outside] = clerk.post("/files", json={"files": [changed]}).json()["files"]
    submitted = {"proposal": {**again, "outside": outside["sha256"]}}
    assert clerk.post(f"{at}/proposals", json=submitted).status_code == 201

    step = f"{at}/proposals/{reviewer.get('/approvals').json()['mine'][0]['sequence']}"
    whole = reviewer.get(step).json()
    assert (whole["stage"], whole["proposal"]["outside"], whole["trouble"]) == (
        "review",
        outside["sha256"],
        None,
    )
    assert whole["draft"]["kind"] == "disclosed"
    assert reviewer.get(f"{step}/pdf").content.startswith(b"%PDF")
    assert reviewer.get(f"{step}/files/1").text == "一号地块"
    assert sitting(Role.SUPERVISOR).get(step).status_code == 403
    assert reviewer.post(f"{step}/review", json={}).status_code == 200
    assert sitting(Role.HEAD).post(f"{step}/approve", json={"note": "已核对"}).status_code == 200
    issued = clerk.post(f"{step}/issue")
    assert issued.status_code == 200, issued.text
    [letter] = clerk.get(f"{at}/letters").json()["letters"]
    named = {"doc_number": letter["doc_number"]}
    assert clerk.get(f"{at}/letters/files/1", params=named).text == "一号地块"
    assert clerk.get(f"{at}/letters/files/2", params=named).status_code == 404
