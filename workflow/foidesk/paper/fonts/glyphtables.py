"""The large tables of a TrueType font: which glyph a character has, how wide and where it is.

reportlab reads them number by number, which takes as long as everything else of a letter made alone. A letter asks
for 300 of 30,000 characters, so each is looked up in the table itself when it is asked for.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

_WINDOWS, _UNICODE = 3, 0


def characters(data: memoryview, table: int, glyphs: int) -> Mapping[int, int] | None:
    """Character -> glyph, from the `cmap` at `table` of a font of so many glyphs; None if it is of a form seldom met.

    Characters without a glyph are not in it. Raises ValueError or struct.error if the table is cut off.
    """
    (count,) = struct.unpack_from(">2xH", data, table)
    known = [struct.unpack_from(">HHL", data, table + 4 + 8 * record) for record in range(count)]
    fitting = [
        (platform, encoding, at) for platform, encoding, at in known if platform in (_WINDOWS, _UNICODE)
    ]
    for _, _, at in sorted(fitting, reverse=True):  # Windows first, and there the one beyond U+FFFF
        start = table + at
        (form,) = struct.unpack_from(">H", data, start)
        if form == 12:
            return _Groups(data, start, glyphs)
        if form == 4:
            return _Segments(data, start, glyphs)
    return None


class _Ranges(Mapping[int, int]):
    """Ranges of characters, in order, from `firsts` to `lasts`; how one leads to glyphs is a matter of the form."""

    def __init__(self, firsts: Sequence[int], lasts: Sequence[int], glyphs: int) -> None:
        self._firsts, self._lasts = firsts, lasts
        self._glyphs = glyphs

    def __getitem__(self, character: int) -> int:
        place = bisect_left(self._lasts, character)
        if place < len(self._lasts) and character >= self._firsts[place]:
            glyph = self._glyph(place, character)
            if 0 < glyph < self._glyphs:
                return glyph
        raise KeyError(character)

    def __iter__(self) -> Iterator[int]:
        for first, last in zip(self._firsts, self._lasts, strict=True):
            yield from filter(self.__contains__, range(first, last + 1))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _glyph(self, place: int, character: int) -> int:
        raise NotImplementedError


class _Groups(_Ranges):
    """Format 12: runs of characters with runs of glyphs."""

    def __init__(self, data: memoryview, start: int, glyphs: int) -> None:
        (count,) = struct.unpack_from(">L", data, start + 12)
        numbers = _numbers(data, "I", start + 16, 3 * count)
        super().__init__(numbers[::3], numbers[1::3], glyphs)
        self._starts = numbers[2::3]

    def _glyph(self, place: int, character: int) -> int:
        return self._starts[place] + character - self._firsts[place]


class _Segments(_Ranges):
    """Format 4: ranges with a shift, or with a place in a list of glyphs."""

    def __init__(self, data: memoryview, start: int, glyphs: int) -> None:
        length, doubled = struct.unpack_from(">2xH2xH", data, start)
        count, shift = doubled // 2, start + 16 + doubled
        lasts = _numbers(data, "H", start + 14, count)
        super().__init__(_numbers(data, "H", shift, count), lasts, glyphs)
        self._deltas = _numbers(data, "H", shift + doubled, count)
        self._offsets = _numbers(data, "H", shift + 2 * doubled, count)
        self._data, self._end = data, min(start + length, len(data))
        self._listed_at = shift + 2 * doubled  #: the offsets count from their own place in the file

    def _glyph(self, place: int, character: int) -> int:
        delta, offset = self._deltas[place], self._offsets[place]
        if not offset:
            return (character + delta) & 0xFFFF
        at = self._listed_at + 2 * place + offset + 2 * (character - self._firsts[place])
        if at + 2 > self._end:
            return 0
        (listed,) = struct.unpack_from(">H", self._data, at)
        return (listed + delta) & 0xFFFF if listed else 0


class Metrics:
    """Advance and left bearing of each glyph, from `hmtx`; from the `full`-th on all have one advance."""

    def __init__(self, data: memoryview, table: int, full: int, glyphs: int) -> None:
        self._pairs = _numbers(data, "H", table, 2 * full)
        self._bearings = _numbers(data, "H", table + 4 * full, max(0, glyphs - full))
        self._full = full

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        if glyph < self._full:
            return self._pairs[2 * glyph], self._pairs[2 * glyph + 1]
        return self._pairs[-2], self._bearings[glyph - self._full]


def places(data: memoryview, table: int, long: bool, glyphs: int) -> Sequence[int]:
    """Where the outline of each glyph begins in `glyf`, and where the last one ends, from `loca`."""
    if long:
        return _numbers(data, "I", table, glyphs + 1)
    return [2 * half for half in _numbers(data, "H", table, glyphs + 1)]


def _numbers(data: memoryview, kind: str, start: int, count: int) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(data[start : start + count * numbers.itemsize])
    if len(numbers) < count:
        raise ValueError("the font is cut off inside a table")
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
