"""The worklist: what is due, what is overdue, what waits, by internal target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from foidesk.desk.office import Office
from foidesk.rules.position import State
from foidesk.rules.workdays import Calendar
from foidesk.store import listing, people
from foidesk.store.requests import requests
from foidesk.store.worklist import Row

PAGE = 500  #: rows read at once


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications; without any wish, all open ones."""

    due_within: int | None = None  #: working days
    overdue: bool = False
    waiting: bool = False
    closed: bool = False
    handler: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list with what only the desk may know: the masked applicant, the request, the days left."""

    row: Row
    applicant: str
    request: str
    left: int | None  #: working days to the due day, negative when overdue, None while nothing runs


def lines(office: Office, wanted: Wanted, on: date) -> list[Line]:
    """The applications wanted on the day, what comes first by target at the top."""
    due_to = office.calendar.add(on, max(wanted.due_within, 0)) if wanted.due_within is not None else None
    if wanted.overdue:
        due_to = min(due_to or _day_before(on), _day_before(on))
    asked = listing.Wanted(
        closed=None if wanted.closed and not wanted.overdue else False, due_to=due_to, handler=wanted.handler
    )
    found: list[Row] = []
    place: listing.Place | None = None
    with office.database.reading() as conn:
        while True:
            page = listing.page(conn, office.key, asked, place=place, limit=PAGE)
            found += [row for row in page.rows if not wanted.waiting or _waits(row, on)]
            if (place := page.after) is None:
                return told(conn, office, found, on)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def told(conn: Connection, office: Office, rows: Sequence[Row], on: date) -> list[Line]:
    """The rows with what only the desk may know."""
    persons = people.get_many(conn, office.vault, office.key, [r.applicant for r in rows if r.applicant])
    texts = requests(conn, office.vault, office.key, [row.application for row in rows])
    return [
        Line(
            row,
            people.masked_name(persons[row.applicant].name, persons[row.applicant].kind)
            if row.applicant in persons
            else "",
            texts.get(row.application, ""),
            days_left(row, on, office.calendar),
        )
        for row in rows
    ]


def _waits(row: Row, on: date) -> bool:
    waiting = row.state in (State.CLARIFYING.key, State.AWAITING_PAYMENT.key)
    return waiting or (row.paused_until is not None and on <= row.paused_until)


def days_left(row: Row, on: date, calendar: Calendar) -> int | None:
    """Working days from the day to the due day; negative: that many working days overdue."""
    if row.due is None:
        return None
    return calendar.count(on, row.due)
