"""The table of supervision: what the supervising department asks of an agency, and its answer."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, LargeBinary, Table, Text, UniqueConstraint

from foidesk.store.tables import Utc, key, metadata

# 督办: beside the log, for it moves no day of the law; sealed, for it may name an applicant.
urgings = Table(
    "urgings",
    metadata,
    key("agency"),
    key("urging", BigInteger),
    Column("number", Text, nullable=False),
    Column("application", BigInteger),  # what it is about, NULL: the agency's work as a whole
    Column("text", LargeBinary),
    Column("answer_by", Date, nullable=False),
    Column("sent_at", Utc, nullable=False),
    Column("sent_by", Text, nullable=False),
    Column("answer", LargeBinary),
    Column("answered_at", Utc),
    Column("answered_by", Text),
    UniqueConstraint("number", name="uq_urgings_number"),
    Index("ix_urgings_answered", "agency", "answered_at"),
)
