"""Writing to SQLite in turn: one connection, kept open, one transaction after the other.

Threads queue on a lock instead of polling for the file; opening and closing a connection through the pool for
every transaction would cost more than the statements in it.
"""

from __future__ import annotations

import threading
from types import TracebackType

from sqlalchemy import Connection, Engine, text

from foidesk.errors import NotNow
from foidesk.store.ready import Ready

BUSY_SECONDS = 20  #: how long a writer waits for another

_BEGIN = Ready(lambda _: text("BEGIN IMMEDIATE"))
_COMMIT = Ready(lambda _: text("COMMIT"))


class Busy(NotNow):
    """Another writer holds the database for longer than we wait."""

    def __init__(self) -> None:
        super().__init__(
            "数据库正忙，没有写入。",
            why=f"另一个操作占用数据库超过{BUSY_SECONDS}秒，或与本操作互相等待。",
            do="请稍后重试；若一直如此，请检查是否有备份或导入程序未结束。",
        )


def begin(conn: Connection) -> None:
    """Begin a transaction that holds the write lock from the start, unless one has begun already."""
    raw = conn.connection.driver_connection
    if raw is not None and not raw.in_transaction:
        _BEGIN.first(conn, {})


class Turn:
    """`with turn as conn:` is one transaction: committed at the end, rolled back by any error."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._conn: Connection | None = None

    def __enter__(self) -> Connection:
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise Busy
        try:
            if self._conn is None:
                self._conn = self._engine.connect()
            _BEGIN.first(self._conn, {})
        except BaseException:
            self._lock.release()
            raise
        return self._conn

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, _: TracebackType | None
    ) -> None:
        done = False
        try:
            if kind is None:
                self._commit()
                done = True
        finally:
            if not done:
                self._give_up()
            self._lock.release()

    def close(self) -> None:
        """Close the connection once nobody writes."""
        with self._lock:
            if self._conn is not None:
                self._conn.close()
                self._conn = None

    def _commit(self) -> None:
        conn = self._conn
        assert conn is not None
        if conn.in_transaction():  # Core statements have told the connection of our transaction
            conn.commit()
        else:
            _COMMIT.first(conn, {})

    def _give_up(self) -> None:
        # A fresh connection next time, whatever state this one was left in: closing rolls back.
        if self._conn is not None:
            self._conn.invalidate()
            self._conn.close()
            self._conn = None
