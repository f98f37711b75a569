"""The annual report as a spreadsheet: its tables, its fees, its identities, and the cases behind table three."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from foidesk.desk.office import Office
from foidesk.desk.reports import layout
from foidesk.desk.reports.entered import Entered
from foidesk.paper.sheets.spreadsheet import Cell, Heading, Sheet, workbook
from foidesk.rules.report import CARRIED_IN, COLUMNS, NEW, REMEDY_COLUMNS, TOTAL, Report
from foidesk.store import reporting

_PAGE = 1_000


def as_spreadsheet(conn: Connection, office: Office, report: Report, entered: Entered) -> bytes:
    """All of it as one workbook."""
    return workbook(
        (
            Sheet("表二", _heads("条", "信息内容", "项目", "数量"), _two(entered)),
            Sheet(
                "表三",
                [Heading("", 14), Heading("办理情况", 46), *(Heading(each, 12) for each in COLUMNS)],
                ([group, words, *values] for group, words, values in layout.table_three(report)),
            ),
            Sheet("表四", _heads("途径", *REMEDY_COLUMNS), _four(report)),
            Sheet("收费和核对", [Heading("项目", 40), Heading("结果", 40)], _rest(report)),
            Sheet(
                "明细",
                _heads("申请编号", "收到日期", "办结日期", "结果", "本年新收"),
                _cases(conn, office, report),
            ),
        )
    )


def _heads(*words: str) -> list[Heading]:
    return [Heading(each, 18) for each in words]


def _two(entered: Entered) -> Iterator[Sequence[Cell]]:
    for article, name, cells in layout.table_two(entered):
        for words, value in cells:
            yield [article, name, words, float(value) if "." in value else int(value)]


def _four(report: Report) -> Iterator[Sequence[Cell]]:
    for route, values in layout.table_four(report):
        yield [route, *values]


def _rest(report: Report) -> Iterator[Sequence[Cell]]:
    yield ["收费通知件数", report.fees.notices]
    yield ["收费通知总金额（元）", report.fees.charged]
    yield ["实际收取总金额（元）", report.fees.received]
    for each in report.identities:
        yield [each.name, "相符" if each.holds else "不符：" + "；".join(each.broken)]


def _cases(conn: Connection, office: Office, report: Report) -> Iterator[Sequence[Cell]]:
    """Every application that stands in the year, by key."""
    for row in (NEW, CARRIED_IN):
        after = 0
        while page := reporting.behind(conn, office.key, report.year, row, TOTAL, after=after, limit=_PAGE):
            for each in page:
                done = each.done_on if each.done_on and each.done_on.year == report.year else None
                yield [
                    each.number,
                    each.since,
                    done,
                    each.line if done else None,
                    "是" if row == NEW else "否",
                ]
            after = page[-1].application
