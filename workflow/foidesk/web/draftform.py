"""The form of a draft: its fields as a proposal, and items, files and places of publication added and taken out.

Names of fields: `f-reason` a fact of the reply, `f-2.reason` that of its second item, `s-…` a blank, `p-…` a passage,
`a-1` a kept file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from foidesk.desk.keptfiles import Kept
from foidesk.desk.proposing import Longer, Outline, Proposed
from foidesk.errors import DeskError
from foidesk.rules import outcomes
from foidesk.rules.decisions import WHAT
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.proposals import EXTENDED, REPLY
from foidesk.rules.vocabulary import Service

Fields = dict[str, str]
MOST_ITEMS = 20
_KEPT = re.compile(r"([0-9a-f]{64}):(.+)")


# --- the proposal --------------------------------------------------------------------------------
def proposed(fields: Mapping[str, str]) -> Proposed:
    """The form as a proposal. DeskError for a way of service, a number of days that cannot be read."""
    found = shape(fields)
    if found.decision is not None:
        return replace(found, decision=replace(found.decision, service=service(fields)))
    if found.kind == EXTENDED:
        days = fields.get("days", "")
        if not (days.isascii() and days.isdecimal()) or len(days) > 2:
            raise DeskError("延长的工作日数不对。", why="最多延长20个工作日。", do="请填写1至20的数字。")
        longer = Longer(days=int(days), service=service(fields), reason=fields.get("reason", ""))
        return replace(found, extension=longer)
    return found


def shape(fields: Mapping[str, str]) -> Proposed:
    """The form as far as it can always be read, to show it again; the way of service stands for none."""
    kind = fields.get("kind", "")
    decision = None
    if kind == REPLY:
        decision = Outline(
            grounds=tuple(outcomes.find(key).key for key in grounds(fields)),
            main=fields.get("main", ""),
            service=Service.POST,
            facts=_named(fields, "f-"),
        )
    return Proposed(
        kind=kind,
        about=fields.get("about", ""),
        decision=decision,
        stated=_named(fields, "s-"),
        passages=_named(fields, "p-"),
        enclosed=enclosed(fields),
        withheld=tuple(line.strip() for line in fields.get("withheld", "").splitlines() if line.strip()),
        outside=fields.get("outside", ""),
    )


def _named(fields: Mapping[str, str], start: str) -> Fields:
    return {name[2:]: text for name, text in fields.items() if name.startswith(start) and text.strip()}


def service(fields: Mapping[str, str]) -> Service:
    """The way of service. DeskError where none was chosen."""
    known = {each.value: each for each in Service}
    if (found := known.get(fields.get("service", ""))) is None:
        raise DeskError("没有选择送达方式。", why="期限以交邮、签收或者发出之日计。", do="请选择送达方式。")
    return found


# --- items ---------------------------------------------------------------------------------------
def grounds(fields: Mapping[str, str]) -> list[str]:
    """The keys of the grounds, item by item."""
    return [key for key in fields.get("ground", "").split("、") if key]


def with_ground(fields: Mapping[str, str], key: str) -> Fields:
    """The form with one item more; what was stated of the whole becomes the first item's. DeskError for no ground."""
    ground = GROUNDS.get(key)
    if ground is None or not ground.by_reply:
        raise DeskError("没有选择新增一项的办理结果。", do="请先选择办理结果，再增加一项。")
    held = grounds(fields)
    if len(held) >= MOST_ITEMS:
        raise DeskError(f"一份答复最多分{MOST_ITEMS}项。", do="请合并内容相近的项。")
    made = dict(fields) if len(held) > 1 else _renamed(fields, r"f-(.+)", r"f-1.\1")
    return made | {"ground": "、".join((*held, key))}


def without_item(fields: Mapping[str, str], n: int) -> Fields:
    """The form without the n-th item, the later ones moved up; a single one left is the whole again."""
    held = grounds(fields)
    if not 1 <= n <= len(held) or len(held) == 1:
        raise DeskError("不能删去这一项。", why="没有这一项，或者只有一项。", do="请另选办理结果。")
    made = {name: text for name, text in fields.items() if not name.startswith(f"f-{n}.")}
    for later in range(n + 1, len(held) + 1):
        made = _renamed(made, rf"f-{later}\.(.+)", rf"f-{later - 1}.\1")
    left = held[: n - 1] + held[n:]
    if len(left) == 1:
        made = _renamed(made, r"f-1\.(.+)", r"f-\1")
        made.pop(f"f-{WHAT.name}", None)
    if made.get("main") not in left:
        made["main"] = ""
    return made | {"ground": "、".join(left)}


def _renamed(fields: Mapping[str, str], old: str, new: str) -> Fields:
    return {re.sub(f"^{old}$", new, name): text for name, text in fields.items()}


def names(keys: Sequence[str], n: int) -> str:
    """The beginning of the names of the n-th item's fields."""
    return f"f-{n}." if len(keys) > 1 else "f-"


# --- what goes with it ---------------------------------------------------------------------------
def enclosed(fields: Mapping[str, str]) -> tuple[Kept, ...]:
    """The kept files of the form, named as the clerk names them now."""
    found = []
    for name in sorted(
        (name for name in fields if re.fullmatch(r"a-\d{1,3}", name)), key=lambda n: int(n[2:])
    ):
        if match := _KEPT.fullmatch(fields[name]):
            listed = fields.get(f"n{name[1:]}", "").strip() or match[2].rpartition(".")[0]
            found.append(Kept(listed, match[2], match[1]))
    return tuple(found)


def with_files(fields: Mapping[str, str], files: Sequence[Kept]) -> Fields:
    """The form with these files only; a reply on one ground lists them where it lists none yet."""
    made = {name: text for name, text in fields.items() if not re.fullmatch(r"[an]-\d{1,3}", name)}
    for n, each in enumerate(files, 1):
        made |= {f"a-{n}": f"{each.sha256}:{each.file_name}", f"n-{n}": each.name}
    (key, *more) = grounds(fields) or ("",)
    listing = key in GROUNDS and any(need.name == "attachments" for need in GROUNDS[key].may_state)
    if listing and not more and not fields.get("f-attachments", "").strip():
        made["f-attachments"] = "\n".join(each.name for each in files)
    return made


def takes_reason(keys: Sequence[str]) -> int:
    """The first item (counted from 1) whose ground states a reason in the clerk's own words; 0 for none."""
    return next((n for n, key in enumerate(keys, 1) if _reason(key)), 0)


def _reason(key: str) -> str:
    """The fact in which a ground states its reason; empty where it states none."""
    stated = {need.name for need in GROUNDS[key].may_state} if key in GROUNDS else set()
    return next((name for name in ("reason", "why_absent") if name in stated), "")


def with_reason(fields: Mapping[str, str], reason: str) -> Fields:
    """The form with a reason more, in the first item that states one; said once only."""
    keys = grounds(fields)
    n = takes_reason(keys)
    if not n:
        return dict(fields)
    name = names(keys, n) + _reason(keys[n - 1])
    told = fields.get(name, "").strip()
    if reason in told:
        return dict(fields)
    return dict(fields) | {name: f"{told}\n{reason}" if told else reason}


def with_place(fields: Mapping[str, str], place: str) -> Fields:
    """The form with a place of publication more, in the item that is about what is public already."""
    keys = grounds(fields)
    for n, key in enumerate(keys, 1):
        name = f"{names(keys, n)}place"
        if key == "already_public" and place not in fields.get(name, ""):
            told = fields.get(name, "").strip()
            return dict(fields) | {name: f"{told}\n{place}" if told else place}
    return dict(fields)
