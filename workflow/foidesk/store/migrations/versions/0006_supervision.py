"""Supervision: what is asked of an agency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "urgings",
        sa.Column("agency", sa.Text, primary_key=True, autoincrement=False),
        sa.Column("urging", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("application", sa.BigInteger),
        sa.Column("text", sa.LargeBinary),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("sent_by", sa.Text, nullable=False),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("answered_at", MOMENT),
        sa.Column("answered_by", sa.Text),
        sa.UniqueConstraint("number", name="uq_urgings_number"),
    )
    op.create_index("ix_urgings_answered", "urgings", ["agency", "answered_at"])


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
