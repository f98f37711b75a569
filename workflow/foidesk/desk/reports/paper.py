"""The annual report as paper: six parts in the order of 年报格式, set as every letter of the agency is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from foidesk.desk.reports import layout
from foidesk.desk.reports.entered import PARTS, WRITTEN, Entered
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.rules import law
from foidesk.rules.report import COLUMNS, REMEDY_COLUMNS, Report

_NUMERALS = "一二三四五六"
_NOTHING = "无。"


def title_of(agency: str, year: int) -> str:
    """The title of a report."""
    return f"{agency}{year}年政府信息公开工作年度报告"


def as_letter(report: Report, entered: Entered, agency: str, on: date) -> Letter:
    """The report in its official order, dated the day it is written."""
    title = title_of(agency, report.year)
    day = f"{on.year}年{on.month}月{on.day}日"
    blocks = (
        Block(Style.NUMBER),
        Block(Style.TITLE, title),
        *_parts(report, entered),
        Block(Style.SIGNATURE, agency),
        Block(Style.DATE, day),
    )
    return Letter(
        kind="annual_report",
        title=title,
        number="",
        agency=agency,
        head="",
        signed_on=on,
        ground=(law.REPORT_LINES,),
        blocks=blocks,
    )


def _parts(report: Report, entered: Entered) -> Iterator[Block]:
    tables = {
        "disclosure": tuple(_two(entered)),
        "applications": (_three(report),),
        "challenges": (_four(report),),
    }
    for numeral, (name, words) in zip(_NUMERALS, PARTS.items(), strict=True):
        yield Block(Style.HEADING, f"{numeral}、{words}")
        text = entered.values.get(name, "")
        if name == "other":
            text = "\n".join(part for part in (layout.fees_sentence(report), text) if part)
        if name in WRITTEN:
            yield Block(Style.BODY, text or _NOTHING)
        yield from tables.get(name, ())


def _two(entered: Entered) -> Iterator[Block]:
    """One table an article, since their headings differ."""
    for articles in dict.fromkeys(article for article, _, _ in layout.table_two(entered)):
        lines = [line for line in layout.table_two(entered) if line[0] == articles]
        head = ("信息内容", *(words for words, _ in lines[0][2]))
        rows = ((name, *(value for _, value in cells)) for _, name, cells in lines)
        yield Block(Style.BODY, articles)
        yield Block(Style.TABLE, rows=(head, *rows), widths=(3,) + (2,) * (len(head) - 1), headed=True)


def _three(report: Report) -> Block:
    head = ("", *COLUMNS)
    rows = []
    for group, words, values in layout.table_three(report):
        name = f"{group}\n{words}" if group else words
        rows.append((name, *map(str, values)))
    return Block(Style.TABLE, rows=(head, *rows), widths=(7,) + (2,) * len(COLUMNS), headed=True)


def _four(report: Report) -> Block:
    rows = ((route, *map(str, values)) for route, values in layout.table_four(report))
    return Block(
        Style.TABLE,
        rows=(("", *REMEDY_COLUMNS), *rows),
        widths=(4,) + (2,) * len(REMEDY_COLUMNS),
        headed=True,
    )
