"""The worklist in the browser: views, their keeping, their spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook
from tests.web.conftest import csrf
from tests.web.test_pages import once, register

from foidesk.desk.office import Office
from foidesk.store import audit

Browser = Callable[..., TestClient]


def table(client: TestClient, address: str) -> list[list[object]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_view_is_kept_opened_and_forgotten(browser: Browser) -> None:
    client = browser("zhoumin")
    page = client.get("/?show=soon&channel=fax").text
    sent = {"csrf": csrf(page), "once": once(page), "name": "快到期的传真", "show": "soon", "channel": "fax"}
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


@pytest.mark.parametrize(
    "query",
    [
        "show=%00",
        "within=-1&year=99999",
        "place=a~0~9999-99-99~1",
        "place=~~~",
        "order=drop",
        "line=x",
        "handler=" + "y" * 500,
    ],
)
def test_an_address_that_cannot_be_read_shows_the_plain_list(browser: Browser, query: str) -> None:
    client = browser("zhoumin")
    register(client)
    assert client.get("/?" + query).status_code == 200


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
