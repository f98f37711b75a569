"""Issued letters as they left the house: bytes by their SHA-256, sealed, because they name the applicant."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, select

from foidesk.errors import DeskError
from foidesk.store.ready import Ready
from foidesk.store.tables import frozen_letters
from foidesk.store.vault import Place, Vault

_FREEZE = Ready(lambda into: into(frozen_letters).on_conflict_do_nothing())


def freeze(conn: Connection, vault: Vault, agency: str, media_type: str, content: bytes) -> str:
    """Keep the bytes of an issued letter; their SHA-256 in hexadecimal. The same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    row = {"agency": agency, "sha256": digest, "media_type": media_type}
    sealed = vault.seal(content, _place(agency, digest))
    _FREEZE.first(conn, {**row, "sealed": sealed})
    return digest


def thaw(conn: Connection, vault: Vault, agency: str, digest: str) -> tuple[str, bytes]:
    """Media type and bytes of a kept letter. Raises `DeskError` when it is not kept or was changed."""
    c = frozen_letters.c
    found = conn.execute(
        select(c.media_type, c.sealed).where(c.agency == agency, c.sha256 == digest)
    ).one_or_none()
    if found is None:
        raise DeskError(
            "没有找到这份已签发的文书。",
            why=f"数据库中没有校验值为{digest[:16]}…的文书。",
            do="请从备份恢复。",
        )
    return found.media_type, vault.unseal(found.sealed, _place(agency, digest))


def _place(agency: str, digest: str) -> Place:
    return Place("frozen_letters", "sealed", digest, agency)
