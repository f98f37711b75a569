"""A copy of a SQLite database while it is at work, whole and of one moment."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from foidesk.errors import DeskError, system_reason
from foidesk.store.engines import file_of, parsed

_AT_ONCE = 1_000_000  #: bytes read for a hash


def file_behind(url: str) -> Path | None:
    """The file of a SQLite database; None for a server, whose own tools copy it."""
    return file_of(parsed(url))


@contextmanager
def copied(source: Path, to: Path) -> Iterator[Path]:
    """A copy beside `to`, to be looked at; moved there at the end, taken away when anything went wrong.

    DeskError when `to` is there already or cannot be written. Writers do not wait for it.
    """
    part = _begun(to)
    try:
        _copy(source, part)
        yield part
        part.replace(to)
    except OSError as wrong:
        raise _not_written(to, system_reason(wrong)) from None
    except sqlite3.Error as wrong:
        raise _not_written(to, str(wrong)) from None
    finally:
        part.unlink(missing_ok=True)


def in_folder(to: Path, name: str) -> Path:
    """`name` in `to` where that is a folder, otherwise `to`. DeskError for a place that cannot be."""
    try:
        return to / name if to.is_dir() else to
    except OSError as wrong:
        raise _not_written(to, system_reason(wrong)) from None


def _begun(to: Path) -> Path:
    """An empty file beside `to` that its owner alone reads."""
    try:
        if to.exists():
            raise DeskError(
                f"“{to}”已经存在，没有备份。",
                why="备份不覆盖已有的文件。",
                do="请换一个文件名，或者只写文件夹。",
            )
        part = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as wrong:
        raise _not_written(to, system_reason(wrong)) from None
    return part


def _copy(source: Path, part: Path) -> None:
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(part)) as here:
        there.backup(here)
        # one file that needs no other beside it; the program goes back to WAL when it opens it to write
        here.execute("PRAGMA journal_mode=DELETE")
        [(said,)] = here.execute("PRAGMA integrity_check(1)").fetchall()
    if said != "ok":
        raise DeskError(
            "数据库文件已损坏，没有备份。",
            why=f"逐页核对不符：{said.splitlines()[0]}",
            do="请停止办理，从此前的备份恢复，并检查磁盘。",
        )


def sha256(file: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while some := opened.read(_AT_ONCE):
            found.update(some)
    return found.hexdigest()


def _not_written(to: Path, why: str) -> DeskError:
    return DeskError(
        f"不能备份到“{to}”。", why=f"{why.rstrip('。')}。", do="请核对文件夹、权限和磁盘空间后重试。"
    )
