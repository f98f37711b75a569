"""A table as a spreadsheet (XLSX) in which no cell can ever be taken for a formula or an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

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


def spreadsheet(title: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen line of headings; texts as texts, days as days, numbers as numbers."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, heading.width)
            sheet.write_string(0, column, heading.words, head)
        for line, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell, text)
                elif isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, day)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
    return out.getvalue()
