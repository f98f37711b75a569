"""Events as plain JSON data and back: the one shape that files, the command line, the API and the log share.

The shape follows from the dataclass fields of `events.py` alone, so a new event needs nothing here.
Reading is strict, because what is read becomes a fact that is never edited.
"""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from foidesk.errors import DeskError
from foidesk.rules.events import KINDS, Event
from foidesk.rules.vocabulary import Labelled

MAX_TEXT = 20_000  #: characters of one text field
MAX_ITEMS = 1_000  #: entries of one list field
MAX_INTEGER = 2**53 - 1  #: what every JSON reader and both databases hold exactly

# Lone surrogates are no text either: they cannot be written as UTF-8.
# Marks that turn the direction of writing make a text read other than it is.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class NotReadable(DeskError):
    """The data is no event; `problems` holds everything that is wrong with it, in Chinese."""

    def __init__(self, problems: list[str], *, label: str = "", do: str = "") -> None:
        super().__init__(
            f"事件“{label}”无法读取。" if label else "事件无法读取。",
            why="；".join(problems) + "。",
            do=do or "请按提示改正后重新提交。",
        )
        self.problems = tuple(problems)


class _Wrong(Exception):
    """What is wrong with one value, in Chinese, to stand after the field's name."""


Reader = Callable[[Any], Any]


class Field(NamedTuple):
    """How one field of an event is read and whether it must be there."""

    name: str
    read: Reader
    default: Any  #: MISSING where the field is required
    optional: bool  #: null means absent
    many: bool  #: a JSON list
    enum: bool
    prose: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one kind of event, in order, as precomputed from its class."""

    cls: type[Event]
    readers: dict[str, Reader]
    required: frozenset[str]
    fields: tuple[Field, ...]
    prose: tuple[str, ...]  #: names of the free-text fields


# --- reading one value -----------------------------------------------------------------------------


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = _FORBIDDEN.sub("�", text)
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def _date(value: Any) -> date:
    # fromisoformat alone would also take 20260505 and week dates.
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _Wrong(f"应为实际存在的日期，写作“2026-05-05”，而不是{_shown(value)}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"应为文字，而不是{_shown(value)}")
    if len(value) > MAX_TEXT:
        raise _Wrong(f"共{len(value)}字，超过{MAX_TEXT}字")
    if not value.isprintable() and (found := _FORBIDDEN.search(value)):
        raise _Wrong(f"第{found.start() + 1}个字符（U+{ord(found[0]):04X}）是控制字符，不能登记")
    return value


def _filled(value: Any) -> str:
    text = _text(value)
    if not text.strip():
        raise _Wrong("不能为空")
    return text


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Wrong(f"应为整数，而不是{_shown(value)}")
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise _Wrong("数字过大")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"应为 true 或 false，而不是{_shown(value)}")
    return value


def _choice(members: dict[str, Labelled], value: Any) -> Labelled:
    if isinstance(value, str) and (member := members.get(value)) is not None:
        return member
    allowed = "、".join(f"{key}（{member.label}）" for key, member in members.items())
    raise _Wrong(f"没有{_shown(value)}这一项，可用：{allowed}")


def _list(read: Reader, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _Wrong(f"应为列表，而不是{_shown(value)}")
    if len(value) > MAX_ITEMS:
        raise _Wrong(f"共{len(value)}项，超过{MAX_ITEMS}项")
    return tuple(map(read, value))


_PLAIN: dict[Any, Reader] = {date: _date, str: _text, int: _integer, bool: _truth}


def _reader(hint: Any) -> Reader:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Labelled):
        return partial(_choice, {member.value: member for member in hint})
    if typing.get_origin(hint) is tuple:
        return partial(_list, _reader(typing.get_args(hint)[0]))
    raise TypeError(f"events.py uses a type that wire.py cannot carry: {hint!r}")


def _or_null(read: Reader, value: Any) -> Any:
    return None if value is None else read(value)


# --- the shapes ------------------------------------------------------------------------------------

_shapes: dict[str, Shape] = {}


def shape(name: str) -> Shape:
    """The fields of the kind of event `name`, worked out once. Raises KeyError for an unknown kind."""
    known = _shapes.get(name)
    if known is None:
        known = _shapes[name] = _shape(KINDS[name])
    return known


def _shape(cls: type[Event]) -> Shape:
    hints = typing.get_type_hints(cls)
    made = []
    for each in fields(cls):
        hint = hints[each.name]
        optional = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
        bare = next(a for a in typing.get_args(hint) if a is not type(None)) if optional else hint
        read = _filled if bare is str and each.default is MISSING else _reader(bare)
        made.append(
            Field(
                each.name,
                partial(_or_null, read) if optional else read,
                each.default,
                optional,
                typing.get_origin(bare) is tuple,
                isinstance(bare, type) and issubclass(bare, Enum),
                bool(each.metadata.get("prose")),
            )
        )
    return Shape(
        cls,
        {each.name: each.read for each in made},
        frozenset(each.name for each in made if each.default is MISSING),
        tuple(made),
        tuple(each.name for each in made if each.prose),
    )


# --- there and back --------------------------------------------------------------------------------


def encode(event: Event) -> dict[str, Any]:
    """The event as JSON data: `event` first, then its fields in order, without those at their default."""
    data: dict[str, Any] = {"event": event.name}
    for each in shape(event.name).fields:
        value = getattr(event, each.name)
        if value == each.default:
            continue
        if type(value) is date:
            value = value.isoformat()
        elif each.enum:
            value = value.value
        elif each.many:
            value = list(value)
        data[each.name] = value
    return data


def decode(data: Mapping[str, Any], *, ignore_unknown: bool = False) -> Event:
    """The event that JSON data says, null meaning absent.

    With `ignore_unknown`, keys that the event has no field for are passed over. Raises `NotReadable` with
    every problem at once: unknown event, missing or unknown keys, wrong types, days that do not exist.
    """
    if type(data) is not dict and not isinstance(data, Mapping):
        raise NotReadable([f"应为一个 JSON 对象，而不是{_shown(data)}"])
    name = data.get("event")
    known = _shapes.get(name) if type(name) is str else None
    if known is None:
        known = _find(name)
    readers = known.readers
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in data.items():
        read = readers.get(key)
        if read is not None:
            try:
                values[key] = read(value)
            except _Wrong as wrong:
                problems.append(f"“{key}”{wrong}")
        elif key != "event" and not ignore_unknown:
            problems.append(_unknown(key, known))
    if not known.required <= data.keys():
        problems += [f"缺少“{key}”" for key in readers if key in known.required and key not in data]
    if problems:
        raise NotReadable(problems, label=known.cls.label)
    return known.cls(**values)


def _find(name: Any) -> Shape:
    if name is None:
        raise NotReadable(["缺少“event”（事件名称）"])
    if isinstance(name, str) and name in KINDS:
        return shape(name)
    near = difflib.get_close_matches(name[:80], KINDS, n=3) if isinstance(name, str) else []
    offered = "、".join(f"{each}（{KINDS[each].label}）" for each in near or KINDS)
    raise NotReadable([f"没有名为{_shown(name)}的事件"], do=f"{'是否指' if near else '可用'}：{offered}")


def _unknown(key: Any, known: Shape) -> str:
    near = difflib.get_close_matches(key[:80], known.readers, n=1) if isinstance(key, str) else []
    return f"不认识{_shown(key)}这一项" + (f"，是否指“{near[0]}”" if near else "")
