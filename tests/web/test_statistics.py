"""Statistics of a year: the figures, the chart beside its table, the spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from tests.desk.ledger.conftest import BY, PLAIN
from tests.desk.reports.test_figures import bring, closed

from foidesk.desk.office import Office
from foidesk.desk.statistics.year import statistics

Browser = Callable[..., TestClient]


@pytest.fixture
def filled(staffed: Office) -> Office:
    bring(
        staffed,
        closed(),  # 3 to 20 March: 13 working days
        closed(申请人="乙", 办结日期="2025-05-30"),
        closed(申请人="丙", 收到日期="2024-12-20", 办结日期="2025-01-02", 申请方式="网络"),
        {**PLAIN, "收到日期": "2025-12-20", "申请人": "丁", "申请人类型": "科研机构"},
    )
    return staffed


def test_what_came_and_went_by_month(filled: Office) -> None:
    found = statistics(filled, 2025, BY)
    assert (found.new, found.done) == (3, 3)
    march, may, december = (found.months[n - 1] for n in (3, 5, 12))
    assert (march.new, march.done, march.in_time, march.open) == (2, 1, 1, 1)
    assert (may.done, may.late) == (1, 1)
    assert (december.new, december.open) == (1, 1)
    assert (found.median_days, found.share_in_time) == (13, pytest.approx(200 / 3))
    assert found.lines == {"三（一）": 3}
    assert found.kinds == {"自然人": 2, "科研机构": 1}


def test_a_year_without_anything_has_figures_all_the_same(filled: Office) -> None:
    found = statistics(filled, 2019, BY)
    assert (found.new, found.median_days, found.share_in_time) == (0, None, None)


def test_the_page_and_the_spreadsheet(filled: Office, browser: Browser) -> None:
    desk = browser("auditor", date(2026, 1, 31))
    page = desk.get("/statistics?year=2025").text
    assert "2025年办理统计" in page
    assert "九成不超过" in page
    assert desk.get("/statistics.xlsx?year=2025").content.startswith(b"PK")
    assert desk.get("/statistics?year=2019").status_code == 200
    assert desk.get("/statistics?year=1").status_code == 422
    assert browser("admin").get("/statistics").status_code == 403


def test_the_year_as_it_stood_who_asked_most_and_what_often(filled: Office, browser: Browser) -> None:
    desk = browser("auditor", date(2026, 11, 30))
    stood = desk.get("/statistics?year=2025&as_of=2020-01-01").text
    assert "按 2020年1月1日（周三） 以前的登记" in stood
    assert "收到 <strong>0</strong> 件" in stood
    assert "收到 <strong>3</strong> 件" in desk.get("/statistics?year=2025").text
    assert desk.get("/statistics?year=2025&as_of=soon").status_code == 422
    assert "本年共有 3 人" in desk.get("/statistics/requesters?year=2025").text
    assert "多个申请人就相同的信息" in desk.get("/statistics/topics?year=2025").text
    for path in ("requesters", "topics"):
        assert desk.get(f"/statistics/{path}?year=2019").status_code == 200
        assert browser("admin").get(f"/statistics/{path}").status_code == 403
