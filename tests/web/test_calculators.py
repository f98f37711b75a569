"""The calculators of the counter, which answer as the command line does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient

from foidesk import content
from foidesk.desk import calculators

Browser = Callable[..., TestClient]


@pytest.mark.parametrize("who", ["zhoumin", "zhou", "admin", "auditor"])
def test_everybody_at_the_desk_may_calculate(browser: Browser, who: str) -> None:
    assert browser(who).get("/calculators").status_code == 200


def test_working_days_and_fees_as_on_the_command_line(browser: Browser) -> None:
    client = browser("zhoumin")
    told = client.get("/calculators?sum=days&start=2026-09-30&days=20").text
    assert calculators.workdays_add(date(2026, 9, 30), 20, content.calendar())["date"] == "2026-11-03"
    assert "<strong>2026-11-03</strong>" in told
    assert (
        "有 <strong>20</strong> 个工作日"
        in client.get("/calculators?sum=days&start=2026-09-30&until=2026-11-03").text
    )
    told = client.get("/calculators?sum=fee&standard=items&units=35").text
    assert "3000 元" in told
    assert "叁仟元整" in told
    assert "《政府信息公开信息处理费管理办法》第四条" in told


def test_a_case_is_calculated_with_reasons_and_day_by_day(browser: Browser) -> None:
    address = (
        "/calculators?sum=clock&c-channel=signed_post&c-arrived=2026-03-02&c-confirmed="
        "&e1=extended&d1=2026-03-20&m1=20&e2=consultation_sent&d2=2026-03-23&s2=third_party"
        "&e3=consultation_served&d3=2026-03-24"
    )
    told = browser("zhoumin").get(address).text
    case = {
        "channel": "signed_post",
        "arrived": "2026-03-02",
        "events": [
            {"event": "extended", "on": "2026-03-20", "days": 20},
            {"event": "consultation_sent", "on": "2026-03-23", "id": "1", "to": "third_party"},
            {"event": "consultation_served", "on": "2026-03-24", "id": "1"},
        ],
    }
    expected = calculators.clock_case(case, content.calendar())
    assert f"答复期限 <strong>{expected['due']}</strong>" in told
    assert all(reason["what"] in told for reason in expected["reasons"])
    assert "第1个工作日" in told


@pytest.mark.parametrize(
    "query",
    [
        "sum=days", "sum=days&start=x&days=1", "sum=days&start=2026-01-01&days=1e9", "sum=days&start=9999-12-31&days=9999",
        "sum=fee", "sum=fee&standard=x&units=1", "sum=fee&standard=items&units=-3", "sum=fee&standard=pages&units=99999999999",
        "sum=clock", "sum=clock&c-channel=fax&c-arrived=2026-02-30", "sum=clock&c-channel=fax&c-arrived=2026-03-02&e1=zzz&d1=2026-03-03",
        "sum=clock&c-channel=fax&c-arrived=2026-03-02&e1=extended&d1=2026-03-03&m1=abc",
        "sum=clock&c-channel=fax&c-arrived=2026-03-02&e1=consultation_sent&d1=2026-03-03",
    ],
)  # fmt: skip
def test_what_cannot_be_calculated_says_why(browser: Browser, query: str) -> None:
    answer = browser("zhoumin").get("/calculators?" + query)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
