"""The casebook: closed applications kept as examples."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "examples",
        sa.Column("agency", sa.Text, primary_key=True, autoincrement=False),
        sa.Column("example", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("application", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("reasoning", sa.Text, nullable=False),
        sa.Column("point", sa.Text, nullable=False),
        sa.Column("letter", sa.Text),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("proposed_by", sa.Text, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", sa.Text),
        sa.Column("withdrawn_why", sa.Text),
    )
    op.create_index("ix_examples_application", "examples", ["agency", "application"])
    op.create_index("ix_examples_ground", "examples", ["ground", "agency"])
