"""A PDF file as numbered objects, written one after the other and never held in memory."""

from __future__ import annotations

import hashlib
from array import array
from functools import lru_cache
from typing import Protocol

_HEADER = b"%PDF-1.7\n%\xe5\xbd\xa2\xe5\xbc\x8f\n"  # a second line of bytes above 127, as PDF/A demands

_ROWS = 1_000  #: of the table of objects, written at once


class Sink(Protocol):
    """Where the bytes go: a file, a socket, memory."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


class PdfFile:
    """Objects in the order of `add`; their numbers are known before they are written if one is reserved."""

    def __init__(self, out: Sink) -> None:
        self._out = out
        self._offsets = array("Q", [0])
        self._position = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._write(_HEADER)

    def reserve(self) -> int:
        """The number of an object that will be added later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def add(self, body: str, at: int | None = None) -> int:
        """Write an object, under the reserved number `at` if given. Returns its number."""
        return self._add(body.encode("ascii"), at)

    def add_stream(self, deflated: bytes, entries: str = "", at: int | None = None) -> int:
        """Write a stream of bytes that are deflated already."""
        return self.add_plain(deflated, f"/Filter/FlateDecode{entries}", at)

    def add_plain(self, data: bytes, entries: str = "", at: int | None = None) -> int:
        """Write a stream of bytes as they are."""
        head = f"<</Length {len(data)}{entries}>>\nstream\n".encode("ascii")
        return self._add(b"".join((head, data, b"\nendstream")), at)

    def close(self, root: int, info: int) -> None:
        """Write the table of objects. The file's identifier is the digest of what was written."""
        start, size = self._position, len(self._offsets)
        self._write(f"xref\n0 {size}\n0000000000 65535 f \n".encode("ascii"))
        for first in range(1, size, _ROWS):
            rows = (b"%010d 00000 n \n" % offset for offset in self._offsets[first : first + _ROWS])
            self._write(b"".join(rows))
        mark = self._digest.hexdigest()
        trailer = f"<</Size {size}/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]>>"
        self._write(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode("ascii"))

    def _add(self, body: bytes, at: int | None) -> int:
        key = self.reserve() if at is None else at
        self._offsets[key] = self._position
        self._write(b"%d 0 obj\n%b\nendobj\n" % (key, body))
        return key

    def _write(self, data: bytes) -> None:
        self._position += len(data)
        self._digest.update(data)
        self._out.write(data)


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """A number as short as a thousandth of a point needs."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text_string(text: str) -> str:
    """Text outside the pages: titles, names."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def reference(key: int) -> str:
    """How one object names another."""
    return f"{key} 0 R"
