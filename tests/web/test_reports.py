"""The annual report in the browser: every figure leads to its cases, texts are kept, publishing freezes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from tests.desk.ledger.conftest import BY, PLAIN
from tests.desk.reports.test_figures import bring, closed
from tests.web.conftest import csrf

from foidesk.desk.office import Office
from foidesk.desk.reports import publishing

DAY = date(2026, 2, 2)
Browser = Callable[..., TestClient]


@pytest.fixture
def filled(staffed: Office) -> Office:
    bring(
        staffed,
        closed(复议结果="维持", 收费通知日期="2025-03-10", 收费方式="按量", 收费数量="40", 收费金额="100"),
        {**PLAIN, "收到日期": "2025-12-20", "申请人": "乙"},
    )
    return staffed


def test_every_figure_of_the_report_leads_to_its_cases(filled: Office, browser: Browser) -> None:
    desk = browser("zhoumin", DAY)
    shown = desk.get("/reports")  # in February: last year's
    assert "2025年政府信息公开工作年度报告" in shown.text
    assert "相符" in shown.text
    cases = desk.get("/reports/cases", params={"year": 2025, "row": "三（一）", "column": "自然人"})
    assert "芙政公开〔2025〕第1号" in cases.text
    challenged = desk.get(
        "/reports/challenges", params={"year": 2025, "route": "行政复议", "column": "结果维持"}
    )
    assert "芙政公开〔2025〕第1号" in challenged.text
    assert "100" in desk.get("/reports/fees", params={"year": 2025}).text


def test_texts_and_table_two_are_kept(filled: Office, browser: Browser) -> None:
    desk = browser("zhoumin", DAY)
    form = desk.get("/reports/entries?year=2025")
    typed = {"csrf": csrf(form.text), "year": "2025", "overview": "总体平稳。", "permits": "九"}
    refused = desk.post("/reports/entries", data=typed)
    assert refused.status_code == 422
    assert "总体平稳。" in refused.text
    assert "应当填写整数" in refused.text
    assert desk.post("/reports/entries", data={**typed, "permits": "9"}).status_code == 303
    assert "总体平稳。" in desk.get("/reports/entries?year=2025").text


def test_the_head_publishes_and_the_page_says_so(filled: Office, browser: Browser) -> None:
    desk = browser("zhou", DAY)
    form = desk.get("/reports?year=2025")
    assert "发布2025年年度报告" in form.text
    sent = {"csrf": csrf(form.text), "year": "2025"}
    assert desk.post("/reports/publish", data=sent).status_code == 303
    assert "已发布 第1版" in desk.get("/reports?year=2025").text
    assert desk.post("/reports/publish", data=sent).status_code == 422


def test_a_clerk_does_not_publish(filled: Office, browser: Browser) -> None:
    desk = browser("zhoumin", DAY)
    form = desk.get("/reports?year=2025")
    assert "发布2025年年度报告" not in form.text
    assert desk.post("/reports/publish", data={"csrf": csrf(form.text), "year": "2025"}).status_code == 403
    assert publishing.look(filled, 2025, BY).filed is None


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "html", "json"])
def test_the_report_is_downloaded_in_every_form(filled: Office, browser: Browser, kind: str) -> None:
    answer = browser("zhoumin", DAY).get(f"/reports/2025/{kind}")
    assert answer.status_code == 200
    assert len(answer.content) > 500
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path",
    [
        "/reports?year=abc",
        "/reports?year=1",
        "/reports/2025/exe",
        "/reports/9999/docx",
        "/reports/cases?year=2025&row=x&column=y",
        "/reports/challenges?year=2025&route=x&column=y",
    ],
)
def test_addresses_that_make_no_sense_are_refused(filled: Office, browser: Browser, path: str) -> None:
    assert browser("zhoumin", DAY).get(path).status_code == 422


def test_who_may_not_read_sees_no_report(staffed: Office, browser: Browser) -> None:
    assert browser("admin", DAY).get("/reports").status_code == 403
