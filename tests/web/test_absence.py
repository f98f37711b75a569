"""Delegations, hand-over and the supervisor's choice of agency, as pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import DAY, PASSWORD, at, csrf
from tests.web.test_pages import once, register

from foidesk.desk import accounts, applications
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Role, Service
from foidesk.store import accounts as stored
from foidesk.web.app import create

Browser = Callable[..., TestClient]


def sent(page: str, **fields: str) -> dict[str, str]:
    return {**fields, "csrf": csrf(page), "once": once(page)}


def account(office: Office, login: str) -> str:
    with office.database.reading() as conn:
        found = stored.by_login(conn, login)
    assert found is not None
    return str(found.account)


def test_a_head_delegates_on_the_page_and_ends_it(browser: Browser, staffed: Office) -> None:
    head = browser("zhou")
    form = sent(
        head.get("/delegations").text,
        taker=account(staffed, "liujian"),
        first="2026-03-02",
        last="2026-03-06",
    )
    page = head.get(head.post("/delegations", data=form).headers["location"]).text
    assert "委托已登记" in page
    assert "有效" in page
    assert "提前结束" not in browser("zhoumin").get("/delegations").text
    ended = head.post("/delegations", data=sent(page, end="1"))
    assert "已提前结束" in head.get(ended.headers["location"]).text


@pytest.mark.parametrize(
    "fields", [{}, {"taker": "x"}, {"taker": "1", "first": "2026-02-30", "last": ""}, {"end": "9"}]
)
def test_a_delegation_filled_in_wrongly_is_refused_on_the_page(
    browser: Browser, fields: dict[str, str]
) -> None:
    head = browser("zhou")
    answer = head.post("/delegations", data=sent(head.get("/delegations").text, **fields))
    assert answer.status_code == 422
    assert 'id="error"' in answer.text


def test_applications_are_handed_over_after_they_were_listed(browser: Browser) -> None:
    register(browser("zhoumin"))
    admin = browser("admin")
    new = sent(admin.get("/administration").text, name="唐薇", login="tangwei", roles="clerk")
    assert admin.post("/administration/accounts", data=new).status_code == 200
    head = browser("zhou")
    page = head.get("/handover?handler=周敏").text
    assert "芙政公开〔2026〕第1号" in page
    assert "移交全部 1 件" in page
    asked = {"handler": "周敏", "to": "唐薇", "reason": "调离", "seen": "1"}
    for wrong in ({"seen": "2"}, {"seen": "x"}, {"to": "刘建"}, {"reason": ""}, {"handler": "无人"}):
        answer = head.post(
            "/handover", data=sent(head.get("/handover?handler=周敏").text, **{**asked, **wrong})
        )
        assert answer.status_code == 422
    done = head.post("/handover", data=sent(page, **asked))
    assert "已将周敏承办的 1 件申请移交给唐薇" in head.get(done.headers["location"]).text
    assert browser("auditor").get("/handover").status_code == 403


def test_a_supervisor_chooses_the_agency_and_changes_nothing(house: Installation, staffed: Office) -> None:
    first = house.settings.agency[0]
    other = first.model_copy(update={"key": "other", "name": "另一机关", "code": "另政公开"})
    both = Installation(
        house.settings.model_copy(update={"agency": (first, other)}), house.database, house.calendar()
    )
    admin = By("系统管理员", at(date(2026, 1, 5)), frozenset({Role.ADMINISTRATOR}))
    _, password = accounts.open_account(staffed, "zhuguan", "主管", "", {Role.SUPERVISOR}, admin)
    with staffed.database.reading() as conn:
        opened = stored.by_login(conn, "zhuguan")
    assert opened is not None
    accounts.change_password(staffed.database, opened, password, PASSWORD, admin.now)
    client = TestClient(create(both, lambda: at(DAY)), follow_redirects=False)
    client.post("/login", data={"login": "zhuguan", "password": PASSWORD})
    page = client.get("/").text
    assert "另一机关" in page
    client.post("/agency", data={"agency": "other", "csrf": csrf(page)})
    assert '<option value="other" selected>' in client.get("/").text
    assert client.post("/agency", data={"agency": "none", "csrf": csrf(page)}).status_code == 422
    assert client.get("/register").status_code == 403
    assert client.get("/handover").status_code == 403


def test_a_clerk_has_no_choice_of_agency(browser: Browser) -> None:
    client = browser("zhoumin")
    answer = client.post("/agency", data={"agency": "furong", "csrf": csrf(client.get("/").text)})
    assert answer.status_code == 422


def test_each_queue_has_its_tab_with_its_count(browser: Browser) -> None:
    clerk = browser("zhoumin")
    register(clerk)
    here = "/applications/1/acts/"
    asked = clerk.get(here + "assigned").text
    unit = {"on": "2026-03-02", "unit": "区城管局", "answer_by": "2026-03-06"}
    seen = re.findall(r'name="seen" value="(\d+)"', asked)[0]
    assert clerk.post(here + "assigned", data=sent(asked, seen=seen, **unit)).status_code == 303
    page = clerk.get("/approvals").text
    assert 'aria-current="true">转办在外 1' in page
    assert "区城管局" in page
    assert "区城管局" not in clerk.get("/approvals?show=mine").text
    for name in ("mine", "back", "sent", "units", "applicants", "nonsense"):
        assert clerk.get(f"/approvals?show={name}").status_code == 200


def test_what_waits_for_the_applicant_is_listed_with_its_last_day(browser: Browser, staffed: Office) -> None:
    register(browser("zhoumin"))
    asked = ev.ClarificationAsked(
        on=DAY, answer_by=date(2026, 3, 20), service=Service.POST, defects="年份不明|写明年份"
    )
    applications.record(staffed, "芙政公开〔2026〕第1号", [asked], By("周敏", at(DAY)))
    page = browser("zhou").get("/approvals").text
    assert 'aria-current="true">等待申请人 1' in page
    assert "2026-03-20" in page
