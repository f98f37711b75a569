"""What each key of an agency's own letter file must hold, so that a slip is named instead of met later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_Kind = tuple[str, Callable[[Any], bool]]  # in words, and as a test


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _list(value: Any) -> bool:
    return isinstance(value, list)


def _texts(value: Any) -> bool:
    return _list(value) and all(map(_text, value))


def _table(value: Any) -> bool:
    return isinstance(value, dict)


_TEXT: _Kind = "文字，写在英文引号内", _text
_TEXTS: _Kind = "文字的列表", _texts
_YES_NO: _Kind = "true 或者 false", lambda value: isinstance(value, bool)
_LETTER: dict[str, _Kind] = {
    **dict.fromkeys(("name", "title", "suffix", "remedy"), _TEXT),
    **dict.fromkeys(("ground", "must", "say", "never"), _TEXTS),
    "form": _YES_NO,
    "blanks": ("一节 [blanks]，每项一段文字", lambda value: _table(value) and _texts([*value.values()])),
    "asked": (
        "一节 [asked]，每项一段文字，或者含 meaning 的一组",
        lambda value: (
            _table(value)
            and all(_text(each) or (_table(each) and _text(each.get("meaning"))) for each in value.values())
        ),
    ),
    "block": ("若干个 [[block]]", _list),
    "change": ("若干节 [change.段落名]", _table),
    "group": (
        "一节 [group]，每项是段落名的列表",
        lambda value: _table(value) and all(map(_texts, value.values())),
    ),
}
_BLOCK: dict[str, _Kind] = {
    **dict.fromkeys(("name", "style", "text", "when", "unless", "each"), _TEXT),
    **dict.fromkeys(("head", "cells"), _TEXTS),
    **dict.fromkeys(("free", "item", "decision"), _YES_NO),
    "use": ("段落名，或者段落名的列表", lambda value: _text(value) or _texts(value)),
    "rows": ("各行文字的列表", lambda value: _list(value) and all(map(_texts, value))),
    "widths": (
        "数字的列表",
        lambda value: _list(value) and all(type(each) in (int, float) and each > 0 for each in value),
    ),
    "tall": ("不小于1的整数", lambda value: type(value) is int and value >= 1),
}


def misshapen(own: Mapping[str, Any]) -> Iterator[str]:
    """What in a file of the agency is of another type than it must be; unknown keys are left to the reading."""
    changes = own.get("change", {})
    yield from _wrong("", own, _LETTER)
    for place, blocks in (("[[block]]", own.get("block", ())), ("[change]", changes)):
        of = blocks.items() if isinstance(blocks, dict) else enumerate(blocks, 1) if _list(blocks) else ()
        for name, block in of:
            if isinstance(block, dict):
                yield from _wrong(f"{place} {name} ", block, _BLOCK)
            else:
                yield f"{place} {name} 应为一节，写在方括号之下"


def _wrong(place: str, table: Mapping[str, Any], shape: Mapping[str, _Kind]) -> Iterator[str]:
    for key, value in table.items():
        wanted, fits = shape.get(key, ("", lambda _: True))
        if not fits(value):
            yield f"{place}{key} 应为{wanted}"
