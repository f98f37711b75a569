"""An agency at its desk: settings, database and calendar together; and who does something when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from foidesk import content
from foidesk.desk import calendars
from foidesk.errors import DeskError
from foidesk.rules.terms import Readings
from foidesk.rules.vocabulary import Role
from foidesk.rules.workdays import Calendar
from foidesk.settings import Agency, Settings
from foidesk.store.database import Database
from foidesk.store.vault import Vault, open_vault

CHINA = ZoneInfo("Asia/Shanghai")


def last_moment(day: date) -> datetime:
    """The end of the day in China."""
    return datetime.combine(day, time.max, CHINA)


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and when; the law's day is the date in China."""

    who: str
    now: datetime
    #: None at the machine itself (command line), where the accounts of the system decide who may be there
    roles: frozenset[Role] | None = None

    @property
    def today(self) -> date:
        """今天."""
        return self.now.astimezone(CHINA).date()


#: Leaves a duty, by its name, to other machines: they see it when the transaction commits, and never when it does not.
Defer = Callable[[Connection, str, Mapping[str, Any]], None]


def nobody_waits(conn: Connection, duty: str, what: Mapping[str, Any]) -> None:
    """`Defer` where one process does everything: it finds in the tables what there is to do."""


@dataclass(frozen=True, slots=True)
class Office:
    """One agency with its database open."""

    settings: Settings
    agency: Agency
    database: Database
    calendar: Calendar
    defer: Defer = nobody_waits

    @property
    def key(self) -> str:
        """The agency's key in every table."""
        return self.agency.key

    @property
    def vault(self) -> Vault:
        """What seals personal data."""
        return self.database.vault

    @property
    def readings(self) -> Readings:
        """What this agency has decided where the law leaves it a choice."""
        return Readings(
            lapse_after_service=self.agency.lapse_after_service,
            second_extension=bool(self.agency.second_extension_opinion),
        )

    def with_calendar(self, calendar: Calendar) -> Office:
        """The same desk under another calendar."""
        return replace(self, calendar=calendar)


def agency_of(settings: Settings, key: str | None) -> Agency:
    """The agency by its key or name; without one, the only agency there is."""
    if key is None and len(settings.agency) == 1:
        return settings.agency[0]
    for agency in settings.agency:
        if key in (agency.key, agency.name, agency.short_name, agency.code):
            return agency
    known = "、".join(f"{agency.key}（{agency.name}）" for agency in settings.agency)
    raise DeskError(
        f"没有机关“{key}”。" if key else "没有指明机关。",
        why="配置中有以下机关：" + known + "。",
        do="请用 --agency 指明。",
    )


@contextmanager
def open_office(settings: Settings, agency: str | None = None) -> Iterator[Office]:
    """Open the agency's desk; DeskError when the database is missing, of another version or sealed otherwise."""
    chosen = agency_of(settings, agency)
    vault = open_vault(settings.database.key_file, create=False)
    database = Database.open(settings.database.url, vault)
    try:
        shipped = content.calendar(settings.calendar.path)
        yield Office(settings, chosen, database, calendars.with_entered(database, shipped))
    finally:
        database.close()
