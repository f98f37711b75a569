"""A clerk's day in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .conftest import Desk, hard_to_use

Sit = Callable[..., Page]


def fill(page: Page, request: str) -> None:
    page.fill("#f-arrived", "2026-03-02")
    page.select_option("#f-applicant_kind", "natural_person")
    page.fill("#f-name", "王喆")
    page.fill("#f-telephone", "13800000041")
    page.fill("#f-request", request)
    page.select_option("#f-form", "纸质")


def register(page: Page, desk: Desk, request: str) -> str:
    page.goto(desk.url + "/register?channel=signed_post")
    fill(page, request)
    page.click("main button.btn-primary")
    page.wait_for_url("**/applications/*")
    return page.url


def search(page: Page, words: str) -> None:
    page.fill("#q", words)
    page.press("#q", "Enter")
    page.wait_for_url("**/search/*")


def test_the_due_day_appears_while_the_form_is_filled_in_and_stands_on_the_case(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    page.goto(desk.url + "/register?channel=signed_post")
    fill(page, "某道路命名批复")
    page.wait_for_selector("#receiving >> text=2026年3月30日（周一）")
    page.click("main button.btn-primary")
    page.wait_for_url("**/applications/*")
    assert "答复期限 2026年3月30日（周一）" in page.inner_text("main")
    assert page.locator("svg").count() >= 1


def test_a_double_click_registers_once(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    page.goto(desk.url + "/register?channel=signed_post")
    fill(page, "双击登记的申请")
    page.dblclick("main button.btn-primary")
    page.wait_for_url("**/applications/*")
    search(page, "双击登记")
    assert page.locator("tbody tr").count() == 1


def test_what_was_typed_survives_the_back_button_and_a_log_out(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    page.goto(desk.url + "/register?channel=signed_post")
    page.fill("#f-request", "写到一半的申请")
    page.goto(desk.url + "/calendar")
    page.go_back()
    assert page.input_value("#f-request") == "写到一半的申请"
    page.click("text=退出")
    page.fill("#login", "zhoumin")
    page.fill("#password", desk.password)
    page.click("button[type=submit]")
    page.goto(desk.url + "/register?channel=signed_post")
    assert page.input_value("#f-request") == "写到一半的申请"


def test_of_two_clerks_the_second_is_told_what_came_between(sit: Sit, desk: Desk) -> None:
    one = sit("zhoumin")
    case = register(one, desk, "两人同时办理的申请")
    two = sit("liujian")
    for page in (one, two):
        page.goto(case + "/acts/noted")
        page.fill("#f-on", "2026-03-02")
        page.fill("#f-text", "电话联系申请人")
    one.click("main button.btn-primary")
    one.wait_for_url(case)
    two.click("main button.btn-primary")
    two.wait_for_selector("#error")
    assert "周敏" in two.inner_text("main")
    assert two.input_value("#f-text") == "电话联系申请人"


def test_before_an_extension_its_form_says_what_it_needs(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    case = register(page, desk, "需要延期的申请")
    page.goto(case)
    page.click("text=延长答复期限")
    page.wait_for_url("**/letters/draft?kind=extended")
    assert "理由" in page.inner_text("main")


def test_the_slash_leads_to_the_search(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_the_back_button_leads_to_what_was_found(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    register(page, desk, "申请公开路灯改造合同")
    search(page, "路灯改造")
    page.click("tbody a")
    page.wait_for_url("**/applications/*")
    page.go_back()
    assert page.input_value("#q") == "路灯改造"
    assert page.locator("tbody tr").count() == 1
    assert "路灯" not in page.url


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (683, 384)])
def test_no_page_is_hard_to_use_and_none_is_wider_than_the_screen(
    sit: Sit, desk: Desk, width: int, height: int
) -> None:
    page = sit("zhoumin", width, height)
    case = register(page, desk, "无障碍检查的申请")
    paths = (
        "/?show=all",
        "/register",
        "/register?channel=oral",
        "/people/1",
        "/matters/new",
        "/search",
        "/approvals",
        "/calendar?year=2026",
        "/alerts",
        "/alerts?show=all",
        "/alerts/ways",
        "/casebook",
        "/casebook?show=proposed",
        "/tasks",
        "/password",
        case.removeprefix(desk.url),
        case.removeprefix(desk.url) + "/acts/clarification_asked",
        case.removeprefix(desk.url) + "/letters",
        case.removeprefix(desk.url) + "/letters/new",
        case.removeprefix(desk.url) + "/letters/draft?kind=receipt",
    )
    assert hard_to_use(page, [desk.url + path for path in paths]) == {}


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_administration_is_as_easy_to_use(sit: Sit, desk: Desk, width: int, height: int) -> None:
    page = sit("admin", width, height)
    paths = ("", "/clients", "/settings", "/letters", "/health", "/audit")
    assert hard_to_use(page, [f"{desk.url}/administration{path}" for path in paths]) == {}
