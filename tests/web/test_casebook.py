"""The pages of the casebook: from a closed case to an example beside the next draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from secrets import token_urlsafe

import pytest
from fastapi.testclient import TestClient

from foidesk.desk import applications, issuing, registration
from foidesk.desk.issuing import Decision, Order
from foidesk.desk.office import By, Office
from foidesk.rules.vocabulary import Service
from foidesk.store.worklist import Row

from .conftest import at, csrf

Open = Callable[..., TestClient]
DAY = date(2026, 3, 2)
REASON = "该事项由区民政局负责，与本机关职责无关"


def registered(office: Office, name: str, request: str) -> Row:
    facts = {
        "channel": "in_person", "arrived": DAY.isoformat(), "applicant_kind": "natural_person", "name": name,
        "telephone": "13800000040", "request": request, "form": "纸质",
    }  # fmt: skip
    row, _ = applications.register(office, registration.read(facts), By("周敏", at(DAY)))
    return row


@pytest.fixture
def closed(staffed: Office) -> Row:
    row = registered(staffed, "李珺", "李珺申请某社区婚姻登记统计")
    decided = Decision(
        grounds=("not_ours",), on=DAY, service=Service.POST, facts={"reason": REASON, "right_agency": "区民政局，0731-84683000"}
    )  # fmt: skip
    issuing.reply(staffed, row.number, decided, Order(approved_by="周明远"), By("周敏", at(DAY)))
    return row


def send(client: TestClient, path: str, to: str = "", **fields: str):  # type: ignore[no-untyped-def]
    given = {"csrf": csrf(client.get(path).text), "once": token_urlsafe(), **fields}
    return client.post(to or path, data=given)


def filled(page: str) -> dict[str, str]:
    """The fields of the form of a proposal as they stand."""
    found = dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', page))
    return {name: unescape(text) for name, text in found.items()} | {
        "ground": "not_ours",
        "since": "2026-03-02",
    }


def test_a_closed_case_becomes_an_example_and_guides_the_next_draft(
    browser: Open, closed: Row, staffed: Office
) -> None:
    clerk, head = browser("zhoumin"), browser("zhou")
    source = f"/applications/{closed.application}"
    assert f'href="{source}/example"' in clerk.get(source).text
    form = clerk.get(f"{source}/example").text
    assert "李珺" not in form
    said = filled(form) | {"title": "婚姻登记统计", "point": "先核对职责分工"}
    again = send(clerk, f"{source}/example", **said | {"facts": "李珺申请"})
    assert again.status_code == 422
    assert "姓名或者名称" in again.text
    assert "先核对职责分工" in again.text
    here = send(clerk, f"{source}/example", **said).headers["location"]
    assert "等待另一人确认" in clerk.get(here).text
    assert "婚姻登记统计" not in clerk.get("/casebook").text
    assert "婚姻登记统计" in clerk.get("/casebook?show=proposed").text
    assert "确认案例" not in clerk.get(here).text
    assert send(clerk, here, act="confirm").status_code == 403
    changed = send(head, f"{here}/change", here, **said | {"point": ""})
    assert changed.status_code == 422
    assert send(head, here, act="confirm").status_code == 422  # nobody has read it
    seen = head.get(here).text.split('name="seen" value="', 1)[1].split('"', 1)[0]
    assert send(head, here, act="confirm", seen=seen).headers["location"] == here
    assert "先核对职责分工" in clerk.get("/casebook?find=统计&group=无法提供").text
    assert source in clerk.get(here).text

    row = registered(staffed, "王喆", "某社区离婚登记统计")
    draft = f"/applications/{row.application}/letters/draft"
    shown = clerk.get(f"{draft}?kind=reply&ground=not_ours").text
    assert "可以参考的案例" in shown
    key = re.findall(r'value="(example:[^"]+)"', shown)[0]
    copied = send(
        clerk, f"{draft}?kind=reply&ground=not_ours", draft,
        kind="reply", ground="not_ours", about="", service="post", act=key,
    )  # fmt: skip
    assert REASON in copied.text.split('name="f-reason"', 1)[1].split("</textarea>", 1)[0]
    assert "可以参考的案例" not in clerk.get(f"{draft}?kind=reply&ground=disclosed").text

    assert send(head, here, act="withdraw", why="").status_code == 422
    assert send(head, here, act="withdraw", why="职责已经调整").headers["location"] == here
    assert "职责已经调整" in clerk.get(here).text
    assert "婚姻登记统计" not in clerk.get("/casebook").text


def test_who_only_reads_sees_examples_without_buttons(browser: Open, closed: Row) -> None:
    auditor = browser("auditor")
    assert "留作案例" not in auditor.get(f"/applications/{closed.application}").text
    assert auditor.get(f"/applications/{closed.application}/example").status_code == 403
    assert "这里是办结之后留作参考的案例" in auditor.get("/casebook").text
    assert auditor.get("/casebook?show=proposed").status_code == 403
    assert auditor.get("/casebook/furong/9").status_code == 404
    assert "没有符合条件的案例" in auditor.get("/casebook?find=没有").text


def test_an_example_of_another_agency_is_not_changed_from_here(browser: Open, closed: Row) -> None:
    answer = send(browser("zhou"), "/casebook", "/casebook/kaifu/1", act="confirm")
    assert answer.status_code == 404
