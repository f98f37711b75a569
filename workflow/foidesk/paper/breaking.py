"""Where a Chinese line may end (GB/T 15834, 5.1 and habit). reportlab's own CJK wrapping breaks these rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Advance = Callable[[str], float]

NOT_FIRST = frozenset("，。、；：？！》〉」』】〕）”’…—·%％℃,.;:?!)]}")
NOT_LAST = frozenset("《〈「『【〔（“‘([{")

_LATIN = "!-~\u00a1-\u00b6\u00b8-\u024f"  # without the middle dot of Chinese names
_TOKEN = re.compile(
    "—{2,}|…{2,}"  # a dash or an ellipsis is one sign
    "|第\\d+号-[一-鿿]\\d*"  # the suffix of a document number
    f"|第?[{_LATIN}]+(?: \\d[{_LATIN}]*)*"  # a word, a number, "GB/T 9704"
    "(?:(?<=\\d)[年月日号时分秒元页件个项条款份次天])?"  # a number and its measure word
    "|.",
    re.DOTALL,
)
_ADDRESS = re.compile(r"://|^www\.")
_AFTER_MARK = re.compile(r"(?<=[/?&])(?![/?&])")
_SLACK = 0.01  # points; sums of widths are not exact


def break_lines(text: str, advance: Advance, first: float, rest: float) -> list[str]:
    """`text` in lines: the first at most `first` points wide, the others `rest`; spaces at the breaks go.

    `advance` is the width of one character with its tracking. A sequence without any allowed break that is
    longer than a line is broken inside words, and at worst anywhere.
    """
    lines: list[str] = []
    line, used, room = "", 0.0, first
    for part in _parts(text, advance, min(first, rest)):
        width = _width(part.rstrip(" "), advance)
        if line and used + width > room + _SLACK:
            lines.append(line.rstrip(" "))
            line, used, room = "", 0.0, rest
        if not line:
            part = part.lstrip(" ")
        line += part
        used += _width(part, advance)
    return [*lines, line.rstrip(" ")]


def _width(text: str, advance: Advance) -> float:
    return sum(map(advance, text))


def _parts(text: str, advance: Advance, room: float) -> Iterator[str]:
    """What must stand on one line, each no wider than `room`."""
    for cluster in _glued(_words(text)):
        if _width(cluster.rstrip(" "), advance) <= room + _SLACK:
            yield cluster
            continue
        for piece in _glued(iter(cluster)):
            if _width(piece, advance) <= room + _SLACK:
                yield piece
            else:
                yield from piece


def _words(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        word = match[0]
        if _ADDRESS.search(word):
            yield from (part for part in _AFTER_MARK.split(word) if part)
        else:
            yield word


def _glued(words: Iterator[str]) -> Iterator[str]:
    """Words with the marks that must not begin or end a line attached to their neighbours."""
    cluster = ""
    for word in words:
        if cluster and word[0] not in NOT_FIRST and cluster[-1] not in NOT_LAST and word != " ":
            yield cluster
            cluster = ""
        cluster += word
    if cluster:
        yield cluster
