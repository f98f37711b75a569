"""Files of ledgers brought in, and the rows by which they are known again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from foidesk.store import numbers
from foidesk.store.ready import Ready
from foidesk.store.reporttables import imported_rows, imports
from foidesk.store.tables import applications
from foidesk.store.vault import Place, Vault

_COUNTER = "import"
_AT_ONCE = 500
_KEEP = Ready(lambda into: into(imported_rows).on_conflict_do_nothing())
_r = imported_rows.c


@dataclass(frozen=True, slots=True)
class Batch:
    """One file as it was brought in."""

    batch: int
    file: str
    sha256: str
    at: datetime  #: UTC
    by: str
    applications: int


def add(conn: Connection, vault: Vault, agency: str, file: str, sha256: str, at: datetime, by: str) -> int:
    """Note a file; its key."""
    batch = numbers.take(conn, agency, _COUNTER)
    sealed = vault.seal(file.encode(), _place(agency, batch))
    row = {"agency": agency, "batch": batch, "file": sealed, "sha256": sha256, "at": at, "by": by}
    conn.execute(insert(imports), row)
    return batch


def begun(conn: Connection, agency: str, sha256: str, at: datetime, by: str) -> int | None:
    """The key of a file that the same person began to bring in at the same moment."""
    c = imports.c
    wanted = select(c.batch).where(c.agency == agency, c.sha256 == sha256, c.at == at, c.by == by)
    return conn.execute(wanted.limit(1)).scalar_one_or_none()


def count(conn: Connection, agency: str, batch: int) -> int:
    """How many applications a file has brought so far."""
    wanted = select(func.count()).where(_r.agency == agency, _r.batch == batch)
    return conn.scalar(wanted) or 0


def keep(conn: Connection, agency: str, batch: int, rows: Iterable[tuple[bytes, int]]) -> None:
    """Note which application each row became."""
    made = [
        {"agency": agency, "fingerprint": fingerprint, "application": application, "batch": batch}
        for fingerprint, application in rows
    ]
    if made:
        _KEEP.many(conn, made)


def known(conn: Connection, agency: str, fingerprints: Collection[bytes]) -> set[bytes]:
    """Those of the fingerprints that a row brought in earlier has."""
    found: set[bytes] = set()
    wanted = list(fingerprints)
    for start in range(0, len(wanted), _AT_ONCE):
        part = select(_r.fingerprint).where(
            _r.agency == agency, _r.fingerprint.in_(wanted[start : start + _AT_ONCE])
        )
        found |= {bytes(each) for each in conn.execute(part).scalars()}
    return found


def taken(conn: Connection, agency: str, wanted: Collection[str]) -> set[str]:
    """Those of the numbers that an application has."""
    found: set[str] = set()
    every = list(wanted)
    c = applications.c
    for start in range(0, len(every), _AT_ONCE):
        part = select(c.number).where(c.agency == agency, c.number.in_(every[start : start + _AT_ONCE]))
        found |= set(conn.execute(part).scalars())
    return found


def batches(conn: Connection, vault: Vault, agency: str, limit: int = 50) -> list[Batch]:
    """The newest files, with how many applications each brought."""
    counted = (
        select(_r.batch, func.count().label("n")).where(_r.agency == agency).group_by(_r.batch).subquery()
    )
    i = imports.c
    wanted = (
        select(imports, func.coalesce(counted.c.n, 0).label("n"))
        .outerjoin(counted, counted.c.batch == i.batch)
        .where(i.agency == agency)
        .order_by(i.batch.desc())
        .limit(limit)
    )
    return [
        Batch(
            row.batch,
            vault.unseal(row.file, _place(agency, row.batch)).decode(),
            row.sha256,
            row.at,
            row.by,
            row.n,
        )
        for row in conn.execute(wanted)
    ]


def _place(agency: str, batch: int) -> Place:
    return Place("imports", "file", str(batch), agency)
