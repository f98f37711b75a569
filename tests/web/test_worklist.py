"""The worklist in the browser: views, their keeping, their spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook
from tests.web.conftest import csrf
from tests.web.test_pages import once, register

from foidesk.desk.office import Office
from foidesk.store import audit
from foidesk.store.listing import Order

Browser = Callable[..., TestClient]


def table(client: TestClient, address: str) -> list[list[object]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_view_is_kept_opened_and_forgotten(browser: Browser) -> None:
    client = browser("zhoumin")
    page = client.get("/?show=soon&channel=fax").text
    sent = {"csrf": csrf(page), "once": once(page), "name": "快到期的传真", "view": "show=soon&channel=fax"}
    page = client.get(client.post("/saved-views", data=sent).headers["location"]).text
    assert "已保存筛选“快到期的传真”" in page
    assert '<a href="/?show=soon&amp;channel=fax">快到期的传真</a>' in page
    assert "快到期的传真" not in browser("zhou").get("/").text
    sent = {"csrf": csrf(page), "once": once(page), "forget": "快到期的传真"}
    page = client.get(client.post("/saved-views", data=sent).headers["location"]).text
    assert "已删除筛选" in page
    assert ">快到期的传真</a>" not in page


@pytest.mark.parametrize("name", ["", "   ", "一" * 21, "a\x00b"])
def test_a_view_without_a_sensible_name_is_not_kept(browser: Browser, name: str) -> None:
    client = browser("zhoumin")
    page = client.get("/").text
    answer = client.post("/saved-views", data={"csrf": csrf(page), "once": once(page), "name": name})
    assert answer.status_code == 422
    assert "筛选没有保存" in answer.text
    assert "待办" in answer.text


def test_a_filter_that_cannot_be_read_is_refused_above_the_plain_list_and_nothing_is_exported(
    browser: Browser,
) -> None:
    client = browser("zhoumin")
    register(client)
    for query in (
        "show=%00",
        "within=-1",
        "within=61",
        "year=99999",
        "order=drop",
        "line=x",
        "channel=pigeon",
        "handler=" + "y" * 500,
        "handler=a%00b",
    ):
        answer = client.get("/?" + query)
        assert answer.status_code == 422, query
        assert "没有筛选" in answer.text
        assert 'href="/applications/' in answer.text
        assert client.get("/worklist.xlsx?" + query).status_code == 422, query


def test_a_place_that_no_list_gave_is_refused(browser: Browser) -> None:
    client = browser("zhoumin")
    for place in ("a~0~9999-99-99~1~", "~~~", "x", "b~0~~-1~", "a~0~~1" + "0" * 18, "a~2~~1~"):
        answer = client.get("/", params={"place": place})
        assert answer.status_code == 422, place
        assert "没有这一页" in answer.text


def test_empty_fields_of_the_filter_narrow_nothing(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    page = client.get("/?show=all&handler=&channel=&line=&year=&within=&order=target")
    assert page.status_code == 200
    assert 'href="/applications/' in page.text


def test_another_tab_keeps_the_filters_that_mean_something_there(browser: Browser) -> None:
    page = browser("zhoumin").get("/?show=closed&line=三（一）&year=2026&channel=fax").text
    assert "?show=all&amp;channel=fax&amp;year=2026" in page
    assert "?show=closed&amp;channel=fax&amp;line=" in page


def test_every_order_is_read_forwards_and_backwards(browser: Browser) -> None:
    client = browser("zhoumin")
    for n in range(52):
        register(client, arrived=f"2026-02-{2 + n % 20:02}", handler=("周敏", "刘建~1")[n % 2])
    for order in Order:
        first = client.get(f"/?show=all&order={order.value}").text
        second = client.get(link(first, "next")).text
        assert [len(numbers(page)) for page in (first, second)] == [50, 2]
        assert len({*numbers(first), *numbers(second)}) == 52
        assert numbers(client.get(link(second, "prev")).text) == numbers(first)


def numbers(page: str) -> list[str]:
    return re.findall(r">(芙政公开[^<]+)</a>", page)


def link(page: str, rel: str) -> str:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_more_than_a_spreadsheet_may_hold_is_refused_and_not_cut_off(
    browser: Browser, staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser("zhoumin")
    register(client)
    register(client)
    monkeypatch.setattr("foidesk.desk.worklists.export.MOST", 2)
    assert len(table(client, "/worklist.xlsx?show=all")) == 3
    monkeypatch.setattr("foidesk.desk.worklists.export.MOST", 1)
    answer = client.get("/worklist.xlsx?show=all")
    assert answer.status_code == 422
    assert "请先按年份、承办人等筛选" in answer.text
    with staffed.database.reading() as conn:
        assert len([trace for trace in audit.page(conn, staffed.key) if trace.what == "导出清单"]) == 1


def test_the_list_goes_out_as_a_spreadsheet_without_formulas_and_with_names_masked(
    browser: Browser, staffed: Office
) -> None:
    client = browser("zhoumin")
    register(client, request='=HYPERLINK("http://example.com")', name="+李珺")
    heading, line = table(client, "/worklist.xlsx?show=all")
    assert heading[:2] == ["申请编号", "收到日期"]
    assert line[5] == '=HYPERLINK("http://example.com")'
    assert line[4] != "+李珺"
    assert table(client, "/worklist.xlsx?show=all&names=full")[1][4] == "+李珺"
    with staffed.database.reading() as conn:
        noted = [trace.detail for trace in audit.page(conn, staffed.key) if trace.what == "导出清单"]
    assert noted == ["1件，姓名未隐去", "1件，姓名隐去"]


def test_who_may_not_read_names_gets_them_masked_only(browser: Browser) -> None:
    register(browser("zhoumin"))
    auditor = browser("auditor")
    assert len(table(auditor, "/worklist.xlsx?show=all")) == 2
    assert auditor.get("/worklist.xlsx?show=all&names=full").status_code == 403
    assert browser("admin").get("/worklist.xlsx").status_code == 403
