"""Work that takes longer than a page may; what waits to be sent is found for all agencies at once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
_UNFINISHED = sa.text("state IN ('waiting', 'running')")
_WAITING = sa.text("next_try IS NOT NULL")
_ITSELF = sa.text("application = 0")


def upgrade() -> None:
    op.create_table(
        "tasks",
        _key("agency"),
        _key("task", sa.BigInteger),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("sent", sa.LargeBinary),
        sa.Column("account", sa.BigInteger, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("claimed_until", MOMENT),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("said", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("media_type", sa.Text),
        sa.Column("made", sa.LargeBinary),
    )
    op.create_index("ix_tasks_account", "tasks", ["agency", "account", "task"])
    op.create_index(
        "ix_tasks_unfinished",
        "tasks",
        ["claimed_until"],
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    )
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["next_try", "agency"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index(
        "ix_alerts_of_the_agency",
        "alerts",
        ["due", "watch", "rung"],
        sqlite_where=_ITSELF,
        postgresql_where=_ITSELF,
    )


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
