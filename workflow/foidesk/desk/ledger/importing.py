"""Bringing a ledger in: every good row that is not known yet becomes an application with its log.

All rows were checked before. They are written in portions of one transaction each, so that clerks can work
meanwhile; a run that was cut off goes on when the same file comes again, because every row is known by then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk import index, permits
from foidesk.desk.applications import next_number, place_of, reach_number, words_of
from foidesk.desk.firstfacts import Parties
from foidesk.desk.ledger.checking import Good, Progress, Reading, silent
from foidesk.desk.ledger.history import NOBODY, log_of
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.rules.case import Case
from foidesk.store import applicants, audit, imports, log, numbers, people, searchtokens

PORTION = 1_000  #: applications a transaction


@dataclass(frozen=True, slots=True)
class Troubled:
    """An application whose history is against the rules: kept, with the first of its problems."""

    row: int
    number: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought."""

    new: int
    known: int  #: rows that are there already
    differing: tuple[str, ...]  #: numbers that are there already with another content; left as they are
    troubled: tuple[Troubled, ...]


class BadRows(DeskError):
    """Some rows cannot be read, and nothing was written."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(
            f"{len(reading.bad)}行不能读取，没有导入。",
            why=f"共{len(reading.sheet.lines)}行；只要有一行不能读取，全部不写入。",
            do="请按所列各行改正后重新导入；也可以先导入其余各行，不能读取的各行另存改正。",
        )


def bring_in(
    office: Office,
    reading: Reading,
    by: By,
    *,
    skip_bad: bool = False,
    progress: Progress = silent,
    again: bool = False,
) -> Imported:
    """Write what the reading holds. BadRows when there are bad ones and they are not to be skipped.

    `again`: the same act of the same person at the same moment may have been broken off before; it goes on.
    """
    permits.demand(by, Act.IMPORT)
    if reading.bad and not skip_bad:
        raise BadRows(reading)
    fresh, known, differing = _fresh(office, reading)
    troubled: list[Troubled] = []
    written = 0
    batch = _begun(office, reading, by) if again else None
    before = _applications(office, batch) if batch is not None else 0
    if fresh:
        batch = batch or _begin(office, reading, fresh, by)
        for start in range(0, len(fresh), PORTION):
            portion = _write(office, fresh[start : start + PORTION], batch, by)
            written += portion.new
            troubled += portion.troubled
            progress(min(start + PORTION, len(fresh)), len(fresh))
    new = before + written
    return Imported(new, known + len(fresh) - written - before, differing, tuple(troubled))


def _begun(office: Office, reading: Reading, by: By) -> int | None:
    sha256 = hashlib.sha256(reading.sheet.content).hexdigest()
    with office.database.reading() as conn:
        return imports.begun(conn, office.key, sha256, by.now, by.who)


def _applications(office: Office, batch: int) -> int:
    with office.database.reading() as conn:
        return imports.count(conn, office.key, batch)


def foreseen(office: Office, reading: Reading, by: By, progress: Progress = silent) -> Imported:
    """What `bring_in` would do with the good rows; nothing is written."""
    permits.demand(by, Act.IMPORT)
    fresh, known, differing = _fresh(office, reading)
    troubled: list[Troubled] = []
    for done, good in enumerate(fresh, 1):
        number = good.entry.registration.number or "（自动编号）"
        folded = log_of(good.entry, office.calendar, good.row, number, 0, NOBODY)
        troubled += _troubled(good, folded)
        if done % PORTION == 0 or done == len(fresh):
            progress(done, len(fresh))
    return Imported(len(fresh), known, differing, tuple(troubled))


def _fresh(office: Office, reading: Reading) -> tuple[list[Good], int, tuple[str, ...]]:
    """The rows that are not there yet, how many are, and the numbers that are there with another content."""
    numbered = {good.entry.registration.number for good in reading.good} - {None}
    with office.database.reading() as conn:
        seen = imports.known(conn, office.key, [good.fingerprint for good in reading.good])
        taken = imports.taken(conn, office.key, [number for number in numbered if number])
    fresh: list[Good] = []
    differing: list[str] = []
    for good in reading.good:
        number = good.entry.registration.number
        if good.fingerprint not in seen and number not in taken:
            fresh.append(good)
        elif number is not None and good.fingerprint not in seen:
            differing.append(number)
    return fresh, len(reading.good) - len(fresh) + reading.twice, tuple(differing)


def _begin(office: Office, reading: Reading, fresh: Sequence[Good], by: By) -> int:
    """Note the file, and let the counters go on after the numbers that it brings."""
    sha256 = hashlib.sha256(reading.sheet.content).hexdigest()
    highest: dict[int, int] = {}
    for good in fresh:
        year = good.entry.registration.arrived.year
        highest[year] = max(highest.get(year, 0), _place(office, good))
    with office.database.writing() as conn:
        for year, n in sorted(highest.items()):
            if n:
                reach_number(conn, office, year, n)
        batch = imports.add(conn, office.vault, office.key, reading.sheet.file, sha256, by.now, by.who)
        told = f"{len(fresh)}件，跳过{len(reading.bad)}行"
        audit.add(conn, office.key, by.now, by.who, "导入台账", f"第{batch}次", told)
    return batch


def _place(office: Office, good: Good) -> int:
    registration = good.entry.registration
    return place_of(office, registration.arrived.year, registration.number or "")


@dataclass(frozen=True, slots=True)
class _Portion:
    """What a portion brought."""

    new: int
    troubled: list[Troubled]


def _write(office: Office, portion: Sequence[Good], batch: int, by: By) -> _Portion:
    """Write a portion, table by table: one statement for many rows takes a fraction of many statements."""
    agency, vault = office.key, office.vault
    with office.database.writing() as conn:
        numbers.take_many(
            conn, agency, numbers.APPLICATION, 0
        )  # of two at the same rows the second waits here
        _not_undone(conn, agency, batch)
        there = imports.known(conn, agency, [good.fingerprint for good in portion])
        portion = [good for good in portion if good.fingerprint not in there]
        if not portion:
            return _Portion(0, [])
        keys = numbers.take_many(conn, agency, numbers.APPLICATION, len(portion))
        persons = people.add_many(conn, vault, agency, [good.entry.registration.person for good in portion])
        applicants.add_many(conn, agency, list(zip(keys, persons, strict=True)))
        cases = {
            key: log_of(
                good.entry, office.calendar, good.row, *_numbered(conn, office, good), Parties(person)
            )
            for key, person, good in zip(keys, persons, portion, strict=True)
        }
        heads = log.begin_many(
            conn, vault, agency, {key: folded.log for key, folded in cases.items()}, by.now, by.who
        )
        rows = index.keep_new(conn, office, cases, heads)
        tokens = {
            key: words_of(office, good.entry.registration, rows[key])
            for key, good in zip(keys, portion, strict=True)
        }
        searchtokens.add_many(conn, agency, tokens)
        became = ((good.fingerprint, key) for key, good in zip(keys, portion, strict=True))
        imports.keep(conn, agency, batch, became)
    troubled = [
        each for good, folded in zip(portion, cases.values(), strict=True) for each in _troubled(good, folded)
    ]
    return _Portion(len(portion), troubled)


def _not_undone(conn: Connection, agency: str, batch: int) -> None:
    """What comes in after 撤销导入 of its file could not be taken back any more."""
    found = imports.get(conn, agency, batch)
    if found is not None and found[1] is not None:
        raise DeskError(
            f"第{batch}次导入已经撤销，其余各行没有导入。",
            why="导入还没有完成，同一次导入就被撤销。",
            do="需要导入的，请重新导入。",
        )


def _numbered(conn: Connection, office: Office, good: Good) -> tuple[str, int]:
    registration = good.entry.registration
    if registration.number is None:
        return next_number(conn, office, registration.arrived.year)
    return registration.number, _place(office, good)


def _troubled(good: Good, folded: Case) -> list[Troubled]:
    problems = tuple(problem.what for problem in folded.clock.problems)
    return [Troubled(good.row, folded.number, problems)] if problems else []
