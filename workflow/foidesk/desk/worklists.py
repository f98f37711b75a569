"""Pages of the worklist for people at the desk: filtered, by target, one page at a time, with counts above."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.rules.position import OPEN_STATES
from foidesk.rules.vocabulary import Channel, Role
from foidesk.store import people, worklist
from foidesk.store.worklist import Counts, Cursor, Row

PAGE = 50
MOST_READ = 5_000  #: applications opened for one search
BATCH = 500
ONE_DAY = timedelta(days=1)
SOON = 5  #: working days
_OPEN = {state.key for state in OPEN_STATES}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person wants to see; without any wish all open applications."""

    mine: bool = False
    overdue: bool = False
    soon: bool = False  #: due within `SOON` working days
    awaiting: bool = False  #: a letter waits for review, approval or issue
    closed: bool = False  #: closed ones too
    handler: str | None = None
    channel: Channel | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, where the next one begins, and the counts above."""

    lines: tuple[Line, ...]
    after: Cursor | None
    counts: Counts
    handlers: tuple[str, ...]


def page(office: Office, wanted: Filter, by: By, after: Cursor | None = None) -> Page:
    """One page of the worklist; what comes first by target at the top. Nothing is counted but what is open."""
    with office.database.reading() as conn:
        found, beyond = rows(conn, office, wanted, by, after)
        lines = tuple(told(conn, office, found, by.today))
        counts = worklist.counted(conn, office.key, _OPEN, by.today, _soon(office, by))
        names = tuple(worklist.handlers(conn, office.key, _OPEN))
    return Page(lines, beyond, counts, names)


def rows(
    conn: Connection, office: Office, wanted: Filter, by: By, after: Cursor | None = None, limit: int = PAGE
) -> tuple[list[Row], Cursor | None]:
    """The rows of one page alone, and where the next one begins."""
    permits.demand(by, Act.READ)
    found = worklist.listing(
        conn,
        office.key,
        states=None if wanted.closed else _OPEN,
        due_before=_soon(office, by) + ONE_DAY if wanted.soon else None,
        overdue_on=by.today if wanted.overdue else None,
        handler=wanted.handler or (by.who if wanted.mine else None),
        due_from=by.today if wanted.soon else None,
        channel=wanted.channel.value if wanted.channel else None,
        year=wanted.year,
        awaiting=wanted.awaiting,
        limit=limit + 1,
        after=after,
    )
    if len(found) <= limit:
        return found, None
    return found[:limit], (found[limit - 1].target, found[limit - 1].application)


def _soon(office: Office, by: By) -> date:
    return office.calendar.add(by.today, SOON)


def written(cursor: Cursor) -> str:
    """A place in the list as an address has it."""
    target, application = cursor
    return f"{target.isoformat() if target else ''}~{application}"


def place(text: str) -> Cursor | None:
    """The place that `written` wrote; None for anything else."""
    target, _, application = text.partition("~")
    if not (application.isascii() and application.isdigit() and len(application) < 18):
        return None
    try:
        return date.fromisoformat(target) if target else None, int(application)
    except ValueError:
        return None


def shows_mine_first(by: By) -> bool:
    """Whether the worklist of this person opens on what is theirs: clerks have cases, the others look at all."""
    return by.roles is not None and Role.CLERK in by.roles and Role.HEAD not in by.roles


def latest(office: Office, by: By, before: int | None = None) -> tuple[tuple[Line, ...], int | None]:
    """All applications, newest first, one page; and the key before which the next one begins."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        rows = worklist.newest(conn, office.key, before, PAGE + 1)
        more, rows = len(rows) > PAGE, rows[:PAGE]
        return tuple(told(conn, office, rows, by.today)), rows[-1].application if more else None


def search(office: Office, words: str, by: By) -> tuple[tuple[Line, ...], bool]:
    """Applications whose number, applicant or request holds the words, newest first; and whether all were read.

    Names and requests are sealed at rest, so they are opened and compared one batch after the other; the search
    stops at one page of hits or `MOST_READ` applications.
    """
    permits.demand(by, Act.READ)
    text = _plain(words)
    if len(text) < 2:
        return (), False
    # whoever may not read a name may not confirm it by searching either
    by_name = permits.may(by, Act.READ_PERSONAL)
    found: dict[int, Line] = {}
    before: int | None = None
    read = 0
    with office.database.reading() as conn:
        for line in told(conn, office, worklist.by_numbers(conn, office.key, words.strip(), PAGE), by.today):
            found[line.row.application] = line
        while len(found) < PAGE and read < MOST_READ:
            rows = worklist.newest(conn, office.key, before, BATCH)
            if not rows:
                return _newest(found), True
            before, read = rows[-1].application, read + len(rows)
            names = _names(conn, office, rows) if by_name else {}
            for line in told(conn, office, rows, by.today):
                if text in _plain(line.request) or text in names.get(line.row.applicant or 0, ""):
                    found[line.row.application] = line
    return _newest(found)[:PAGE], False


def _names(conn: Connection, office: Office, rows: Sequence[Row]) -> dict[int, str]:
    keys = [row.applicant for row in rows if row.applicant is not None]
    return {
        key: _plain(person.name)
        for key, person in people.get_many(conn, office.vault, office.key, keys).items()
    }


def _plain(text: str) -> str:
    """As texts are compared: full- and half-width, capitals and small letters alike."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _newest(found: dict[int, Line]) -> tuple[Line, ...]:
    return tuple(found[key] for key in sorted(found, reverse=True))
