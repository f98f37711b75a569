"""The whole installation while it serves: one database, the settings, and the desk of each agency."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from foidesk import content
from foidesk.desk import calendars
from foidesk.desk.office import Defer, Office, agency_of, nobody_waits
from foidesk.rules.workdays import Calendar
from foidesk.settings import Settings
from foidesk.store.calendars import Entered, current
from foidesk.store.database import Database
from foidesk.store.vault import open_vault


@dataclass(slots=True)
class Installation:
    """What serving processes hold open. Notices entered by another process are seen at the next request."""

    settings: Settings
    database: Database
    _shipped: Calendar
    _entered: list[Entered] = field(default_factory=list)
    _calendar: Calendar | None = None
    defer: Defer = nobody_waits  #: set once by a process that leaves its duties to others

    def office(self, agency: str | None = None) -> Office:
        """The desk of an agency under the calendar of this moment; DeskError for an unknown one."""
        chosen = agency_of(self.settings, agency)
        return Office(self.settings, chosen, self.database, self.calendar(), self.defer)

    def offices(self) -> dict[str, Office]:
        """The desks of all agencies by key, under the calendar of this moment."""
        calendar = self.calendar()
        return {
            agency.key: Office(self.settings, agency, self.database, calendar, self.defer)
            for agency in self.settings.agency
        }

    def calendar(self) -> Calendar:
        """The shipped notices with those entered, made anew only when a notice was entered or withdrawn."""
        with self.database.reading() as conn:
            entered = current(conn)
        if self._calendar is None or entered != self._entered:
            self._calendar = calendars.with_entered(self.database, self._shipped)
            self._entered = entered
        return self._calendar


@contextmanager
def open_installation(settings: Settings) -> Iterator[Installation]:
    """Open the database once for all agencies; DeskError as `open_office`."""
    vault = open_vault(settings.database.key_file, create=False)
    database = Database.open(settings.database.url, vault)
    try:
        yield Installation(settings, database, content.calendar(settings.calendar.path))
    finally:
        database.close()
