"""Files as they come from offices: encodings, sheets, and what is refused with a clear message."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.desk.ledger.conftest import PLAIN, as_csv, as_xlsx

from foidesk.desk.ledger import source
from foidesk.errors import DeskError

HEAD = list(PLAIN)
CELLS = list(PLAIN.values())
FILLED = {heading: text for heading, text in PLAIN.items() if text}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    sheet = source.from_bytes("台账.csv", as_csv({**PLAIN, "申请人": "䶮𬭎"}, encoding=encoding))
    assert sheet.lines[0].cells["申请人"] == "䶮𬭎"


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_csv_may_be_parted_by_tabs_or_semicolons(mark: str) -> None:
    text = mark.join(HEAD) + "\n" + mark.join(CELLS)
    assert source.from_bytes("台账.csv", text.encode()).lines[0].cells == FILLED


def test_headings_may_carry_stars_spaces_and_remarks() -> None:
    text = "收到日期*,申请 方式,申请人类型（必填）, 申请人：,申请内容\n2025-03-03,当面提交,自然人,赵旻,批复"
    assert source.from_bytes("台账.csv", text.encode()).lines[0].cells["申请人"] == "赵旻"


def test_days_and_numbers_of_a_workbook_are_read_as_they_are_shown() -> None:
    content = as_xlsx([[*HEAD, "联系电话"], [*CELLS[:1], date(2025, 3, 3), *CELLS[2:], 13800000000]])
    cells = source.from_bytes("台账.xlsx", content).lines[0].cells
    assert (cells["收到日期"], cells["联系电话"]) == ("2025-03-03", "13800000000")


def test_a_formula_is_what_it_last_showed() -> None:
    content = as_xlsx([HEAD, [*CELLS[:-1], "=1+1"]])
    assert source.from_bytes("台账.xlsx", content).lines[0].cells["申请内容"] == "0"


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    content = as_xlsx([HEAD, [], [], CELLS])
    assert [line.row for line in source.from_bytes("台账.xlsx", content).lines] == [4]


def test_two_hundred_unknown_columns_are_reported_in_a_line() -> None:
    content = as_xlsx([[*HEAD, *(f"列{n}" for n in range(200))], [*CELLS, *["x"] * 200]])
    sheet = source.from_bytes("台账.xlsx", content)
    assert sheet.lines[0].cells == FILLED
    assert sheet.notes[0].endswith("等200列")
    assert len(sheet.notes[0]) < 120


def test_hidden_sheets_are_passed_over_and_told() -> None:
    content = as_xlsx([["草稿"]], [HEAD, CELLS], hidden=(0,), first=1)
    sheet = source.from_bytes("台账.xlsx", content)
    assert sheet.lines[0].cells == FILLED
    assert "没有读取隐藏的表：Sheet1" in sheet.notes


def test_merged_cells_are_told() -> None:
    content = as_xlsx([HEAD, CELLS, CELLS], merged=("A6:A8",))
    assert any("合并单元格（第6—8行）" in note for note in source.from_bytes("台账.xlsx", content).notes)


def archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


REFUSED = {
    "empty": ("台账.csv", b" \n", "空文件"),
    "old": ("台账.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "旧格式"),
    "password": ("台账.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "打开密码"),
    "text called xlsx": ("台账.xlsx", "收到日期,申请人".encode(), "改为 .csv"),
    "workbook called csv": ("台账.csv", archive(**{"xl/workbook.xml": b""}), "改为 .xlsx"),
    "picture": ("台账.csv", b"\x89PNG....", "内容不是表格"),
    "another ending": ("台账.docx", b"abc", "只导入 .xlsx 和 .csv"),
    "a document": ("台账.xlsx", archive(**{"word/document.xml": b"<w/>"}), "文字处理文档"),
    "an archive": ("台账.xlsx", archive(**{"a.txt": b"a"}), "压缩包"),
    "broken": ("台账.xlsx", b"PK\x03\x04" + b"x" * 300, "已经损坏"),
    "broken inside": ("台账.xlsx", archive(**{"xl/workbook.xml": b"<not"}), "已经损坏"),
    "UTF-16": ("台账.csv", "收到日期".encode("utf-16"), "UTF-16"),
    "no text": ("台账.csv", b"a,b\0c", "空字符"),
    "no encoding": ("台账.csv", b"\xff\xfa,\x80\x80", "GB 18030"),
    "open quote": ("台账.csv", (",".join(HEAD) + '\n"赵旻').encode(), "引号没有成对"),
    "missing headings": ("台账.csv", "收到日期,申请人\n2025-03-03,赵旻".encode(), "标题行中没有“申请方式"),
    "twice": ("台账.csv", (",".join([*HEAD, "申请人"])).encode(), "不止一次"),
    "title above": ("台账.csv", ("依申请公开台账\n" + ",".join(HEAD)).encode(), "第2行看起来才是"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_ledger_is_refused_with_what_to_do(name: str) -> None:
    file, content, says = REFUSED[name]
    with pytest.raises(DeskError) as refused:
        source.from_bytes(file, content)
    assert says in refused.value.what + refused.value.why + refused.value.do
    assert refused.value.do


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: object) -> None:
    from pathlib import Path

    huge = Path(str(tmp_path)) / "台账.xlsx"
    with huge.open("wb") as made:
        made.truncate(500_000_000)
    with pytest.raises(DeskError, match="超过100兆字节"):
        source.from_path(huge)


def test_a_row_longer_than_the_headings_is_a_fault(office: object) -> None:
    text = ",".join(HEAD) + "\n" + ",".join(CELLS) + ",多了一格"
    [line] = source.from_bytes("台账.csv", text.encode()).lines
    assert line.beyond == 1
