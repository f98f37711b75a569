"""Opening a table by its content, not by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foidesk.desk.tables import csvfile, workbook
from foidesk.errors import DeskError

_XLSX = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a table is taken at once."""

    bytes: int
    rows: int


def opened(file: str, content: bytes, most: Size) -> workbook.Grid:
    """The rows of a file. DeskError for one that is too large, empty, locked, broken, or no table."""
    if len(content) > most.bytes:
        raise too_large(file, most)
    if not content.strip():
        raise DeskError(f"“{file}”是空文件。", why="没有内容可以导入。", do="请核对是否选错了文件。")
    _check_ending(file, content)
    grid = workbook.read(file, content) if content.startswith(_XLSX) else csvfile.read(file, content)
    if len(grid.rows) > most.rows:
        raise DeskError(
            f"“{file}”有{len(grid.rows)}行，超过{most.rows}行。",
            why="一次导入的行数有上限。",
            do="请拆成几个文件，分别导入。",
        )
    return grid


def too_large(file: str, most: Size) -> DeskError:
    """The refusal of a file beyond the limit."""
    return DeskError(
        f"“{file}”超过{most.bytes // 1_000_000}兆字节。",
        why="表格只有文字，不应当这样大；可能含有图片，或者空白的行列过多。",
        do="请把数据复制到新的工作簿，另存后导入；或者拆成几个文件。",
    )


def _check_ending(file: str, content: bytes) -> None:
    """A name that does not say what is inside, and spreadsheets that are not of this kind."""
    ending = Path(file).suffix.lower()
    if content.startswith(_OLE):
        old = ending in (".xls", ".et")
        raise DeskError(
            f"“{file}”不能读取。",
            why="这是旧格式（.xls）的工作簿。"
            if old
            else "工作簿设有打开密码，或者是旧格式（.xls）改了扩展名。",
            do="请在表格软件中打开，取消密码，另存为 .xlsx 后导入。",
        )
    if content.startswith(b"%PDF") or content[:4] in (b"\x89PNG", b"Rar!") or content[:2] == b"\xff\xd8":
        raise DeskError(
            f"“{file}”不是表格。",
            why="内容不是表格，是图片、压缩包或者 PDF。",
            do="请选择 .xlsx 或者 .csv 文件。",
        )
    spreadsheet = content.startswith(_XLSX)
    if ending == ".csv" and spreadsheet:
        raise DeskError(
            f"“{file}”的扩展名与内容不符。", why="内容是工作簿，不是 CSV。", do="请把扩展名改为 .xlsx。"
        )
    if ending in (".xlsx", ".xlsm") and not spreadsheet:
        raise DeskError(
            f"“{file}”的扩展名与内容不符。",
            why="内容不是 .xlsx 工作簿；可能是文本文件，或者文件已经损坏。",
            do="是逗号分隔的文本的，请把扩展名改为 .csv；否则请在表格软件中另存为 .xlsx。",
        )
    if ending not in (".xlsx", ".xlsm", ".csv", ".txt"):
        raise DeskError(
            f"“{file}”不是可以导入的文件。", why="只导入 .xlsx 和 .csv。", do="请另存为 .xlsx 后导入。"
        )
