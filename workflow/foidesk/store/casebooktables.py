"""The table of the casebook: closed applications kept as examples, without personal data and therefore not sealed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Table, Text

from foidesk.store.tables import Utc, key, metadata

examples = Table(
    "examples",
    metadata,
    key("agency"),
    key("example", BigInteger),
    Column("application", BigInteger, nullable=False),  # where it comes from
    Column("title", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("line", Text, nullable=False),  # of the annual report
    Column("facts", Text, nullable=False),
    Column("reasoning", Text, nullable=False),
    Column("point", Text, nullable=False),
    Column("letter", Text),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("shared", Boolean, nullable=False),  # with the other agencies of the installation
    Column("proposed_at", Utc, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("confirmed_at", Utc),
    Column("confirmed_by", Text),
    Column("withdrawn_at", Utc),
    Column("withdrawn_by", Text),
    Column("withdrawn_why", Text),
    Index("ix_examples_application", "agency", "application"),
    Index("ix_examples_ground", "ground", "agency"),
)
