"""The supervisor's pages, and what an agency sees of them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from tests.desk.reports.test_figures import bring, closed
from tests.web.conftest import csrf
from tests.web.test_several_agencies import Enter, both, enter  # noqa: F401 - fixtures

from foidesk.desk.installation import Installation

ANSWER_BY = "2026-03-10"  # a Tuesday; the desk's day is 2 March


@pytest.fixture
def filled(both: Installation) -> Installation:  # noqa: F811
    bring(both.office("furong"), closed(申请人="甲", 收到日期="2026-01-05", 办结日期="2026-01-20"))
    bring(
        both.office("yuhua"),
        closed(申请人="乙", 收到日期="2026-01-05", 办结日期="2026-02-20"),
        closed(申请人="丙", 收到日期="2026-01-05", 办结日期="", 办理结果=""),
    )
    return both


def sent(desk: TestClient, **changed: str) -> object:
    form = desk.get("/supervision")
    fields = {"agency": "yuhua", "number": "", "text": "请说明。", "answer_by": ANSWER_BY}
    return desk.post("/supervision/urgings", data={"csrf": csrf(form.text), **fields, **changed})


def test_the_supervisor_sees_every_agency_and_their_sum(filled: Installation, enter: Enter) -> None:  # noqa: F811
    desk = enter("zhuguan")
    shown = desk.get("/supervision").text
    assert "2026年各机关办理情况" in shown
    assert 'href="/supervision"' in desk.get("/").text
    assert shown.count("雨花区人民政府") >= 2  # the line, and the choice of whom to urge
    assert "<td>3</td><td>2</td>" in shown.split("合计", 1)[1]
    assert desk.get("/supervision?year=2026&quarter=2").status_code == 200


def test_the_name_of_an_agency_leads_to_its_cases(filled: Installation, enter: Enter) -> None:  # noqa: F811
    desk = enter("zhuguan")
    cell = desk.get("/supervision/report/cell", params={"year": 2026, "row": "一", "column": "总计"}).text
    assert "雨花区人民政府" in cell
    to = "/reports/cases?year=2026&row=一&column=总计"
    moved = desk.post("/agency", data={"csrf": csrf(cell), "agency": "yuhua", "to": to})
    assert unquote(moved.headers["location"]) == to
    assert "雨政公开〔2026〕第1号" in desk.get(moved.headers["location"]).text
    away = desk.post("/agency", data={"csrf": csrf(cell), "agency": "yuhua", "to": "//elsewhere.example"})
    assert away.headers["location"] == "/"


def test_the_report_of_all_agencies(filled: Installation, enter: Enter) -> None:  # noqa: F811
    desk = enter("zhuguan")
    page = desk.get("/supervision/report?year=2026").text
    assert "2 个机关的数据之和" in page
    assert "每个机关的各项勾稽关系都相符" in page
    assert desk.get("/supervision/report.xlsx?year=2026").content.startswith(b"PK")
    assert desk.get("/supervision/report.docx?year=2026").content.startswith(b"PK")
    assert desk.get("/supervision/report.exe?year=2026").status_code == 422
    assert desk.get("/supervision/bulletin.docx?year=2026&quarter=1").content.startswith(b"PK")


def test_an_agency_is_urged_and_answers(filled: Installation, enter: Enter) -> None:  # noqa: F811
    above, below = enter("zhuguan"), enter("zhumin")
    answer = sent(above, number="雨政公开〔2026〕第2号")
    assert answer.status_code == 303, answer.text  # type: ignore[attr-defined]
    assert "督办" in below.get("/alerts").text
    listed = below.get("/urgings").text
    assert "督办〔2026〕1号" in listed
    number = listed.split("/applications/", 1)[1].split('"', 1)[0]
    assert "督办〔2026〕1号" in below.get(f"/applications/{number}").text
    form = below.get("/urgings/1")
    fields = {"csrf": csrf(form.text), "answer": ""}
    assert below.post("/urgings/1", data=fields).status_code == 422
    assert below.post("/urgings/1", data={**fields, "answer": "已经答复。"}).status_code == 303
    assert "已经答复。" in above.get("/supervision").text
    assert below.get("/urgings/2").status_code == 404
    assert enter("zhoumin").get("/urgings/1").status_code == 404


def test_what_was_typed_survives_a_refusal(filled: Installation, enter: Enter) -> None:  # noqa: F811
    answer = sent(enter("zhuguan"), answer_by="2026-03-01", text="请尽快。")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "今天或者以后的工作日" in answer.text  # type: ignore[attr-defined]
    assert "请尽快。" in answer.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", ["2062-03-10", "9999-12-31"])
def test_a_slip_in_the_year_is_told(filled: Installation, enter: Enter, day: str) -> None:  # noqa: F811
    answer = sent(enter("zhuguan"), answer_by=day)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "一年以内" in answer.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["/supervision", "/supervision/report", "/supervision/bulletin.docx", "/supervision/report.xlsx"]
)
def test_an_agency_does_not_look_from_above(filled: Installation, enter: Enter, path: str) -> None:  # noqa: F811
    assert enter("zhoumin").get(path).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/supervision?year=1",
        "/supervision?quarter=7",
        "/supervision/report?year=x",
        "/supervision/report/cell?year=2026&row=x&column=y",
        "/urgings/0",
    ],
)
def test_addresses_that_make_no_sense_are_refused(filled: Installation, enter: Enter, path: str) -> None:  # noqa: F811
    assert enter("zhuguan").get(path).status_code in (404, 422)
