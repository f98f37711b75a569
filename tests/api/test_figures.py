"""The annual report, statistics and the ledger through the API."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from foidesk.desk.reports.files import KINDS
from foidesk.rules.vocabulary import Role

from .conftest import BODY

Seat = Callable[..., TestClient]
OLD = {**BODY, "arrived": "2025-11-24"}
ROWS = "收到日期,申请方式,申请人类型,申请人,申请内容,办理结果\n2025-03-03,当面提交,自然人,王芳,规划图,\n"


def sent(text: str) -> dict[str, str]:
    return {"name": "台账.csv", "content": base64.b64encode(text.encode()).decode()}


def test_a_report_is_read_entered_published_and_compared(sitting: Seat) -> None:
    clerk, head = sitting(), sitting(Role.HEAD)
    clerk.post("/applications", json=OLD)
    at = "/reports/2025"
    now = clerk.get(at).json()
    table = {row["line"]: row["values"] for row in now["now"]["table3"]["rows"]}
    assert (table["一"][0], table["四"][-1], now["filed"]) == (1, 1, None)
    cell = {"row": "一", "column": "自然人"}
    [case] = clerk.get(f"{at}/cases", params=cell).json()["cases"]
    assert case["since"] == "2025-11-24"
    assert clerk.get(f"{at}/cases", params={**cell, "row": "九"}).status_code == 422
    assert clerk.get(f"{at}/challenges", params={"route": "行政复议", "column": "总计"}).json() == {
        "numbers": []
    }
    assert clerk.get(f"{at}/fees").json() == {"cases": []}

    entered = clerk.put(f"{at}/entries", json={"values": {"overview": "总体平稳", "permits": "12"}})
    assert entered.json()["values"]["permits"] == "12"
    assert clerk.put(f"{at}/entries", json={"values": {"permits": "十二"}}).status_code == 422
    assert clerk.post(f"{at}/publication").status_code == 403
    assert head.post("/reports/2026/publication").status_code == 422
    assert head.post(f"{at}/publication").json() == {"version": 1}

    clerk.post("/applications", json=OLD)
    later = clerk.get(at).json()
    assert (later["filed"]["version"], later["filed"]["whole"], later["changed"]) == (1, True, True)
    assert [(each["filed"], each["now"]) for each in later["moved"]] == [(None, "自然人：一，四")]
    assert later["published_years"] == [2025]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_is_a_file_of_each_kind(kind: str, sitting: Seat) -> None:
    clerk = sitting()
    made = clerk.get(f"/reports/2025/files/{kind}")
    assert made.status_code == 200, made.text
    assert kind in made.headers["content-disposition"]
    assert clerk.get("/reports/2025/files/odt").status_code == 404


def test_statistics_are_told_and_given_as_a_spreadsheet(sitting: Seat) -> None:
    clerk = sitting()
    clerk.post("/applications", json=BODY)
    found = clerk.get("/statistics/2026").json()
    assert (found["new"], found["months"][10]["open"], found["channels"]) == (1, 1, {"当面提交": 1})
    assert clerk.get("/statistics/2026/export.xlsx").content.startswith(b"PK")


def test_a_ledger_is_looked_at_brought_in_once_and_given_out(sitting: Seat) -> None:
    clerk = sitting()
    seen = clerk.post("/ledger/reading", json=sent(ROWS)).json()
    assert (seen["rows"], seen["new"], seen["bad"]) == (1, 1, [])
    assert clerk.get("/ledger/imports").json()["batches"] == []
    bad = sent(ROWS + "昨天,当面提交,自然人,陈一,规划图,\n")
    refused = clerk.post("/ledger/import", json=bad)
    assert refused.status_code == 422
    assert clerk.post("/ledger/bad-rows", json=bad).content.startswith(b"PK")
    assert clerk.post("/ledger/bad-rows", json=sent(ROWS)).status_code == 422
    done = clerk.post("/ledger/import", json={**bad, "skip_bad": True})
    assert done.status_code == 200, done.text
    assert (done.json()["new"], [each["heading"] for each in done.json()["bad"]]) == (1, ["收到日期"])
    assert clerk.post("/ledger/import", json=sent(ROWS)).json()["known"] == 1
    assert [each["applications"] for each in clerk.get("/ledger/imports").json()["batches"]] == [1]

    foreign = sent(ROWS.replace("申请内容", "事由"))
    assert clerk.post("/ledger/reading", json=foreign).status_code == 422
    assert clerk.put("/ledger/headings", json={"meant": {"事由": "没有的标题"}}).status_code == 422
    assert clerk.put("/ledger/headings", json={"meant": {"事由": "申请内容"}}).status_code == 200
    assert clerk.post("/ledger/reading", json=foreign).json()["known"] == 1

    assert clerk.get("/ledger/export.xlsx", params={"year": 2025}).content.startswith(b"PK")
    supervisor = sitting(Role.SUPERVISOR)
    assert supervisor.get("/ledger/export.xlsx").status_code == 200
    assert supervisor.get("/ledger/export.xlsx", params={"numbers": True}).status_code == 403


def test_a_list_is_given_as_a_spreadsheet(sitting: Seat) -> None:
    clerk = sitting()
    clerk.post("/applications", json=BODY)
    assert clerk.get("/applications/export.xlsx", params={"show": "all"}).content.startswith(b"PK")
    assert (
        sitting(Role.SUPERVISOR).get("/applications/export.xlsx", params={"names": True}).status_code == 403
    )
    assert clerk.get("/applications", params={"shwo": "all"}).status_code == 422, (
        "no filter is left out unheard"
    )
