"""One application from its registration to the served reply, in a real browser, by everybody whose hands it passes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from .conftest import Desk, at, badly_headed, hard_to_use, serious
from .test_desk import register

Sit = Callable[..., Page]


@pytest.fixture
def on(desk: Desk) -> Callable[[date], None]:
    """Let it be another day at the desk."""

    def moved(day: date) -> None:
        desk.now[0] = at(day)

    yield moved
    moved(date(2026, 3, 2))


def act(page: Page, case: str, verb: str, **fields: str) -> None:
    """Record an act by its button on the page of the application."""
    page.goto(case)
    page.click(f"main a:has-text('{verb}')")
    for name, text in fields.items():
        field = page.locator(f"#f-{name}")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    page.click(f"main button.btn-primary:has-text('{verb}')")
    page.wait_for_url(case)


def decide(page: Page, desk: Desk, button: str, note: str = "") -> None:
    """Take the one proposal of the queue and press a button."""
    page.goto(desk.url + "/approvals")
    page.click("main tbody a, main li a >> nth=0")
    page.wait_for_selector(f"button:has-text('{button}')")
    if note:
        page.fill("#f-note", note)
    page.click(f"button:has-text('{button}')")
    page.wait_for_selector(".desk-flash")


def test_from_the_registration_to_the_served_reply(sit: Sit, desk: Desk, on: Callable[[date], None]) -> None:
    clerk = sit("zhoumin")
    case = register(clerk, desk, "某小区加装电梯的批复")
    letters = case + "/letters"

    # what is asked for is not clear: the clock stops and begins anew
    on(date(2026, 3, 4))
    clerk = sit("zhoumin")
    act(
        clerk,
        case,
        "告知补正",
        on="2026-03-04",
        answer_by="2026-03-20",
        service="post",
        defects="未写明小区|请写明小区名称",
    )
    expect(clerk.locator("main")).to_contain_text("等待补正")
    on(date(2026, 3, 10))
    clerk = sit("zhoumin")
    act(clerk, case, "登记收到补正", on="2026-03-10", content="荷花园小区")
    expect(clerk.locator("main")).to_contain_text("答复期限 2026-04-08")

    # more time is needed, and the head agrees
    on(date(2026, 4, 1))
    clerk = sit("zhoumin")
    clerk.goto(case)
    clerk.click("text=延长答复期限")
    clerk.fill("#f-days", "20")
    clerk.fill("#f-reason", "需要向三个部门调取并逐页核对审批材料")
    clerk.select_option("#f-service", "post")
    clerk.click("button:has-text('送审')")
    clerk.wait_for_selector(".desk-flash")
    reviewer, head = sit("fagui"), sit("zhou")
    decide(reviewer, desk, "审核通过")
    decide(head, desk, "批准")
    decide(clerk, desk, "确认签发")
    clerk.goto(case)
    expect(clerk.locator("main")).to_contain_text("已延期")

    # the reply is drafted, sent back, mended and approved
    on(date(2026, 4, 10))
    clerk, reviewer, head = sit("zhoumin"), sit("fagui"), sit("zhou")
    act(clerk, case, "登记保密审查", on="2026-04-10", reviewer="陈立新", cleared="是")
    clerk.goto(letters + "/new")
    clerk.click("a[href*='ground=disclosed']")
    clerk.fill("#f-f-facts", "经查，本机关保存有该批复")
    clerk.fill("#f-f-supplied", "荷花园小区加装电梯的批复")
    clerk.fill("#f-f-form", "纸质复印件")
    clerk.fill("#f-f-delivery", "邮寄")
    clerk.click("button.btn-primary:has-text('送审')")
    clerk.wait_for_selector(".desk-flash")
    decide(reviewer, desk, "退回修改", note="请写明批复的文号")
    clerk.goto(letters + "/draft?kind=reply&ground=disclosed")
    clerk.fill("#f-f-supplied", "荷花园小区加装电梯的批复（芙规批〔2025〕8号）")
    clerk.click("button.btn-primary:has-text('送审')")
    clerk.wait_for_selector(".desk-flash")
    decide(reviewer, desk, "审核通过")
    decide(head, desk, "批准")
    decide(clerk, desk, "确认签发")

    # it is posted and signed for
    clerk.goto(letters)
    reply = clerk.locator("tbody tr", has_text="答复书").locator("td").first.inner_text()
    for button, day in (("登记发出", "2026-04-10"), ("登记送达", "2026-04-10")):
        clerk.goto(letters)
        clerk.select_option("#f-doc_number", reply)
        clerk.fill("#f-on", day)
        clerk.select_option("#f-service", "post")
        clerk.click(f"button:has-text('{button}')")
        clerk.wait_for_selector(".desk-flash")
    expect(clerk.locator("tbody tr", has_text=reply)).to_contain_text("送达")

    # the list tells the result, and the file whole tells the way
    clerk.fill("#q", "加装电梯")
    clerk.press("#q", "Enter")
    clerk.wait_for_url("**/search/*")
    expect(clerk.locator("main tbody tr")).to_have_count(1)
    expect(clerk.locator("main tbody tr")).to_contain_text("已答复")
    clerk.goto(case)
    for word in ("告知补正", "收到补正", "延长", "退回修改", "批准", "签发文书", "送达"):
        expect(clerk.locator("section:has(#h-history)")).to_contain_text(word)
    assert [*serious(clerk), *badly_headed(clerk)] == []

    # and the annual report counts it, in the cells that lead back to it
    number = clerk.locator("h1").inner_text()
    for row, column in (("一", "自然人"), ("三（一）", "自然人"), ("三（七）", "总计")):
        clerk.goto(desk.url + "/reports?year=2026")
        count = int(clerk.locator(cell(row, column)).inner_text())
        clerk.click(cell(row, column))
        clerk.wait_for_url("**/reports/cases?*")
        expect(clerk.locator("main tbody tr")).to_have_count(count)
        expect(clerk.locator("main tbody tr", has_text=number)).to_have_count(1)
    line = clerk.locator("main tbody tr", has_text=number)
    expect(line).to_contain_text("三（一）")
    line.locator("a").click()
    clerk.wait_for_url(case)


def cell(row: str, column: str) -> str:
    """A cell of table three that is not empty."""
    return f"main td a[href='/reports/cases?year=2026&row={quote(row)}&column={quote(column)}']"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_figures_are_easy_to_read(sit: Sit, desk: Desk, width: int, height: int) -> None:
    page = sit("zhoumin", width, height)
    register(page, desk, "统计页面的申请")
    paths = (
        "/reports?year=2026",
        f"/reports/cases?year=2026&row={quote('一')}&column={quote('总计')}",
        "/reports/fees?year=2026",
        f"/reports/challenges?year=2026&route={quote('行政复议')}&column={quote('总计')}",
        "/reports/entries?year=2026",
        "/statistics?year=2026",
        "/ledger",
    )
    assert hard_to_use(page, [desk.url + path for path in paths]) == {}


def test_the_days_of_the_timeline_are_told_by_the_keyboard(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    page.goto(register(page, desk, "逐日查看期限的申请"))
    day = page.locator(".timeline .day[tabindex='0']")
    day.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    shown = page.locator(".timeline .day:focus .words")
    expect(shown).to_be_visible()
    expect(shown).to_have_text(re.compile("第 2 个工作日 2026-03-04"))


def test_a_lost_connection_loses_nothing_that_was_typed(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    case = register(page, desk, "断线时办理的申请")
    page.goto(case + "/acts/noted")
    page.fill("#f-on", "2026-03-02")
    page.fill("#f-text", "电话联系了申请人")
    page.context.set_offline(True)
    page.click("main button.btn-primary")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto(case + "/acts/noted")
    assert page.input_value("#f-text") == "电话联系了申请人"
    page.click("main button.btn-primary")
    page.wait_for_url(case)
    assert page.locator("section:has(#h-history) >> text=电话联系了申请人").count() == 1


def test_a_draft_sent_by_a_double_click_is_submitted_once(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    case = register(page, desk, "双击签发的回执")
    page.goto(case + "/letters/draft?kind=receipt")
    page.dblclick("button:has-text('签发')")
    page.wait_for_url(case + "/letters")
    assert page.locator("tbody tr").count() == 1


def test_the_back_button_after_an_act_does_nothing_twice(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin")
    case = register(page, desk, "返回之后再提交的申请")
    page.goto(case + "/acts/noted")
    page.fill("#f-on", "2026-03-02")
    page.fill("#f-text", "只记一次")
    page.click("main button.btn-primary")
    page.wait_for_url(case)
    page.go_back()
    assert page.input_value("#f-text") == "", "the form is a new one"
    page.go_forward()
    assert page.locator("section:has(#h-history) td:has-text('只记一次')").count() == 1


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (683, 384)])
def test_letters_and_what_is_public_are_easy_to_use(sit: Sit, desk: Desk, width: int, height: int) -> None:
    page = sit("zhoumin", width, height)
    letters = register(page, desk, "文书页面的申请").removeprefix(desk.url) + "/letters"
    page.goto(desk.url + letters + "/draft?kind=receipt")
    page.click("button:has-text('签发')")
    page.wait_for_selector(".desk-flash")
    paths = (
        letters,
        letters + "/draft?kind=reply&ground=already_public",
        letters + "/draft?kind=reply&ground=partly",
        "/public-documents",
        "/public-documents/new",
        "/public-documents/import",
    )
    assert hard_to_use(page, [desk.url + path for path in paths]) == {}
