"""The first act of an installation: key and database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from foidesk.settings import Settings
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
    shown = make_url(settings.database.url).render_as_string(hide_password=True)
    return Initialised(shown, key_file, created)
