"""The inbox with its badge, how people are reached, and calendar feeds, as people use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi.testclient import TestClient
from icalendar import Calendar
from tests.web.conftest import at, csrf
from tests.web.test_pages import once, register

from foidesk.desk import applications
from foidesk.desk.alerts.sweep import sweep
from foidesk.desk.office import By, Office
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Consulted
from foidesk.store import accounts, deliveries

Browser = Callable[..., TestClient]
DUE = date(2026, 3, 30)


def sent(client: TestClient, page: str, to: str, **fields: str) -> Any:
    text = client.get(page).text
    return client.post(to, data={"csrf": csrf(text), "once": once(text), **fields})


def test_an_alert_lies_in_the_inbox_with_a_badge_until_it_was_seen(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    case = register(client)
    assert "没有未看的提醒" in client.get("/alerts").text
    sweep(staffed, at(DUE))
    client = browser("zhoumin", DUE)
    page = client.get("/alerts").text
    assert '提醒 <span class="desk-badge">3</span>' in page  # and the annual report
    assert "答复期限 2026年3月30日" in page
    assert "今日到期" in page
    assert f'href="{case}"' in page
    assert "李珺" not in page
    through = page.split('name="through" value="')[1].split('"')[0]
    answer = sent(client, "/alerts", "/alerts/seen", through=through)
    assert answer.headers["location"] == "/alerts"
    assert "3 项提醒已标为已看" in client.get("/alerts").text
    assert "badge" not in client.get("/").text
    assert "今日到期" in client.get("/alerts?show=all").text
    assert "没有未看的提醒" in browser("liujian", DUE).get("/alerts").text


def test_an_alert_that_came_after_the_page_was_opened_stays_new(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    register(client)
    sweep(staffed, at(date(2026, 3, 20)))
    page = client.get("/alerts").text
    through = page.split('name="through" value="')[1].split('"')[0]
    sweep(staffed, at(DUE))
    sent(client, "/alerts", "/alerts/seen", through=through)
    assert "今日到期" in browser("zhoumin", DUE).get("/alerts").text


def test_a_form_without_an_alert_is_refused(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    for through in ("", "甲", "-1", str(2**70)):
        page = client.get("/").text
        answer = client.post("/alerts/seen", data={"csrf": csrf(page), "through": through})
        assert answer.status_code == 422
    for before in ("-1", "0", str(2**70)):
        assert client.get(f"/alerts?before={before}").status_code == 200


def test_people_say_themselves_how_they_are_reached(browser: Browser) -> None:
    client = browser("zhoumin")
    wrong = sent(client, "/alerts/ways", "/alerts/ways", email="zhoumin", chat="")
    assert wrong.status_code == 422
    assert 'value="zhoumin"' in wrong.text
    sent(client, "/alerts/ways", "/alerts/ways", email="zhoumin@furong.example.cn", chat="")
    assert 'value="zhoumin@furong.example.cn"' in client.get("/alerts/ways").text
    assert "zhoumin@furong" not in browser("zhou").get("/alerts/ways").text


def test_a_feed_tells_due_days_and_targets_and_ends_when_it_is_revoked(
    browser: Browser, staffed: Office
) -> None:
    client = browser("zhoumin")
    register(client)
    page = sent(client, "/alerts/ways", "/alerts/feeds", do="make", whose="me").text
    address = page.split('<code class="desk-break">')[1].split("</code>")[0]
    path = address.removeprefix("http://testserver")
    client.cookies.clear()
    answer = client.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    told = {
        str(event["summary"]): event["dtstart"].dt
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    assert told == {
        "告知补正期限：芙政公开〔2026〕第1号": date(2026, 3, 11),
        "答复内部时限：芙政公开〔2026〕第1号": date(2026, 3, 27),
        "答复期限：芙政公开〔2026〕第1号": DUE,
        "告知延期期限：芙政公开〔2026〕第1号": DUE,
    }
    assert "李珺" not in answer.text
    client = browser("zhoumin")
    assert path not in client.get("/alerts/ways").text
    sent(client, "/alerts/ways", "/alerts/feeds", do="revoke", whose="me")
    assert client.get(path).status_code == 404
    assert client.get("/feeds/甲.ics").status_code == 404


def test_a_feed_says_that_a_clock_stands_still_and_that_a_day_is_provisional(
    browser: Browser, staffed: Office
) -> None:
    client = browser("zhoumin", date(2026, 12, 10))
    register(client, arrived="2026-12-10")
    served = date(2026, 12, 10)
    facts = [
        ev.ConsultationSent(on=served, id="一", to=Consulted.THIRD_PARTY, question="是否同意公开"),
        ev.ConsultationServed(on=served, id="一"),
    ]
    applications.record(staffed, "芙政公开〔2026〕第1号", facts, By("周敏", at(served)))
    page = sent(client, "/alerts/ways", "/alerts/feeds", do="make", whose="agency").text
    path = "/feeds/" + page.split("/feeds/")[1].split("</code>")[0]
    told = [str(event["summary"]) for event in Calendar.from_ical(client.get(path).content).walk("VEVENT")]
    [reply] = [each for each in told if each.startswith("答复期限")]
    assert "（暂停：等待意见）" in reply
    assert "（暂定：放假安排尚未公布）" in reply


def test_the_feed_of_the_agency_is_for_those_who_hand_over_and_ends_with_the_account(
    browser: Browser, staffed: Office
) -> None:
    reviewer = browser("liujian")
    assert sent(reviewer, "/alerts/ways", "/alerts/feeds", do="make", whose="agency").status_code == 403
    assert sent(browser("admin"), "/alerts/ways", "/alerts/ways", email="", chat="").status_code == 303
    page = sent(reviewer, "/alerts/ways", "/alerts/feeds", do="make", whose="me").text
    path = "/feeds/" + page.split("/feeds/")[1].split("</code>")[0]
    assert reviewer.get(path).status_code == 200
    with staffed.database.writing() as conn:
        account = accounts.by_login(conn, "liujian")
        assert account is not None
        accounts.change(conn, staffed.key, account.account, closed_at=at(DUE))
    assert reviewer.get(path).status_code == 404


def test_failed_deliveries_are_told_to_the_administrator(browser: Browser, staffed: Office) -> None:
    admin = browser("admin")
    assert "没有发送失败的提醒" in admin.get("/administration/health").text
    failed = deliveries.Delivery(staffed.key, 1, "mail", DUE, 1)
    with staffed.database.writing() as conn:
        deliveries.add(conn, [failed], at(DUE), at(DUE))
        deliveries.claim(conn, failed, at(DUE), at(DUE))
        deliveries.failed(conn, failed, "连不上服务器", at(DUE, 11))
    page = admin.get("/administration/health").text
    assert "1条没有发出，会自动重试；最早的一条已试1次：连不上服务器" in page
