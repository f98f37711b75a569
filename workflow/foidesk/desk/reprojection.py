"""A notice is entered: every open application is computed anew, and what moved is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from foidesk.desk import permits, recounting
from foidesk.desk.alerts.moving import Telling
from foidesk.desk.calendars import to_json
from foidesk.desk.office import By, Office, open_office
from foidesk.desk.permits import Act
from foidesk.desk.recounting import Counted, Recount
from foidesk.errors import DeskError
from foidesk.rules.position import OPEN_STATES
from foidesk.rules.workdays import Notice
from foidesk.settings import Settings
from foidesk.store import audit, calendars, frozen, worklist

_OPEN = {state.key for state in OPEN_STATES}


@dataclass(frozen=True, slots=True)
class Moved:
    """An open application whose due day moved; None while nothing runs."""

    agency: str
    number: str
    before: date | None
    after: date | None
    letters: tuple[str, ...] = ()  #: document numbers of the letters that named the day before


@dataclass(frozen=True, slots=True)
class Entered:
    """A notice with its version (0: it was there already), and what it did to the open applications."""

    notice: Notice
    version: int
    recomputed: int
    moved: tuple[Moved, ...]


def enter(settings: Settings, notice: Notice, by: By) -> Entered:
    """Keep the notice as the year's next version and re-project every agency, one transaction each."""
    permits.demand(by, Act.KEEP_CALENDAR)
    first = settings.agency[0].key
    with open_office(settings, first) as office:
        if _known(office, notice):
            return _again(settings, notice, by)
        with office.database.writing() as conn:
            version = calendars.put(conn, notice.year, notice.number, to_json(notice), by.now, by.who)
    recomputed, moved = _everywhere(settings, notice.year, by)
    return Entered(notice, version, recomputed, moved)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A notice taken back, and what that did to the open applications."""

    year: int
    recomputed: int
    moved: tuple[Moved, ...]


def withdraw(settings: Settings, year: int, reason: str, by: By) -> Withdrawn:
    """撤回 what was entered for a year, as when it was the wrong notice; every agency is re-projected.

    The versions stay. DeskError when nothing entered stands for the year, or without a reason.
    """
    permits.demand(by, Act.KEEP_CALENDAR)
    if not reason.strip():
        raise DeskError(
            "没有写明撤回的原因。", why="撤回会改变在办申请的期限。", do="请写明原因，例如录错年份。"
        )
    with open_office(settings, settings.agency[0].key) as office, office.database.writing() as conn:
        entered = {each.year: each for each in calendars.current(conn)}
        if not (found := entered.get(year)) or not found.content:
            raise DeskError(
                f"{year}年没有录入的放假安排。",
                why="随程序提供的安排不能撤回，只能以新的通知代替。",
                do="请核对年份。",
            )
        calendars.put(conn, year, found.number, "", by.now, by.who)
        audit.add(conn, office.key, by.now, by.who, "撤回放假安排", found.number, reason.strip())
    recomputed, moved = _everywhere(settings, year, by)
    return Withdrawn(year, recomputed, moved)


def entered_notices(office: Office) -> list[calendars.Entered]:
    """Every notice entered or withdrawn, the latest first."""
    with office.database.reading() as conn:
        return calendars.versions(conn)


def _known(office: Office, notice: Notice) -> bool:
    return office.calendar.with_notices([notice]).version == office.calendar.version


def _again(settings: Settings, notice: Notice, by: By) -> Entered:
    """The notice is there; if an earlier try ended before every agency was computed anew, finish it."""
    recomputed, moved = _everywhere(settings, notice.year, by)
    if not recomputed:
        raise DeskError(
            f"{notice.year}年的放假安排（{notice.number}）已经录入，内容相同。",
            why="没有需要更改的内容。",
            do="无需再次录入。",
        )
    return Entered(notice, 0, recomputed, moved)


def _everywhere(settings: Settings, year: int, by: By) -> tuple[int, tuple[Moved, ...]]:
    recomputed = 0
    moved: list[Moved] = []
    for agency in settings.agency:
        with open_office(settings, agency.key) as office:  # opened anew: its calendar has the notice
            count, changed = reproject(office, by.now, year)
        recomputed += count
        moved += changed
    return recomputed, tuple(moved)


def foreseen(office: Office, notice: Notice, by: By) -> list[Moved]:
    """Which due days of open applications would move under the notice, in every agency; nothing is written."""
    permits.demand(by, Act.KEEP_CALENDAR)
    then = office.with_calendar(office.calendar.with_notices([notice]))
    found: list[Moved] = []
    with office.database.reading() as conn:
        for agency in office.settings.agency:
            each = replace(then, agency=agency)
            for portion in Recount(each).behind(conn, notice.year):
                found += [_moved(conn, each, one) for one in portion if one.moved]
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """Moves as one agency may see them: its own one by one, of the others only how many."""

    own: tuple[Moved, ...]
    others: tuple[tuple[str, int], ...]  #: short name and how many


def told(office: Office, moved: Sequence[Moved]) -> Told:
    """What the agency may see of the moves of all agencies."""
    counts = Counter(each.agency for each in moved)
    others = (
        (each.short_name, counts[each.key]) for each in office.settings.agency if each.key != office.key
    )
    return Told(
        tuple(each for each in moved if each.agency == office.key),
        tuple((name, count) for name, count in others if count),
    )


def behind(office: Office) -> bool:
    """Whether open applications were counted with another calendar, as after an upgrade of the program."""
    with office.database.reading() as conn:
        return worklist.counted_otherwise(conn, office.key, _OPEN, office.calendar.version)


def reproject(office: Office, now: datetime, year: int | None = None) -> tuple[int, list[Moved]]:
    """Compute the index rows anew under the office's calendar; how many were open, and which due days moved.

    One transaction, which also tells the handlers and heads concerned. With the `year` of the notice, applications
    closed long before it are left alone: nothing of them can move.
    """
    moved: list[Moved] = []
    count = 0
    with office.database.writing() as conn:
        telling = Telling(conn, office, now)
        for portion in Recount(office).behind(conn, year, lock=True):
            recounting.keep(conn, office.key, portion)
            telling.of([each for each in portion if each.moved])
            moved += [_moved(conn, office, each) for each in portion if each.moved]
            count += sum(each.before.state in _OPEN for each in portion)
    return count, moved


def _moved(conn: Connection, office: Office, each: Counted) -> Moved:
    """What moved, and which letters of the application named the old day."""
    before = each.before.due
    named = (
        tuple(
            number
            for number, sha256 in each.letters
            if words_of_day(before) in frozen.thaw(conn, office.vault, office.key, sha256)[1].decode()
        )
        if before is not None
        else ()
    )
    return Moved(office.key, each.before.number, before, each.now.row.due, named)


def words_of_day(day: date) -> str:
    """2026年3月30日, as letters write a day."""
    return f"{day.year}年{day.month}月{day.day}日"
