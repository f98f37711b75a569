"""Ledgers brought in, and annual reports: what is entered by hand, what was published, which case counts where."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _ledgers()
    _reports()


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _entered() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column("at", MOMENT, nullable=False), sa.Column("by", sa.Text, nullable=False)


def _ledgers() -> None:
    op.create_table(
        "imports",
        _key("agency"),
        _key("batch", sa.BigInteger),
        sa.Column("file", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        *_entered(),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by", sa.Text),
    )
    op.create_table(
        "imported_rows",
        _key("agency"),
        _key("fingerprint", sa.LargeBinary),
        sa.Column("application", sa.BigInteger, nullable=False),
        sa.Column("batch", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_imported_rows_batch", "imported_rows", ["agency", "batch", "application"])
    op.create_table(
        "foreign_headings",
        _key("agency"),
        _key("said"),
        sa.Column("heading", sa.Text, nullable=False),
        *_entered(),
    )


def _reports() -> None:
    op.create_table(
        "report_entries",
        _key("agency"),
        _key("year", sa.Integer),
        _key("name"),
        sa.Column("content", sa.Text, nullable=False),
        *_entered(),
    )
    op.create_table(
        "published_reports",
        _key("agency"),
        _key("year", sa.Integer),
        _key("version", sa.Integer),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        *_entered(),
    )


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
