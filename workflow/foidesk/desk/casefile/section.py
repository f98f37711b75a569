"""What a file of a case is made of: sections of words, and finished papers behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.paper.form import Style
from foidesk.paper.letter import Block

_GROUP, _GROUPS = 16, 4  #: of the 64 digits of a SHA-256 in a narrow column


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A finished paper taken into the file: its name in the contents, its day, SHA-256 of the original."""

    title: str
    day: date | None
    sha256: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """One section: words set by the program, then papers."""

    title: str
    blocks: tuple[Block, ...]
    day: date | None = None
    enclosed: tuple[Enclosed, ...] = ()


def heading(text: str) -> Block:
    """一、…"""
    return Block(Style.HEADING, text)


def body(text: str) -> Block:
    """A paragraph."""
    return Block(Style.BODY, text)


def table(
    widths: Sequence[float], head: Sequence[str], rows: Sequence[Sequence[str]], *, tall: int = 1
) -> Block:
    """A table with its head, widths in characters of a line of 28; without a head: labels and what they say."""
    whole = ([tuple(head)] if head else []) + [tuple(row) for row in rows]
    return Block(Style.TABLE, rows=tuple(whole), widths=tuple(widths), headed=bool(head), tall=tall)


def listed(widths: Sequence[float], head: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> Block:
    """The table, or a sentence where it would have no rows."""
    return table(widths, head, rows) if rows else body(empty)


def day(on: date | None) -> str:
    """2026-3-2 in tables: 2026-03-02; a dash where there is none."""
    return on.isoformat() if on else "—"


def in_words(on: date | None) -> str:
    """2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日" if on else "—"


def digest(sha256: str | None) -> str:
    """A SHA-256 in lines that fit a column; a dash where there is none."""
    if not sha256:
        return "—"
    return "\n".join(sha256[n * _GROUP : (n + 1) * _GROUP] for n in range(_GROUPS))
