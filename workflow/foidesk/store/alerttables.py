"""The tables of deadlines in force: what is watched, what was told to whom, what went out by which way."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from foidesk.store.tables import Utc, key, metadata

# Beside the index: the days of each application that somebody still has to keep (`rules.watch`), made from its log.
watches = Table(
    "watches",
    metadata,
    key("agency"),
    key("application", BigInteger),
    key("watch"),
    key("due", Date),
    Column("silent_until", Date),
    Column(
        "told", Text, nullable=False, server_default=text("''")
    ),  # the step told last: what a sweep need not ask again
    Index("ix_watches_due", "agency", "watch", "due", "told", "silent_until"),
    sqlite_with_rowid=False,
)

# Told once: the same step of the same day of the same application is the same alert. Application 0: the agency's own.
alerts = Table(
    "alerts",
    metadata,
    key("agency"),
    key("alert", BigInteger),
    Column("application", BigInteger, nullable=False),
    Column("watch", Text, nullable=False),
    Column("rung", Text, nullable=False),
    Column("due", Date, nullable=False),
    Column("before", Date),  # the day that a change of the calendar moved
    Column("raised_at", Utc, nullable=False),
    UniqueConstraint("agency", "application", "watch", "rung", "due", name="uq_alerts_step"),
    Index(
        "ix_alerts_of_the_agency",
        "due",
        "watch",
        "rung",
        sqlite_where=text("application = 0"),
        postgresql_where=text("application = 0"),
    ),
)

inbox = Table(
    "inbox",
    metadata,
    key("agency"),
    key("account", BigInteger),
    key("alert", BigInteger),
    Column("seen_at", Utc),
    Index("ix_inbox_seen", "agency", "account", "seen_at"),
    sqlite_with_rowid=False,
)

# What leaves the house: one row for a recipient, a way and either an alert or (alert 0) the digest of a day.
deliveries = Table(
    "deliveries",
    metadata,
    key("agency"),
    key("account", BigInteger),  # 0: the agency's group
    key("way"),
    key("day", Date),
    key("alert", BigInteger),
    Column("made_at", Utc, nullable=False),
    Column("next_try", Utc),  # NULL: done
    Column("tries", Integer, nullable=False),
    Column("sent_at", Utc),
    Column("trouble", Text),
    Index("ix_deliveries_next_try", "agency", "next_try"),
    Index(
        "ix_deliveries_waiting",
        "next_try",
        "agency",
        sqlite_where=text("next_try IS NOT NULL"),
        postgresql_where=text("next_try IS NOT NULL"),
    ),
)

# How a person is reached outside the desk.
contacts = Table(
    "contacts",
    metadata,
    key("agency"),
    key("account", BigInteger),
    Column("email", LargeBinary),
    Column("chat", LargeBinary),
    Column("changed_at", Utc, nullable=False),
)

# Secret addresses of calendar feeds; account 0: all of the agency.
feeds = Table(
    "feeds",
    metadata,
    key("agency"),
    key("feed"),  # SHA-256 of the secret
    Column("account", BigInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("revoked_at", Utc),
    UniqueConstraint("feed", name="uq_feeds_feed"),
)
