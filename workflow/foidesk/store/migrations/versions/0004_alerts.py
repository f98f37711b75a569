"""Deadlines in force: what is watched, what was told to whom, what went out by which way."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _watches()
    _alerts()
    _ways_out()


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _watches() -> None:
    op.create_table(
        "watches",
        _key("agency"),
        _key("application", sa.BigInteger),
        _key("watch"),
        _key("due", sa.Date),
        sa.Column("silent_until", sa.Date),
        sa.Column("told", sa.Text, nullable=False, server_default=sa.text("''")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_watches_due", "watches", ["agency", "watch", "due", "told", "silent_until"])


def _alerts() -> None:
    op.create_table(
        "alerts",
        _key("agency"),
        _key("alert", sa.BigInteger),
        sa.Column("application", sa.BigInteger, nullable=False),
        sa.Column("watch", sa.Text, nullable=False),
        sa.Column("rung", sa.Text, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("before", sa.Date),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.UniqueConstraint("agency", "application", "watch", "rung", "due", name="uq_alerts_step"),
    )
    op.create_table(
        "inbox",
        _key("agency"),
        _key("account", sa.BigInteger),
        _key("alert", sa.BigInteger),
        sa.Column("seen_at", MOMENT),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_seen", "inbox", ["agency", "account", "seen_at"])


def _ways_out() -> None:
    op.create_table(
        "deliveries",
        _key("agency"),
        _key("account", sa.BigInteger),
        _key("way"),
        _key("day", sa.Date),
        _key("alert", sa.BigInteger),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("next_try", MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("trouble", sa.Text),
    )
    op.create_index("ix_deliveries_next_try", "deliveries", ["agency", "next_try"])
    op.create_table(
        "contacts",
        _key("agency"),
        _key("account", sa.BigInteger),
        sa.Column("email", sa.LargeBinary),
        sa.Column("chat", sa.LargeBinary),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_table(
        "feeds",
        _key("agency"),
        _key("feed"),
        sa.Column("account", sa.BigInteger, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.UniqueConstraint("feed", name="uq_feeds_feed"),
    )


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
