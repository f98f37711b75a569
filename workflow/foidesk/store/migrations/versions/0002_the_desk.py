"""The desk on the web: accounts and sessions, what was looked at, indexes of the worklist.

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
