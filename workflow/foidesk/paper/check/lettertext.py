"""The words of a letter as a reader of it weighs them: whose they are, what is quoted, where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_INVISIBLE = re.compile(r"[ \u00a0\u3000\u200b-\u200d\u2060\ufeff]")
_HALF_WIDTH = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_QUOTED = re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》|〈[^〈〉\n]*〉")
_TITLE = re.compile(r"《[^《》\n]*》|〈[^〈〉\n]*〉")
_SENTENCE = re.compile(r"[^。；！？\n\t]+[。；！？]?")

#: A day as a letter writes it; three groups.
DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"

#: An applicant's words so long are recognised also where the letter does not put them in quotation marks.
_LONG_ENOUGH = 8


def squeezed(text: str) -> str:
    """The text without spaces and invisible characters, digits and letters half-width: as a reader takes it."""
    seen = _INVISIBLE.sub("", text)
    return seen.translate(_HALF_WIDTH) if _WIDE.search(seen) else seen


def day_of(text: str) -> date | None:
    """The first day written in a text, in whatever form; None for none, or for a day that no calendar has."""
    found = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", squeezed(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def untitled(text: str) -> str:
    """The text without titles in 《》, which nobody may alter."""
    return _without(_TITLE, text)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a line or a table cell ends one."""
    yield from (match[0] for match in _SENTENCE.finditer(text))


@dataclass(frozen=True, slots=True)
class Words:
    """A text in three depths, squeezed."""

    own: str  #: the agency's own, without the applicant's words
    untitled: str  #: of these, without titles in 《》
    unquoted: str  #: of these, without anything in quotation marks


def words(text: str, of_applicant: Iterable[str]) -> Words:
    """The words of a letter or of a part of it; `of_applicant`: what the applicant wrote, as registered."""
    own = squeezed(text)
    for phrase in sorted(_phrases(of_applicant), key=len, reverse=True):
        own = own.replace(f"“{phrase}”", "“”")
        if len(phrase) >= _LONG_ENOUGH:
            own = own.replace(phrase, "")
    return Words(own, untitled(own), _without(_QUOTED, own))


def _phrases(texts: Iterable[str]) -> set[str]:
    """As a letter may print them: in one line, or line by line."""
    lines = [[squeezed(line) for line in text.splitlines()] for text in texts]
    whole = {"".join(each) for each in lines}
    return (whole | {line for each in lines for line in each if len(line) >= _LONG_ENOUGH}) - {""}


def _without(pattern: re.Pattern[str], text: str) -> str:
    while (less := pattern.sub("", text)) != text:
        text = less
    return text
