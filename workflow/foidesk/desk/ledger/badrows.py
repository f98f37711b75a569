"""The rows that cannot be read, as a spreadsheet to put right and bring in again."""

from __future__ import annotations

from collections.abc import Sequence

from foidesk.desk.ledger.checking import Bad
from foidesk.desk.ledger.headings import HEADINGS, REQUIRED
from foidesk.paper.sheets.spreadsheet import Heading, spreadsheet


def as_spreadsheet(bad: Sequence[Bad]) -> bytes:
    """The cells as they were, behind them the row's number, what is wrong and what to do."""
    shown = [
        heading
        for heading in HEADINGS
        if heading in REQUIRED or any(heading in each.line.cells for each in bad)
    ]
    head = [
        *(Heading(heading) for heading in shown),
        Heading("原行号", 8),
        Heading("原因", 60),
        Heading("怎么办", 40),
    ]
    rows = (
        [
            *(each.line.cells.get(heading) for heading in shown),
            each.row,
            "；".join(map(str, each.faults)),
            "".join(dict.fromkeys(fault.do for fault in each.faults)),
        ]
        for each in bad
    )
    return spreadsheet("不能导入的行", head, rows)
