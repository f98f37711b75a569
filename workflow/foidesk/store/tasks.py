"""Work asked for, claimed for a while, carried out, kept until it is fetched.

Whoever claims a task gets a number that grows with each claim. What is written under an older number is refused, so that
a process that was thought dead and was only slow changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from foidesk.store import numbers
from foidesk.store.tasktables import tasks
from foidesk.store.vault import Place, Vault

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
_COUNTER = "task"
_c = tasks.c
_UNFINISHED = _c.state.in_((WAITING, RUNNING))


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it stands; `total` 0 while nobody knows how much there is to do."""

    agency: str
    task: int
    kind: str
    wanted: str
    account: int
    asked_by: str
    roles: str
    asked_at: datetime
    state: str
    tries: int
    done: int
    total: int
    finished_at: datetime | None
    said: str | None
    name: str | None
    media_type: str | None


_TASK = tuple(_c[name] for name in Task.__slots__)


@dataclass(frozen=True, slots=True)
class Key:
    """Which task of which agency."""

    agency: str
    task: int


def add(
    conn: Connection,
    vault: Vault,
    agency: str,
    *,
    kind: str,
    wanted: str,
    sent: bytes | None,
    account: int,
    asked_by: str,
    roles: str,
    at: datetime,
) -> int:
    """Ask for something; the key of the task."""
    task = numbers.take(conn, agency, _COUNTER)
    row = {
        "agency": agency, "task": task, "kind": kind, "wanted": wanted, "account": account, "asked_by": asked_by,
        "sent": None if sent is None else vault.seal(sent, _place(agency, task, "sent")),
        "roles": roles, "asked_at": at, "state": WAITING, "tries": 0, "done": 0, "total": 0,
    }  # fmt: skip
    conn.execute(insert(tasks), row)
    return task


def ready(conn: Connection, now: datetime, limit: int = 100) -> list[Key]:
    """What waits for somebody, of all agencies: asked for, or taken on by one who gave no sign for too long."""
    free = or_(_c.claimed_until.is_(None), _c.claimed_until < now)
    wanted = select(_c.agency, _c.task).where(_UNFINISHED, free).order_by(_c.asked_at).limit(limit)
    return [Key(*row) for row in conn.execute(wanted)]


def claim(conn: Connection, key: Key, now: datetime, until: datetime) -> Task | None:
    """Take a task on; None when it is finished or somebody else has it."""
    free = or_(_c.claimed_until.is_(None), _c.claimed_until < now)
    taken = (
        update(tasks)
        .where(_is(key), _UNFINISHED, free)
        .values(state=RUNNING, tries=_c.tries + 1, claimed_until=until)
        .returning(*_TASK)
    )
    row = conn.execute(taken).one_or_none()
    return Task(*row) if row else None


def hold(
    conn: Connection, task: Task, until: datetime, done: int | None = None, total: int | None = None
) -> bool:
    """Stay on it, and say how far it is; False when somebody else took it on."""
    told = {"done": done, "total": total} if done is not None else {}
    return _change(conn, task, claimed_until=until, **told)


def let_go(conn: Connection, task: Task) -> bool:
    """Leave it to the next; a database that is busy is no try."""
    return _change(conn, task, claimed_until=None, state=WAITING, tries=_c.tries - 1)


def finish(
    conn: Connection,
    vault: Vault,
    task: Task,
    said: str,
    at: datetime,
    *,
    name: str | None,
    media_type: str | None,
    made: bytes | None,
) -> bool:
    """Keep what came of it; what was sent with it is no longer needed. False when somebody else took it on."""
    sealed = None if made is None else vault.seal(made, _place(task.agency, task.task, "made"))
    kept = {"name": name, "media_type": media_type, "made": sealed, "sent": None}
    return _change(conn, task, state=DONE, said=said, finished_at=at, done=_c.total, **kept)


def fail(conn: Connection, task: Task, said: str, at: datetime) -> bool:
    """Keep why nothing came of it. False when somebody else took it on."""
    return _change(conn, task, state=FAILED, said=said, finished_at=at, sent=None)


def sent(conn: Connection, vault: Vault, task: Task) -> bytes:
    """What was sent with the task."""
    sealed = conn.execute(select(_c.sent).where(_is(Key(task.agency, task.task)))).scalar_one()
    return vault.unseal(sealed, _place(task.agency, task.task, "sent")) if sealed is not None else b""


def made(conn: Connection, vault: Vault, task: Task) -> bytes | None:
    """What the task made, while it is kept."""
    sealed = conn.execute(select(_c.made).where(_is(Key(task.agency, task.task)))).scalar_one_or_none()
    return None if sealed is None else vault.unseal(sealed, _place(task.agency, task.task, "made"))


def get(conn: Connection, key: Key) -> Task | None:
    """One task."""
    row = conn.execute(select(*_TASK).where(_is(key))).one_or_none()
    return Task(*row) if row else None


def of_account(conn: Connection, agency: str, account: int, limit: int = 50) -> Sequence[Task]:
    """What a person asked for, the latest first."""
    wanted = select(*_TASK).where(_c.agency == agency, _c.account == account)
    return [Task(*row) for row in conn.execute(wanted.order_by(_c.task.desc()).limit(limit))]


def outlived(conn: Connection, before: datetime) -> bool:
    """Whether something was finished before the moment, in whatever agency."""
    return conn.execute(select(_c.task).where(_c.finished_at < before).limit(1)).first() is not None


def forget(conn: Connection, before: datetime) -> None:
    """Let go what was finished before the moment, with what it made, in every agency."""
    conn.execute(delete(tasks).where(_c.finished_at < before))


def _is(key: Key) -> ColumnElement[bool]:
    return and_(_c.agency == key.agency, _c.task == key.task)


def _change(conn: Connection, task: Task, **values: Any) -> bool:
    mine = (_is(Key(task.agency, task.task)), _c.state == RUNNING, _c.tries == task.tries)
    return conn.execute(update(tasks).where(*mine).values(**values)).rowcount == 1


def _place(agency: str, task: int, column: str) -> Place:
    return Place("tasks", column, str(task), agency)
