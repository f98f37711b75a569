"""The pages of what is already public."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe

from fastapi.testclient import TestClient

from .conftest import csrf

Browser = Callable[..., TestClient]
BASE = "/public-documents"
PLAN = {
    "title": "芙蓉区<道路>命名方案",
    "number": "芙政办发〔2025〕3号",
    "place": "https://www.furong.gov.cn/zwgk/3.html",
}
TABLE = "标题,文号,网址或查阅地点,公开日期,废止日期,备注\n年鉴2024,,区档案馆阅览室,2025-06-01,,\n"


def send(
    client: TestClient,
    path: str,
    to: str = "",
    files: dict[str, tuple[str, bytes]] | None = None,
    **fields: str,
):  # type: ignore[no-untyped-def]
    given = {"csrf": csrf(client.get(path).text), "once": token_urlsafe(), **fields}
    return client.post(to or path, data=given, files=files)


def test_a_document_is_entered_corrected_repealed_and_taken_out(browser: Browser) -> None:
    clerk = browser("zhoumin")
    assert "登记本机关已经主动公开的文件" in clerk.get(BASE).text
    assert send(clerk, f"{BASE}/new", **PLAN).headers["location"] == BASE
    assert "芙蓉区&lt;道路&gt;命名方案" in clerk.get(f"{BASE}?find=命名").text
    assert "请换用较短的词" in clerk.get(f"{BASE}?find=没有").text
    here = f"{BASE}/1"
    assert send(clerk, here, act="repeal", on="2026-13-01").status_code == 422
    assert send(clerk, here, act="repeal", on="2026-03-01").headers["location"] == here
    assert "2026-03-01 废止" in clerk.get(BASE).text
    assert send(clerk, here, act="remove").status_code == 422
    assert send(clerk, here, act="remove", sure="是").headers["location"] == BASE
    assert clerk.get(here).status_code == 404


def test_a_fault_stands_at_its_field_and_what_was_typed_stays(browser: Browser) -> None:
    answer = send(browser("zhoumin"), f"{BASE}/new", **{**PLAN, "published_on": "2027-01-01"})
    assert answer.status_code == 422
    assert 'id="e-published_on">“公开日期”晚于今天' in answer.text
    assert 'value="芙政办发〔2025〕3号"' in answer.text


def test_a_table_is_shown_and_entered_when_confirmed(browser: Browser) -> None:
    clerk = browser("zhoumin")
    read = f"{BASE}/import/reading"
    shown = send(clerk, f"{BASE}/import", read, files={"file": ("目录.csv", TABLE.encode())})
    assert "将新增 1 份" in shown.text
    assert "年鉴" not in clerk.get(BASE).text
    carried = shown.text.split('name="carried" value="')[1].split('"')[0]
    confirm = {"name": "目录.csv", "carried": carried}
    assert send(clerk, f"{BASE}/import", **confirm).headers["location"] == BASE
    assert "年鉴2024" in clerk.get(BASE).text
    again = send(clerk, f"{BASE}/import", read, files={"file": ("目录.csv", TABLE.encode())})
    assert "没有变化，不用导入" in again.text
    assert clerk.get(f"{BASE}.xlsx").content.startswith(b"PK")


def test_bad_files_and_tampered_confirmations_are_told(browser: Browser) -> None:
    clerk = browser("zhoumin")
    read = f"{BASE}/import/reading"
    faulty = TABLE.replace("2025-06-01", "去年")
    assert "第2行" in send(clerk, f"{BASE}/import", read, files={"file": ("a.csv", faulty.encode())}).text
    assert send(clerk, f"{BASE}/import", read, files={"file": ("a.pdf", b"%PDF")}).status_code == 422
    assert send(clerk, f"{BASE}/import", read).status_code == 422
    for carried in ("", "不是", "AAAA"):
        assert send(clerk, f"{BASE}/import", name="a.csv", carried=carried).status_code == 422


def test_an_auditor_reads_and_changes_nothing(browser: Browser) -> None:
    auditor = browser("auditor")
    page = auditor.get(BASE)
    assert page.status_code == 200
    assert "登记一份" not in page.text
    assert send(auditor, "/calendar", f"{BASE}/new", **PLAN).status_code == 403
