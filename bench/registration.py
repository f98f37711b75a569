"""A registration against raw sqlite3 doing the same statements at synchronous=FULL."""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.timing import Result, pair
from foidesk.desk import applications, registration
from foidesk.desk.office import By, open_office
from foidesk.desk.setup import initialise
from foidesk.settings import load

ROOT = Path(__file__).parents[1]
TABLES = ("counters", "people", "applicants", "events", "prose", "applications", "search_tokens", "watches")
DATA = {
    "channel": "signed_post",
    "arrived": "2026-03-02",
    "applicant_kind": "natural_person",
    "name": "李珺",
    "telephone": "13800000040",
    "address": "长沙市芙蓉区某某路41号",
    "request": "某区级文物保护单位的保护范围图",
    "form": "当面领取",
}


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(dir=ROOT / "var" if (ROOT / "var").is_dir() else None) as folder:
        config = Path(folder) / "config.toml"
        config.write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
        settings = load(config)
        initialise(settings)
        by = By("周敏", datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
        with open_office(settings) as office:

            def ours() -> None:
                applications.register(office, registration.read(DATA), by)

            ours()
            source = Path(folder) / "var/foidesk.db"
            raw = Raw(source, Path(folder) / "raw.db")
            raw.register()
            assert raw.grown() == {table: _rows_of_one(source, table) for table in TABLES}
            found = pair(ours, raw.register, rounds=9, seconds=0.4)
    yield Result(
        "a registration ÷ raw sqlite3, the same statements, synchronous=FULL",
        f"{found.ours * 1e3:.2f} ms against {found.peer * 1e3:.2f} ms: {1 / found.ratio:.2f} ×",
        "≤ 2 ×",
        1 / found.ratio <= 2,
    )


def _rows_of_one(path: Path, table: str) -> int:
    with sqlite3.connect(path) as conn:
        return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


class Raw:
    """The rows of one registration, written again and again with the next keys by plain sqlite3."""

    def __init__(self, source: Path, target: Path) -> None:
        self.conn = sqlite3.connect(target, isolation_level=None)
        self.conn.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
        self.conn.execute("PRAGMA secure_delete=ON")
        with sqlite3.connect(source) as known:
            schema = known.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            self.rows = {
                table: [dict(row) for row in _named(known, f"SELECT * FROM {table}")] for table in TABLES
            }
        for (statement,) in schema:
            if "sqlite_" not in statement.split("(")[0]:
                self.conn.execute(statement)
        self.key = itertools.count(1)

    def register(self) -> None:
        """The statements of a registration, prepared and cached by sqlite3 itself."""
        self.conn.execute("BEGIN IMMEDIATE")
        for row in self.rows["counters"]:
            self.conn.execute(
                "INSERT INTO counters (agency, name, value) VALUES (?, ?, 1)"
                " ON CONFLICT (agency, name) DO UPDATE SET value = counters.value + 1 RETURNING value",
                (row["agency"], row["name"]),
            ).fetchone()
        key = next(self.key)
        for table in TABLES[1:]:
            self._insert(table, key)
        self.conn.execute("COMMIT")

    def _insert(self, table: str, key: int) -> None:
        rows = [_keyed(row, key) for row in self.rows[table]]
        names = list(rows[0])
        marks = ", ".join("?" * len(names))
        conflict = ""
        if table == "applications":
            changed = ", ".join(f"{n} = excluded.{n}" for n in names if n not in ("agency", "application"))
            conflict = f" ON CONFLICT (agency, application) DO UPDATE SET {changed}"
        elif table in ("events", "search_tokens"):
            conflict = " ON CONFLICT DO NOTHING"
        self.conn.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}){conflict}",
            [tuple(row.values()) for row in rows],
        )

    def grown(self) -> dict[str, int]:
        """How many rows there are."""
        return {t: int(self.conn.execute(f"SELECT count(*) FROM {t}").fetchone()[0]) for t in TABLES}


def _named(conn: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    conn.row_factory = sqlite3.Row
    yield from conn.execute(query)


def _keyed(row: dict[str, object], key: int) -> dict[str, object]:
    changed = {
        "application": key,
        "person": key,
        "applicant": key,
        "number": f"芙政公开〔2026〕第{key}号",
        "n": key,
    }
    return {name: changed.get(name, value) for name, value in row.items()}
