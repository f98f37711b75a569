"""Who applied for what: from a person's rows to all their applications of a month, joint ones included."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection, delete, func, select

from foidesk.store import worklist
from foidesk.store.among import ONCE, among
from foidesk.store.ready import Ready
from foidesk.store.tables import applicants, applications
from foidesk.store.worklist import Row

_ADD = Ready(lambda into: into(applicants))


def add(conn: Connection, agency: str, application: int, persons: Sequence[int]) -> None:
    """Note the applicants of a new application."""
    _ADD.many(conn, [{"agency": agency, "person": each, "application": application} for each in persons])


def add_many(conn: Connection, agency: str, of: Sequence[tuple[int, int]]) -> None:
    """Note the applicants of many new applications: application and person."""
    _ADD.many(conn, [{"agency": agency, "person": each, "application": key} for key, each in of])


def correct(conn: Connection, agency: str, application: int, wrong: int, right: int) -> None:
    """Put another person in the place of an applicant that was registered wrongly."""
    one = (applicants.c.agency == agency, applicants.c.application == application)
    conn.execute(delete(applicants).where(*one, applicants.c.person.in_((wrong, right))))
    add(conn, agency, application, (right,))


def forget(conn: Connection, agency: str, keys: Collection[int]) -> set[int]:
    """Let nobody be an applicant of these applications any more; the rows of people that were."""
    persons = persons_of(conn, agency, keys)
    conn.execute(
        delete(applicants).where(applicants.c.agency == agency, among(applicants.c.application, keys)),
        execution_options=ONCE,
    )
    return persons


def of_month(conn: Connection, agency: str, persons: Collection[int], month: date) -> list[Row]:
    """The applications of these persons received in the day's calendar month, each once, by key."""
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    mine = select(applicants.c.application).where(
        applicants.c.agency == agency, applicants.c.person.in_(sorted(persons))
    )
    found = conn.execute(
        select(applications.c.application)
        .where(
            applications.c.agency == agency,
            applications.c.application.in_(mine),
            applications.c.received.between(first, last),
        )
        .order_by(applications.c.application)
    ).scalars()
    rows = (worklist.get(conn, agency, application) for application in found.all())
    return [row for row in rows if row is not None]


def all_of(
    conn: Connection, agency: str, persons: Collection[int], limit: int = 20, before: int | None = None
) -> list[Row]:
    """The applications of these persons, newest first, each once; `before`: only those before a key."""
    wanted = select(applicants.c.application).where(
        applicants.c.agency == agency, applicants.c.person.in_(sorted(persons))
    )
    if before is not None:
        wanted = wanted.where(applicants.c.application < before)
    found = conn.execute(wanted.distinct().order_by(applicants.c.application.desc()).limit(limit)).scalars()
    rows = (worklist.get(conn, agency, application) for application in found.all())
    return [row for row in rows if row is not None]


def by_year(conn: Connection, agency: str, persons: Collection[int]) -> list[tuple[int, int]]:
    """Year and number of applications of these persons, the latest year first."""
    mine = select(applicants.c.application).where(
        applicants.c.agency == agency, applicants.c.person.in_(sorted(persons))
    )
    counted = (
        select(applications.c.year, func.count())
        .where(applications.c.agency == agency, applications.c.application.in_(mine))
        .group_by(applications.c.year)
        .order_by(applications.c.year.desc())
    )
    return [(year, count) for year, count in conn.execute(counted)]


def persons_of(conn: Connection, agency: str, keys: Collection[int]) -> set[int]:
    """The rows of people that applied in these applications."""
    wanted = select(applicants.c.person).where(
        applicants.c.agency == agency, among(applicants.c.application, sorted(keys))
    )
    return set(conn.execute(wanted, execution_options=ONCE).scalars()) if keys else set()
