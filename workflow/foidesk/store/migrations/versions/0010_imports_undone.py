"""The import of a file can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("undone_at", sa.DateTime(timezone=True)))
    op.add_column("imports", sa.Column("undone_by", sa.Text))


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
