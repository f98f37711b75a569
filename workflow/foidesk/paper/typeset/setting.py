"""One line of text: tracking to the grid, spread or squeezed to its width, in runs of one font."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from re import compile as pattern

from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import BLACK, CELL, INK_ABOVE_BASELINE, ROW, SIZE_3, Face
from foidesk.paper.typeset.breaking import give
from foidesk.paper.typeset.grid import Colour, Line, Run

_SLACK = 0.01  #: points; sums of widths are not exact
_MOST_SPREAD = 0.2  #: of the type size; a line left much too short by a long address stays as it is

#: Words and numbers, dashes and ellipses are not spread inside.
_SOLID = pattern(r"[!-~\u00a1-\u00b6\u00b8-\u024f]{2,}|—{2,}|…{2,}")

#: Characters, the spacing after each, and what is added after the last.
_Piece = tuple[str, float, float]


class Type:
    """A face at a size: the width of each character with its tracking, and what draws it. Lengths in points.

    Raises NoGlyph for a character that no font has.
    """

    def __init__(self, face: Face, size: float, measure: Measure) -> None:
        self.face, self.size = face, size
        #: Points after each character; 3号 is drawn together so that 28 fill the line.
        self.tracking = CELL - SIZE_3 if size == SIZE_3 else 0.0
        self.advances: dict[str, float] = _Advances(self, measure)
        self.fonts: dict[str, str] = {}
        self.names: set[str] = set()  #: of the fonts met so far
        self.tops: dict[str, float] = {}
        self.bottoms: dict[str, float] = {}

    def width(self, text: str) -> float:
        """The width of a line."""
        return sum(map(self.advances.__getitem__, text))

    def spans(self, text: str) -> Iterable[tuple[str, str]]:
        """The fonts that draw a text whose width was asked before, with their characters."""
        if len(self.names) == 1 and text:
            return [(self.fonts[text[0]], text)]
        return ((font, "".join(span)) for font, span in groupby(text, self.fonts.__getitem__))

    def ink_top(self, text: str) -> float:
        """How far the ink of a line reaches above its baseline."""
        self.width(text)
        return max(map(self.tops.__getitem__, text))

    def ink_bottom(self, text: str) -> float:
        """How far the ink of a line reaches below its baseline."""
        self.width(text)
        return max(map(self.bottoms.__getitem__, text))


class _Advances(dict[str, float]):
    """Asks the measure once for each character."""

    def __init__(self, of: Type, measure: Measure) -> None:
        self._of, self._measure = of, measure

    def __missing__(self, character: str) -> float:
        of = self._of
        glyph = self._measure(character, of.face)
        of.fonts[character] = glyph.font
        of.names.add(glyph.font)
        of.tops[character] = glyph.top * of.size
        of.bottoms[character] = -glyph.bottom * of.size
        advance = self[character] = glyph.width * of.size + of.tracking
        return advance


@lru_cache(maxsize=32)
def type_of(face: Face, size: float, measure: Measure) -> Type:
    """The face at a size; what was measured once is known to all letters that `measure` is used for."""
    return Type(face, size, measure)


def row_baseline(size: float, height: float = ROW) -> float:
    """The baseline that centres the ink of Chinese characters in a row."""
    return (height - size) / 2 + size * (INK_ABOVE_BASELINE + 0.03)


def line_at(
    text: str,
    type_: Type,
    x: float,
    y: float = 0.0,
    *,
    room: float = math.inf,
    spread: bool = False,
    part: tuple[int, ...] = (),
    colour: Colour = BLACK,
) -> Line:
    """The text from `x` on, on the baseline `y`; squeezed into `room`, and spread to fill it if so wished."""
    wanting = room - type_.width(text)
    if wanting < -_SLACK:
        pieces = _squeezed(text, type_, -wanting)
    elif spread and wanting > _SLACK:
        pieces = _spread(text, type_, wanting)
    else:
        pieces = [(text, type_.tracking, 0.0)]
    if (
        len(pieces) == 1 and len(type_.names) == 1 and text
    ):  # most lines: nothing follows, so no width is asked
        spacing = pieces[0][1]
        return Line(y, (Run(x, text, type_.fonts[text[0]], type_.size, spacing, colour),), part)
    runs: list[Run] = []
    for piece, spacing, after in pieces:
        for font, span in type_.spans(piece):
            runs.append(Run(x, span, font, type_.size, spacing, colour))
            x += type_.width(span) + len(span) * (spacing - type_.tracking)
        x += after
    return Line(y, tuple(runs), part)


def _spread(text: str, type_: Type, wanting: float) -> list[_Piece]:
    """Share out the rest of the line over the gaps, but not inside words and numbers.

    A line that would be spread too wide is left as it is.
    """
    solid = [match.span() for match in _SOLID.finditer(text)]
    gaps = len(text) - 1 - sum(end - start - 1 for start, end in solid)
    share = wanting / gaps if gaps > 0 else wanting
    if share > type_.size * _MOST_SPREAD:
        return [(text, type_.tracking, 0.0)]
    open_spacing = type_.tracking + share
    pieces: list[_Piece] = []
    at = 0
    for start, end in solid:
        if at < start:
            pieces.append((text[at:start], open_spacing, 0.0))
        pieces.append((text[start:end], type_.tracking, share))
        at = end
    if at < len(text):
        pieces.append((text[at:], open_spacing, 0.0))
    return pieces


def _squeezed(text: str, type_: Type, over: float) -> list[_Piece]:
    """Take what the line is too long from the blank halves of its full-width marks."""
    taken: dict[int, float] = {}
    for tier in give(text, type_.advances):
        can_give = sum(points for _, points in tier)
        share = min(1.0, over / can_give) if can_give else 0.0
        for place, points in tier:
            taken[place] = points * share
        over -= can_give * share
    pieces: list[_Piece] = []
    at = 0
    for place in sorted(place for place in taken if taken[place]):
        pieces.append((text[at : place + 1], type_.tracking, -taken[place]))
        at = place + 1
    if at < len(text):
        pieces.append((text[at:], type_.tracking, 0.0))
    return pieces
