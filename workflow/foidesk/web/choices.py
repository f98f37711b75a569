"""Closed lists on forms: what a select offers, what was chosen, the row of a table a form names."""

from __future__ import annotations

from typing import TypeVar

from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Labelled

Member = TypeVar("Member", bound=Labelled)


def offered(kind: type[Labelled]) -> list[tuple[str, str]]:
    """Identifier and words of each member, as `forms.field` asks for."""
    return [(member.value, member.label) for member in kind]


def chosen(kind: type[Member], text: str, what: str) -> Member:
    """The member chosen. DeskError naming `what` was to be chosen."""
    for member in kind:
        if member.value == text:
            return member
    raise DeskError(f"没有选择{what}。", why="这一项必须选择，并且只能从列表中选择。", do=f"请选择{what}。")


def row_key(text: str, what: str) -> int:
    """The key of a row. DeskError naming `what` was to be chosen."""
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise DeskError(f"没有选择{what}。", why="表单不完整。", do="请重新打开页面，从列表中选择。")
    return int(text)
