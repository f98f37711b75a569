"""What the API tells: lists, clocks, people, sums as the command line gives them, notices, names, health, figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from fastapi.testclient import TestClient

from foidesk import content
from foidesk.cli.faces import faces
from foidesk.desk import calculators
from foidesk.desk.installation import Installation
from foidesk.rules.vocabulary import Role
from foidesk.store import audit
from foidesk.store.database import Database

from .conftest import BODY, NOW

Seat = Callable[..., TestClient]
NOTICE = """国务院办公厅关于2028年部分节假日安排的通知
国办发明电〔2027〕9号
一、元旦：1月1日（周六）至3日（周一）放假，共3天。
"""


def test_applications_are_found_by_words_and_by_name_only_where_names_may_be_read(sitting: Seat) -> None:
    clerk, supervisor = sitting(), sitting(Role.SUPERVISOR)
    clerk.post("/applications", json=BODY)
    [found] = clerk.post("/applications/search", json={"said": "保护范围"}).json()["applications"]
    assert (found["applicant"], found["request"]) == ("李*", BODY["request"])
    assert len(clerk.post("/applications/search", json={"said": "李珺"}).json()["applications"]) == 1
    assert supervisor.post("/applications/search", json={"said": "李珺"}).json()["applications"] == []
    assert clerk.get("/applications", params={"show": "overdue"}).json()["applications"] == []
    assert (
        len(clerk.get("/applications", params={"channel": "in_person", "within": 30}).json()["applications"])
        == 1
    )


def test_a_clock_is_told_day_by_day_and_as_it_would_be(sitting: Seat) -> None:
    clerk = sitting()
    at = f"/applications/{clerk.post('/applications', json=BODY).json()['application']}"
    days = clerk.get(f"{at}/days").json()["days"]
    assert [each["number"] for each in days if each["number"]] == list(range(1, 21))
    asked = {"event": "clarification_asked", "on": "2026-11-23", "answer_by": "2026-12-14"}
    then = clerk.post(f"{at}/whatif", json={"events": [asked]}).json()
    assert (then["now"]["state"], then["then"]["state"]) == ("open", "clarifying")
    assert then["effects"][0].startswith("不能登记“告知补正”：缺少补正期限和需要补正的内容。")
    told = {**asked, "defects": "未写明年份|请写明年份", "service": "post"}
    sentence = clerk.post(f"{at}/whatif", json={"events": [told]}).json()["effects"][0]
    assert "原答复期限 12月21日 不再计算" in sentence, sentence
    assert clerk.get(at).json()["state"] == "open", "nothing was recorded"
    possible = {each["event"] for each in clerk.get(at).json()["possible"]}
    assert "clarification_asked" in possible


def test_people_are_put_right_moved_and_consulted(installation: Installation, sitting: Seat) -> None:
    clerk = sitting()
    at = f"/applications/{clerk.post('/applications', json=BODY).json()['application']}/people"
    moved = clerk.post(f"{at}/move", json={"on": "2026-11-23", "telephone": "13800000041"})
    assert moved.status_code == 200, moved.text
    right = clerk.post(f"{at}/correction", json={"on": "2026-11-23", "reason": "抄错", "name": "李君"})
    assert right.status_code == 200, right.text
    sent = {
        "event": "consultation_sent",
        "on": "2026-11-23",
        "id": "1",
        "to": "third_party",
        "information": "合同",
    }
    party = {"name": "长沙某公司", "address": "长沙市五一大道2号"}
    asked = clerk.post(f"{at}/consultation", json={"sent": sent, "party": party})
    assert asked.status_code == 200, asked.text
    hidden = clerk.post(f"{at}/consultation", json={"sent": {**sent, "party": 1}, "party": party})
    assert "由系统填写" in hidden.json()["detail"]
    late = clerk.post(
        f"{at}/correction", json={"on": "2026-11-23", "reason": "抄错", "name": "李均", "seen": 1}
    )
    assert late.status_code == 409
    assert clerk.post(f"{at}/consultation", json={"sent": sent, "party": party, "seen": 1}).status_code == 409
    full = clerk.get(f"{at}/full").json()["people"]
    assert [(each["part"], each["name"]) for each in full] == [
        ("申请人", "李君"),
        ("被征求意见方", "长沙某公司"),
    ]
    assert sitting(Role.AUDITOR).get(f"{at}/full").status_code == 403
    with installation.database.reading() as conn:
        assert len(audit.page(conn, "furong", what="查看完整个人信息")) == 1


def test_the_sums_are_those_of_the_command_line(sitting: Seat) -> None:
    client, calendar = sitting(Role.SUPERVISOR), content.calendar()
    start, end = date(2026, 9, 30), date(2026, 12, 1)
    case = {
        "channel": "in_person",
        "arrived": "2026-09-30",
        "events": [
            {"event": "consultation_sent", "on": "2026-10-12", "id": "1", "to": "third_party"},
            {"event": "extended", "on": "2026-10-20", "days": 20},
        ],
    }

    def said(answer: object) -> object:
        assert answer.status_code == 200, answer.text  # type: ignore[attr-defined]
        return json.loads(answer.text)  # type: ignore[attr-defined]

    as_of = {"as_of": "2026-11-02"}
    assert said(client.get("/workdays", params={"start": start, "days": 20})) == calculators.workdays_add(
        start, 20, calendar
    )
    assert said(
        client.get("/workdays/count", params={"from": start, "to": end})
    ) == calculators.workdays_count(start, end, calendar)
    assert said(client.get("/calendar/2026")) == calculators.workdays_year(2026, calendar)
    assert said(
        client.get("/fee", params={"standard": "items", "units": 12, "already": 9})
    ) == calculators.fee_of("items", 12, 9)
    assert said(client.post("/clock", json=case)) == calculators.clock_case(case, calendar)
    assert said(client.post("/clock", json=case | as_of)) == calculators.clock_case(
        case, calendar, as_of=date(2026, 11, 2)
    )


def test_a_notice_is_foreseen_entered_and_taken_back(sitting: Seat) -> None:
    clerk = sitting()
    told = {"text": NOTICE, "issued": "2027-11-04"}
    seen = clerk.post("/notices/reading", json=told)
    assert seen.status_code == 200, seen.text
    assert (seen.json()["year"], seen.json()["moved"]) == (2028, [])
    assert clerk.get("/notices").json()["notices"] == []
    assert clerk.post("/notices", json=told).status_code == 201
    assert clerk.get("/calendar/2028").json()["notice"] == "国办发明电〔2027〕9号"
    assert clerk.post("/notices/2028/withdrawal", json={"reason": "录\x00错"}).status_code == 422
    assert clerk.post("/notices/2028/withdrawal", json={"reason": "录错年份"}).status_code == 200
    assert clerk.get("/notices").json()["notices"][0]["withdrawn"] is True


def test_what_can_be_recorded_decided_and_written_is_told(sitting: Seat) -> None:
    client = sitting(Role.SUPERVISOR)
    events = {each["event"]: each for each in client.get("/reference/events").json()["events"]}
    assert events["extended"]["fields"]["required"] == ["event", "on", "days"]
    assert "disclosed" in {each["ground"] for each in client.get("/reference/outcomes").json()["outcomes"]}
    assert "receipt" in {each["kind"] for each in client.get("/reference/letters").json()["letters"]}
    may = client.get("/whoami").json()["may"]
    assert "read" in may
    assert "register" not in may


def test_health_needs_no_token_and_says_why_it_is_bad(installation: Installation, database: Database) -> None:
    client = TestClient(faces(installation, lambda: NOW))
    good = client.get("/healthz")
    assert (good.status_code, good.json()["ok"], good.json()["notices"]["2026"]) == (200, True, True)
    with database.writing() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    bad = client.get("/healthz")
    assert (bad.status_code, bad.json()["database"]) == (503, False)
    assert "0001" in bad.json()["reason"]


def test_figures_are_for_whoever_may_monitor(
    installation: Installation, token: Callable[..., str], sitting: Seat
) -> None:
    sitting().post("/applications", json=BODY)
    client = TestClient(faces(installation, lambda: NOW))
    bearer = {"Authorization": f"Bearer {token(Role.SUPERVISOR)}"}
    client.get("/api/applications/1", headers=bearer)
    client.get("/nowhere")
    assert client.get("/metrics").status_code == 401
    assert (
        client.get("/metrics", headers={"Authorization": f"Bearer {token(Role.REVIEWER)}"}).status_code == 403
    )
    text = client.get("/metrics", headers=bearer).text
    assert 'foidesk_open{agency="furong"} 1.0' in text
    assert 'foidesk_entries{agency="furong"} 2.0' in text
    assert (
        'foidesk_requests_total{method="GET",route="/api/applications/{application}",status="200"} 1.0'
        in text
    )
    assert 'route="unmatched",status="404"' in text
    assert "李" not in text
    reviewer = {"Authorization": f"Bearer {token(Role.REVIEWER, Role.CLERK)}"}
    assert client.get("/metrics", headers=reviewer).status_code == 403, "fresh figures are no less guarded"


def test_the_file_of_a_case_is_one_pdf_and_the_full_one_needs_the_permission(sitting: Seat) -> None:
    clerk, supervisor = sitting(), sitting(Role.SUPERVISOR)
    at = f"/applications/{clerk.post('/applications', json=BODY).json()['application']}/casefile"
    whole = clerk.get(at, params={"text": "full"})
    assert whole.headers["content-type"] == "application/pdf"
    assert whole.content.startswith(b"%PDF")
    assert supervisor.get(at).status_code == 200
    assert supervisor.get(at, params={"text": "full"}).status_code == 403
    assert clerk.get("/applications/999999/casefile").status_code == 404
