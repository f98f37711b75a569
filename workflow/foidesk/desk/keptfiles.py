"""Files that go with a letter while it is drafted and approved: kept sealed by their SHA-256, named in the proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from foidesk.desk import letters, permits
from foidesk.desk.enclosing import Attachment
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.store import frozen

LARGEST = 20_000_000  #: bytes of one file
MOST = 30  #: files of a letter
_LONGEST = 100  #: characters of a name


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file: the name as the letter lists it, the file's own name, and what it is kept under."""

    name: str
    file_name: str
    sha256: str


def keep(office: Office, files: Sequence[tuple[str, bytes]], by: By) -> tuple[Kept, ...]:
    """Keep uploaded files (name, bytes). DeskError for one that is empty, too large or without an ending."""
    permits.demand(by, Act.DRAFT)
    found = []
    with office.database.writing() as conn:
        for file_name, data in files:
            name = _fit(file_name, data)
            digest = frozen.freeze(conn, office.vault, office.key, letters.media_type(name), data)
            found.append(Kept(PurePath(name).stem, name, digest))
    return tuple(found)


def _fit(file_name: str, data: bytes) -> str:
    """The name without folders."""
    name = PurePath(file_name.replace("\\", "/")).name.strip()
    told, why = f"不能附上“{name[:60]}”。", ""
    if not data:
        why = "文件是空的。"
    elif len(data) > LARGEST:
        why = f"超过 {LARGEST // 1_000_000} MB。"
    elif not PurePath(name).suffix or not name.isprintable() or len(name) > _LONGEST:
        why = f"文件名应当有扩展名，不超过{_LONGEST}个字。"
    if why:
        raise DeskError(told, why=why, do="请核对后重新选择文件。")
    return name


def brought(office: Office, kept: Sequence[Kept]) -> list[Attachment]:
    """The files with their bytes. DeskError where one is not kept."""
    if len(kept) > MOST:
        raise DeskError(f"附件有{len(kept)}个。", why=f"一份文书最多{MOST}个附件。", do="请合并后再附。")
    with office.database.reading() as conn:
        return [
            Attachment(each.name, each.file_name, frozen.thaw(conn, office.vault, office.key, each.sha256)[1])
            for each in kept
        ]


def bytes_of(office: Office, digest: str) -> bytes:
    """One kept file. DeskError where it is not kept."""
    with office.database.reading() as conn:
        return frozen.thaw(conn, office.vault, office.key, digest)[1]
