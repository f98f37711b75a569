"""Ledgers as files: rows written as CSV or as a workbook, read and brought in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
import xlsxwriter

from foidesk.desk.ledger import checking, importing, source
from foidesk.desk.office import CHINA, By, Office

TODAY = date(2026, 11, 27)
BY = By("周敏", datetime(2026, 11, 27, 10, tzinfo=CHINA))
PLAIN = {
    "申请编号": "",
    "收到日期": "2025-03-03",
    "申请方式": "当面提交",
    "申请人类型": "自然人",
    "申请人": "赵旻",
    "申请内容": "某道路命名批复",
}


def as_csv(*rows: Mapping[str, str], encoding: str = "utf-8") -> bytes:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    out = StringIO()
    made = csv.DictWriter(out, headings, restval="")
    made.writeheader()
    made.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*sheets: Sequence[Sequence[Any]], **told: Any) -> bytes:
    """Sheets of cells: texts, numbers, days; `hidden` names those that are hidden, by place."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for place, cells in enumerate(sheets):
            sheet = book.add_worksheet()
            for line, row in enumerate(cells):
                for column, cell in enumerate(row):
                    sheet.write(line, column, cell)
            if place in told.get("hidden", ()):
                sheet.hide()
            for merged in told.get("merged", ()):
                sheet.merge_range(merged, "合并")
            if place == told.get("first"):
                sheet.set_first_sheet()
                sheet.activate()
    return out.getvalue()


Read = Callable[..., checking.Reading]


@pytest.fixture
def read(office: Office) -> Read:
    """Read and check the bytes of a file, or rows as CSV."""

    def done(*rows: Mapping[str, str], content: bytes = b"", file: str = "台账.csv") -> checking.Reading:
        return checking.check(office, source.from_bytes(file, content or as_csv(*rows)), TODAY)

    return done


@pytest.fixture
def bring(office: Office, read: Read) -> Callable[..., importing.Imported]:
    """Bring rows in."""

    def done(*rows: Mapping[str, str], **told: Any) -> importing.Imported:
        skip = told.pop("skip_bad", False)
        return importing.bring_in(office, read(*rows, **told), BY, skip_bad=skip)

    return done
