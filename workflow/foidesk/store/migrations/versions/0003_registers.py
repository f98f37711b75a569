"""What stands beside the log: files, what is no application, what is already public, words to find by."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("same_as", sa.BigInteger))
    op.create_index("ix_people_same_as", "people", ["agency", "same_as"])
    _orders()
    _finding()
    _files()
    _matters()
    _public_documents()
    _login_tries()


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _orders() -> None:
    """Lists in an order that an index gives, forwards and backwards."""
    never = "9999-12-31"
    op.drop_index("ix_applications_state_target", "applications")
    op.drop_index("ix_applications_handler", "applications")
    op.add_column("applications", sa.Column("closed", sa.Boolean, nullable=False, server_default=sa.false()))
    for name in ("by_target", "by_due", "by_received"):
        op.add_column("applications", sa.Column(name, sa.Date, nullable=False, server_default=never))
    op.add_column(
        "applications", sa.Column("by_handler", sa.Text, nullable=False, server_default=sa.text("''"))
    )
    op.execute(
        "UPDATE applications SET closed = (closed_on IS NOT NULL),"
        f" by_target = coalesce(target, '{never}'), by_due = coalesce(due, '{never}'),"
        f" by_received = coalesce(received, '{never}'), by_handler = coalesce(handler, '')"
    )
    for name, columns in {
        "by_target": ["closed", "by_target", "application"],
        "by_due": ["closed", "by_due", "application"],
        "by_received": ["closed", "by_received", "application"],
        "by_handler": ["closed", "by_handler", "by_target", "application"],
        "by_number": ["closed", "application"],
        "handler": ["handler", "closed", "by_target", "application"],
        "state": ["state"],
        "n": ["n"],
    }.items():
        op.create_index(f"ix_applications_{name}", "applications", ["agency", *columns])


def _finding() -> None:
    op.create_table(
        "search_tokens",
        _key("agency"),
        _key("token", sa.BigInteger),
        _key("application", sa.BigInteger),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "saved_filters",
        _key("agency"),
        _key("account", sa.BigInteger),
        _key("name"),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )


def _files() -> None:
    op.create_table(
        "attachments",
        _key("agency"),
        _key("application", sa.BigInteger),
        _key("n", sa.Integer),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.LargeBinary),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("removed_by", sa.Text),
        sa.Column("removed_why", sa.LargeBinary),
    )


def _matters() -> None:
    op.create_table(
        "matters",
        _key("agency"),
        _key("matter", sa.BigInteger),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("sender", sa.BigInteger),
        sa.Column("subject", sa.LargeBinary),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("handler", sa.Text),
        sa.Column("answered_on", sa.Date),
        sa.Column("application", sa.BigInteger),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.UniqueConstraint("agency", "number", name="uq_matters_number"),
    )
    op.create_index("ix_matters_received", "matters", ["agency", "received"])


def _public_documents() -> None:
    op.create_table(
        "public_documents",
        _key("agency"),
        _key("document", sa.BigInteger),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date),
        sa.Column("repealed_on", sa.Date),
        sa.Column("note", sa.Text),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", sa.Text, nullable=False),
        sa.Column("removed_at", MOMENT),
    )
    op.create_index("ix_public_documents_number", "public_documents", ["agency", "number"])


def _login_tries() -> None:
    op.create_table(
        "login_tries",
        _key("agency"),
        _key("try", sa.BigInteger),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_login_tries_at", "login_tries", ["at"])


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
