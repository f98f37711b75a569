"""What a year's statistics are counted from: the index as it stands, or the logs as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from foidesk.desk.index import index_row
from foidesk.desk.office import Office, last_moment
from foidesk.desk.reports import figures
from foidesk.rules import report as rules
from foidesk.rules.case import Case, case
from foidesk.rules.events import Received, Registered
from foidesk.rules.report import Fees
from foidesk.rules.vocabulary import RemedyRoute
from foidesk.store import barelogs, yearrows
from foidesk.store.standings import MERGED
from foidesk.store.worklist import Row
from foidesk.store.yearrows import YearRow

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    """The year's applications, how many were open when it began, its challenges and fees."""

    rows: tuple[YearRow, ...]
    open_before: int
    four: Mapping[tuple[RemedyRoute, str], int]
    fees: Fees


def now(conn: Connection, office: Office, year: int) -> Source:
    """From the index and, for challenges and fees, the logs that have some."""
    report = figures.computed(conn, office, year)
    return Source(
        tuple(yearrows.of_year(conn, office.key, year)),
        yearrows.open_before(conn, office.key, year),
        report.four,
        report.fees,
    )


def as_of(conn: Connection, office: Office, year: int, day: date) -> Source:
    """From what had been recorded by the end of the day, under the calendar of today."""
    first = date(year, 1, 1)
    rows: list[YearRow] = []
    open_before = 0
    four: dict[tuple[RemedyRoute, str], int] = {}
    fees = Fees()
    for application, folded in _folded(conn, office, day):
        row = _row(application, index_row(office.key, application, folded, "", office.calendar))
        if rules.counted_apart(folded):
            for challenge in rules.challenges(folded, year):
                key = challenge.route, challenge.column
                four[key] = four.get(key, 0) + 1
            fees += rules.fees(folded, year)
        if row is None:
            continue
        open_before += row.received < first and (row.closed_on is None or row.closed_on >= first)
        if row.received.year == year or (row.closed_on is not None and row.closed_on.year == year):
            rows.append(row)
    return Source(tuple(rows), open_before, four, fees)


def _folded(conn: Connection, office: Office, day: date) -> Iterator[tuple[int, Case]]:
    """Every application that had been registered by then, folded from what was recorded of it."""
    after = 0
    moment = last_moment(day)
    while keys := yearrows.keys(conn, office.key, after, _AT_ONCE):
        for application, log in barelogs.of_these(conn, office.key, keys, until=moment).items():
            events = barelogs.events_of(log)
            if {Received, Registered} <= {type(each) for each in events}:
                yield application, case(events, office.calendar)
        after = keys[-1]


def _row(application: int, row: Row) -> YearRow | None:
    if row.received is None or row.state == MERGED:
        return None
    return YearRow(
        application, row.received, row.closed_on, row.in_time, row.extended, row.line, row.ground,
        row.channel or "", row.applicant_kind or "",
    )  # fmt: skip
