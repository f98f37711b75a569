"""The tables. Every primary key starts with the agency, so several agencies share one database safely.

`migrations/` creates them; this metadata is what the statements are built from. A test holds the two equal.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

SCHEMA = "0010"  #: the revision of migrations/ that this program works with
NEVER = "9999-12-31"  #: the day of what has none, last in every order
EVERYWHERE = "*"  #: the agency of rows that hold for all agencies


class Utc(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is taken off and put on here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()


def key(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


# Clustered by key where rows are small: one tree less to write for every row.
events = Table(
    "events",
    metadata,
    key("agency"),
    key("application", BigInteger),
    key("seq", Integer),
    Column("on_day", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_with_rowid=False,
)

prose = Table(
    "prose",
    metadata,
    key("agency"),
    key("application", BigInteger),
    key("seq", Integer),
    key("field"),
    Column("sealed", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["agency", "application", "seq"],
        ["events.agency", "events.application", "events.seq"],
        name="fk_prose_events",
    ),
)

people = Table(
    "people",
    metadata,
    key("agency"),
    key("person", BigInteger),
    Column("name", LargeBinary),
    Column("kind", LargeBinary),
    Column("id_type", LargeBinary),
    Column("id_number", LargeBinary),
    Column("telephone", LargeBinary),
    Column("address", LargeBinary),
    Column("postcode", LargeBinary),
    Column("email", LargeBinary),
    Column("id_number_index", LargeBinary),
    Column("contact_index", LargeBinary),
    Column("same_as", BigInteger),  # the row this one was merged into: two records of one person
    Column("erased_at", Utc),
    Index("ix_people_id_number", "agency", "id_number_index"),
    Index("ix_people_contact", "agency", "contact_index"),
    Index("ix_people_same_as", "agency", "same_as"),
)

applications = Table(
    "applications",
    metadata,
    key("agency"),
    key("application", BigInteger),
    Column("number", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("applicant", BigInteger),
    Column("applicant_kind", Text),
    Column("channel", Text),
    Column("state", Text, nullable=False),
    Column("received", Date),
    Column("due", Date),
    Column("target", Date),
    Column("provisional", Boolean, nullable=False),
    Column("extended", Boolean, nullable=False),
    Column("paused_until", Date),
    Column("waiting_until", Date),
    Column("handler", Text),
    Column("unit", Text),
    Column("unit_answer_by", Date),
    Column("fee_standard", Text),
    Column("fee_units", Integer),
    Column("ground", Text),
    Column("line", Text),
    Column("closed_on", Date),
    Column("in_time", Boolean),
    Column("problems", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("head", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("awaiting", Text),  # what a letter sent for approval waits for
    Column("counted_from", Date),
    Column("counted_on", Date),
    Column("counted_line", Text),
    Column("counted_apart", Boolean, nullable=False, server_default=false()),
    # the orders of the list: never NULL, so that a page begins by comparing with the last row of the one before
    Column("closed", Boolean, nullable=False, server_default=false()),
    Column("by_target", Date, nullable=False, server_default=NEVER),
    Column("by_due", Date, nullable=False, server_default=NEVER),
    Column("by_received", Date, nullable=False, server_default=NEVER),
    Column("by_handler", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("agency", "number", name="uq_applications_number"),
    Index("ix_applications_by_target", "agency", "closed", "by_target", "application"),
    Index("ix_applications_by_due", "agency", "closed", "by_due", "application"),
    Index("ix_applications_by_received", "agency", "closed", "by_received", "application"),
    Index("ix_applications_by_handler", "agency", "closed", "by_handler", "by_target", "application"),
    Index("ix_applications_by_number", "agency", "closed", "application"),
    Index("ix_applications_handler", "agency", "handler", "closed", "by_target", "application"),
    Index("ix_applications_state", "agency", "state"),
    Index("ix_applications_n", "agency", "n"),
    Index("ix_applications_awaiting", "agency", "awaiting"),
    Index("ix_applications_received", "agency", "received"),
    Index("ix_applications_closed", "agency", "closed_on"),
    Index(
        "ix_applications_counted_apart",
        "agency",
        "application",
        sqlite_where=text("counted_apart"),
        postgresql_where=text("counted_apart"),
    ),
    sqlite_with_rowid=False,
)

# Every applicant of an application, the joint ones too: whose items a month's fee counts.
applicants = Table(
    "applicants",
    metadata,
    key("agency"),
    key("person", BigInteger),
    key("application", BigInteger),
    sqlite_with_rowid=False,
)

counters = Table(
    "counters",
    metadata,
    key("agency"),
    key("name"),
    Column("value", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

notices = Table(
    "notices",
    metadata,
    key("agency"),
    key("year", Integer),
    key("version", Integer),
    Column("number", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("entered_at", Utc, nullable=False),
    Column("entered_by", Text, nullable=False),
)

frozen_letters = Table(
    "frozen_letters",
    metadata,
    key("agency"),
    key("sha256"),
    Column("media_type", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# Which key the sealed columns were sealed with, so that a wrong key file is refused at once.
seals = Table(
    "seals",
    metadata,
    key("agency"),
    key("name"),
    Column("value", Text, nullable=False),
)
