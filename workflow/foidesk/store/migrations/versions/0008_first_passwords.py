"""Sessions tell whether they were begun with a password that an administrator gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # a session that was open at the upgrade goes on to its end, twelve hours at most
    op.add_column(
        "sessions", sa.Column("first_password", sa.Boolean, nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
