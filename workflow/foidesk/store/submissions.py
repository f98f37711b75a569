"""What was sent once is done once: a form sent twice, a request repeated after its answer was lost.

The sender names each submission (`once`). It is claimed before the act in a transaction of its own, finished with
the answer after it, and released when the act was refused, so that it may be sent again.

A process that dies between claim and finish leaves the claim standing, for nobody can tell whether the act was
committed: to release it might do the act twice. `Running` says since when, so that the sender can be told to look;
`sweep` forgets it with everything else that is old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from foidesk.errors import DeskError
from foidesk.store.desktables import submissions
from foidesk.store.vault import Place, Vault

KEPT = timedelta(days=30)  #: how long a key is remembered; longer than any form or any retry lives


@dataclass(frozen=True, slots=True)
class Claimed:
    """The sender may act now, and must finish or release."""


@dataclass(frozen=True, slots=True)
class Answered:
    """It was done before: the status and the sealed answer of that time (`opened`)."""

    status: int
    sealed: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Running:
    """The same request is being carried out, or was broken off by a crash."""

    since: datetime


class OtherRequest(DeskError):
    """The key was used for something else."""

    def __init__(self, once: str) -> None:
        super().__init__(
            f"提交标识“{once}”已经用于另一请求。",
            why="同一标识只能重复同一请求，内容不同的请求不能沿用。",
            do="请为新的请求换用新的标识。",
        )


def claim(
    conn: Connection, agency: str, sender: str, once: str, request_sha256: str, at: datetime
) -> Claimed | Answered | Running:
    """Take the key for one request; of two at once one is `Claimed`, the other finds it `Running`.

    Commit before acting. OtherRequest when the key stands for another request.
    """
    row = {"agency": agency, "sender": sender, "once": once, "request": request_sha256, "at": at}
    if conn.execute(_insert(conn).values(row).returning(literal_column("1"))).first():
        return Claimed()
    found = conn.execute(
        select(submissions.c.request, submissions.c.status, submissions.c.answer, submissions.c.at).where(
            _is(agency, sender, once)
        )
    ).first()
    if found is None:  # released in between
        return Running(at)
    if found.request != request_sha256:
        raise OtherRequest(once)
    if found.status is None:
        return Running(found.at)
    return Answered(found.status, found.answer, found.at)


def finish(
    conn: Connection, vault: Vault, agency: str, sender: str, once: str, status: int, answer: bytes
) -> None:
    """Keep the answer of a claimed submission, sealed."""
    sealed = vault.seal(answer, _place(agency, sender, once))
    conn.execute(update(submissions).where(_is(agency, sender, once)).values(status=status, answer=sealed))


def release(conn: Connection, agency: str, sender: str, once: str) -> None:
    """Give back a claim whose act was not done; a finished submission stays."""
    conn.execute(delete(submissions).where(_is(agency, sender, once), submissions.c.status.is_(None)))


def sweep(conn: Connection, before: datetime) -> None:
    """Forget what was sent before the moment, finished or broken off."""
    conn.execute(delete(submissions).where(submissions.c.at < before))


def opened(vault: Vault, agency: str, sender: str, once: str, answered: Answered) -> bytes:
    """The answer given then."""
    return vault.unseal(answered.sealed, _place(agency, sender, once))


def _insert(conn: Connection) -> Any:
    if conn.dialect.name == "sqlite":
        return sqlite.insert(submissions).on_conflict_do_nothing()
    if conn.dialect.name == "postgresql":
        return postgresql.insert(submissions).on_conflict_do_nothing()
    return insert(submissions)


def _is(agency: str, sender: str, once: str) -> ColumnElement[bool]:
    return and_(submissions.c.agency == agency, submissions.c.sender == sender, submissions.c.once == once)


def _place(agency: str, sender: str, once: str) -> Place:
    return Place("submissions", "answer", f"{len(sender)}:{sender}:{once}", agency)
