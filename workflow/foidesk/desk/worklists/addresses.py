"""Views of the worklist and places in it as addresses have them: for the page, kept views, the export, the API.

An address that cannot be read is refused: a list that left a filter out without a word would be taken for the
filtered one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import TypeVar
from urllib.parse import urlencode

from foidesk.desk.worklists.views import Show, View
from foidesk.errors import DeskError
from foidesk.rules.outcomes import Outcome
from foidesk.rules.vocabulary import Channel
from foidesk.store.listing import Order, Place

MOST_DAYS = 60  #: working days that one may look ahead
YEARS = (2008, 2199)  #: from the first regulation on
LONGEST = 100  #: characters of a handler's name
Kind = TypeVar("Kind", bound=Enum)
_LINES = frozenset(each.code for each in Outcome)


def query(view: View) -> str:
    """The view as the address of the page has it."""
    said = {
        "show": view.show.value,
        "within": view.within,
        "handler": view.handler,
        "channel": view.channel.value if view.channel else None,
        "line": view.line,
        "year": view.year,
        "order": view.order.value if view.order is not Order.TARGET else None,
    }
    return urlencode({name: value for name, value in said.items() if value is not None})


def read(said: Mapping[str, str], first: Show = Show.ALL) -> View:
    """The view that an address asks for; without a tab `first` opens. DeskError for what cannot be read."""
    line = said.get("line", "").strip() or None
    if line is not None and line not in _LINES:
        raise _unreadable("办理结果", line, "请从列表中选择。")
    return View(
        show=_one_of(Show, "分类", said.get("show", "")) or first,
        within=_number("到期的工作日数", said.get("within", ""), 0, MOST_DAYS),
        handler=_name(said.get("handler", "")),
        channel=_one_of(Channel, "申请方式", said.get("channel", "")),
        line=line,
        year=_number("年份", said.get("year", ""), *YEARS),
        order=_one_of(Order, "排序", said.get("order", "")) or Order.TARGET,
    )


def written(place: Place) -> str:
    """A place in the list as an address has it."""
    side = "b" if place.backwards else "a"
    day = place.day.isoformat() if place.day else ""
    return f"{side}~{int(place.closed)}~{day}~{place.application}~{place.handler}"


def place(text: str) -> Place:
    """The place that `written` wrote. DeskError for anything else."""
    side, closed, day, application, handler = [*text.split("~", 4), "", "", "", ""][:5]
    try:
        if side not in ("a", "b") or closed not in ("0", "1") or not _is_key(application):
            raise ValueError
        known = date.fromisoformat(day) if day else None
        return Place(known, int(application), closed == "1", _name(handler) or "", side == "b")
    except ValueError:
        raise DeskError(
            "没有这一页。", why="网址中的位置不是列表给出的。", do="请从第一页开始翻看。"
        ) from None


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 17


def _one_of(kinds: type[Kind], what: str, text: str) -> Kind | None:
    if not (text := text.strip()):
        return None
    found = {each.value: each for each in kinds}.get(text)
    if found is None:
        raise _unreadable(what, text, "请从列表中选择。")
    return found


def _number(what: str, text: str, least: int, most: int) -> int | None:
    if not (text := text.strip()):
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise _unreadable(what, text, f"请填{least}至{most}的整数。")
    return int(text)


def _name(text: str) -> str | None:
    text = text.strip()
    if len(text) > LONGEST or not text.isprintable():
        raise _unreadable("承办人", text, "请从列表中选择。")
    return text or None


def _unreadable(what: str, text: str, do: str) -> DeskError:
    shown = "".join(each for each in text[:20] if each.isprintable())
    return DeskError("没有筛选。", why=f"{what}“{shown}”无法识别。", do=do)
