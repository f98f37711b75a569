"""What people type, made fit to keep: full-width digits and letters narrowed and the change shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from foidesk.rules.events import Event

_WIDE = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}
_WIDE_RUN = re.compile("[０-９Ａ-Ｚａ-ｚ]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch of text as typed and as kept."""

    field: str
    typed: str
    kept: str

    def __str__(self) -> str:
        return f"{self.field}：“{self.typed}”已改为“{self.kept}”"


def narrowed(field: str, text: str, changes: list[Change]) -> str:
    """The text without surrounding space and with half-width digits and letters; what changed is added."""
    wide = _WIDE_RUN.findall(text)
    for run in wide:
        changes.append(Change(field, run, run.translate(_WIDE)))
    kept = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    return kept.translate(_WIDE) if wide else kept


def narrowed_facts(events: Sequence[Event], changes: list[Change]) -> list[Event]:
    """The events with their words narrowed; what changed is added."""
    return [_narrowed(event, changes) for event in events]


def _narrowed(event: Event, changes: list[Change]) -> Event:
    kept: dict[str, Any] = {}
    for each in fields(event):
        value = getattr(event, each.name)
        if isinstance(value, str):
            kept[each.name] = narrowed(each.name, value, changes)
        elif isinstance(value, tuple) and value and isinstance(value[0], str):
            kept[each.name] = tuple(narrowed(each.name, part, changes) for part in value)
    return replace(event, **kept) if kept else event
