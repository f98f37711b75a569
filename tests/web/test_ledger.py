"""A ledger comes in through the browser: seen first, headings explained once, then written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.desk.ledger.conftest import PLAIN, as_csv
from tests.web.conftest import csrf

from foidesk.desk import applications, rebuilding
from foidesk.desk.office import Office

Browser = Callable[..., TestClient]
BAD = {**PLAIN, "收到日期": "2025-02-30"}


class Desk:
    """A clerk with the page open."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    @property
    def page(self) -> str:
        answer = self.client.get("/ledger")
        assert answer.status_code == 200
        return answer.text

    def upload(self, content: bytes, name: str = "台账.csv") -> Any:
        return self.client.post("/ledger", data={"csrf": csrf(self.page)}, files={"file": (name, content)})

    def send(self, to: str, **fields: Any) -> Any:
        return self.client.post(to, data={"csrf": csrf(self.page), **fields})


@pytest.fixture
def desk(browser: Browser) -> Desk:
    return Desk(browser("zhoumin"))


def count(office: Office) -> int:
    return rebuilding.check(office).applications


def test_a_file_is_seen_before_it_is_written(staffed: Office, desk: Desk) -> None:
    assert desk.upload(as_csv(PLAIN)).status_code == 303
    assert "可以导入 1 件" in desk.page
    assert count(staffed) == 0
    assert desk.send("/ledger/import", do="import").status_code == 303
    page = desk.page
    assert "已导入1件" in page
    assert "台账.csv" in page
    assert count(staffed) == 1


def test_bad_rows_are_shown_and_keep_the_file_out_unless_left_out(staffed: Office, desk: Desk) -> None:
    desk.upload(as_csv(PLAIN, BAD))
    assert "“2025-02-30”不是有效的日期" in desk.page
    assert desk.send("/ledger/import", do="import").status_code == 422
    assert count(staffed) == 0
    assert desk.client.get("/ledger/bad.xlsx").content.startswith(b"PK")
    assert desk.send("/ledger/import", do="import", skip_bad="1").status_code == 303
    assert count(staffed) == 1


def test_foreign_headings_are_explained_once(staffed: Office, desk: Desk) -> None:
    foreign = as_csv(
        {("办件人" if heading == "申请人" else heading): text for heading, text in PLAIN.items()}
    )
    desk.upload(foreign)
    assert "“办件人”是" in desk.page
    assert desk.send("/ledger/headings", said=["办件人"], meant=["申请人"]).status_code == 303
    assert "可以导入 1 件" in desk.page
    desk.send("/ledger/import", do="cancel")
    desk.upload(foreign)
    assert "可以导入 1 件" in desk.page


def test_a_file_can_be_thrown_away(staffed: Office, desk: Desk) -> None:
    desk.upload(as_csv(PLAIN))
    desk.send("/ledger/import", do="cancel")
    assert "读取文件" in desk.page
    assert desk.send("/ledger/import", do="import").status_code == 422
    assert count(staffed) == 0


@pytest.mark.parametrize(("content", "says"), [(b"", "空文件"), (b"\x89PNG....", "不是表格")])
def test_what_is_no_ledger_is_refused_at_once(staffed: Office, desk: Desk, content: bytes, says: str) -> None:
    answer = desk.upload(content)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_heading_that_there_is_not_and_a_missing_file_are_refused(staffed: Office, desk: Desk) -> None:
    assert desk.send("/ledger/headings", said=["甲"], meant=["乙"]).status_code == 422
    assert desk.send("/ledger").status_code == 422
    assert desk.client.get("/ledger/bad.xlsx").status_code == 422


def test_the_ledger_goes_out(staffed: Office, desk: Desk) -> None:
    desk.upload(as_csv(PLAIN))
    desk.send("/ledger/import", do="import")
    for query in ("", "?year=2025", "?year=2025&numbers=full"):
        assert desk.client.get(f"/ledger/export.xlsx{query}").content.startswith(b"PK")


def test_who_may_not_import_sees_no_form(staffed: Office, browser: Browser) -> None:
    head = browser("zhou")
    page = head.get("/ledger").text
    assert "读取文件" not in page
    sent = head.post("/ledger", data={"csrf": csrf(page)}, files={"file": ("台账.csv", as_csv(PLAIN))})
    assert sent.status_code == 403
    assert browser("auditor").get("/ledger/export.xlsx").status_code == 403


def test_a_whole_import_is_taken_back_once_confirmed(staffed: Office, desk: Desk) -> None:
    desk.upload(as_csv(PLAIN))
    desk.send("/ledger/import", do="import")
    assert "撤销导入" in desk.page
    assert desk.send("/ledger/undo", batch="1").status_code == 422
    assert desk.send("/ledger/undo", batch="1", sure="是").status_code == 303
    assert "由周敏撤销" in desk.page
    assert desk.send("/ledger/undo", batch="1", sure="是").status_code == 422
    assert desk.send("/ledger/undo", batch="x", sure="是").status_code == 422
    assert "已撤销导入" in desk.client.get("/applications/1").text


@pytest.mark.parametrize(
    ("to", "fields"),
    [
        ("/applications/1/letters/service", {"act": "moved", "on": "2026-03-02", "address": "韶山路1号"}),
        ("/applications/1/letters/draft", {"act": "save", "kind": "receipt"}),
        ("/applications/1/acts/noted", {"on": "2026-03-02", "text": "再记一笔"}),
    ],
)
def test_the_page_of_what_was_taken_back_writes_nothing_under_its_number(
    staffed: Office, desk: Desk, to: str, fields: dict[str, str]
) -> None:
    row = {**PLAIN, "申请编号": "芙政公开〔2025〕第7号"}
    for _ in range(2):
        desk.upload(as_csv(row))
        desk.send("/ledger/import", do="import")
        if "由周敏撤销" not in desk.page:
            desk.send("/ledger/undo", batch="1", sure="是")
    before = applications.open_file(staffed, "芙政公开〔2025〕第7号").entries
    assert desk.send(to, **fields).status_code in (409, 422)
    assert applications.open_file(staffed, "芙政公开〔2025〕第7号").entries == before
    assert "拟写文书" not in desk.client.get("/applications/1").text
    assert rebuilding.check(staffed).faults == []
