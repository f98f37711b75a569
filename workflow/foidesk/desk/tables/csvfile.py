"""A CSV file as rows of text: UTF-8 with or without BOM, or GB 18030, parted by commas, semicolons or tabs."""

from __future__ import annotations

import csv
from io import StringIO

from foidesk.desk.tables.workbook import Grid
from foidesk.errors import DeskError

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PARTED_BY = (",", "\t", ";", "，")
_LONGEST_CELL = 1_000_000


def read(file: str, content: bytes) -> Grid:
    """All rows. DeskError for another encoding, for a quote that is never closed."""
    text = _decoded(file, content)
    head = text.split("\n", 1)[0]
    delimiter = max(_PARTED_BY, key=head.count)
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([cell.strip() for cell in cells])
    except csv.Error as wrong:
        raise DeskError(
            f"“{file}”第{len(rows) + 1}行不能读取。",
            why=f"引号没有成对，或者一格过长（{wrong}）。",
            do="请用表格软件打开核对这一行，另存为 .xlsx 后导入。",
        ) from None
    return Grid(rows)


def _decoded(file: str, content: bytes) -> str:
    if content.startswith(_UTF16):
        raise _unknown(file, "文件是 UTF-16 编码。")
    if b"\0" in content:
        raise _unknown(file, "文件中有空字符，不是文本文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unknown(file, "既不是 UTF-8 也不是 GB 18030 编码。")


def _unknown(file: str, why: str) -> DeskError:
    return DeskError(f"“{file}”的文字不能识别。", why=why, do="请在表格软件中打开，另存为 .xlsx 后导入。")
