"""What publishing freezes: figures, entries, and for every case the rows it stood in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from foidesk.desk.office import Office
from foidesk.desk.reports.data import as_data
from foidesk.desk.reports.entered import Entered
from foidesk.rules.report import CARRIED_IN, CARRIED_ON, COLUMNS, DONE, NEW, ROWS, TOTAL, Report, TableThree
from foidesk.store import publishedreports, reporting
from foidesk.store.chain import canonical
from foidesk.store.publishedreports import Filed
from foidesk.store.reporting import Counted

_AT_ONCE = 1_000
latest = publishedreports.latest


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that no longer stands where the published report has it; None: in none of its rows."""

    number: str
    filed: str | None
    now: str | None


def content(conn: Connection, office: Office, report: Report, entered: Entered) -> str:
    """Everything of a report as canonical JSON."""
    return canonical(
        {
            "figures": as_data(report, office.agency.name),
            "entered": dict(entered.values),
            "cases": cases(conn, office, report.year),
        }
    )


def cases(conn: Connection, office: Office, year: int) -> dict[str, str]:
    """Every case of a year's table with its column and the rows it stands in: 自然人：一，三（一）."""
    found: dict[str, str] = {}
    for came in (NEW, CARRIED_IN):
        after = 0
        while page := reporting.behind(conn, office.key, year, came, TOTAL, after=after, limit=_AT_ONCE):
            found |= {each.number: f"{each.kind.label}：{came}，{_went(each, year)}" for each in page}
            after = page[-1].application
    return found


def _went(each: Counted, year: int) -> str:
    if each.done_on is None or each.done_on.year > year:
        return CARRIED_ON
    return each.line or DONE


def told(filed: Filed) -> Mapping[str, Any]:
    """The content of a published report."""
    found: Mapping[str, Any] = json.loads(filed.content)
    return found


def table_three(filed: Filed) -> TableThree:
    """Its table three."""
    rows = told(filed)["figures"]["table3"]["rows"]
    return TableThree(
        {
            (row["line"], column): value
            for row in rows
            for column, value in zip(COLUMNS, row["values"], strict=True)
            if row["line"] in ROWS
        }
    )


def moved(filed: Filed, now: Mapping[str, str]) -> tuple[Moved, ...]:
    """The difference between the report as filed and as it would be now, case by case."""
    before: Mapping[str, str] = told(filed)["cases"]
    numbers = sorted(number for number in {*before, *now} if before.get(number) != now.get(number))
    return tuple(Moved(number, before.get(number), now.get(number)) for number in numbers)
