"""What a fact is: dated, immutable, known by name, with the free text of its fields marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, TypeVar, dataclass_transform


def prose(*, default: str | None = None) -> Any:
    """A field of free text: optional in history, sealed by the store."""
    return field(default=default, metadata={"prose": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact about one application, on the day `on` in law."""

    label: ClassVar[str] = ""
    name: ClassVar[str] = ""

    on: date


KINDS: dict[str, type[Event]] = {}

E = TypeVar("E", bound=Event)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field, prose))
def fact(label: str) -> Callable[[type[E]], type[E]]:
    """Make a class a frozen fact with its Chinese label, known by its snake_case name."""

    def register(cls: type[E]) -> type[E]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.label = label
        made.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        KINDS[made.name] = made
        return made

    return register
