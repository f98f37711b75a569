"""The tables of the annual report as rows of words, for paper, sheet and page alike (年报格式)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foidesk.desk.reports.entered import TABLE_TWO, Entered
from foidesk.rules.outcomes import Outcome
from foidesk.rules.report import CARRIED_IN, CARRIED_ON, COLUMNS, DONE, NEW, REMEDY_COLUMNS, ROWS, Report
from foidesk.rules.vocabulary import RemedyRoute

_NUMERALS = "一二三四五六"
_GROUPS = tuple(dict.fromkeys(outcome.group for outcome in Outcome))
NATURAL, LEGAL = COLUMNS[0], COLUMNS[1:-1]
RULE_OF_SUMS = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"


def row_words(row: str) -> str:
    """A row of table three as the format prints it, with its number."""
    if row in (NEW, CARRIED_IN, CARRIED_ON):
        return f"{row}、{ROWS[row]}"
    if row == DONE:
        return f"（七）{ROWS[row]}"
    head, _, n = row.removeprefix("三").partition("）")
    return f"{n}．{ROWS[row]}" if n else f"{head}）{ROWS[row]}"


def group_words(row: str) -> str:
    """The heading that a row of table three stands under, empty for those that stand alone."""
    if row in (NEW, CARRIED_IN, CARRIED_ON, DONE):
        return ""
    outcome = next(each for each in Outcome if each.code == row)
    place = _GROUPS.index(outcome.group)
    return f"（{_NUMERALS[place]}）{outcome.group}" if row[-1].isdigit() else ""


def table_three(report: Report) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Heading, words and values of each row; the heading only where it begins."""
    before = ""
    for row in ROWS:
        group = group_words(row)
        yield group if group != before else "", row_words(row), report.three.row(row)
        before = group


def table_four(report: Report) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Route and values of each row of table four."""
    for route in RemedyRoute:
        found = report.four_row(route)
        yield route.label, tuple(found[column] for column in REMEDY_COLUMNS)


def table_two(entered: Entered) -> Iterator[tuple[str, str, Sequence[tuple[str, str]]]]:
    """Article, name, and headings with values of each line of table two."""
    for item in TABLE_TWO:
        yield (
            item.provision.place,
            item.words,
            [(words, entered.figure(name)) for name, words in item.cells.items()],
        )


def fees_sentence(report: Report) -> str:
    """What part six must say of fees, also when nothing was charged."""
    fees = report.fees
    return (
        f"本年度发出收费通知{fees.notices}件，收费通知所列总金额{fees.charged}元，"
        f"实际收取信息处理费总金额{fees.received}元。"
    )
