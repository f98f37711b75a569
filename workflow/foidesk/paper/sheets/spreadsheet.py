"""A table as a spreadsheet (XLSX) in which no cell can ever be taken for a formula or an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

Cell = str | int | float | date | None
_OPTIONS = {
    "constant_memory": True,
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its words and its width in characters."""

    words: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]


def spreadsheet(title: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen line of headings; texts as texts, days as days, numbers as numbers."""
    return workbook((Sheet(title, headings, rows),))


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Several such sheets in one file."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        formats = _Formats(
            book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        )
        for sheet in sheets:
            _write(book.add_worksheet(sheet.title[:31]), sheet, formats)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    head: Any
    day: Any
    text: Any


def _write(made: Any, sheet: Sheet, formats: _Formats) -> None:
    made.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        made.set_column(column, column, heading.width)
        made.write_string(0, column, heading.words, formats.head)
    for line, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                made.write_string(line, column, cell, formats.text)
            elif isinstance(cell, date):
                made.write_datetime(line, column, cell, formats.day)
            elif cell is not None:
                made.write_number(line, column, cell)
