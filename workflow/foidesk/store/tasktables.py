"""The table of work that takes longer than a page may: asked for, carried out by whoever comes first, fetched."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, text

from foidesk.store.tables import Utc, key, metadata

# Written in the transaction of what it follows. What was sent with it and what it made name people: both are sealed.
tasks = Table(
    "tasks",
    metadata,
    key("agency"),
    key("task", BigInteger),
    Column("kind", Text, nullable=False),
    Column("wanted", Text, nullable=False),  # canonical JSON
    Column("sent", LargeBinary),
    Column("account", BigInteger, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("roles", Text, nullable=False),  # under which it was asked for
    Column("asked_at", Utc, nullable=False),
    Column("state", Text, nullable=False),
    Column(
        "tries", Integer, nullable=False
    ),  # who took it on last: what an earlier one writes later is refused
    Column("claimed_until", Utc),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("finished_at", Utc),
    Column("said", Text),  # what came of it, in a sentence, or why nothing did
    Column("name", Text),
    Column("media_type", Text),
    Column("made", LargeBinary),
    Index("ix_tasks_account", "agency", "account", "task"),
    Index(
        "ix_tasks_unfinished",
        "claimed_until",
        sqlite_where=text("state IN ('waiting', 'running')"),
        postgresql_where=text("state IN ('waiting', 'running')"),
    ),
)
