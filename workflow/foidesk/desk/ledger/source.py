"""A ledger file, whatever it is: spreadsheet or CSV, opened as rows of text with what must be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foidesk.desk.ledger.headings import Columns, columns, looks_like_headings
from foidesk.desk.tables import workbook
from foidesk.desk.tables.opening import Size, opened, too_large
from foidesk.errors import DeskError, system_reason

MOST = Size(bytes=100_000_000, rows=300_000)
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
        if path.stat().st_size > MOST.bytes:
            raise too_large(path.name, MOST)
        content = path.read_bytes()
    except OSError as wrong:
        raise DeskError(
            f"台账文件“{path}”不能读取。", why=f"{system_reason(wrong)}。", do="请核对路径和权限。"
        ) from None
    return from_bytes(path.name, content, named)


def from_bytes(file: str, content: bytes, named: Mapping[str, str] | None = None) -> Sheet:
    """Open the bytes of a file; `named` gives the headings that foreign ones stand for. DeskError when unfit."""
    grid = opened(file, content, MOST)
    return _sheet(file, content, grid, named)


def head_of(file: str, content: bytes) -> tuple[str, ...]:
    """The cells of the first line, whatever they say. DeskError when the file cannot be opened."""
    grid = opened(file, content, MOST)
    return tuple(cell for cell in grid.rows[0] if cell) if grid.rows else ()


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
