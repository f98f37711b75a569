"""The first act of an installation: key and database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from foidesk.desk.finding import indexing
from foidesk.desk.office import Office, open_office
from foidesk.settings import Settings
from foidesk.store import searchtokens
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
    shown = make_url(settings.database.url).render_as_string(hide_password=True)
    return Initialised(shown, key_file, created)


def _make_searchable(office: Office) -> None:
    """Note the words of applications that were registered before words were noted."""
    with office.database.writing() as conn:
        if searchtokens.missing(conn, office.key):
            indexing.remake(conn, office)
