"""All rows of a ledger read before anything is written: the good ones, and every fault of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from foidesk.desk.ledger.cells import BadRow, Fault
from foidesk.desk.ledger.headings import DAYS
from foidesk.desk.ledger.row import Entry, read
from foidesk.desk.ledger.source import Line, Sheet
from foidesk.desk.office import Office
from foidesk.desk.registration import parse_day
from foidesk.desk.texts import narrowed
from foidesk.store.chain import canonical

Progress = Callable[[int, int], None]  #: rows done, rows in all
EVERY = 500  #: rows between two reports of progress


def silent(done: int, total: int) -> None:
    """No progress to show."""


@dataclass(frozen=True, slots=True)
class Good:
    """A row that can be kept, known again by its fingerprint."""

    row: int
    entry: Entry
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be read, as it stands in the file, with everything wrong in it."""

    line: Line
    faults: tuple[Fault, ...]

    @property
    def row(self) -> int:
        """Its number in the file."""
        return self.line.row


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger, read and checked as a whole."""

    sheet: Sheet
    good: tuple[Good, ...]
    bad: tuple[Bad, ...]
    twice: int  #: rows that say what an earlier one said


def check(office: Office, sheet: Sheet, today: date, progress: Progress = silent) -> Reading:
    """Read every row; nothing is raised for bad ones."""
    good: list[Good] = []
    bad: list[Bad] = []
    seen: set[bytes] = set()
    numbers: dict[str, int] = {}
    latest = today.replace(year=today.year + 1, day=min(today.day, 28))
    total = len(sheet.lines)
    twice = 0
    for done, line in enumerate(sheet.lines, 1):
        if done % EVERY == 0 or done == total:
            progress(done, total)
        try:
            found = _good(office, line, latest)
        except BadRow as refused:
            bad.append(Bad(line, refused.faults))
            continue
        number = found.entry.registration.number
        if found.fingerprint in seen:
            twice += 1
        elif number is not None and number in numbers:
            what = f"“{number}”在第{numbers[number]}行已经用过，内容不同"
            bad.append(Bad(line, (Fault("申请编号", what, "请核对编号；同一件申请只留一行。"),)))
        else:
            good.append(found)
        seen.add(found.fingerprint)
        if number is not None:
            numbers.setdefault(number, line.row)
    return Reading(sheet, tuple(good), tuple(bad), twice)


def _good(office: Office, line: Line, latest: date) -> Good:
    if line.beyond:
        what = f"比标题行多出{line.beyond}格"
        raise BadRow((Fault("（标题以外）", what, "请核对这一行是否错位，内容中的逗号须用引号括起。"),))
    entry = read(line.cells, latest=latest)
    if entry.registration.number is not None:
        number = entry.registration.number.replace("[", "〔").replace("]", "〕")
        entry = replace(entry, registration=replace(entry.registration, number=number))
    return Good(line.row, entry, office.vault.blind("ledger row", office.key, _said(line, entry)))


def _said(line: Line, entry: Entry) -> str:
    """The row in one way of writing, so that it is known again however its days and its result are written."""
    said = {heading: narrowed("", text, []) for heading, text in line.cells.items() if text}
    for heading in said.keys() & {"收到日期", *DAYS}:
        said[heading] = parse_day(said[heading]).isoformat()
    if entry.outcome is not None:
        said["办理结果"] = entry.outcome.code
    return canonical(said)
