"""A ledger file, whatever it is: spreadsheet or CSV, opened as rows of text with what must be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foidesk.desk.ledger import csvfile, workbook
from foidesk.desk.ledger.headings import Columns, columns, looks_like_headings
from foidesk.errors import DeskError, system_reason

MOST_BYTES = 100_000_000
MOST_ROWS = 300_000
_XLSX = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOOKED_AT = 10  #: lines in which headings are searched for that do not stand first


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number as a spreadsheet shows it, and its filled cells by heading."""

    row: int
    cells: dict[str, str]
    beyond: int = 0  #: filled cells behind the last heading


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ledger opened: its lines without the empty ones, and remarks on the file."""

    file: str
    content: bytes
    lines: tuple[Line, ...]
    columns: Columns
    notes: tuple[str, ...]


def from_path(path: Path, named: Mapping[str, str] | None = None) -> Sheet:
    """Open a file of the disk. DeskError when it cannot be read or is too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(path.name)
        content = path.read_bytes()
    except OSError as wrong:
        raise DeskError(
            f"台账文件“{path}”不能读取。", why=f"{system_reason(wrong)}。", do="请核对路径和权限。"
        ) from None
    return from_bytes(path.name, content, named)


def from_bytes(file: str, content: bytes, named: Mapping[str, str] | None = None) -> Sheet:
    """Open the bytes of a file; `named` gives the headings that foreign ones stand for. DeskError when unfit."""
    grid = _grid(file, content)
    return _sheet(file, content, grid, named)


def head_of(file: str, content: bytes) -> tuple[str, ...]:
    """The cells of the first line, whatever they say. DeskError when the file cannot be opened."""
    grid = _grid(file, content)
    return tuple(cell for cell in grid.rows[0] if cell) if grid.rows else ()


def _grid(file: str, content: bytes) -> workbook.Grid:
    if len(content) > MOST_BYTES:
        raise too_large(file)
    if not content.strip():
        raise DeskError(f"“{file}”是空文件。", why="没有内容可以导入。", do="请核对是否选错了文件。")
    _check_ending(file, content)
    grid = workbook.read(file, content) if content.startswith(_XLSX) else csvfile.read(file, content)
    if len(grid.rows) > MOST_ROWS:
        raise DeskError(
            f"“{file}”有{len(grid.rows)}行，超过{MOST_ROWS}行。",
            why="一次导入的行数有上限。",
            do="请按年份拆成几个文件，分别导入。",
        )
    return grid


def too_large(file: str) -> DeskError:
    """The refusal of a file beyond the limit."""
    return DeskError(
        f"“{file}”超过{MOST_BYTES // 1_000_000}兆字节。",
        why="台账只有文字，不应当这样大；可能含有图片，或者表格的空白行列过多。",
        do="请把数据复制到新的工作簿，另存后导入；或者按年份拆分。",
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
        raise DeskError(f"“{file}”不是台账。", why="内容不是表格。", do="请选择 .xlsx 或者 .csv 文件。")
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


def _sheet(file: str, content: bytes, grid: workbook.Grid, named: Mapping[str, str] | None) -> Sheet:
    if not grid.rows:
        raise DeskError(f"“{file}”中没有内容。", why="表中没有一行文字。", do="请核对是否选错了文件。")
    head = grid.rows[0]
    try:
        found = columns(head, named)
    except DeskError as error:
        raise _headings_elsewhere(grid) or error from None
    by_place: list[str | None] = [None] * len(head)
    for heading, place in found.places.items():
        by_place[place] = heading
    lines = []
    for number, cells in enumerate(grid.rows[1:], 2):
        if any(cells):
            beyond = sum(map(bool, cells[len(head) :]))
            filled = {
                heading: cell for heading, cell in zip(by_place, cells, strict=False) if cell and heading
            }
            lines.append(Line(number, filled, beyond))
    return Sheet(
        file, content, tuple(lines), found, tuple(note for note in (found.note, *grid.notes) if note)
    )


def _headings_elsewhere(grid: workbook.Grid) -> DeskError | None:
    """Sheets often begin with a title over the headings."""
    for number, cells in enumerate(grid.rows[1:_LOOKED_AT], 2):
        if looks_like_headings(cells):
            return DeskError(
                f"第1行不是标题行，第{number}行看起来才是。",
                why="标题行应当是第一行；其上的大标题、制表人等不能识别。",
                do=f"请删去第1行至第{number - 1}行后导入。",
            )
    return None
