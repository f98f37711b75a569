"""A table that somebody sends as XLSX or CSV, as lines of text under their headings."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from foidesk.errors import DeskError

LARGEST = 2_000_000  #: bytes of a file
MOST_ROWS = 5_000
_UNPACKED = 60_000_000  #: bytes: a small file may unpack to something huge
_WIDEST = 50  #: columns looked at
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请用表格软件另存为 .xlsx 或者 UTF-8 的 .csv 后再导入。"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: its number in the file, and its cells by heading."""

    n: int
    cells: dict[str, str]


def lines(file_name: str, data: bytes, headings: Sequence[str]) -> list[Line]:
    """The lines under the headings, empty ones left out.

    DeskError for a file that is too large, locked, of another kind, has merged cells, or lacks its headings.
    """
    if not data:
        raise DeskError("没有选择文件，或者文件是空的。", do="请选择要导入的 .xlsx 或者 .csv 文件。")
    if len(data) > LARGEST:
        raise DeskError(
            f"文件太大（{len(data) / 1_000_000:.1f} MB）。",
            why=f"一次最多导入 {LARGEST // 1_000_000} MB。",
            do="请删去图片和多余的工作表，或者分成几个文件。",
        )
    ending = PurePath(file_name).suffix.lower()
    if ending == ".xlsx":
        rows = _of_xlsx(data)
    elif ending == ".csv":
        rows = _of_csv(data)
    else:
        raise DeskError(
            f"不能导入“{ending or PurePath(file_name).name[:40]}”文件。",
            why="只能导入 .xlsx 和 .csv。",
            do=_SAVE_AS,
        )
    return _under(headings, rows)


def _of_xlsx(data: bytes) -> list[list[str]]:
    if data.startswith(_OLE):
        raise DeskError("文件有密码，不能读取。", why="加密的表格（或者旧的 .xls）无法打开。", do=_SAVE_AS)
    try:
        with ZipFile(BytesIO(data)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
    except BadZipFile:
        raise DeskError(
            "文件不是 .xlsx 表格。", why="内容与扩展名不符，或者文件损坏。", do=_SAVE_AS
        ) from None
    if unpacked > _UNPACKED:
        raise DeskError("表格展开之后太大。", why="其中可能有大量图片或者空行。", do="请分成几个文件导入。")
    return _first_sheet(data)


def _first_sheet(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # loaded only where a table is read

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        merged = sheet.merged_cell_ranges or []
        rows = [[_text(cell) for cell in row[:_WIDEST]] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, ValueError) as error:
        raise DeskError("表格不能读取。", why=f"文件损坏：{str(error)[:100]}", do=_SAVE_AS) from None
    if merged:
        (row, column), _ = merged[0]
        raise DeskError(
            f"表格中有合并单元格（第{row + 1}行第{column + 1}列）。",
            why="合并之后，不能确定内容属于哪一行。",
            do="请取消合并，每行填写完整后再导入。",
        )
    return rows


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _of_csv(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [
                [cell.strip() for cell in row[:_WIDEST]] for row in csv.reader(StringIO(text), strict=True)
            ]
        except csv.Error as error:
            raise DeskError("CSV 文件不能读取。", why=f"格式有误：{error}", do=_SAVE_AS) from None
    raise DeskError("CSV 文件的文字不能读取。", why="不是 UTF-8 或者 GB18030 编码。", do=_SAVE_AS)


def _under(headings: Sequence[str], rows: Sequence[list[str]]) -> list[Line]:
    first = next((n for n, row in enumerate(rows) if any(row)), None)
    head = rows[first] if first is not None else []
    if missing := [each for each in headings if each not in head]:
        raise DeskError(
            f"表格没有“{'、'.join(missing)}”这样的列。",
            why=f"第一行应当是：{'、'.join(headings)}。",
            do="请把第一行改为这些标题；没有内容的列也要保留标题。",
        )
    if twice := [each for each in headings if head.count(each) > 1]:
        raise DeskError(f"“{'、'.join(twice)}”有两列。", why="不能确定以哪一列为准。", do="请只保留一列。")
    at = {each: head.index(each) for each in headings}
    found = [
        Line(n, {each: row[at[each]] if at[each] < len(row) else "" for each in headings})
        for n, row in enumerate(rows, 1)
        if n > (first or 0) + 1 and any(row)
    ]
    if len(found) > MOST_ROWS:
        raise DeskError(
            f"表格有{len(found)}行。", why=f"一次最多导入{MOST_ROWS}行。", do="请分成几个文件导入。"
        )
    if not found:
        raise DeskError("表格中没有内容。", why="标题下面没有填写任何一行。", do="请核对文件。")
    return found
