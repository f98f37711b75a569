"""A database with very many applications, written in bulk and kept between runs.

People, requests and tokens are sealed and keyed as the desk does it; each log holds its registration alone.
"""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from foidesk.desk.finding import words
from foidesk.desk.office import Office, open_office
from foidesk.desk.setup import initialise
from foidesk.rules import events as ev
from foidesk.rules import wire
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.settings import load
from foidesk.store import prose
from foidesk.store.tables import NEVER, SCHEMA
from foidesk.store.vault import Place
from foidesk.store.worklist import Row

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 3, 2)
OPEN = 30_000
_HANDLERS = ("周敏", "刘建", *(f"承办人{n}" for n in range(298)))  # a hundred open applications each
_PLACES = (
    "五一",
    "解放",
    "人民",
    "韶山",
    "芙蓉",
    "建湘",
    "蔡锷",
    "黄兴",
    "车站",
    "远大",
    "晚报",
    "隆平",
    "荷花",
    "马王",
    "东湖",
)
_KINDS = ("路", "街道", "社区", "小区", "市场", "公园", "广场", "大道")
_WHAT = (
    "房屋征收补偿安置方案", "国有土地使用权出让合同", "建设工程规划许可证", "环境影响评价审批意见", "行政处罚决定书",
    "财政资金使用情况", "物业公司备案资料", "招标投标文件", "竣工验收报告", "会议纪要", "收费标准", "应急预案",
    "消防验收意见书", "采购合同", "检查记录", "道路命名批复",
)  # fmt: skip
_NAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "珺喆旻赟煊淼镕琤颢洺禤珮甯嫚珩玚倓偲頔煜昉珏璟珂琰瑄璠玥珵"


@contextmanager
def office(count: int) -> Iterator[Office]:
    """The sample agency with so many applications, the newest `OPEN` of them open."""
    folder = Path(tempfile.gettempdir()) / f"foidesk-bench-{count}-{SCHEMA}"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
    settings = load(folder / "config.toml")
    if not (folder / "ready").exists():
        for old in (folder / "var").glob("foidesk.db*"):
            old.unlink()
        initialise(settings)
        with open_office(settings) as desk:
            _Writer(desk, folder / "var/foidesk.db").write(count)
        (folder / "ready").touch()
    with open_office(settings) as desk:
        yield desk


class _Writer:
    def __init__(self, desk: Office, path: Path) -> None:
        self.desk = desk
        self.conn = sqlite3.connect(path, isolation_level=None)
        self.conn.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;")
        self.tokens: dict[int, array[int]] = defaultdict(lambda: array("q"))

    def write(self, count: int) -> None:
        dice = random.Random(2026)
        self.conn.execute("BEGIN")
        indexes = self._without_indexes("applications", "people")
        for first in range(1, count + 1, 20_000):
            keys = range(first, min(first + 20_000, count + 1))
            made = [self._one(key, count, dice) for key in keys]
            for table in made[0]:
                rows = [row for one in made for row in one[table]]
                marks = ", ".join("?" * len(rows[0]))
                names = ", ".join(rows[0])
                self.conn.executemany(
                    f"INSERT INTO {table} ({names}) VALUES ({marks})", [tuple(row.values()) for row in rows]
                )
        self.conn.executemany(
            "INSERT INTO search_tokens VALUES (?, ?, ?)",
            ((self.desk.key, token, key) for token in sorted(self.tokens) for key in self.tokens[token]),
        )
        for statement in indexes:
            self.conn.execute(statement)
        self.conn.execute("COMMIT")
        self.conn.close()

    def _without_indexes(self, *tables: str) -> list[str]:
        """Take the indexes away until the rows are there; how to make them again."""
        found = self.conn.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({', '.join('?' * len(tables))})",
            tables,
        ).fetchall()
        for name, _ in found:
            self.conn.execute(f"DROP INDEX {name}")
        return [statement for _, statement in found]

    def _one(self, key: int, count: int, dice: random.Random) -> dict[str, list[dict[str, Any]]]:
        agency, vault = self.desk.key, self.desk.vault
        name = dice.choice(_NAMES) + dice.choice(_GIVEN)
        text = f"{dice.choice(_PLACES)}{dice.choice(_KINDS)}{2008 + key % 18}年{dice.choice(_WHAT)}"
        received = TODAY - timedelta(days=(count - key) * 30 // OPEN)
        registered = ev.Registered(
            on=received, number=f"芙政公开〔2026〕第{key}号", year=2026, n=key, applicant=key,
            applicant_kind=ApplicantKind.NATURAL_PERSON, request=text, form="纸质",
        )  # fmt: skip
        data = wire.encode(registered)
        sealed = prose.take_out(vault, agency, key, 1, data)
        for token in _keyed(vault, agency, text) | _named(vault, agency, name):
            self.tokens[token].append(key)
        person = {column: vault.seal(said.encode(), Place("people", column, str(key), agency))
                  for column, said in (("name", name), ("kind", ApplicantKind.NATURAL_PERSON.value))}  # fmt: skip
        at = datetime.combine(received, datetime.min.time(), UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        event = {
            "agency": agency, "application": key, "seq": 1, "on_day": received.isoformat(), "kind": "registered",
            "payload": json.dumps(data, ensure_ascii=False), "recorded_at": at, "recorded_by": "周敏", "hash": "",
        }  # fmt: skip
        return {
            "people": [{"agency": agency, "person": key, **person}],
            "events": [event],
            "prose": sealed,
            "applications": [self._row(key, count, received, dice)],
        }

    def _row(self, key: int, count: int, received: date, dice: random.Random) -> dict[str, Any]:
        is_open = key > count - OPEN
        due = self.desk.calendar.add(received, 20) if is_open and dice.random() > 0.1 else None
        row = Row(
            agency=self.desk.key, application=key, number=f"芙政公开〔2026〕第{key}号", year=2026, n=key,
            state=("open" if due else "clarifying") if is_open else "replied", seq=1, head="", calendar="1",
            applicant=key, applicant_kind="natural_person", channel="internet", received=received, due=due,
            target=due - timedelta(days=1) if due else None, handler=dice.choice(_HANDLERS),
            waiting_until=None if due or not is_open else TODAY, closed_on=None if is_open else received,
            line=None if is_open else "三（一）", awaiting="review" if due and dice.random() < 0.02 else None,
        )  # fmt: skip
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        values |= {"closed": not is_open, "by_target": row.target or NEVER, "by_due": row.due or NEVER,
                   "by_received": received, "by_handler": row.handler}  # fmt: skip
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()
        }


@cache
def _named(vault: Any, agency: str, name: str) -> frozenset[int]:
    return frozenset(words.of_names(vault, agency, name))


def _keyed(vault: Any, agency: str, text: str) -> set[int]:
    """As `words.of_request`, each pair of characters keyed once."""
    return {_pair(vault, agency, text[start : start + 2]) for start in range(len(text) - 1)}


@cache
def _pair(vault: Any, agency: str, pair: str) -> int:
    [token] = words.of_request(vault, agency, pair)
    return token
