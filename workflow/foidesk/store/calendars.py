"""Notices of days off entered at a desk: versioned rows that win over the files, the same for all agencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from foidesk.errors import DeskError
from foidesk.store import engines, numbers
from foidesk.store.tables import EVERYWHERE, notices


@dataclass(frozen=True, slots=True)
class Entered:
    """One version of a year's notice, as entered."""

    year: int
    version: int  #: from 1, the highest holds
    number: str  #: 文号
    content: str  #: JSON; empty: withdrawn
    entered_at: datetime  #: UTC
    entered_by: str


def put(conn: Connection, year: int, number: str, content: str, at: datetime, by: str) -> int:
    """Keep a notice as the newest version of its year; the version. Earlier versions stay."""
    version = numbers.take(conn, EVERYWHERE, f"notice {year}")
    row = {"agency": EVERYWHERE, "year": year, "version": version, "number": number, "content": content}
    conn.execute(insert(notices), {**row, "entered_at": at, "entered_by": by})
    return version


def current(conn: Connection) -> list[Entered]:
    """The highest version of every year that was entered, by year."""
    return [Entered(*row) for row in conn.execute(_CURRENT)]


def _highest() -> Select[tuple[Any, ...]]:
    """Built once: every request asks."""
    c = notices.c
    newest = (
        select(c.year, func.max(c.version).label("version"))
        .where(c.agency == EVERYWHERE)
        .group_by(c.year)
        .subquery()
    )
    return (
        select(c.year, c.version, c.number, c.content, c.entered_at, c.entered_by)
        .join(newest, (c.year == newest.c.year) & (c.version == newest.c.version))
        .where(c.agency == EVERYWHERE)
        .order_by(c.year)
    )


_CURRENT = _highest()


def versions(conn: Connection) -> list[Entered]:
    """Everything that was entered, the latest first."""
    c = notices.c
    rows = conn.execute(
        select(c.year, c.version, c.number, c.content, c.entered_at, c.entered_by)
        .where(c.agency == EVERYWHERE)
        .order_by(c.entered_at.desc(), c.year, c.version.desc())
    )
    return [Entered(*row) for row in rows]


def peek(url: str) -> list[Entered]:
    """The notices of the database at `url` without its key; none when there is no database yet."""
    made = engines.parsed(url)
    if (path := engines.file_of(made)) and not path.exists():
        return []
    write, read = engines.pair(made)
    try:
        with read.begin() as conn:
            return current(conn)
    except (OperationalError, ProgrammingError) as wrong:
        if any(said in str(wrong.orig) for said in ("no such table", "does not exist")):
            return []
        raise DeskError(
            "数据库打不开，不知道是否录入过放假通知。",
            why=str(wrong.orig).partition("\n")[0],
            do="请检查数据库，或在没有 config.toml 的文件夹中使用计算器。",
        ) from None
    finally:
        write.dispose()
        read.dispose()
