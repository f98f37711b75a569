"""The annual report as a file of some kind, from one view of the register."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from foidesk.desk import permits
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports import data, figures, paper, portal, sheet
from foidesk.desk.reports.entered import Entered, of_year
from foidesk.desk.reports.years import check_year
from foidesk.paper.docx.rendering import render as docx
from foidesk.paper.pdf.rendering import render as pdf
from foidesk.rules.report import Report
from foidesk.store.chain import canonical

KINDS = {"docx": "Word 文档", "pdf": "PDF", "xlsx": "电子表格", "html": "网页", "json": "数据"}
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


def file(office: Office, year: int, kind: str, by: By) -> bytes:
    """The report of a year as one of `KINDS`."""
    permits.demand(by, Act.READ)
    check_year(year)
    name = office.agency.name
    with office.database.reading() as conn:
        report, entered = figures.computed(conn, office, year), of_year(conn, office, year)
        made: dict[str, Callable[[], bytes]] = {
            "docx": lambda: docx(paper.as_letter(report, entered, name, by.today)),
            "pdf": lambda: pdf(paper.as_letter(report, entered, name, by.today)),
            "xlsx": lambda: sheet.as_spreadsheet(conn, office, report, entered),
            "html": lambda: portal.as_html(report, entered, name).encode(),
            "json": lambda: canonical(data.as_data(report, name)).encode(),
        }
        return made[kind]()


def together(office: Office, year: int, by: By, progress: Callable[[int, int], None]) -> bytes:
    """Every file of the report in one archive; each reads the register anew."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for done, kind in enumerate(KINDS):
            progress(done, len(KINDS))
            moment = by.now.astimezone(CHINA).timetuple()[:6]
            archive.writestr(ZipInfo(f"年度报告{year}.{kind}", moment), file(office, year, kind, by))
    progress(len(KINDS), len(KINDS))
    return out.getvalue()


def both(office: Office, year: int, by: By) -> tuple[Report, Entered]:
    """Figures and entries of one moment."""
    permits.demand(by, Act.READ)
    check_year(year)
    with office.database.reading() as conn:
        return figures.computed(conn, office, year), of_year(conn, office, year)
