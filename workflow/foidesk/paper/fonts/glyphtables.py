"""The large tables of a TrueType font, read whole: which glyph a character has, how wide and where it is.

reportlab reads them number by number, which takes as long as everything else of a letter made alone.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence

_WINDOWS, _UNICODE = 3, 0


def characters(data: memoryview, table: int) -> dict[int, int] | None:
    """Character -> glyph, from the `cmap` at `table`; None if it is of a form seldom met."""
    (count,) = struct.unpack_from(">2xH", data, table)
    known = [struct.unpack_from(">HHL", data, table + 4 + 8 * record) for record in range(count)]
    fitting = [
        (platform, encoding, at) for platform, encoding, at in known if platform in (_WINDOWS, _UNICODE)
    ]
    for _, _, at in sorted(fitting, reverse=True):  # Windows first, and there the one beyond U+FFFF
        start = table + at
        (form,) = struct.unpack_from(">H", data, start)
        if form == 12:
            return _groups(data, start)
        if form == 4:
            return _segments(data, start)
    return None


def _groups(data: memoryview, start: int) -> dict[int, int]:
    """Format 12: runs of characters with runs of glyphs."""
    (count,) = struct.unpack_from(">L", data, start + 12)
    numbers = _numbers(data, "I", start + 16, 3 * count)
    found: dict[int, int] = {}
    for first, last, glyph in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return found


def _segments(data: memoryview, start: int) -> dict[int, int]:
    """Format 4: ranges with a shift, or with a place in a list of glyphs."""
    length, doubled = struct.unpack_from(">2xH2xH", data, start)
    count, shift = doubled // 2, start + 16 + doubled
    lasts = _numbers(data, "H", start + 14, count)
    firsts = _numbers(data, "H", shift, count)
    deltas = _numbers(data, "H", shift + doubled, count)
    offsets = _numbers(data, "H", shift + 2 * doubled, count)
    found: dict[int, int] = {}
    for segment, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        if offset:
            at = shift + 2 * doubled + 2 * segment + offset
            room = max(0, (start + length - at) // 2)
            listed = _numbers(data, "H", at, min(last - first + 1, room))
            found.update((first + i, (glyph + delta) & 0xFFFF) for i, glyph in enumerate(listed) if glyph)
        else:
            found.update((character, (character + delta) & 0xFFFF) for character in range(first, last + 1))
    return found


def metrics(data: memoryview, table: int, full: int, glyphs: int) -> list[tuple[int, int]]:
    """Advance and left bearing of each glyph, from `hmtx`; from the `full`-th on all have one advance."""
    pairs = _numbers(data, "H", table, 2 * full)
    bearings = _numbers(data, "H", table + 4 * full, glyphs - full)
    return [*zip(pairs[::2], pairs[1::2], strict=True), *((pairs[-2], bearing) for bearing in bearings)]


def places(data: memoryview, table: int, long: bool, glyphs: int) -> Sequence[int]:
    """Where the outline of each glyph begins in `glyf`, and where the last one ends, from `loca`."""
    if long:
        return _numbers(data, "I", table, glyphs + 1)
    return [2 * half for half in _numbers(data, "H", table, glyphs + 1)]


def _numbers(data: memoryview, kind: str, start: int, count: int) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(data[start : start + count * numbers.itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
