"""One line of text: tracking to the grid, spreading to full width, runs of one font."""

from __future__ import annotations

from collections.abc import Sequence

from foidesk.paper.breaking import Advance
from foidesk.paper.fonts import Measure
from foidesk.paper.form import BLACK, CELL, INK_ABOVE_BASELINE, ROW, SIZE_3, Face
from foidesk.paper.grid import Colour, Line, Run

_MOST_SPREAD = 0.2  #: of the type size; a line left much too short by a long address stays as it is


def tracking_of(size: float) -> float:
    """Space after each character, in points: 3号 is drawn together so that 28 fill the line."""
    return CELL - SIZE_3 if size == SIZE_3 else 0.0


def advance_of(face: Face, size: float, measure: Measure) -> Advance:
    """The width of a character with its tracking, as a function of the character."""
    tracking = tracking_of(size)
    return lambda character: measure(character, face).width * size + tracking


def width_of(text: str, face: Face, size: float, measure: Measure) -> float:
    """The width of a line, in points."""
    return sum(map(advance_of(face, size, measure), text))


def row_baseline(size: float, height: float = ROW) -> float:
    """The baseline that centres the ink of Chinese characters in a row."""
    return (height - size) / 2 + size * (INK_ABOVE_BASELINE + 0.03)


def line_at(
    text: str,
    face: Face,
    size: float,
    x: float,
    measure: Measure,
    colour: Colour = BLACK,
    spread_to: float | None = None,
) -> Line:
    """The text from `x` on, on the baseline 0, spread to a width if one is given."""
    gaps = [tracking_of(size)] * len(text)
    if spread_to is not None:
        _spread(text, gaps, spread_to - width_of(text, face, size, measure), size)
    return Line(0.0, _runs(text, face, size, x, gaps, measure, colour))


def _spread(text: str, gaps: list[float], excess: float, size: float) -> None:
    """Share out the rest of the line over the gaps, but not inside words and numbers."""
    open_gaps = [i for i in range(len(text) - 1) if not (_latin(text[i]) and _latin(text[i + 1]))]
    if open_gaps and abs(excess) / len(open_gaps) <= size * _MOST_SPREAD:
        for i in open_gaps:
            gaps[i] += excess / len(open_gaps)


def _latin(character: str) -> bool:
    return character < "\u0250" and not character.isspace()


def _runs(
    text: str,
    face: Face,
    size: float,
    x: float,
    gaps: Sequence[float],
    measure: Measure,
    colour: Colour,
) -> tuple[Run, ...]:
    runs: list[Run] = []
    for i, character in enumerate(text):
        glyph = measure(character, face)
        last = runs[-1] if runs else None
        if last and last.font == glyph.font and gaps[i - 1] == last.spacing:
            runs[-1] = Run(last.x, last.text + character, last.font, size, last.spacing, colour)
        else:
            runs.append(Run(x, character, glyph.font, size, gaps[i], colour))
        x += glyph.width * size + gaps[i]
    return tuple(runs)
