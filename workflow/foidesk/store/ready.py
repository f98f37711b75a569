"""Statements of the write path, compiled once and run on the driver's own cursor.

A registration is nine statements; SQLAlchemy's general execution costs more than SQLite takes for all of them.
What Core knows is kept: the SQL of the dialect and the conversion of every value come from its compiler.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError

Build = Callable[[Callable[[Table], Any]], ClauseElement]
Converter = Callable[[Any], Any]


class Ready:
    """A statement for both dialects, compiled at its first use.

    Built from the dialect's `insert`, because SQLAlchemy writes ON CONFLICT only per dialect. Runs in the
    transaction that the connection has begun; errors are SQLAlchemy's, without the values.
    """

    def __init__(self, build: Build) -> None:
        self._build = build
        self._made: dict[str, _Compiled] = {}

    def first(self, conn: Connection, values: Mapping[str, Any]) -> Any:
        """Run with these values; the first row, if the statement returns any."""
        made = self._for(conn)
        cursor = _cursor(conn)
        try:
            cursor.execute(made.sql, made.bound(values))
            return cursor.fetchone() if made.returns else None
        except _driver(conn).Error as wrong:
            raise _told(conn, made.sql, wrong) from wrong
        finally:
            cursor.close()

    def many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run for each of the rows; how many rows of the table were touched."""
        made = self._for(conn)
        cursor = _cursor(conn)
        try:
            cursor.executemany(made.sql, [made.bound(row) for row in rows])
            return int(cursor.rowcount)
        except _driver(conn).Error as wrong:
            raise _told(conn, made.sql, wrong) from wrong
        finally:
            cursor.close()

    def _for(self, conn: Connection) -> _Compiled:
        made = self._made.get(conn.dialect.name)
        if made is None:
            into = import_module(f"sqlalchemy.dialects.{conn.dialect.name}").insert
            made = self._made[conn.dialect.name] = _Compiled(self._build(into), conn.dialect)
        return made


class _Compiled:
    """SQL text and how its values are converted for the driver."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self.returns = "RETURNING" in self.sql
        self._positional = compiled.positiontup is not None
        self._values: tuple[tuple[str, Converter | None], ...] = tuple(
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in (compiled.positiontup or compiled.binds)
        )

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them. Raises KeyError for one that is missing."""
        if self._positional:
            return [
                values[name] if convert is None else convert(values[name]) for name, convert in self._values
            ]
        return {
            name: values[name] if convert is None else convert(values[name]) for name, convert in self._values
        }


def _cursor(conn: Connection) -> Any:
    return conn.connection.cursor()


def _driver(conn: Connection) -> Any:
    return conn.dialect.dbapi


def _told(conn: Connection, sql: str, wrong: Exception) -> Exception:
    # Without the values: they would end in a log file.
    told: Any = DBAPIError.instance(
        sql, None, wrong, _driver(conn).Error, hide_parameters=True, dialect=conn.dialect
    )
    return told  # type: ignore[no-any-return]
