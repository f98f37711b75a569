"""What the answer to a request to correct personal records states (条例 41)."""

from __future__ import annotations

from typing import Any

from foidesk.desk.letterfacts.challenge import challenge
from foidesk.desk.letterfacts.matter import Matter, you
from foidesk.errors import DeskError

#: The four results of article 41, by the blank that states each.
_RESULTS = {
    "corrected": "已更正",
    "passed_to": "已转送有权更正的机关",
    "right_agency": "告知向有权更正的机关提出",
    "refused": "不予更正",
}


def _correction(matter: Matter) -> dict[str, Any]:
    stated = [name for name in _RESULTS if matter.stated.get(name, "").strip()]
    if len(stated) != 1:
        raise DeskError(
            f"更正申请的结果写了{len(stated)}种。" if stated else "没有写明更正申请的结果。",
            why="一份告知书写明一种结果：" + "、".join(_RESULTS.values()) + "。",
            do="请只填写其中一项："
            + "、".join(f"{name}（{label}）" for name, label in _RESULTS.items())
            + "。",
        )
    return {"remedy": challenge(matter, matter.signed_on or matter.case.log[-1].on, you(matter))}


FACTS = {"correction": _correction}
