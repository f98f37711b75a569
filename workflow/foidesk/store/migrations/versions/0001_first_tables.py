"""The first tables: log, sealed texts, people, index, counters, notices, letters, key check.

Written out rather than taken from `tables.py`: a migration must do tomorrow what it did today.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFUSAL = "events are only ever appended"


def upgrade() -> None:
    _log()
    _people()
    _index()
    _registers()
    _refuse_changes()


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _log() -> None:
    op.create_table(
        "events",
        _key("agency"),
        _key("application", sa.BigInteger),
        _key("seq", sa.Integer),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "prose",
        _key("agency"),
        _key("application", sa.BigInteger),
        _key("seq", sa.Integer),
        _key("field"),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "application", "seq"],
            ["events.agency", "events.application", "events.seq"],
            name="fk_prose_events",
        ),
    )


def _people() -> None:
    sealed = ("name", "kind", "id_type", "id_number", "telephone", "address", "postcode", "email")
    op.create_table(
        "people",
        _key("agency"),
        _key("person", sa.BigInteger),
        *(sa.Column(name, sa.LargeBinary) for name in (*sealed, "id_number_index", "contact_index")),
        sa.Column("erased_at", MOMENT),
    )
    op.create_index("ix_people_id_number", "people", ["agency", "id_number_index"])
    op.create_index("ix_people_contact", "people", ["agency", "contact_index"])


def _index() -> None:
    op.create_table(
        "applications",
        _key("agency"),
        _key("application", sa.BigInteger),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("applicant", sa.BigInteger),
        sa.Column("applicant_kind", sa.Text),
        sa.Column("channel", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("received", sa.Date),
        sa.Column("due", sa.Date),
        sa.Column("target", sa.Date),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("extended", sa.Boolean, nullable=False),
        sa.Column("paused_until", sa.Date),
        sa.Column("waiting_until", sa.Date),
        sa.Column("handler", sa.Text),
        sa.Column("unit", sa.Text),
        sa.Column("unit_answer_by", sa.Date),
        sa.Column("fee_standard", sa.Text),
        sa.Column("fee_units", sa.Integer),
        sa.Column("ground", sa.Text),
        sa.Column("line", sa.Text),
        sa.Column("closed_on", sa.Date),
        sa.Column("in_time", sa.Boolean),
        sa.Column("problems", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.UniqueConstraint("agency", "number", name="uq_applications_number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_applications_state_target", "applications", ["agency", "state", "target"])
    op.create_table(
        "applicants",
        _key("agency"),
        _key("person", sa.BigInteger),
        _key("application", sa.BigInteger),
        sqlite_with_rowid=False,
    )


def _registers() -> None:
    op.create_table(
        "counters",
        _key("agency"),
        _key("name"),
        sa.Column("value", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notices",
        _key("agency"),
        _key("year", sa.Integer),
        _key("version", sa.Integer),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", sa.Text, nullable=False),
    )
    op.create_table(
        "frozen_letters",
        _key("agency"),
        _key("sha256"),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table("seals", _key("agency"), _key("name"), sa.Column("value", sa.Text, nullable=False))


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{act.lower()} BEFORE {act} ON events"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events"
        " FOR EACH STATEMENT EXECUTE FUNCTION events_refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
