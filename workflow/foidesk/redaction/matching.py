"""When two writings of a string are the same: by what is read, not by how it is typed or broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from foidesk.errors import DeskError

# White space, controls, soft hyphens, marks of width, direction and variation: none of it is read.
_UNSEEN = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e0fff]+"
)
_DASHES = re.compile(r"[-‐‑‒–—―−·._/()]+")
_NUMBER = re.compile(r"\d{6,}x?")
# Some programs write these characters as radicals, which no Unicode normalisation takes back.
_RADICALS = str.maketrans(
    "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰", "民西见角贝车长门青韦页风飞马骨鬼鱼鸟卤麦黄黾齐齿龙"
)
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_SHORTEST = 4  # bytes: anything shorter stands in every large file by chance


def squeezed(text: str) -> str:
    """The text without white space, case, width and radicals: what is left of it to be read."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text).translate(_RADICALS).casefold())


class Needles:
    """The withheld strings, ready to be looked for. A long number is also found with dashes in it."""

    def __init__(self, withheld: Sequence[str]) -> None:
        keys = {text: squeezed(text) for text in withheld}
        if not all(keys.values()):
            raise DeskError(
                "要检索的不公开内容中有一项是空的。",
                why="空白在任何文件里都有。",
                do="请填写实际内容，或者删去该项。",
            )
        numbers = {text: _DASHES.sub("", key) for text, key in keys.items()}
        self._numbers = {text: key for text, key in numbers.items() if _NUMBER.fullmatch(key)}
        self._words = {text: key for text, key in keys.items() if text not in self._numbers}
        self._bytes = {
            text: {
                written.encode(encoding).lower()
                for written in (text.strip(), key)
                for encoding in _ENCODINGS
                if len(written.encode(encoding, errors="ignore")) >= _SHORTEST
            }
            for text, key in keys.items()
        }

    def read_in(self, text: str) -> Iterator[str]:
        """Each withheld string that can be read in the text."""
        haystack = squeezed(text)
        yield from (text for text, key in self._words.items() if key in haystack)
        if self._numbers:
            haystack = _DASHES.sub("", haystack)
            yield from (text for text, key in self._numbers.items() if key in haystack)

    def spelled_in(self, data: bytes) -> Iterator[str]:
        """Each withheld string that stands in the bytes as it is, in any of the usual encodings."""
        haystack = data.lower()
        yield from (text for text, keys in self._bytes.items() if any(key in haystack for key in keys))


def decodings(data: bytes) -> Iterator[str]:
    """The bytes as text, in every encoding they may be meant in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", errors="replace")
        return
    for encoding in _ENCODINGS:
        yield data.decode(encoding, errors="replace")
