"""The ways in which XML (of Word, Excel, PowerPoint, OFD, XMP, XFA, HTML) can be read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree

_TAG = re.compile(r"<[^>]*>")
_INSERTED = {"ins", "moveTo"}
_DELETED = {"del", "moveFrom"}
_ASIDE = {"rPh", "rt", "instrText", "delInstrText"}  # 拼音, field codes: they stand between the characters


class _Words:
    """The text of a document, as it was before its tracked changes, as it is after them, and both."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self.before: list[str] = []
        self.after: list[str] = []
        self.aside: list[str] = []
        self._within = {"inserted": 0, "deleted": 0, "aside": 0}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._step(tag, 1)

    def end(self, tag: str) -> None:
        self._step(tag, -1)

    def data(self, text: str) -> None:
        if self._within["aside"]:
            self.aside.append(text)
            return
        self.all.append(text)
        if not self._within["inserted"]:
            self.before.append(text)
        if not self._within["deleted"]:
            self.after.append(text)

    def close(self) -> None:
        """Nothing more comes; a parser asks for this."""

    def texts(self) -> tuple[str, ...]:
        """All of it, before the changes, after them, and what stands aside."""
        return tuple("".join(each) for each in (self.all, self.before, self.after, self.aside))

    def _step(self, tag: str, by: int) -> None:
        name = tag.rpartition("}")[2]
        for kind, names in (("inserted", _INSERTED), ("deleted", _DELETED), ("aside", _ASIDE)):
            self._within[kind] += by * (name in names)


def readings(data: bytes) -> Iterator[str]:
    """Each text the markup can be read as. Strings cut by tags are whole again; nothing is left out."""
    text = _decoded(data)
    yield html.unescape(text)  # attributes, comments, what a parser would skip
    yield html.unescape(_TAG.sub("", text))  # what is left when it is not well-formed
    words = _Words()
    parser = ElementTree.XMLParser(target=words)  # expat itself stops entity bombs
    try:
        parser.feed(data)
        parser.close()
    except (ElementTree.ParseError, ValueError, LookupError):
        return  # not well-formed: read above as far as it can be
    yield from words.texts()


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)", data)
    try:
        return data.decode(declared[1].decode() if declared else "utf-8")
    except (UnicodeDecodeError, LookupError):
        return data.decode("gb18030", errors="replace")
