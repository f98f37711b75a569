"""Files of an application, matters, public documents, applicants: kept and found through the API."""

from __future__ import annotations

import base64
from collections.abc import Callable

from fastapi.testclient import TestClient

from foidesk.desk.installation import Installation
from foidesk.rules.vocabulary import Role
from foidesk.store import audit

from .conftest import BODY

Seat = Callable[..., TestClient]
SCAN = b"%PDF-1.4 scan"
MATTER = {
    "kind": "consultation",
    "received": "2026-11-20",
    "channel": "email",
    "name": "王芳",
    "subject": "咨询如何申请公开规划",
}


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_files_come_with_an_application_and_later_and_go(installation: Installation, sitting: Seat) -> None:
    clerk = sitting()
    scan = {"kind": "application", "name": "申请书.pdf", "content": in_base64(SCAN)}
    made = clerk.post("/applications", json={**BODY, "files": [scan]})
    assert made.status_code == 201, made.text
    at = f"/applications/{made.json()['application']}/attachments"
    later = {**scan, "kind": "identity", "name": "李珺身份证.pdf"}
    added = clerk.post(at, json={"files": [later]}, headers={"Idempotency-Key": "scan"})
    assert added.status_code == 201, added.text
    assert clerk.post(at, json={"files": [later]}, headers={"Idempotency-Key": "scan"}).json() == added.json()
    listed = clerk.get(at).json()["attachments"]
    assert [(each["n"], each["kind"], each["size"]) for each in listed] == [
        (1, "application", len(SCAN)),
        (2, "identity", len(SCAN)),
    ]
    taken = clerk.get(f"{at}/2")
    assert (taken.content, taken.headers["content-type"]) == (SCAN, "application/pdf")
    assert "attachment" in taken.headers["content-disposition"]
    assert sitting(Role.SUPERVISOR).get(f"{at}/2").status_code == 403
    gone = clerk.post(f"{at}/2/removal", json={"reason": "误传他人材料"})
    assert gone.json()["attachments"][1]["removed_why"] == "误传他人材料"
    assert clerk.get(f"{at}/2").status_code == 404
    program = {**scan, "name": "a.exe", "content": in_base64(b"MZ program")}
    assert "a.exe" in clerk.post(at, json={"files": [program]}).json()["detail"]
    assert clerk.post("/applications", json={**BODY, "files": [program]}).status_code == 422
    assert clerk.get("/applications/numbered", params={"number": "2"}).json()["applications"] == []
    with installation.database.reading() as conn:
        assert len(audit.page(conn, "furong", what="查看材料")) == 1


def test_an_oral_application_is_read_back_as_on_the_page(sitting: Seat) -> None:
    clerk = sitting()
    oral = {**BODY, "channel": "oral"}
    assert "核对并签名" in clerk.post("/applications", json=oral).json()["detail"]
    signed = {**oral, "read_back": "signed", "joint": [{"name": "王芳", "telephone": "13800000042"}, "陈一"]}
    made = clerk.post("/applications", json=signed)
    assert made.status_code == 201, made.text
    at = f"/applications/{made.json()['application']}"
    people = clerk.get(f"{at}/people/full").json()["people"]
    assert [each["name"] for each in people] == ["李珺", "王芳", "陈一"]
    for ending, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert clerk.get(f"{at}/form.{ending}").content.startswith(begins)
        assert clerk.get(f"/application-form.{ending}").content.startswith(begins)


def test_what_registering_would_begin_with_is_told(sitting: Seat) -> None:
    clerk = sitting()
    clerk.post("/applications", json=BODY)
    seen = {name: BODY[name] for name in ("channel", "arrived", "name", "telephone", "request")}
    told = clerk.post("/applications/foreseen", json=seen).json()
    assert (told["clock"]["due"], told["known"]["items"]) == ("2026-12-21", 1)
    assert [each["likeness"] for each in told["alike"]] == [100]
    counts = clerk.get("/applications/counts").json()
    assert (counts["open"], counts["overdue"], counts["handlers"]) == (1, 0, [])
    assert clerk.post("/applications/foreseen", json={}).json() == {"clock": None, "known": None, "alike": []}


