"""Simple tables on the grid: the computation of a fee, a form to fill in."""

from __future__ import annotations

import math

from foidesk.paper import form
from foidesk.paper.breaking import break_lines
from foidesk.paper.fonts import Measure
from foidesk.paper.form import LEFT, ROW, WIDTH, Face, Style
from foidesk.paper.grid import Line, Row, Rule, shifted
from foidesk.paper.letter import Block
from foidesk.paper.setting import advance_of, line_at, row_baseline, width_of

PADDING = 4.0  #: points left and right inside a cell
PITCH = 20.0  #: between the lines inside a cell
WEIGHT = 0.6


def column_edges(block: Block) -> list[float]:
    """The x of each vertical rule; columns of equal width unless the template gives shares."""
    shares = block.widths or (1.0,) * len(block.rows[0])
    edges = [LEFT]
    for share in shares:
        edges.append(edges[-1] + WIDTH * share / sum(shares))
    return edges


def table_rows(block: Block, measure: Measure) -> list[Row]:
    """One Row for each row of the table; the head stays with the first."""
    edges = column_edges(block)
    size = form.size_of(Style.TABLE)
    rows = []
    for number, cells in enumerate(block.rows):
        head = block.headed and number == 0
        face = Face.HEI if head else Face.FANGSONG
        texts = [
            break_lines(cell, advance_of(face, size, measure), *[right - left - 2 * PADDING] * 2)
            for cell, left, right in zip(cells, edges, edges[1:], strict=False)
        ]
        deepest = max(len(lines) for lines in texts)
        height = max(block.tall if not head else 1, math.ceil((deepest * PITCH + PADDING) / ROW))
        lines = [
            line
            for cell, left, right in zip(texts, edges, edges[1:], strict=False)
            for line in _cell(cell, face, size, left, right, height * ROW, measure)
        ]
        keep = number == len(block.rows) - 2 or head
        rows.append(Row(tuple(lines), _box(edges, height * ROW), height, keep=keep))
    return rows


def _cell(
    texts: list[str], face: Face, size: float, left: float, right: float, height: float, measure: Measure
) -> list[Line]:
    """Short text in the middle of its cell, longer text from the left edge."""
    top = (height - len(texts) * PITCH) / 2
    lines = []
    for number, text in enumerate(texts):
        if not text:
            continue
        room = right - left - width_of(text, face, size, measure)
        x = left + (room / 2 if len(texts) == 1 else PADDING)
        line = line_at(text, face, size, x, measure)
        lines.append(shifted(line, top + number * PITCH + row_baseline(size, PITCH)))
    return lines


def _box(edges: list[float], height: float) -> tuple[Rule, ...]:
    across = [Rule(edges[0], y, edges[-1], y, WEIGHT) for y in (0.0, height)]
    down = [Rule(x, 0.0, x, height, WEIGHT) for x in edges]
    return (*across, *down)
