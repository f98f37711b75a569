"""The index taken from a table and given out as one: everything checked, shown, then entered at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.publicindex import sheet
from foidesk.desk.publicindex.documents import COLUMNS, Unfit, read
from foidesk.errors import DeskError
from foidesk.paper.sheets.spreadsheet import Heading, spreadsheet
from foidesk.store import audit
from foidesk.store import publicdocuments as stored
from foidesk.store.publicdocuments import Entered, PublicDocument

MOST = 100_000  #: entries in one spreadsheet
_WIDTHS = {"title": 50, "place": 50, "number": 22, "note": 30}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell."""

    line: int
    heading: str
    what: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What an import would do: new documents, corrected ones, how many stay as they are, and what is wrong."""

    new: tuple[PublicDocument, ...]
    corrected: tuple[tuple[Entered, PublicDocument], ...]  #: what stands there, and what it becomes
    unchanged: int
    faults: tuple[Fault, ...]


def preview(office: Office, file_name: str, data: bytes, by: By) -> Reading:
    """Read a table without entering anything. DeskError for a file that is no such table."""
    permits.demand(by, Act.KEEP_PUBLIC_INDEX)
    documents, faults = _checked(file_name, data, by.today)
    with office.database.reading() as conn:
        there = {each.document.identity: each for each in stored.everything(conn, office.key, MOST)}
    return _compared(documents, there, faults)


def enter(office: Office, file_name: str, data: bytes, by: By) -> Reading:
    """Enter a table, all of it or nothing. DeskError where a line is at fault."""
    permits.demand(by, Act.KEEP_PUBLIC_INDEX)
    documents, faults = _checked(file_name, data, by.today)
    if faults:
        raise DeskError(
            f"没有导入：表格中有{len(faults)}处错误。",
            why=f"第{faults[0].line}行“{faults[0].heading}”：{faults[0].what}",
            do="请在表格中改正后重新选择文件。",
        )
    with office.database.writing() as conn:
        there = {each.document.identity: each for each in stored.everything(conn, office.key, MOST)}
        found = _compared(documents, there, faults)
        for document in found.new:
            stored.add(conn, office.key, document, by.who, by.now)
        for before, document in found.corrected:
            stored.change(conn, office.key, before.key, document, by.who, by.now)
        told = f"新增{len(found.new)}，更正{len(found.corrected)}"
        audit.add(conn, office.key, by.now, by.who, "导入已公开文件", None, told)
    return found


def _checked(file_name: str, data: bytes, today: date) -> tuple[list[PublicDocument], list[Fault]]:
    documents: list[PublicDocument] = []
    faults: list[Fault] = []
    first: dict[tuple[str, str], int] = {}
    for line in sheet.lines(file_name, data, [column.heading for column in COLUMNS]):
        typed = {column.name: line.cells[column.heading] for column in COLUMNS}
        try:
            document = read(typed, today)
        except Unfit as error:
            headings = {column.name: column.heading for column in COLUMNS}
            faults += [Fault(line.n, headings[name], what) for name, what in error.faults.items()]
            continue
        if (before := first.setdefault(document.identity, line.n)) != line.n:
            faults.append(Fault(line.n, "标题", f"与第{before}行是同一份文件。"))
        documents.append(document)
    return documents, faults


def _compared(
    documents: list[PublicDocument], there: dict[tuple[str, str], Entered], faults: list[Fault]
) -> Reading:
    known = [(there[each.identity], each) for each in documents if each.identity in there]
    corrected = tuple((before, each) for before, each in known if before.document != each)
    return Reading(
        new=tuple(each for each in documents if each.identity not in there),
        corrected=corrected,
        unchanged=len(known) - len(corrected),
        faults=tuple(faults),
    )


def export(office: Office, by: By) -> bytes:
    """The whole index as XLSX, with the headings that an import reads."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        found = stored.everything(conn, office.key, MOST)
    headings = [Heading(column.heading, _WIDTHS.get(column.name, 14)) for column in COLUMNS]
    return spreadsheet("已公开信息", headings, _rows(found))


def _rows(found: Sequence[Entered]) -> Iterator[list[str | date | None]]:
    for each in found:
        yield [getattr(each.document, column.name) for column in COLUMNS]
