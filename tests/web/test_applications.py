"""The page of an application in the browser: what it shows to whom, forms that try, record, refuse and keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from fastapi.testclient import TestClient

from foidesk.desk import applications, registration
from foidesk.desk.office import CHINA, By, Office
from foidesk.store import audit

from .conftest import DAY, csrf

Open = Callable[..., TestClient]


@pytest.fixture
def page(staffed: Office) -> str:
    facts = {
        "channel": "in_person", "arrived": "2026-02-26", "applicant_kind": "natural_person", "name": "李珺",
        "telephone": "13800000040", "request": "某文物保护单位的保护范围图", "form": "纸质",
    }  # fmt: skip
    by = By("周敏", datetime(2026, 2, 26, 10, tzinfo=CHINA))
    row, _ = applications.register(staffed, registration.read(facts), by)
    return f"/applications/{row.application}"


def send(client: TestClient, to: str, **typed: str) -> object:
    form = client.get(to if "/acts/" in to else to.rsplit("/", 1)[0]).text
    fields = {"csrf": csrf(form), "once": form.split('name="once" value="', 1)[1].split('"', 1)[0]}
    return client.post(to, data={**fields, **typed})


def test_the_page_shows_the_clock_and_masks_the_applicant(browser: Open, page: str) -> None:
    shown = browser("zhoumin").get(page)
    assert shown.status_code == 200
    assert "<svg" in shown.text
    assert "李*" in shown.text
    assert "李珺" not in shown.text
    assert "延长答复期限" in shown.text
    assert "style=" not in shown.text


def test_the_full_person_is_shown_on_demand_and_the_look_is_audited(
    browser: Open, page: str, staffed: Office
) -> None:
    answer = send(browser("zhoumin"), f"{page}/people")
    assert "13800000040" in answer.text  # type: ignore[attr-defined]
    with staffed.database.reading() as conn:
        assert "查看完整个人信息" in {trace.what for trace in audit.page(conn, staffed.key)}


def test_an_auditor_reads_without_buttons_and_may_not_see_people(browser: Open, page: str) -> None:
    client = browser("auditor")
    shown = client.get(page).text
    assert "现在可以" not in shown
    assert "查看完整信息" not in shown
    assert client.post(f"{page}/people", data={"csrf": csrf(shown), "once": "x"}).status_code == 403


def test_a_form_tries_records_and_refuses_keeping_what_was_typed(browser: Open, page: str) -> None:
    client = browser("zhoumin")
    act = f"{page}/acts/noted"
    tried = send(client, act, on=DAY.isoformat(), text="来电催问", **{"try": "1", "seen": "2"})
    assert "答复期限仍为" in tried.text  # type: ignore[attr-defined]
    assert 'name="seen" value="1"' in send(client, act, on="", text="甲", seen="1").text  # type: ignore[attr-defined]
    bad = send(client, act, on="", text="来电催问", seen="2")
    assert bad.status_code == 422  # type: ignore[attr-defined]
    assert "来电催问" in bad.text  # type: ignore[attr-defined]
    good = send(client, act, on=DAY.isoformat(), text="来电催问", seen="2")
    assert good.status_code == 303  # type: ignore[attr-defined]
    stale = send(client, act, on=DAY.isoformat(), text="又来电", seen="2")
    assert stale.status_code == 409  # type: ignore[attr-defined]
    assert "又来电" in stale.text  # type: ignore[attr-defined]
    assert "您打开之后的登记" in stale.text  # type: ignore[attr-defined]


def test_a_withdrawal_asks_once(browser: Open, page: str) -> None:
    client, act = browser("zhoumin"), f"{page}/acts/withdrawn"
    typed = {"on": DAY.isoformat(), "signed_by": "李珺", "by_agent": "否", "seen": "2"}
    asked = send(client, act, **typed)
    assert "还没有确认" in asked.text  # type: ignore[attr-defined]
    assert send(client, act, **typed, sure="是").status_code == 303  # type: ignore[attr-defined]


def test_the_effect_comes_as_a_line(browser: Open, page: str) -> None:
    client = browser("zhoumin")
    told = client.post(
        f"{page}/acts/extended/effect",
        data={"on": str(date(2026, 3, 2)), "days": "0", "csrf": csrf(client.get("/password").text)},
    )
    assert told.status_code == 200
    assert "延长答复期限" in told.text


def test_a_number_leads_to_its_page(browser: Open, page: str) -> None:
    answer = browser("zhoumin").get("/applications", params={"number": "2026-1"})
    assert (answer.status_code, answer.headers["location"]) == (303, page)


def test_the_file_of_a_case_is_taken_out_whole_or_masked_by_those_who_may(
    browser: Open, page: str, staffed: Office
) -> None:
    clerk = browser("zhoumin")
    shown = clerk.get(page).text
    assert f'{page}/casefile.pdf?text=full"' in shown
    whole = clerk.get(f"{page}/casefile.pdf?text=full")
    assert whole.content.startswith(b"%PDF")
    assert whole.headers["content-disposition"].startswith("attachment")
    auditor = browser("auditor")
    assert "text=full" not in auditor.get(page).text
    assert auditor.get(f"{page}/casefile.pdf").status_code == 200
    assert auditor.get(f"{page}/casefile.pdf?text=full").status_code == 403
    with staffed.database.reading() as conn:
        taken = [(each.who, each.detail) for each in audit.page(conn, staffed.key, what="导出案卷")]
    assert taken == [("审计员", "隐去个人信息"), ("周敏", "全卷")]
