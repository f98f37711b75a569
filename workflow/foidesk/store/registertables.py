"""The tables of what stands beside the log: files, what is no application, what is already public, words to find by."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from foidesk.store.tables import Utc, key, metadata

# Keyed tokens of two-character words; clustered, so that the newest applications with a word are one short scan.
search_tokens = Table(
    "search_tokens",
    metadata,
    key("agency"),
    key("token", BigInteger),
    key("application", BigInteger),
    sqlite_with_rowid=False,
)

# What an applicant handed in: sealed, the names too, since they often tell a person.
attachments = Table(
    "attachments",
    metadata,
    key("agency"),
    key("application", BigInteger),
    key("n", Integer),
    Column("kind", Text, nullable=False),
    Column("name", LargeBinary),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),  # bytes, before sealing
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary),
    Column("added_at", Utc, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("removed_at", Utc),
    Column("removed_by", Text),
    Column("removed_why", LargeBinary),
)

# What came in and is no application (articles 39 and 41): a number of its own, an answer, no statutory clock.
matters = Table(
    "matters",
    metadata,
    key("agency"),
    key("matter", BigInteger),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("received", Date, nullable=False),
    Column("channel", Text, nullable=False),
    Column("sender", BigInteger),  # a row of people
    Column("subject", LargeBinary),
    Column("answer", LargeBinary),
    Column("handler", Text),
    Column("answered_on", Date),
    Column("application", BigInteger),  # what it became after all
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", Text, nullable=False),
    UniqueConstraint("agency", "number", name="uq_matters_number"),
    Index("ix_matters_received", "agency", "received"),
)

# What is already public, so that a reply under article 36, item 1, names the exact place.
public_documents = Table(
    "public_documents",
    metadata,
    key("agency"),
    key("document", BigInteger),
    Column("title", Text, nullable=False),
    Column("number", Text),
    Column("place", Text, nullable=False),  # address of a page, or where and how to read it
    Column("published_on", Date),
    Column("repealed_on", Date),
    Column("note", Text),
    Column("entered_at", Utc, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("removed_at", Utc),
    Index("ix_public_documents_number", "agency", "number"),
)
