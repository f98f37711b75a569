"""A program acts for a person: alerts, ways to be reached, views, feeds; delegations and handing over; accounts."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from foidesk.cli.faces import faces
from foidesk.desk.alerts import rounds
from foidesk.desk.installation import Installation
from foidesk.rules.vocabulary import Role

from .conftest import BODY, NOW, staffed

Seat = Callable[..., TestClient]


def test_alerts_are_read_and_seen_for_a_person_whose_roles_the_program_has(
    installation: Installation, sitting: Seat
) -> None:
    staffed(installation.office())
    clerk = sitting()
    clerk.post("/applications", json={**BODY, "arrived": "2026-10-26", "handler": "周敏"})
    rounds.make(installation, lambda: NOW)
    found = clerk.get("/staff/zhoumin/alerts").json()
    assert found["unseen"] == len(found["alerts"]) >= 1
    newest = found["alerts"][0]
    assert (newest["handler"], newest["new"]) == ("周敏", True)
    assert "答复期限" in " ".join(each["about"] for each in found["alerts"])
    done = clerk.post("/staff/zhoumin/alerts/seen", json={"through": newest["alert"]})
    assert done.json() == {"seen": found["unseen"]}
    assert clerk.get("/staff/zhoumin/alerts").json()["alerts"] == []
    assert (
        len(clerk.get("/staff/zhoumin/alerts", params={"everything": True}).json()["alerts"])
        == done.json()["seen"]
    )

    refused = clerk.get("/staff/zhou/alerts")
    assert refused.status_code == 403
    assert "负责人" in refused.json()["detail"]
    assert sitting(Role.CLERK, Role.HEAD).get("/staff/zhou/alerts").status_code == 200
    assert clerk.get("/staff/nobody/alerts").status_code == 404


def test_days_to_keep_are_told_as_the_command_line_tells_them(sitting: Seat) -> None:
    clerk = sitting()
    clerk.post("/applications", json={**BODY, "arrived": "2026-10-23", "handler": "周敏"})
    due = clerk.get("/due", params={"handler": "周敏"}).json()
    days = due["overdue"] + due["today"] + due["week"]
    assert "reply" in {each["watch"] for each in days}
    assert clerk.get("/due", params={"handler": "刘建"}).json()["overdue"] == []


def test_how_a_person_is_reached_and_views_and_feeds(installation: Installation, sitting: Seat) -> None:
    staffed(installation.office())
    clerk = sitting()
    kept = clerk.put("/staff/zhoumin/reach", json={"email": "zhoumin@furong.example.cn", "chat": None})
    assert kept.json() == {"email": "zhoumin@furong.example.cn", "chat": False}
    assert clerk.put("/staff/zhoumin/reach", json={"email": "zhoumin", "chat": None}).status_code == 422

    view = {"show": "overdue", "channel": "fax", "outcome": "三（一）"}
    made = clerk.post("/staff/zhoumin/views", json={"name": "传真逾期", "view": view})
    assert made.status_code == 200, made.text
    [one] = clerk.get("/staff/zhoumin/views").json()["views"]
    assert (one["name"], one["view"]["channel"], one["view"]["outcome"]) == ("传真逾期", "fax", "三（一）")
    assert clerk.post("/staff/zhoumin/views/removal", json={"name": "传真逾期"}).json() == {"views": []}

    pages = TestClient(faces(installation, lambda: NOW))
    for feed in ("/staff/zhoumin/feed", "/feed"):
        address = clerk.post(feed).json()["address"]
        path = address[address.index("/feeds/") :]
        assert pages.get(path).content.startswith(b"BEGIN:VCALENDAR")
        assert clerk.get(feed).json()["made_at"] is not None
        assert clerk.delete(feed).json() == {"made_at": None}
        assert pages.get(path).status_code == 404


def test_steps_are_delegated_and_applications_handed_over(installation: Installation, sitting: Seat) -> None:
    keys = staffed(installation.office())
    administrator, clerk = sitting(Role.ADMINISTRATOR), sitting()
    wanted = {"giver": keys["zhou"], "taker": keys["fagui"], "first": "2026-11-24", "last": "2026-11-30"}
    assert clerk.post("/delegations", json=wanted).status_code == 403
    made = administrator.post("/delegations", json=wanted)
    assert made.status_code == 201, made.text
    newest = next(each for each in made.json()["absences"] if each["giver"] == "周明远")
    ended = administrator.post(f"/delegations/{newest['delegation']}/end").json()["absences"]
    assert next(each for each in ended if each["delegation"] == newest["delegation"])["ended"]

    for _ in range(2):
        clerk.post("/applications", json={**BODY, "handler": "周敏"})
    seen = clerk.get("/handover", params={"handler": "周敏"}).json()
    assert (seen["handlers"], seen["count"], len(seen["applications"])) == (["周敏"], 2, 2)
    order = {"handler": "周敏", "to": "刘建", "reason": "调离", "seen": 1}
    assert "有变动" in clerk.post("/handover", json=order).json()["title"]
    assert clerk.post("/handover", json={**order, "seen": 2}).json() == {"count": 2}
    assert clerk.get("/applications/1").json()["handler"] == "刘建"


def test_accounts_clients_and_the_audit_trail_are_an_administrators(
    installation: Installation, sitting: Seat
) -> None:
    keys = staffed(installation.office())
    administrator, clerk = sitting(Role.ADMINISTRATOR), sitting()
    new = {"login": "lijun", "name": "李军", "roles": ["clerk"]}
    made = administrator.post("/accounts", json=new, headers={"Idempotency-Key": "lijun"})
    assert made.status_code == 201, made.text
    again = administrator.post("/accounts", json=new, headers={"Idempotency-Key": "lijun"})
    assert again.json() == made.json(), "a lost answer, and with it the first password, can be fetched again"
    at = f"/accounts/{made.json()['account']}"
    told = {each["login"]: each for each in administrator.get("/accounts").json()["accounts"]}
    assert (told["lijun"]["must_change_password"], told["lijun"]["roles"]) == (True, ["clerk"])
    changed = administrator.put(f"{at}/roles", json={"roles": ["reviewer", "clerk"]}).json()["accounts"]
    assert next(each for each in changed if each["login"] == "lijun")["roles"] == ["clerk", "reviewer"]
    assert administrator.put(f"{at}/roles", json={"roles": ["auditor", "clerk"]}).status_code == 422
    assert administrator.post(f"{at}/password").json()["password"] != made.json()["password"]
    assert administrator.post(f"{at}/closing").json()["open_applications"] is False
    assert clerk.post(f"/accounts/{keys['zhou']}/closing").status_code == 403

    token = administrator.post("/clients", json={"name": "门户网站", "roles": ["clerk"]}).json()
    bearer = {"Authorization": f"Bearer {token['token']}"}
    portal = TestClient(administrator.app, headers=bearer)
    assert portal.get("/whoami").json()["name"] == "门户网站"
    administrator.post(f"/clients/{token['client']}/revocation")
    assert portal.get("/whoami").status_code == 401

    trail = administrator.get("/audit", params={"what": "调整角色"}).json()
    assert [each["about"] for each in trail["traces"]] == ["李军"]
    assert (
        administrator.get("/audit", params={"before": trail["next"], "what": "调整角色"}).json()["traces"]
        == []
    )
    assert clerk.get("/audit").status_code == 403


def test_settings_health_and_sample_letters(installation: Installation, sitting: Seat) -> None:
    administrator = sitting(Role.ADMINISTRATOR)
    sections = administrator.get("/installation/settings").json()["sections"]
    paths = {each["path"] for section in sections for each in section["settings"]}
    assert {"agency.0.name", "database.url"} <= paths
    findings = {
        each["name"]: each
        for each in administrator.get("/installation/health", params={"logs": True}).json()["findings"]
    }
    assert findings["办理记录"]["good"]
    kinds = {each["kind"] for each in administrator.get("/installation/letters").json()["letters"]}
    assert {"receipt", "partly"} <= kinds
    assert administrator.get("/installation/letters/receipt.pdf").content.startswith(b"%PDF")
    assert administrator.get("/installation/letters/nothing.pdf").status_code == 422
