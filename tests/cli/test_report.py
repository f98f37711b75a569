"""foidesk report annual, in every form it is handed in."""

from __future__ import annotations

from typing import Any
from zipfile import ZipFile

import pytest
from tests.cli.test_ledger import GOOD, ledger


@pytest.fixture
def reported(desk: Any) -> Any:
    ledger(desk, GOOD, [*GOOD[:4], "=2+3", *GOOD[5:6], "2025-03-20", "三（四）1"])
    desk.done("import", "台账.csv")
    return desk


def test_the_report_as_data_has_every_row_of_the_format(reported: Any) -> None:
    told = reported.data("report", "annual", "2025")
    assert (told["year"], told["agency"]) == (2025, "长沙市芙蓉区人民政府")
    lines = [row["line"] for row in told["table3"]["rows"]]
    assert (lines[:2], len(lines), lines[-2:]) == (["一", "二"], 25, ["三（七）", "四"])
    values = {row["line"]: row["values"] for row in told["table3"]["rows"]}
    assert values["三（四）1"] == [1, 0, 0, 0, 0, 0, 1]
    assert values["一"][-1] == values["三（七）"][-1] == 2
    assert told["fees"] == {"notices": 0, "charged": 0, "received": 0}
    assert list(told["table4"]) == ["行政复议", "未经复议直接起诉", "复议后起诉"]
    assert all(each["holds"] for each in told["identities"])


def test_the_report_as_files(reported: Any) -> None:
    names = ("年报.xlsx", "年报.docx", "年报.pdf", "年报.html")
    options = [word for name in names for word in (f"--{name[3:]}", name)]
    assert "已写入" in reported.done("report", "annual", "2025", *options).out
    document = ZipFile(reported.folder / "年报.docx").read("word/document.xml").decode()
    assert document.index("总体情况") < document.index("其他需要报告的事项")
    page = (reported.folder / "年报.html").read_text("utf-8")
    assert "本机关不掌握相关政府信息" in page
    assert "<script" not in page
    book = ZipFile(reported.folder / "年报.xlsx")
    assert all(b"<f>" not in book.read(name) for name in book.namelist())
    assert (reported.folder / "年报.pdf").read_bytes().startswith(b"%PDF")


def test_the_report_for_people_says_whether_the_sums_hold(reported: Any) -> None:
    said = reported.done("report", "annual", "2025").out
    assert "相符　一+二=三（七）+四" in said


def test_a_year_that_is_none_is_refused(desk: Any) -> None:
    desk.refused("report", "annual", "二〇二五")
    desk.refused("report", "annual", "9999")
