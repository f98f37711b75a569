"""Ledgers brought in, and annual reports: what is entered by hand, what was published, which case counts where."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _ledgers()
    _reports()
    _counted()
    _counts()


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _entered() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column("at", MOMENT, nullable=False), sa.Column("by", sa.Text, nullable=False)


def _ledgers() -> None:
    op.create_table(
        "imports",
        _key("agency"),
        _key("batch", sa.BigInteger),
        sa.Column("file", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        *_entered(),
    )
    op.create_table(
        "imported_rows",
        _key("agency"),
        _key("fingerprint", sa.LargeBinary),
        sa.Column("application", sa.BigInteger, nullable=False),
        sa.Column("batch", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_imported_rows_batch", "imported_rows", ["agency", "batch", "application"])
    op.create_table(
        "foreign_headings",
        _key("agency"),
        _key("said"),
        sa.Column("heading", sa.Text, nullable=False),
        *_entered(),
    )

    op.create_table(
        "pending_ledgers",
        _key("agency"),
        _key("account", sa.BigInteger),
        sa.Column("file", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )


def _reports() -> None:
    op.create_table(
        "report_entries",
        _key("agency"),
        _key("year", sa.Integer),
        _key("name"),
        sa.Column("content", sa.Text, nullable=False),
        *_entered(),
    )
    op.create_table(
        "published_reports",
        _key("agency"),
        _key("year", sa.Integer),
        _key("version", sa.Integer),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        *_entered(),
    )


def _counted() -> None:
    """What of an application counts in the annual report; `foidesk rebuild` makes it exact for reopened ones."""
    op.add_column("applications", sa.Column("counted_from", sa.Date))
    op.add_column("applications", sa.Column("counted_on", sa.Date))
    op.add_column("applications", sa.Column("counted_line", sa.Text))
    op.add_column(
        "applications", sa.Column("counted_apart", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.execute(
        "UPDATE applications SET counted_from = received, counted_on = closed_on, counted_line = line"
        " WHERE state <> 'merged' AND received IS NOT NULL"
    )
    apart = "'fee_notified', 'fee_paid', 'remedy_filed', 'remedy_decided'"
    op.execute(
        "UPDATE applications SET counted_apart = (1 = 1) WHERE EXISTS (SELECT 1 FROM events"
        " WHERE events.agency = applications.agency AND events.application = applications.application"
        f" AND events.kind IN ({apart}))"
    )
    op.create_index(
        "ix_applications_counted_apart",
        "applications",
        ["agency", "application"],
        sqlite_where=sa.text("counted_apart"),
        postgresql_where=sa.text("counted_apart"),
    )


_COUNT = (
    "INSERT INTO report_counts (agency, kind, since, done, line, n)"
    " VALUES ({row}.agency, {row}.applicant_kind, {since}, {done}, coalesce({row}.counted_line, ''), {n})"
    " ON CONFLICT (agency, kind, since, done, line) DO UPDATE SET n = report_counts.n + {n};"
)
_COLUMNS = ("counted_from", "counted_on", "counted_line", "applicant_kind")


def _counts() -> None:
    op.create_table(
        "report_counts",
        _key("agency"),
        _key("kind"),
        _key("since", sa.Integer),
        _key("done", sa.Integer),
        _key("line"),
        sa.Column("n", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    year = _sqlite_year if op.get_bind().dialect.name == "sqlite" else _postgresql_year
    op.execute(
        "INSERT INTO report_counts (agency, kind, since, done, line, n)"
        f" SELECT agency, applicant_kind, {year('counted_from')}, coalesce({year('counted_on')}, 0),"
        " coalesce(counted_line, ''), count(*)"
        " FROM applications WHERE counted_from IS NOT NULL GROUP BY 1, 2, 3, 4, 5"
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _sqlite_year(column: str) -> str:
    return f"CAST(substr({column}, 1, 4) AS INTEGER)"


def _postgresql_year(column: str) -> str:
    return f"CAST(extract(year FROM {column}) AS INTEGER)"


def _count(row: str, n: str, year: Any) -> str:
    since, done = year(f"{row}.counted_from"), f"coalesce({year(f'{row}.counted_on')}, 0)"
    return _COUNT.format(row=row, since=since, done=done, n=n)


def _sqlite_triggers() -> None:
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in _COLUMNS)
    for name, act, when, row, n in (
        ("added", "INSERT", "NEW.counted_from IS NOT NULL", "NEW", "1"),
        ("left", "UPDATE", f"OLD.counted_from IS NOT NULL AND ({changed})", "OLD", "-1"),
        ("came", "UPDATE", f"NEW.counted_from IS NOT NULL AND ({changed})", "NEW", "1"),
    ):
        op.execute(
            f"CREATE TRIGGER applications_counted_{name} AFTER {act} ON applications WHEN {when}"
            f" BEGIN {_count(row, n, _sqlite_year)} END"
        )


def _postgresql_triggers() -> None:
    columns = ", ".join(f"NEW.{name}" for name in _COLUMNS)
    before = columns.replace("NEW.", "OLD.")
    op.execute(
        "CREATE FUNCTION applications_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'UPDATE' THEN IF ({before}) IS NOT DISTINCT FROM ({columns}) THEN RETURN NULL; END IF;"
        f" IF OLD.counted_from IS NOT NULL THEN {_count('OLD', '-1', _postgresql_year)} END IF; END IF;"
        f" IF NEW.counted_from IS NOT NULL THEN {_count('NEW', '1', _postgresql_year)} END IF;"
        " RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER applications_counted AFTER INSERT OR UPDATE ON applications"
        " FOR EACH ROW EXECUTE FUNCTION applications_count()"
    )


def downgrade() -> None:
    raise RuntimeError("a log is never taken back; restore the backup made before the upgrade")
