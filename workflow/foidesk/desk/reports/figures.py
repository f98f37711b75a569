"""The figures of an agency's year, and the cases behind each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports import frozen
from foidesk.desk.reports.years import check_year
from foidesk.errors import DeskError
from foidesk.rules import report as rules
from foidesk.rules.case import Case, case
from foidesk.rules.report import COLUMNS, REMEDY_COLUMNS, ROWS, Report
from foidesk.rules.vocabulary import RemedyRoute
from foidesk.store import log, reporting
from foidesk.store.reporting import Counted

PAGE = 200  #: cases listed at once


def annual(office: Office, year: int, by: By) -> Report:
    """The report of a year as the register stands now. DeskError for a year out of range."""
    permits.demand(by, Act.READ)
    check_year(year)
    with office.database.reading() as conn:
        return computed(conn, office, year)


def computed(conn: Connection, office: Office, year: int) -> Report:
    """`annual` inside a view of one moment."""
    now = reporting.groups(conn, office.key, year)
    filed = frozen.latest(conn, office.key, year - 1)
    before = (
        frozen.table_three(filed)
        if filed
        else rules.table_three(reporting.groups(conn, office.key, year - 1))
    )
    return rules.report(year, now, before, (folded for _, folded in _apart(conn, office, year)))


def _apart(conn: Connection, office: Office, year: int) -> Iterator[tuple[int, Case]]:
    for application in reporting.apart(conn, office.key, year):
        entries = log.load(conn, office.vault, office.key, application)
        yield application, case(tuple(entry.event for entry in entries), office.calendar)


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the cases behind a figure, and the key after which the next begins."""

    cases: tuple[Counted, ...]
    after: int | None


def cases(office: Office, year: int, row: str, column: str, by: By, after: int = 0) -> Behind:
    """The cases that a cell of table three counts, one page. DeskError for a cell that is not there."""
    permits.demand(by, Act.READ)
    check_year(year)
    if row not in ROWS or column not in COLUMNS:
        raise _no_cell(row, column)
    with office.database.reading() as conn:
        found = reporting.behind(conn, office.key, year, row, column, after=after, limit=PAGE + 1)
    return Behind(tuple(found[:PAGE]), found[PAGE - 1].application if len(found) > PAGE else None)


def without_line(office: Office, year: int, by: By) -> tuple[Counted, ...]:
    """The cases done on no line, which break the sum of the lines."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return tuple(reporting.without_line(conn, office.key, year, PAGE))


def challenged(office: Office, year: int, route: str, column: str, by: By) -> tuple[Case, ...]:
    """The cases that a cell of table four counts, each as often as it counts there."""
    permits.demand(by, Act.READ)
    check_year(year)
    routes = {each.label: each for each in RemedyRoute}
    if route not in routes or column not in REMEDY_COLUMNS:
        raise _no_cell(route, column)
    with office.database.reading() as conn:
        return tuple(
            folded
            for _, folded in _apart(conn, office, year)
            for each in rules.challenges(folded, year)
            if each.route is routes[route] and column in (each.column, rules.TOTAL)
        )


def charged(office: Office, year: int, by: By) -> tuple[tuple[Case, rules.Fees], ...]:
    """The cases with fees in the year, and what each adds."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        found = ((folded, rules.fees(folded, year)) for _, folded in _apart(conn, office, year))
        return tuple((folded, fees) for folded, fees in found if fees != rules.Fees())


def _no_cell(row: str, column: str) -> DeskError:
    return DeskError(
        f"年报中没有“{row[:20]}，{column[:20]}”这一格。",
        why="表格的行和列由格式规定。",
        do="请从表格中选择。",
    )
