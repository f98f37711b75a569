"""What the office enters for the annual report: the texts of its parts, and table two counted by hand (年报格式)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.registration import control_character
from foidesk.desk.reports.years import check_year
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError
from foidesk.rules import law
from foidesk.rules.law import Provision
from foidesk.store import audit, reportentries

MOST_TEXT = 20_000
PARTS: Mapping[str, str] = {
    "overview": "总体情况",
    "disclosure": "主动公开政府信息情况",
    "applications": "收到和处理政府信息公开申请情况",
    "challenges": "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
WRITTEN = ("overview", "problems", "other")  #: parts that are text; the others are tables


@dataclass(frozen=True, slots=True)
class Item:
    """A line of table two: its name, its provision, and its cells by name with their headings."""

    words: str
    provision: Provision
    cells: Mapping[str, str]


_MADE = {"made": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}


def _made(key: str) -> dict[str, str]:
    return {f"{key}_{name}": words for name, words in _MADE.items()}


TABLE_TWO: tuple[Item, ...] = (
    Item("规章", law.PUBLISH_RULES, _made("rules")),
    Item("行政规范性文件", law.PUBLISH_RULES, _made("documents")),
    Item("行政许可", law.PUBLISH_PERMITS, {"permits": "本年处理决定数量"}),
    Item("行政处罚", law.PUBLISH_PENALTIES, {"penalties": "本年处理决定数量"}),
    Item("行政强制", law.PUBLISH_PENALTIES, {"coercion": "本年处理决定数量"}),
    Item("行政事业性收费", law.PUBLISH_CHARGES, {"charges": "本年收费金额（单位：万元）"}),
)
MONEY = "charges"
FIGURES = {name: f"{item.words}：{words}" for item in TABLE_TWO for name, words in item.cells.items()}
_COUNT = re.compile(r"[0-9]{1,9}")
_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Entered:
    """The entries of a year; texts that are still those of an earlier year are named by it."""

    values: Mapping[str, str]
    from_year: int | None = None

    def figure(self, name: str) -> str:
        """A cell of table two; what was not entered is 0."""
        return self.values.get(name) or "0"


def entered(office: Office, year: int, by: By) -> Entered:
    """What was entered for the year, with last year's texts where none was written yet."""
    permits.demand(by, Act.READ)
    check_year(year)
    with office.database.reading() as conn:
        return of_year(conn, office, year)


def of_year(conn: Connection, office: Office, year: int) -> Entered:
    """`entered` inside a view of one moment."""
    values = reportentries.of_year(conn, office.key, year)
    if any(name in values for name in WRITTEN):
        return Entered(values)
    before = reportentries.latest_before(conn, office.key, year)
    if before is None:
        return Entered(values)
    earlier = reportentries.of_year(conn, office.key, before)
    texts = {name: earlier[name] for name in WRITTEN if earlier.get(name)}
    return Entered({**texts, **values}, before if texts else None)


def together(parts: Sequence[tuple[str, Entered]]) -> Entered:
    """The entries of several agencies by name: the cells of table two added up, the texts one after the other."""
    values: dict[str, str] = {}
    for name in FIGURES:
        total = sum((Decimal(each.figure(name)) for _, each in parts), Decimal())
        values[name] = f"{total.normalize():f}"
    for name in WRITTEN:
        written = [(agency, text) for agency, each in parts if (text := each.values.get(name))]
        values[name] = "\n".join(f"{agency}：{text}" for agency, text in written)
    return Entered(values)


def enter(office: Office, year: int, typed: Mapping[str, str], by: By) -> Entered:
    """Keep what was typed; DeskError naming every cell that does not fit, and then nothing is kept."""
    permits.demand(by, Act.HANDLE)
    check_year(year)
    faults: list[str] = []
    kept = {
        name: _checked(name, text, faults) for name, text in typed.items() if name in {*FIGURES, *WRITTEN}
    }
    if faults:
        raise DeskError("填写的内容有误，没有保存。", why="；".join(faults) + "。", do="请改正后重新保存。")
    with office.database.writing() as conn:
        reportentries.put(conn, office.key, year, kept, by.now, by.who)
        audit.add(conn, office.key, by.now, by.who, "填写年度报告", f"{year}年")
    return Entered(kept)


def _checked(name: str, text: str, faults: list[str]) -> str:
    kept = narrowed(name, text, [])
    if name in WRITTEN:
        if len(kept) > MOST_TEXT:
            faults.append(f"“{PARTS[name]}”共{len(kept)}字，超过{MOST_TEXT}字")
        if control_character(kept):
            faults.append(f"“{PARTS[name]}”含有看不见的控制字符")
        return kept
    fits = (_MONEY if name == MONEY else _COUNT).fullmatch(kept) or not kept
    if not fits:
        what = "万元，至多六位小数" if name == MONEY else "整数"
        faults.append(f"“{FIGURES[name]}”应当填写{what}，不是“{kept[:20]}”")
    return kept
