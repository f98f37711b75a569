"""Published reports as filed: canonical JSON under its hash, never changed, a correction being the next version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from foidesk.store.reporttables import published_reports

_c = published_reports.c


@dataclass(frozen=True, slots=True)
class Filed:
    """One published report."""

    year: int
    version: int
    content: str
    sha256: str
    at: datetime  #: UTC
    by: str

    @property
    def whole(self) -> bool:
        """Whether the content is what was published."""
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256


def add(conn: Connection, agency: str, year: int, content: str, at: datetime, by: str) -> int:
    """Keep a report; its version, counted from 1."""
    before = latest(conn, agency, year)
    version = before.version + 1 if before else 1
    row = {"agency": agency, "year": year, "version": version, "content": content, "at": at, "by": by}
    conn.execute(insert(published_reports), row | {"sha256": hashlib.sha256(content.encode()).hexdigest()})
    return version


def latest(conn: Connection, agency: str, year: int) -> Filed | None:
    """The last version of a year."""
    wanted = select(_c.year, _c.version, _c.content, _c.sha256, _c.at, _c.by).where(
        _c.agency == agency, _c.year == year
    )
    row = conn.execute(wanted.order_by(_c.version.desc()).limit(1)).one_or_none()
    return Filed(*row) if row else None


def since(conn: Connection, agency: str, at: datetime) -> bool:
    """Whether a report was published after a moment."""
    return conn.execute(select(_c.year).where(_c.agency == agency, _c.at > at).limit(1)).first() is not None


def years(conn: Connection, agency: str) -> list[int]:
    """The years with a published report, newest first."""
    wanted = select(_c.year).where(_c.agency == agency).distinct().order_by(_c.year.desc())
    return list(conn.execute(wanted).scalars())
