"""A workbook (XLSX) as rows of text, read by calamine. Formulas are what they last showed; nothing is computed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from foidesk.errors import DeskError

MOST_UNPACKED = 1_500_000_000  #: bytes
_EXACT = 10**15  #: integers below it survive as a spreadsheet's numbers
_MERGED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells from the first line on, and remarks on the file."""

    rows: list[list[str]]
    notes: tuple[str, ...] = ()
    merged: str = ""  #: where cells are merged; their value stands in the first one only


def read(file: str, content: bytes) -> Grid:
    """The first visible sheet that holds anything. DeskError for a password, a broken file, a bomb."""
    _check_size(file, content)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            return _first(book)
    except PasswordError:
        raise DeskError(
            f"“{file}”设有密码。", why="设有密码的工作簿不能读取。", do="请取消密码，另存后导入。"
        ) from None
    except CalamineError as wrong:
        raise _broken(file, str(wrong)) from None


def _check_size(file: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as wrong:
        raise _broken(file, str(wrong)) from None
    if unpacked > MOST_UNPACKED:
        raise DeskError(
            f"“{file}”展开后过大。",
            why=f"展开后有{unpacked // 1_000_000}兆字节，可能表格的空白行列过多。",
            do="请把数据复制到新的工作簿，另存后导入。",
        )
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        kind = "文字处理文档" if "word/document.xml" in names else "压缩包"
        raise DeskError(f"“{file}”不是工作簿。", why=f"内容是{kind}。", do="请选择 .xlsx 或者 .csv 文件。")


def _broken(file: str, why: str) -> DeskError:
    return DeskError(
        f"“{file}”已经损坏，不能读取。",
        why=f"打开时的错误：{why[:120]}。",
        do="请在表格软件中打开，另存为 .xlsx 后导入。",
    )


def _first(book: CalamineWorkbook) -> Grid:
    visible = [each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible]
    hidden = [each.name for each in book.sheets_metadata if each.visible is not SheetVisibleEnum.Visible]
    sheets = (book.get_sheet_by_name(name) for name in visible)
    filled = [sheet for sheet in sheets if sheet.height]
    if not filled:
        why = "可见的工作表都是空的" + (f"，另有隐藏的“{'、'.join(hidden)}”" if hidden else "")
        raise DeskError("工作簿中没有可以导入的表。", why=f"{why}。", do="请核对，隐藏的表先取消隐藏。")
    sheet, *others = filled
    notes = []
    if others:
        unread = "、".join(each.name for each in others)
        notes.append(f"只读取了第一张表“{sheet.name}”，没有读取：{unread}")
    if hidden:
        notes.append(f"没有读取隐藏的表：{'、'.join(hidden)}")
    merged = _merged(sheet)
    if merged:
        notes.append(f"有合并单元格（{merged}），只有左上一格有内容，其余按空格读取；请取消合并，逐行填写")
    rows = [
        [c.strip() if type(c) is str else _text(c) for c in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    return Grid(rows, tuple(notes), merged)


def _merged(sheet: CalamineSheet) -> str:
    """The first rows with merged cells."""
    found = [(top, bottom) for (top, _), (bottom, _) in sheet.merged_cell_ranges or () if bottom > 0]
    if not found:
        return ""
    rows = "、".join(f"第{top + 1}—{bottom + 1}行" for top, bottom in found[:_MERGED_SHOWN])
    more = f"等{len(found)}处" if len(found) > _MERGED_SHOWN else ""
    return rows + more


def _text(cell: Any) -> str:
    """A cell as a person reads it."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return str(cell)
