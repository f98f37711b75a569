"""Bring a database to the schema of this program, from nothing or from any earlier release."""

from __future__ import annotations

import io
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

LOCK = 0x666F6964  #: "foid": what migrations of one PostgreSQL database wait for


def upgrade(engine: Engine) -> None:
    """Run all open migrations in one transaction; whoever comes second waits and finds nothing to do."""
    # `%` would be read as interpolation by the configuration parser.
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
