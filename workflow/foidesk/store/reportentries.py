"""What the office writes and counts by hand for the annual report of a year, by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from foidesk.store.ready import Ready
from foidesk.store.reporttables import report_entries

_c = report_entries.c
_PUT = Ready(
    lambda into: (made := into(report_entries)).on_conflict_do_update(
        index_elements=["agency", "year", "name"],
        set_={name: made.excluded[name] for name in ("content", "at", "by")},
    )
)


def of_year(conn: Connection, agency: str, year: int) -> dict[str, str]:
    """The entries of a year."""
    wanted = select(_c.name, _c.content).where(_c.agency == agency, _c.year == year)
    return {row.name: row.content for row in conn.execute(wanted)}


def latest_before(conn: Connection, agency: str, year: int) -> int | None:
    """The last year before with entries."""
    wanted = select(_c.year).where(_c.agency == agency, _c.year < year).order_by(_c.year.desc()).limit(1)
    return conn.execute(wanted).scalar_one_or_none()


def put(conn: Connection, agency: str, year: int, entries: Mapping[str, str], at: datetime, by: str) -> None:
    """Keep entries in place of earlier ones."""
    rows = [
        {"agency": agency, "year": year, "name": name, "content": content, "at": at, "by": by}
        for name, content in entries.items()
    ]
    if rows:
        _PUT.many(conn, rows)
