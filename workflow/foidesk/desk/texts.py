"""What people type, made fit to keep: full-width digits and letters narrowed and the change shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    for run in _WIDE_RUN.findall(text):
        changes.append(Change(field, run, run.translate(_WIDE)))
    return text.strip().replace("\r\n", "\n").replace("\r", "\n").translate(_WIDE)
