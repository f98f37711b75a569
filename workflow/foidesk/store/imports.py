"""Files of ledgers brought in, and the rows by which they are known again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from foidesk.rules.position import State
from foidesk.store import numbers
from foidesk.store.casebooktables import examples
from foidesk.store.ready import Ready
from foidesk.store.registertables import attachments
from foidesk.store.reporttables import imported_rows, imports
from foidesk.store.supervisiontables import urgings
from foidesk.store.tables import applicants, applications, events, people
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
    undone_at: datetime | None = None
    undone_by: str | None = None


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
            row.undone_at,
            row.undone_by,
        )
        for row in conn.execute(wanted)
    ]


def get(conn: Connection, agency: str, batch: int) -> tuple[datetime, datetime | None] | None:
    """When a file was brought in, and when that was undone; None when there is no such file."""
    c = imports.c
    row = conn.execute(select(c.at, c.undone_at).where(c.agency == agency, c.batch == batch)).one_or_none()
    return (row.at, row.undone_at) if row else None


def became(conn: Connection, agency: str, batch: int) -> list[int]:
    """The applications that a file brought, by key."""
    wanted = select(_r.application).where(_r.agency == agency, _r.batch == batch)
    return list(conn.execute(wanted.order_by(_r.application)).scalars())


def followed(conn: Connection, agency: str, batch: int, at: datetime, limit: int) -> list[str]:
    """Numbers of applications of a file of `at` in which something happened since.

    That is an entry, a paper, a 督办, an example, a join of people, or another application merged into one of them.
    """
    a, e, t, p, u, x = applications.c, events.c, attachments.c, people.c, urgings.c, examples.c
    mine = select(_r.application).where(_r.agency == agency, _r.batch == batch)
    persons = select(applicants.c.person).where(
        applicants.c.agency == agency, applicants.c.application.in_(mine)
    )
    named = select(p.same_as).where(p.agency == agency, p.same_as.is_not(None))
    joined = or_(
        and_(p.same_as.is_not(None), p.person.in_(persons)), p.person.in_(persons) & p.person.in_(named)
    )
    of_joined = (
        select(applicants.c.application)
        .join(people, and_(p.agency == applicants.c.agency, p.person == applicants.c.person))
        .where(applicants.c.agency == agency, joined)
    )
    since = (
        select(e.application).where(e.agency == agency, e.application.in_(mine), e.recorded_at != at),
        select(t.application).where(t.agency == agency, t.application.in_(mine)),
        select(u.application).where(u.agency == agency, u.application.in_(mine)),
        select(x.application).where(x.agency == agency, x.application.in_(mine), x.withdrawn_at.is_(None)),
        of_joined,
    )
    wanted = select(a.number).where(
        a.agency == agency, a.application.in_(mine), or_(*(a.application.in_(each) for each in since))
    )
    found = list(conn.execute(wanted.order_by(a.application).limit(limit)).scalars())
    return found or _merged_into(conn, agency, batch)[:limit]


def _merged_into(conn: Connection, agency: str, batch: int) -> list[str]:
    """Numbers of the file's applications that others were merged into."""
    a, e = applications.c, events.c
    merged = (
        select(e.payload)
        .join(applications, and_(a.agency == e.agency, a.application == e.application))
        .where(a.agency == agency, a.state == State.MERGED.key, e.kind == "merged")
    )
    into = {json.loads(payload)["into"] for payload in conn.execute(merged).scalars()}
    mine = select(a.number).join(imported_rows, and_(_r.agency == a.agency, _r.application == a.application))
    numbers_of = conn.execute(mine.where(_r.agency == agency, _r.batch == batch)).scalars()
    return sorted(into.intersection(numbers_of))


def undo(conn: Connection, agency: str, batch: int, at: datetime, by: str) -> None:
    """Note that the file was taken back; its rows are no longer known, so that they may come in again."""
    c = imports.c
    here = update(imports).where(c.agency == agency, c.batch == batch)
    conn.execute(here.values(undone_at=at, undone_by=by))
    conn.execute(delete(imported_rows).where(_r.agency == agency, _r.batch == batch))


def _place(agency: str, batch: int) -> Place:
    return Place("imports", "file", str(batch), agency)
