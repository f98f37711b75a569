"""SQLAlchemy engines for a URL: how each database is opened so that a commit is a commit."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from foidesk.errors import DeskError
from foidesk.store import turn
from foidesk.store.turn import BUSY_SECONDS


def parsed(url: str) -> URL:
    """The URL with its driver. Raises `DeskError` for what is no URL of a SQLite file or of PostgreSQL."""
    try:
        made = make_url(url)
    except ArgumentError:
        raise _wrong_url("不是数据库地址") from None
    if made.drivername in ("postgresql", "postgres"):
        return made.set(drivername="postgresql+psycopg")
    if made.drivername == "sqlite" and made.database in (None, "", ":memory:"):
        raise _wrong_url("缺少文件路径；日志不能只放在内存中")
    if made.drivername not in ("sqlite", "postgresql+psycopg"):
        raise _wrong_url(f"不支持“{made.drivername}”")
    return made


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database."""
    return Path(url.database) if url.drivername == "sqlite" and url.database else None


def pair(url: URL) -> tuple[Engine, Engine]:
    """The engine that writes and the engine that only reads."""
    return _sqlite(url) if url.drivername == "sqlite" else _postgresql(url)


def _wrong_url(why: str) -> DeskError:
    return DeskError(
        "配置中的 database.url 不能使用。",
        why=f"{why}。",
        do="请写作 sqlite:///var/foidesk.db 或 postgresql://用户@主机/库名。",
    )


# --- SQLite ----------------------------------------------------------------------------------------


def _sqlite(url: URL) -> tuple[Engine, Engine]:
    if sqlite3.sqlite_version_info < (3, 35):
        raise DeskError(
            f"SQLite {sqlite3.sqlite_version} 太旧。",
            why="取号需要 3.35 以上版本的 RETURNING。",
            do="请升级系统的 SQLite 或 Python，或改用 PostgreSQL。",
        )
    # Connections wander between threads, never two threads at once: the pool sees to that.
    args = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    write = create_engine(url, connect_args=args, poolclass=QueuePool, pool_size=1, max_overflow=0)
    read = create_engine(url, connect_args=args, poolclass=QueuePool, pool_size=4, max_overflow=28)
    event.listen(write, "connect", _open_to_write)
    event.listen(write, "begin", turn.begin)
    event.listen(read, "connect", _open_to_read)
    event.listen(read, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))
    return write, read


def _open_to_write(raw: Any, record: object) -> None:
    # None: the driver begins no transaction of its own, the "begin" listeners do.
    raw.isolation_level = None
    _into_wal(raw)
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten


def _open_to_read(raw: Any, record: object) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA query_only=ON")


def _into_wal(raw: Any) -> None:
    # Changing the mode does not wait for a lock as statements do, so two at a first start would collide.
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            raw.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as wrong:
            if "locked" not in str(wrong) or time.monotonic() > until:
                raise
            time.sleep(0.02)


# --- PostgreSQL ------------------------------------------------------------------------------------


def _postgresql(url: URL) -> tuple[Engine, Engine]:
    args = {"connect_timeout": 10}
    write = create_engine(url, connect_args=args, pool_pre_ping=True)
    event.listen(write, "connect", _limit_waiting)
    # The same pool; readers see one snapshot and cannot write.
    read = write.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return write, read


def _limit_waiting(raw: Any, record: object) -> None:
    with raw.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    raw.commit()
