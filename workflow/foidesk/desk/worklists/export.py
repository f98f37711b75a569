"""A view of the worklist as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from foidesk.desk import chips, permits
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.worklists import pages, views
from foidesk.desk.worklists.views import View
from foidesk.errors import DeskError
from foidesk.paper.sheets.spreadsheet import Cell, Heading, spreadsheet
from foidesk.rules.outcomes import Outcome
from foidesk.rules.vocabulary import ApplicantKind, Channel
from foidesk.store import audit, listing, people

MOST = 100_000  #: rows of one spreadsheet
_AT_ONCE = 500
_LINES = {each.code: each.label for each in Outcome}
_HEADINGS = (
    Heading("申请编号", 24),
    Heading("收到日期", 12),
    Heading("申请方式", 12),
    Heading("申请人类型", 12),
    Heading("申请人", 18),
    Heading("申请内容", 48),
    Heading("状态", 10),
    Heading("期限", 24),
    Heading("内部时限", 12),
    Heading("答复期限", 12),
    Heading("承办人", 10),
    Heading("承办单位", 16),
    Heading("办结日期", 12),
    Heading("办理结果", 28),
)


def export(office: Office, view: View, by: By, *, unmasked: bool = False) -> bytes:
    """导出清单 as XLSX, noted in the audit trail. DeskError for more than `MOST` rows; full names only for who may."""
    permits.demand(by, Act.READ)
    if unmasked:
        permits.demand(by, Act.READ_PERSONAL)
    count = 0

    def cells() -> Iterator[tuple[Cell, ...]]:
        nonlocal count
        for line, name in _lines(conn, office, view, by, unmasked):
            count += 1
            yield _cells(office, line, name, by)

    with office.database.reading() as conn:
        if listing.more_than(conn, office.key, views.wanted(view, office, by), MOST):
            raise DeskError(
                "没有导出。", why=f"清单超过{MOST:,}件。", do="请先按年份、承办人等筛选，再分次导出。"
            )
        made = spreadsheet("申请清单", _HEADINGS, cells())
    with office.database.writing() as conn:
        detail = f"{count}件，{'姓名未隐去' if unmasked else '姓名隐去'}"
        audit.add(conn, office.key, by.now, by.who, "导出清单", None, detail)
    return made


def _lines(
    conn: Connection, office: Office, view: View, by: By, unmasked: bool
) -> Iterator[tuple[Line, str]]:
    place = None
    while True:
        found = pages.slice_of(conn, office, view, by, place, _AT_ONCE)
        keys = [row.applicant for row in found.rows if row.applicant is not None]
        named = people.get_many(conn, office.vault, office.key, keys) if unmasked else {}
        for line in told(conn, office, found.rows, by.today):
            person = named.get(line.row.applicant or 0)
            yield line, person.name if person else line.applicant
        if (place := found.after) is None:
            return


def _cells(office: Office, line: Line, name: str, by: By) -> tuple[Cell, ...]:
    row = line.row
    clock = chips.chip(row, office.calendar, by.today)
    return (
        row.number,
        row.received,
        Channel(row.channel).label if row.channel else None,
        ApplicantKind(row.applicant_kind).label if row.applicant_kind else None,
        name,
        line.request,
        chips.state_of(row).label,
        "，".join((clock.words, *clock.marks)),
        row.target,
        row.due,
        row.handler,
        row.unit,
        row.closed_on,
        f"{row.line}　{_LINES[row.line]}" if row.line else None,
    )
