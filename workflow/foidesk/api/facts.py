"""Events as the API takes and describes them: what a person may record on a page, no more."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any

from pydantic import TypeAdapter, WithJsonSchema

from foidesk.desk import acts
from foidesk.desk.actfields import HIDDEN
from foidesk.rules import events as ev
from foidesk.rules import wire


def read(data: Mapping[str, Any]) -> ev.Event:
    """The event that the data says. Raises NotReadable with every fault; DeskError for one that other acts record."""
    name = data.get("event")
    if isinstance(name, str) and name in ev.KINDS:
        hidden = HIDDEN.get(acts.kind_named(name), ())
        if given := [key for key in hidden if data.get(key) is not None]:
            raise wire.NotReadable([f"“{key}”由系统填写，不能给出" for key in given])
    return wire.decode(data)


def described(kind: type[ev.Event]) -> dict[str, Any]:
    """The JSON schema of one kind of event."""
    hints = typing.get_type_hints(kind)
    shape, hidden = wire.shape(kind.name), HIDDEN.get(kind, ())
    fields = {
        each.name: _schema(hints[each.name]) for each in shape.fields if each.name not in (*hidden, "event")
    }
    return {
        "title": kind.name,
        "description": kind.label,
        "type": "object",
        "properties": {"event": {"const": kind.name}, **fields},
        "required": ["event", *(name for name in fields if name in shape.required)],
        "additionalProperties": False,
    }


def _schema(hint: Any) -> dict[str, Any]:
    if isinstance(hint, UnionType):
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    found = TypeAdapter(hint).json_schema()
    if found.get("type") == "array":
        found |= {"maxItems": wire.MAX_ITEMS}
    return {name: value for name, value in found.items() if name != "title"}


Fact = Annotated[
    dict[str, Any],
    WithJsonSchema({"oneOf": [described(kind) for kind in acts.VERBS], "title": "Event"}),
]
