"""Asking for a task, looking how far it is, and fetching what it made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.tasks.kinds import KEPT, KINDS
from foidesk.errors import DeskError, NotThere
from foidesk.store import audit, pendingledgers, tasks
from foidesk.store.chain import canonical
from foidesk.store.tasks import Key, Task

CARRY_OUT = "carry_out"  #: the duty that several machines queue


@dataclass(frozen=True, slots=True)
class File:
    """What a task made."""

    name: str
    media_type: str
    content: bytes


def ask(office: Office, kind: str, wanted: Mapping[str, Any], account: int, by: By) -> int:
    """Ask for something; the key of the task. DeskError unless the person may."""
    with office.database.writing() as conn:
        return asked(conn, office, kind, wanted, account, by)


def asked(
    conn: Connection,
    office: Office,
    kind: str,
    wanted: Mapping[str, Any],
    account: int,
    by: By,
    sent: bytes | None = None,
) -> int:
    """`ask` inside a transaction that writes more: both happen, or neither."""
    permits.demand(by, KINDS[kind].act)
    task = tasks.add(
        conn,
        office.vault,
        office.key,
        kind=kind,
        wanted=canonical(dict(wanted)),
        sent=sent,
        account=account,
        asked_by=by.who,
        roles="、".join(sorted(role.value for role in by.roles or ())),
        at=by.now,
    )
    office.defer(conn, CARRY_OUT, {"agency": office.key, "task": task})
    return task


def ask_for_import(office: Office, account: int, by: By, *, skip_bad: bool) -> int:
    """Ask for the held ledger of a person to be brought in; unless rows are left out of it, it is no longer held."""
    with office.database.writing() as conn:
        held = pendingledgers.held(conn, office.vault, office.key, account)
        if held is None:
            raise DeskError("没有等待导入的文件。", why="文件已经导入或者取消。", do="请重新选择文件。")
        file, content = held
        task = asked(
            conn, office, "ledger", {"file": _plain(file), "skip_bad": skip_bad}, account, by, content
        )
        if not skip_bad:
            pendingledgers.drop(conn, office.key, account)
    return task


def mine(office: Office, account: int, by: By) -> Sequence[Task]:
    """What the person asked for in the last days, the latest first."""
    with office.database.reading() as conn:
        found = tasks.of_account(conn, office.key, account)
    return [each for each in found if _kept(each, by)]


def one(office: Office, task: int, account: int, by: By) -> Task:
    """A task of the person. NotThere for one that is another's, or no longer kept."""
    with office.database.reading() as conn:
        found = tasks.get(conn, Key(office.key, task))
    if found is None or found.account != account or not _kept(found, by):
        raise NotThere(
            "没有这项任务。", why=f"完成后只保留{KEPT.days}天，且只有本人可以查看。", do="请重新提交。"
        )
    return found


def fetched(office: Office, task: int, account: int, by: By) -> File:
    """What a task of the person made. DeskError while there is nothing, or when the person may no longer see it."""
    found = one(office, task, account, by)
    permits.demand(by, KINDS[found.kind].act)
    with office.database.writing() as conn:
        content = tasks.made(conn, office.vault, found)
        if content is not None:
            audit.add(
                conn, office.key, by.now, by.who, "取出批量任务的文件", f"任务{task}", KINDS[found.kind].label
            )
    if content is None or found.name is None or found.media_type is None:
        raise DeskError("没有可以下载的文件。", why="任务没有完成，或者没有产生文件。", do="请查看任务状态。")
    return File(found.name, found.media_type, content)


def _kept(task: Task, by: By) -> bool:
    return task.finished_at is None or task.finished_at >= by.now - KEPT


def _plain(file: str) -> str:
    """The name tells how to open the file; whom it names is nobody's business here."""
    return "台账" + file[file.rfind(".") :].lower()[:6]
