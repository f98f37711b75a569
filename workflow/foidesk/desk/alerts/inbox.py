"""A person's inbox: what was told and not yet seen, what was seen, and how many are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.desk.alerts.wording import Told, told
from foidesk.desk.office import By, Office
from foidesk.store import alerts
from foidesk.store.alerts import Alert

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An alert and what it says today; `new` until it was seen or has nothing left to say."""

    alert: Alert
    told: Told

    @property
    def new(self) -> bool:
        """Whether the badge counts it."""
        return self.alert.seen_at is None and self.alert.standing


@dataclass(frozen=True, slots=True)
class Page:
    """Some alerts, newest first; `after` begins the next page."""

    lines: Sequence[Line]
    after: int | None


def unseen(office: Office, account: int) -> int:
    """How many alerts of a person are new: the badge."""
    with office.database.reading() as conn:
        return alerts.unseen(conn, office.key, account)


def page(office: Office, account: int, today: date, *, everything: bool, before: int | None = None) -> Page:
    """What is new, or everything."""
    with office.database.reading() as conn:
        found = alerts.page(conn, office.key, account, unseen=not everything, before=before, limit=PAGE + 1)
    lines = [Line(each, told(each, today, office.calendar)) for each in found[:PAGE]]
    return Page(lines, lines[-1].alert.alert if len(found) > PAGE else None)


def see(office: Office, account: int, through: int, by: By) -> int:
    """Note that the person has seen every alert up to this one; how many were new."""
    with office.database.writing() as conn:
        return alerts.see(conn, office.key, account, through, by.now)
