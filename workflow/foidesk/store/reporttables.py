"""The tables of ledgers brought in and of annual reports."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from foidesk.store.tables import Utc, key, metadata

# One file brought in. Its name is sealed, since people name files after persons.
imports = Table(
    "imports",
    metadata,
    key("agency"),
    key("batch", BigInteger),
    Column("file", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", Text, nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", Text),
)

# Rows known again: a keyed fingerprint of what the row said, and what it became.
imported_rows = Table(
    "imported_rows",
    metadata,
    key("agency"),
    key("fingerprint", LargeBinary),
    Column("application", BigInteger, nullable=False),
    Column("batch", BigInteger, nullable=False),
    Index("ix_imported_rows_batch", "agency", "batch", "application"),
    sqlite_with_rowid=False,
)

# What the headings of an agency's own spreadsheets mean.
foreign_headings = Table(
    "foreign_headings",
    metadata,
    key("agency"),
    key("said"),
    Column("heading", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", Text, nullable=False),
)

# A file between its preview and its import: one a person, sealed, gone when it was brought in.
pending_ledgers = Table(
    "pending_ledgers",
    metadata,
    key("agency"),
    key("account", BigInteger),
    Column("file", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
)

# How many applications came in one year, are done in another (0: not yet) on a line: kept by triggers on the index,
# so that a report of all agencies needs no scan.
report_counts = Table(
    "report_counts",
    metadata,
    key("agency"),
    key("kind"),
    key("since", Integer),
    key("done", Integer),
    key("line"),
    Column("n", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# What the office writes and counts by hand for a year's report: texts of the parts, cells of table two.
report_entries = Table(
    "report_entries",
    metadata,
    key("agency"),
    key("year", Integer),
    key("name"),
    Column("content", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", Text, nullable=False),
)

# A published report as filed: its figures and the cases behind them, as canonical JSON under one hash.
published_reports = Table(
    "published_reports",
    metadata,
    key("agency"),
    key("year", Integer),
    key("version", Integer),
    Column("content", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", Text, nullable=False),
)
