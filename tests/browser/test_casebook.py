"""From a closed case to an example beside the next draft, in a real browser; the pages are easy to use on any screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from foidesk.desk import issuing
from foidesk.desk.issuing import Decision, Order
from foidesk.desk.office import By
from foidesk.rules.vocabulary import Service

from .conftest import Desk, at, serious
from .test_desk import register

Sit = Callable[..., Page]
DAY = date(2026, 3, 2)
REASON = "婚姻登记由区民政局负责，与本机关职责无关"


def faults(page: Page) -> list[str]:
    found = serious(page)
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
        found.append("wider than the screen")
    return found


def test_a_closed_case_is_kept_as_an_example_and_its_reasoning_goes_into_the_next_draft(
    sit: Sit, desk: Desk
) -> None:
    clerk = sit("zhoumin")
    case = register(clerk, desk, "王喆申请某社区婚姻登记统计")
    office = desk.installation.office("furong")
    number = clerk.locator("main h1").inner_text()
    decided = Decision(grounds=("not_ours",), on=DAY, service=Service.POST, facts={"reason": REASON})
    issuing.reply(office, number, decided, Order(approved_by="周明远"), By("周敏", at(DAY)))

    clerk.goto(case)
    with clerk.expect_download() as taken:
        clerk.click("a:has-text('导出案卷') >> nth=0")
    assert taken.value.suggested_filename.endswith("案卷.pdf")
    clerk.click("a:has-text('留作案例')")
    assert faults(clerk) == []
    assert "王喆" not in clerk.input_value("#f-facts")
    clerk.fill("#f-title", "婚姻登记统计不属于本机关")
    clerk.fill("#f-point", "先核对职责分工，再告知负责机关的联系方式")
    clerk.fill("#f-facts", "王喆申请公开某社区婚姻登记统计")
    clerk.click("main button.btn-primary")
    expect(clerk.locator("#error")).to_contain_text("仍有姓名或者名称")
    clerk.fill("#f-facts", "申请公开某社区婚姻登记统计")
    clerk.click("main button.btn-primary")
    expect(clerk.locator(".desk-flash")).to_contain_text("等待另一人确认")

    head = sit("zhou", 390, 844)
    head.goto(clerk.url)
    assert faults(head) == []
    head.click("button:has-text('确认案例')")
    expect(head.locator(".desk-flash")).to_contain_text("已确认")
    head.goto(desk.url + "/casebook")
    assert faults(head) == []

    other = register(clerk, desk, "某社区离婚登记统计")
    clerk.goto(other + "/letters/draft?kind=reply&ground=not_ours")
    assert faults(clerk) == []
    clerk.click("button:has-text('把理由写入草稿')")
    expect(clerk.locator("#f-f-reason")).to_have_value(REASON)
