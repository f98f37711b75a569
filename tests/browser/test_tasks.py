"""A task on its page: asked for, seen under way, there without loading the page anew."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from foidesk.desk.tasks import carrying

from .conftest import Desk, serious

Sit = Callable[..., Page]


def test_a_task_shows_by_itself_that_it_is_done(sit: Sit, desk: Desk) -> None:
    page = sit("zhoumin", 390, 844)
    page.goto(desk.url + "/tasks")
    page.fill("#f-year", "2025")
    page.click("text=年度报告全部文件")
    page.wait_for_selector("#tasks >> text=等待")
    assert serious(page) == []
    carrying.carry_ready(desk.installation, lambda: desk.now[0])
    page.wait_for_selector("#tasks >> text=完成", timeout=10_000)
    with page.expect_download() as saved:
        page.click("#tasks >> text=下载")
    assert saved.value.suggested_filename.endswith("年度报告.zip")
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
