"""The first act of an installation: key and database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from foidesk.desk.applications import facts_of
from foidesk.desk.finding import indexing
from foidesk.desk.office import Office, open_office
from foidesk.rules.case import case
from foidesk.rules.watch import watched
from foidesk.settings import Settings
from foidesk.store import log, searchtokens, watches
from foidesk.store.database import Database, migrate
from foidesk.store.vault import open_vault


@dataclass(frozen=True, slots=True)
class Initialised:
    """What is ready now; `database` without its password."""

    database: str
    key_file: Path
    key_created: bool


def initialise(settings: Settings) -> Initialised:
    """Make the key where there is none, bring the database to this program's schema, and open it once."""
    key_file = settings.database.key_file
    created = not key_file.exists()
    vault = open_vault(key_file, create=True)
    migrate(settings.database.url)
    Database.open(settings.database.url, vault).close()
    for agency in settings.agency:
        with open_office(settings, agency.key) as office:
            _make_searchable(office)
            _watch(office)
    shown = make_url(settings.database.url).render_as_string(hide_password=True)
    return Initialised(shown, key_file, created)


def _make_searchable(office: Office) -> None:
    """Note the words of applications that were registered before words were noted."""
    with office.database.writing() as conn:
        if searchtokens.missing(conn, office.key):
            indexing.remake(conn, office)


def _watch(office: Office) -> None:
    """Watch the days of applications that were registered before days were watched."""
    with office.database.writing() as conn:
        if watches.any_at_all(conn, office.key):
            return
        for application, entries in log.load_many(conn, office.vault, office.key):
            folded = case(facts_of(entries), office.calendar)
            watches.put(conn, office.key, application, watched(folded, office.calendar), fresh=True)
