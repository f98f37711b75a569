"""The annual report as data: the JSON that scripts read, that is frozen, and that two reports are compared by."""

from __future__ import annotations

from typing import Any

from foidesk.rules.report import COLUMNS, ROWS, Report
from foidesk.rules.vocabulary import RemedyRoute


def as_data(report: Report, agency: str) -> dict[str, Any]:
    """The figures of a report by the names of the format."""
    return {
        "year": report.year,
        "agency": agency,
        "table3": {
            "columns": list(COLUMNS),
            "rows": [
                {"line": row, "label": label, "values": list(report.three.row(row))}
                for row, label in ROWS.items()
            ],
        },
        "table4": {route.label: report.four_row(route) for route in RemedyRoute},
        "fees": {
            "notices": report.fees.notices,
            "charged": report.fees.charged,
            "received": report.fees.received,
        },
        "identities": [
            {"name": each.name, "holds": each.holds, "broken": list(each.broken)}
            for each in report.identities
        ],
    }
