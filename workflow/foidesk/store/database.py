"""The door to the database: one writer at a time on SQLite, transactions that commit whole or not at all.

SQLite: one write engine (WAL, synchronous=FULL, BEGIN IMMEDIATE, an in-process lock before it) and one read
engine that cannot write. PostgreSQL: psycopg 3, readers on one snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError, ProgrammingError

from foidesk.errors import DeskError, NotNow
from foidesk.store import engines
from foidesk.store.ready import Ready
from foidesk.store.tables import EVERYWHERE, SCHEMA, seals
from foidesk.store.turn import Busy, Turn
from foidesk.store.vault import Vault

_SEALED_WITH = select(seals.c.value).where(seals.c.agency == EVERYWHERE, seals.c.name == "vault")
_ADOPT = Ready(lambda into: into(seals).on_conflict_do_nothing())


class OtherRelease(DeskError):
    """The database has the schema of another release."""


class Database:
    """An open database with the vault that its personal data is sealed by."""

    def __init__(self, url: str, write: Engine, read: Engine, vault: Vault) -> None:
        self.url = url
        self.vault = vault
        self._write = write
        self._read = read
        self._turn = Turn(write) if write.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, url: str, vault: Vault) -> Database:
        """The database at `url` (sqlite:///path or postgresql://…), its schema and its key checked.

        Raises `DeskError` when it is missing, unreachable, of another schema, or sealed with another key.
        """
        made = engines.parsed(url)
        if (path := engines.file_of(made)) and not path.exists():
            raise _not_initialised(f"没有数据库文件“{path}”。")
        write, read = engines.pair(made)
        database = cls(url, write, read, vault)
        try:
            database.check()
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Give all connections back."""
        if self._turn:
            self._turn.close()
        self._write.dispose()
        self._read.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back by any error.

        Raises `DeskError` when the database is busy, full or unreachable; then nothing was written.
        """
        with _explained(), self._turn or self._write.begin() as conn:
            yield conn

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of one moment that cannot write; writers do not wait for it."""
        with _explained(), self._read.begin() as conn:
            yield conn

    def check(self) -> None:
        """Whether it can be read, its schema is this program's and its key is ours. Raises `DeskError`."""
        with self.reading() as conn:
            _check_encoding(conn)
            _check_schema(conn)
            identity = conn.execute(_SEALED_WITH).scalar_one_or_none()
        if identity is None:
            row = {"agency": EVERYWHERE, "name": "vault", "value": self.vault.identity}
            with self.writing() as conn:
                _ADOPT.first(conn, row)
                identity = conn.execute(_SEALED_WITH).scalar_one()
        if identity != self.vault.identity:
            raise DeskError(
                "密钥与数据库不符。",
                why="数据库中的个人信息是用另一把密钥加密的。",
                do="请从保管处放回原密钥文件；没有写入任何内容。",
            )


def migrate(url: str) -> None:
    """Bring the database at `url` to this program's schema, making the file if there is none; safe at any time.

    Several at once wait for each other. Raises `DeskError` when it cannot be reached or is newer than this
    program.
    """
    from alembic.util import CommandError  # slow to import, and only needed here

    from foidesk.store.migrations import upgrade

    made = engines.parsed(url)
    if path := engines.file_of(made):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as wrong:
            raise _unusable(wrong.strerror or str(wrong)) from None
    write, read = engines.pair(made)
    try:
        with _explained():
            upgrade(write)
    except CommandError as unknown:
        raise DeskError(
            "数据库比程序新。", why=str(unknown), do="请安装不低于建库版本的程序；没有写入任何内容。"
        ) from None
    finally:
        write.dispose()
        read.dispose()


# --- checks and refusals ---------------------------------------------------------------------------


def _check_encoding(conn: Connection) -> None:
    if conn.dialect.name == "postgresql" and conn.scalar(text("SHOW server_encoding")) != "UTF8":
        raise DeskError(
            "数据库的编码不是 UTF-8。", why="中文会丢失。", do="请以 ENCODING 'UTF8' 新建数据库。"
        )


def _check_schema(conn: Connection) -> None:
    try:
        found = conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    except (OperationalError, ProgrammingError) as wrong:
        if not any(said in str(wrong.orig) for said in ("no such table", "does not exist")):
            raise
        found = None
    if found is None:
        raise _not_initialised("数据库尚未建立。")
    if found != SCHEMA:
        raise OtherRelease(
            f"数据库结构的版本是 {found}，程序需要 {SCHEMA}。",
            why="程序和数据库不是同一个版本。",
            do="请先备份（foidesk backup 文件），再运行 foidesk init 升级数据库。"
            if found < SCHEMA
            else "请升级程序。",
        )


@contextmanager
def _explained() -> Iterator[None]:
    """Trouble with the database itself becomes a refusal; anything else is a bug and passes."""
    try:
        yield
    except (OperationalError, InterfaceError) as wrong:
        _refuse(wrong.orig, wrong)
    except DatabaseError as wrong:
        if "not a database" in str(wrong.orig) or "malformed" in str(wrong.orig):
            raise _unusable("文件不是数据库或已损坏", "请核对路径，或从备份恢复。") from wrong
        raise


def _refuse(said: Any, wrong: Exception) -> NoReturn:
    message = str(said).strip().partition("\n")[0]
    waited = ("locked", "busy", "lock timeout", "deadlock", "could not serialize")
    if any(word in message for word in waited):
        raise Busy from wrong
    if any(word in message for word in ("no such table", "no such column", "syntax error")):
        raise wrong
    raise _unusable(message) from wrong


def _not_initialised(what: str) -> DeskError:
    return DeskError(
        what, why="使用之前需要建库。", do="请核对配置中的 database.url，然后运行 foidesk init。"
    )


def _unusable(why: str, do: str = "请检查数据库服务、路径、权限和磁盘空间后重试。") -> NotNow:
    return NotNow("无法使用数据库。", why=why, do=do)
