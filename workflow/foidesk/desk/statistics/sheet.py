"""The statistics of a year as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from foidesk.desk.office import By, Office
from foidesk.desk.statistics.requesters import requesters
from foidesk.desk.statistics.year import MONTH_HEADS, rows, statistics
from foidesk.paper.sheets.spreadsheet import Cell, Heading, Sheet, workbook
from foidesk.rules.outcomes import LINES
from foidesk.rules.report import REMEDY_COLUMNS


def as_spreadsheet(office: Office, year: int, by: By, as_of: date | None = None) -> bytes:
    """Everything that the page of the year shows; who asked most as the register stands."""
    found = statistics(office, year, by, as_of)
    lines: Iterable[Sequence[Cell]] = ([code, LINES[code].label, n] for code, n in found.lines.items())
    most, _ = requesters(office, year, by)
    fees = found.fees
    return workbook(
        (
            Sheet("按月", [Heading(words) for words in MONTH_HEADS], rows(found)),
            Sheet("办理结果", [Heading("年报的行"), Heading("结果", 50), Heading("件数")], lines),
            _counts("依据", found.grounds),
            _counts("申请方式", found.channels),
            _counts("申请人类型", found.kinds),
            Sheet(
                "复议诉讼",
                [Heading("途径", 22), *map(Heading, REMEDY_COLUMNS[:-1])],
                ([route, *values] for route, values in found.remedies),
            ),
            Sheet(
                "收费",
                [Heading("收费通知件数"), Heading("通知金额（元）"), Heading("实收金额（元）")],
                [[fees.notices, fees.charged, fees.received]],
            ),
            Sheet(
                "申请较多的申请人",
                [Heading("申请人", 20), Heading("件数")],
                ([each.name, each.applications] for each in most),
            ),
        )
    )


def _counts(title: str, counts: Mapping[str, int]) -> Sheet:
    return Sheet(title, [Heading(title, 40), Heading("件数")], counts.items())
