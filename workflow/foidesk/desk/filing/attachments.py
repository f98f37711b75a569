"""Files that came with an application: kept sealed, given out and taken away with a trace."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.filing import formats
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError, NotThere
from foidesk.rules.position import State
from foidesk.rules.vocabulary import Labelled
from foidesk.store import attachments, audit, worklist
from foidesk.store.attachments import Attachment
from foidesk.store.worklist import Row

MOST_BYTES = 20 * 1024 * 1024  #: of one file
MOST_AT_ONCE = 10
MOST_OF_ONE = 100  #: files of one application
_MOST_NAME = 100
_MOST_REASON = 200


class PaperKind(Labelled):
    """What a file is."""

    APPLICATION = "application", "申请书"
    IDENTITY = "identity", "身份证明"
    AUTHORITY = "authority", "授权委托书"
    ENVELOPE = "envelope", "信封、邮寄凭证"
    CLARIFICATION = "clarification", "补正材料"
    OTHER = "other", "其他材料"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    kind: PaperKind
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept; its name ends as its content says."""

    kind: PaperKind
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Given:
    """A file given out."""

    name: str
    media_type: str
    data: bytes


def checked(uploads: Sequence[Upload]) -> tuple[Checked, ...]:
    """The files as they will be kept; DeskError naming every one that may not be."""
    faults: list[str] = []
    if len(uploads) > MOST_AT_ONCE:
        faults.append(f"一次最多上传{MOST_AT_ONCE}个文件，现有{len(uploads)}个")
    kept = [file for upload in uploads if (file := _checked(upload, faults)) is not None]
    if faults:
        raise DeskError(
            "文件没有保存。", why="；".join(faults) + "。", do=f"请换成可以保存的文件：{formats.IN_WORDS}。"
        )
    return tuple(kept)


def attach(office: Office, application: int, uploads: Sequence[Upload], by: By) -> int:
    """Keep files with an application; how many. DeskError when one may not be kept; then none is."""
    permits.demand(by, Act.HANDLE)
    if not uploads:
        raise DeskError("没有选择文件。", why="没有收到文件。", do="请选择文件后再上传。")
    files = checked(uploads)
    with office.database.writing() as conn:
        put(conn, office, _row(conn, office, application), files, by)
    return len(files)


def put(conn: Connection, office: Office, row: Row, files: Sequence[Checked], by: By) -> None:
    """`attach` inside a transaction that writes more."""
    if not files:
        return
    worklist.lock(conn, office.key, row.application)
    if _row(conn, office, row.application).state == State.VOIDED.key:
        raise DeskError(
            "文件没有保存。",
            why=f"{row.number}已随导入撤销，其中的个人信息已经删除。",
            do="请核对申请，上传到重新导入或者登记的申请。",
        )
    there = len(attachments.of(conn, office.vault, office.key, row.application))
    if there + len(files) > MOST_OF_ONE:
        raise DeskError(
            "文件没有保存。",
            why=f"一件申请最多保存{MOST_OF_ONE}个文件，已有{there}个。",
            do="请合并扫描件后上传。",
        )
    for file in files:
        attachments.add(
            conn,
            office.vault,
            office.key,
            row.application,
            kind=file.kind.value,
            name=file.name,
            media_type=file.media_type,
            content=file.data,
            at=by.now,
            by=by.who,
        )
    audit.add(conn, office.key, by.now, by.who, "上传材料", row.number, f"{len(files)}个文件")


def listing(office: Office, application: int, by: By) -> Sequence[Attachment]:
    """The files of an application, the removed ones too."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return attachments.of(conn, office.vault, office.key, application)


def give(office: Office, application: int, n: int, by: By) -> Given:
    """A file with its content; that somebody took it goes into the audit trail first."""
    permits.demand(by, Act.READ_PERSONAL)
    with office.database.writing() as conn:
        row, found = _row(conn, office, application), _found(conn, office, application, n)
        audit.add(conn, office.key, by.now, by.who, "查看材料", row.number, f"第{n}个文件")
        data = attachments.content(conn, office.vault, office.key, application, n)
    return Given(found.name, found.media_type, data or b"")


def remove(office: Office, application: int, n: int, reason: str, by: By) -> None:
    """Erase a file for good, with the reason; that it was there, who removed it and why stays."""
    permits.demand(by, Act.HANDLE)
    why = narrowed("移除理由", reason, [])
    if not why or len(why) > _MOST_REASON or not why.isprintable():
        raise DeskError(
            "没有移除。",
            why=f"移除理由应为1至{_MOST_REASON}字，不换行。",
            do="请写明为什么移除，例如“误传他人材料”。",
        )
    with office.database.writing() as conn:
        row, _ = _row(conn, office, application), _found(conn, office, application, n)
        attachments.remove(conn, office.vault, office.key, application, n, why, by.now, by.who)
        audit.add(conn, office.key, by.now, by.who, "移除材料", row.number, f"第{n}个文件")


def _row(conn: Connection, office: Office, application: int) -> Row:
    row = worklist.get(conn, office.key, application)
    if row is None:
        raise NotThere("没有这件申请。", why="登记簿中没有。", do="请从申请列表重新进入。")
    return row


def _found(conn: Connection, office: Office, application: int, n: int) -> Attachment:
    found = attachments.get(conn, office.vault, office.key, application, n)
    if found is None or found.removed_at is not None:
        raise NotThere("没有这个文件。", why="没有上传过，或者已经移除。", do="请刷新申请页面后查看。")
    return found


def _checked(upload: Upload, faults: list[str]) -> Checked | None:
    name = _plain_name(upload.name)
    if not upload.data:
        faults.append(f"“{name}”是空文件")
    elif len(upload.data) > MOST_BYTES:
        faults.append(f"“{name}”超过{MOST_BYTES // 1024 // 1024} MB")
    elif (found := formats.recognised(upload.data)) is None:
        faults.append(f"“{name}”的内容不是可以保存的种类，或者含有宏")
    else:
        ending = "" if name.lower().endswith(found.endings) else found.endings[0]
        return Checked(upload.kind, name + ending, found.media_type, upload.data)
    return None


def _plain_name(name: str) -> str:
    """The name without folders and without signs that hide how it ends."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "CZ" or sign == " ").strip(
        " ."
    )
    stem, dot, ending = seen.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[:_MOST_NAME]}.{ending}"
    return seen[:_MOST_NAME] or "未命名"
