"""What applicants handed in, as files: name and content sealed; of a removed file who, when and why stay."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from foidesk.store.registertables import attachments
from foidesk.store.vault import ERASED, Place, Vault

_c = attachments.c
_LISTED = [column for column in _c if column.name not in ("agency", "content")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file without its content."""

    application: int
    n: int
    kind: str
    name: str
    media_type: str
    size: int  #: bytes
    sha256: str
    added_at: datetime
    added_by: str
    removed_at: datetime | None = None
    removed_by: str | None = None
    removed_why: str | None = None


def add(
    conn: Connection,
    vault: Vault,
    agency: str,
    application: int,
    *,
    kind: str,
    name: str,
    media_type: str,
    content: bytes,
    at: datetime,
    by: str,
) -> int:
    """Keep a file; its number among those of the application. The caller holds the application's row."""
    n = _last(conn, agency, application) + 1
    row = {
        "agency": agency,
        "application": application,
        "n": n,
        "kind": kind,
        "name": vault.seal(name.encode(), _place(agency, application, n, "name")),
        "media_type": media_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": vault.seal(content, _place(agency, application, n, "content")),
        "added_at": at,
        "added_by": by,
    }
    conn.execute(insert(attachments), row)
    return n


def of(conn: Connection, vault: Vault, agency: str, application: int) -> list[Attachment]:
    """The files of an application in the order they were added, the removed ones too."""
    wanted = select(*_LISTED).where(_c.agency == agency, _c.application == application).order_by(_c.n)
    return [_opened(vault, agency, row) for row in conn.execute(wanted)]


def get(conn: Connection, vault: Vault, agency: str, application: int, n: int) -> Attachment | None:
    """One file without its content."""
    row = conn.execute(select(*_LISTED).where(*_key(agency, application, n))).one_or_none()
    return _opened(vault, agency, row) if row is not None else None


def content(conn: Connection, vault: Vault, agency: str, application: int, n: int) -> bytes | None:
    """The bytes of a file, None when there is none or it was removed."""
    sealed = conn.scalar(select(_c.content).where(*_key(agency, application, n)))
    return None if sealed is None else vault.unseal(sealed, _place(agency, application, n, "content"))


def remove(
    conn: Connection, vault: Vault, agency: str, application: int, n: int, why: str, at: datetime, by: str
) -> None:
    """Erase a file's name and content for good; that it was there stays."""
    reason = vault.seal(why.encode(), _place(agency, application, n, "removed_why"))
    gone = {"name": None, "content": None, "removed_at": at, "removed_by": by, "removed_why": reason}
    conn.execute(update(attachments).where(*_key(agency, application, n)).values(gone))


def _last(conn: Connection, agency: str, application: int) -> int:
    last = select(func.max(_c.n)).where(_c.agency == agency, _c.application == application)
    return conn.scalar(last) or 0


def _key(agency: str, application: int, n: int) -> tuple[Any, ...]:
    return (_c.agency == agency, _c.application == application, _c.n == n)


def _opened(vault: Vault, agency: str, row: Any) -> Attachment:
    kept = dict(row._mapping)
    for column in ("name", "removed_why"):
        if kept[column] is not None:
            place = _place(agency, row.application, row.n, column)
            kept[column] = vault.unseal(kept[column], place).decode()
    return Attachment(**kept | {"name": kept["name"] or ERASED})


def _place(agency: str, application: int, n: int, column: str) -> Place:
    return Place("attachments", column, f"{application}/{n}", agency)
