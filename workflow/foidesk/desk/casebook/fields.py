"""What is typed about an example: read with every fault, and never with personal data left in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.desk.personal import Particular, standing
from foidesk.desk.registration import parse_day
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError
from foidesk.rules.outcomes import Ground
from foidesk.store.casebook import Said


@dataclass(frozen=True, slots=True)
class Column:
    """A text of an example: its heading, how many characters it takes, how high its field is."""

    name: str
    heading: str
    most: int
    required: bool = True
    rows: int = 1
    help: str = ""


COLUMNS = (
    Column("title", "标题", 80),
    Column("facts", "案情", 3000, rows=6, help="申请了什么，查到了什么；不写人名、单位名、电话、地址"),
    Column("reasoning", "理由", 3000, rows=6, help="事实、规定、结论；拟写答复时可以引用"),
    Column("point", "指导要点", 500, rows=3, help="以后遇到同类申请，要注意什么"),
    Column("letter", "答复书（隐去个人信息）", 12_000, required=False, rows=10, help="可以不保留"),
)


class Unfit(DeskError):
    """What was typed makes no example; `faults` has a sentence for each field at fault."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(
            "案例没有保存：" + "；".join(each.rstrip("。") for each in faults.values()) + "。",
            why="案例给办理其他申请的人看，要写完整，并且不能留有个人信息。",
            do="请改正后重新提交。",
        )


def read(typed: Mapping[str, str], grounds: Sequence[Ground], known: Sequence[Particular]) -> Said:
    """The example as typed; `grounds` of its application, `known`: what tells who its people are. Raises Unfit."""
    faults: dict[str, str] = {}
    texts = {column.name: _text(column, typed, known, faults) for column in COLUMNS}
    since = _day("since", "自何日起参考", typed, faults)
    until = _day("until", "参考至何日", typed, faults)
    if since is None:
        faults.setdefault("since", "没有填写“自何日起参考”。")
    elif until is not None and until < since:
        faults["until"] = "“参考至何日”早于“自何日起参考”。"
    ground = next((each for each in grounds if each.key == typed.get("ground")), None)
    if ground is None:
        faults["ground"] = "没有选择该申请的办理结果。"
    if faults or ground is None or since is None:
        raise Unfit(faults)
    return Said(
        title=texts["title"],
        ground=ground.key,
        line=ground.outcome.code,
        facts=texts["facts"],
        reasoning=texts["reasoning"],
        point=texts["point"],
        letter=texts["letter"] or None,
        since=since,
        until=until,
        shared=typed.get("shared") == "是",
    )


def stand_in(said: Said, known: Sequence[Particular]) -> dict[str, str]:
    """By field, what in the texts still tells who somebody is."""
    faults = {}
    for column in COLUMNS:
        if found := standing(getattr(said, column.name) or "", known):
            faults[column.name] = _still(column, found)
    return faults


def _text(
    column: Column, typed: Mapping[str, str], known: Sequence[Particular], faults: dict[str, str]
) -> str:
    text = narrowed("", typed.get(column.name, ""), [])
    if column.rows == 1:
        text = " ".join(text.split())
    if column.required and not text:
        faults[column.name] = f"没有填写“{column.heading}”。"
    elif len(text) > column.most:
        faults[column.name] = f"“{column.heading}”超过{column.most}个字。"
    elif not text.replace("\n", "").replace("\t", "").isprintable():
        faults[column.name] = f"“{column.heading}”含有不能显示的字符。"
    elif found := standing(text, known):
        faults[column.name] = _still(column, found)
    return text


def _still(column: Column, found: Sequence[str]) -> str:
    return f"“{column.heading}”中仍有{'、'.join(found)}，请用“某”“×”代替。"


def _day(name: str, heading: str, typed: Mapping[str, str], faults: dict[str, str]) -> date | None:
    text = typed.get(name, "").strip()
    try:
        return parse_day(text) if text else None
    except DeskError as error:
        faults[name] = f"“{heading}”：{error.what}"
        return None