def test_a_matter_is_put_aside_answered_or_turns_out_an_application(sitting: Seat) -> None:
    clerk = sitting()
    first, second = (clerk.post("/matters", json=MATTER).json() for _ in range(2))
    assert (first["sender"], first["answer_by"]) == ("王*", "2026-12-18")
    found = clerk.post("/matters/search", json={"said": "规划"}).json()["matters"]
    assert [each["matter"] for each in found] == [second["matter"], first["matter"]]
    answered = clerk.post(
        f"/matters/{first['matter']}/answer", json={"answer": "已电话答复", "on": "2026-11-23"}
    )
    assert answered.json()["answer"] == "已电话答复"
    assert [each["matter"] for each in clerk.get("/matters").json()["matters"]] == [second["matter"]]
    assert len(clerk.get("/matters", params={"open_only": False}).json()["matters"]) == 2

    begun = clerk.get(f"/matters/{second['matter']}/registration").json()
    assert (begun["name"], begun["arrived"]) == ("王芳", "2026-11-20")
    full = {name: value for name, value in begun.items() if value}
    body = {**full, "applicant_kind": "natural_person", "form": "纸质"}
    late = clerk.post(f"/matters/{second['matter']}/application", json={**body, "arrived": "2026-11-23"})
    assert "2026-11-20" in late.json()["title"]
    made = clerk.post(f"/matters/{second['matter']}/application", json=body)
    assert made.status_code == 201, made.text
    now = clerk.get(f"/matters/{second['matter']}").json()
    assert (now["application"], now["application_number"]) == (
        made.json()["application"],
        made.json()["number"],
    )
    assert clerk.get("/matters/99").status_code == 404


def test_public_documents_are_entered_found_corrected_repealed_and_imported(sitting: Seat) -> None:
    clerk = sitting()
    document = {
        "title": "芙蓉区规划管理办法",
        "number": "芙政发[2024]3号",
        "place": "http://furong.example.cn/a",
    }
    made = clerk.post("/public-documents", json=document)
    assert made.status_code == 201, made.text
    at = f"/public-documents/{made.json()['document']}"
    assert made.json()["number"] == "芙政发〔2024〕3号"
    assert "网址：" in made.json()["in_words"]
    assert clerk.post("/public-documents", json=document).status_code == 422
    [hit] = clerk.post("/public-documents/search", json={"said": "规划"}).json()["documents"]
    assert hit["document"] == made.json()["document"]
    right = clerk.put(at, json={**document, "note": "全文"})
    assert right.json()["note"] == "全文"
    assert clerk.post(f"{at}/repeal", json={"on": "2026-11-01"}).json()["repealed_on"] == "2026-11-01"

    table = clerk.get("/public-documents/export.xlsx")
    assert table.content.startswith(b"PK")
    assert clerk.delete(at).json() == {"document": made.json()["document"]}
    assert clerk.get(at).status_code == 404
    file = {"name": "已公开信息.xlsx", "content": in_base64(table.content)}
    seen = clerk.post("/public-documents/import/reading", json=file).json()
    assert (seen["new"], seen["faults"]) == (["芙蓉区规划管理办法"], [])
    assert clerk.get("/public-documents").json()["documents"] == []
    assert clerk.post("/public-documents/import", json=file).json()["new"] == ["芙蓉区规划管理办法"]
    assert len(clerk.get("/public-documents").json()["documents"]) == 1


def test_two_records_of_one_person_are_joined_and_parted(sitting: Seat) -> None:
    clerk = sitting()
    for body in (BODY, {**BODY, "telephone": "13900000041"}):
        clerk.post("/applications", json=body)
    keys = [clerk.get(f"/applications/{n}/people").json()["people"][0]["person"] for n in (1, 2)]
    at = f"/people/{keys[0]}"
    alone = clerk.get(at).json()
    assert (alone["persons"], len(alone["applications"])) == ([keys[0]], 1)
    assert [each["person"] for each in alone["likely"]] == [keys[1]]
    joined = clerk.post(f"{at}/join", json={"other": keys[1], "why": "changed"})
    assert joined.status_code == 200, joined.text
    assert (joined.json()["persons"], joined.json()["items"]) == (keys, 2)
    [link] = joined.json()["joined"]
    parted = clerk.post(f"{at}/part", json={"joined": link["person"], "why": "mistake"})
    assert parted.json()["persons"] == [keys[0]]
    assert sitting(Role.SUPERVISOR).get(at).json()["likely"] == [], "no other people's names"
    assert clerk.get("/people/999").status_code == 404
