"""The annual report of all agencies together, as the sum of theirs, with the sums that must hold across."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports import entered, figures, paper
from foidesk.desk.reports.years import check_year
from foidesk.paper.docx.rendering import render as docx
from foidesk.paper.sheets.spreadsheet import Cell, Heading, Sheet, workbook
from foidesk.rules import report as rules
from foidesk.rules.report import COLUMNS, REMEDY_COLUMNS, ROWS, TOTAL, Report, TableThree
from foidesk.rules.vocabulary import RemedyRoute
from foidesk.settings import Agency
from foidesk.store import reporting


@dataclass(frozen=True, slots=True)
class District:
    """The reports of every agency, and their sum."""

    parts: tuple[tuple[Agency, Report], ...]
    whole: Report

    @property
    def broken(self) -> tuple[tuple[str, str], ...]:
        """Short name of each agency with a sum that does not hold, and which."""
        return tuple(
            (agency.short_name, f"{each.name}（{'；'.join(each.broken)}）")
            for agency, report in self.parts
            for each in report.identities
            if not each.holds
        )

    def shares(self, row: str, column: str) -> tuple[tuple[Agency, int], ...]:
        """What each agency adds to a cell of table three."""
        return tuple((agency, report.three.cells.get((row, column), 0)) for agency, report in self.parts)


def district(office: Office, year: int, by: By) -> District:
    """The year of every agency and of all together, as the registers stand now."""
    permits.demand(by, Act.SUPERVISE)
    check_year(year)
    with office.database.reading() as conn:
        parts = tuple(
            (agency, figures.computed(conn, replace(office, agency=agency), year))
            for agency in office.settings.agency
        )
    return District(parts, rules.together(year, [report for _, report in parts]))


def as_document(office: Office, year: int, name: str, by: By) -> bytes:
    """The sum in the official order as DOCX, under the name of who reports; texts as the agencies wrote them."""
    found = district(office, year, by)
    with office.database.reading() as conn:
        parts = [
            (agency.short_name, entered.of_year(conn, replace(office, agency=agency), year))
            for agency, _ in found.parts
        ]
    return docx(paper.as_letter(found.whole, entered.together(parts), name, by.today))


def tables(office: Office, years: Sequence[int], by: By) -> tuple[dict[str, TableThree], ...]:
    """Table three of every agency by key, for each year, from the kept counters alone."""
    permits.demand(by, Act.SUPERVISE)
    keys = [each.key for each in office.settings.agency]
    with office.database.reading() as conn:
        return tuple(
            {
                key: rules.table_three(groups)
                for key, groups in reporting.kept_groups(conn, year, keys).items()
            }
            for year in years
        )


def as_spreadsheet(office: Office, year: int, by: By) -> bytes:
    """The sum, and each agency beside the other by row."""
    found = district(office, year, by)
    names = [agency.short_name for agency, _ in found.parts]
    return workbook(
        (
            Sheet(
                "合计", [Heading("行"), Heading("办理情况", 46), *map(Heading, COLUMNS)], _rows(found.whole)
            ),
            Sheet(
                "各机关",
                [Heading("行"), Heading("办理情况", 46), *map(Heading, names), Heading(TOTAL)],
                _beside(found),
            ),
            Sheet("表四", [Heading("途径", 22), *map(Heading, REMEDY_COLUMNS)], _four(found.whole)),
            Sheet("核对", [Heading("机关", 22), Heading("不符的勾稽关系", 60)], found.broken),
        )
    )


def _rows(report: Report) -> Iterable[Sequence[Cell]]:
    return ([row, words, *report.three.row(row)] for row, words in ROWS.items())


def _beside(found: District) -> Iterable[Sequence[Cell]]:
    for row, words in ROWS.items():
        values = [value for _, value in found.shares(row, TOTAL)]
        yield [row, words, *values, sum(values)]


def _four(report: Report) -> Iterable[Sequence[Cell]]:
    return ([route.label, *report.four_row(route).values()] for route in RemedyRoute)
