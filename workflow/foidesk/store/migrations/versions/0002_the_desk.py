"""The desk on the web: accounts and sessions, what was looked at, registers beside the log, indexes of the worklist.

Written out rather than taken from the tables: a migration must do tomorrow what it did today.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFUSAL = "the audit trail is only ever appended"


def upgrade() -> None:
    _worklist()
    _people()
    _records()
    _registers()
    _refuse_changes()


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _worklist() -> None:
    op.add_column("applications", sa.Column("awaiting", sa.Text))
    op.create_index("ix_applications_handler", "applications", ["agency", "handler", "state", "target"])
    op.create_index("ix_applications_awaiting", "applications", ["agency", "awaiting"])
    op.create_index("ix_applications_received", "applications", ["agency", "received"])
    op.create_index("ix_applications_closed", "applications", ["agency", "closed_on"])


def _people() -> None:
    op.create_table(
        "accounts",
        _key("agency"),
        _key("account", sa.BigInteger),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("password", sa.Text),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
        sa.UniqueConstraint("login", name="uq_accounts_login"),
    )
    op.create_table(
        "roles",
        _key("agency"),
        _key("account", sa.BigInteger),
        _key("role"),
        _key("since", sa.Date),
        sa.Column("until", sa.Date),
    )
    op.create_table(
        "sessions",
        _key("agency"),
        _key("session"),
        sa.Column("account", sa.BigInteger, nullable=False),
        sa.Column("csrf", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("flash", sa.Text),
    )
    op.create_index("ix_sessions_account", "sessions", ["agency", "account"])
    op.create_table(
        "delegations",
        _key("agency"),
        _key("delegation", sa.BigInteger),
        sa.Column("giver", sa.BigInteger, nullable=False),
        sa.Column("taker", sa.BigInteger, nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_table(
        "clients",
        _key("agency"),
        _key("client", sa.BigInteger),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.UniqueConstraint("secret", name="uq_clients_secret"),
    )


def _records() -> None:
    op.create_table(
        "submissions",
        _key("agency"),
        _key("sender"),
        _key("once"),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "audit",
        _key("agency"),
        _key("entry", sa.BigInteger),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("detail", sa.Text),
    )
    op.create_index("ix_audit_at", "audit", ["agency", "at"])
    op.create_table(
        "saved_filters",
        _key("agency"),
        _key("account", sa.BigInteger),
        _key("name"),
        sa.Column("query", sa.Text, nullable=False),
    )


def _registers() -> None:
    op.create_table(
        "same_people",
        _key("agency"),
        _key("person", sa.BigInteger),
        sa.Column("same_as", sa.BigInteger, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
    )
    op.create_index("ix_same_people_same_as", "same_people", ["agency", "same_as"])
    op.create_table(
        "matters",
        _key("agency"),
        _key("matter", sa.BigInteger),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("target", sa.Date),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("handler", sa.Text),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("closed_on", sa.Date),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.UniqueConstraint("agency", "number", name="uq_matters_number"),
    )
    op.create_index("ix_matters_open", "matters", ["agency", "closed_on", "received"])
    op.create_table(
        "published",
        _key("agency"),
        _key("document", sa.BigInteger),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date),
        sa.Column("in_force", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("kept_by", sa.Text, nullable=False),
        sa.Column("removed_at", MOMENT),
    )
    op.create_index("ix_published_number", "published", ["agency", "number"])


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
