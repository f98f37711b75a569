"""Simple tables on the grid: the computation of a fee, a form to fill in."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import LEFT, ROW, ROWS, WIDTH, Face
from foidesk.paper.letter import Block
from foidesk.paper.typeset.breaking import break_lines
from foidesk.paper.typeset.grid import Line, Row, Rule
from foidesk.paper.typeset.setting import Type, line_at, row_baseline, type_of

PADDING = 4.0  #: points left and right inside a cell
PITCH = 18.5  #: between the lines inside a cell; three stand in two grid rows
WEIGHT = 0.6

_SLICE = 2  #: grid rows of the pieces of a row that is higher than a page
_LINES_OF_SLICE = 3

_Cell = list[tuple[str, bool]]  # its lines, and whether a line ends its paragraph


def column_edges(block: Block) -> list[float]:
    """The x of each vertical rule; columns of equal width unless the template gives shares."""
    shares = block.widths or (1.0,) * max(map(len, block.rows), default=1)
    edges = [LEFT]
    for share in shares:
        edges.append(edges[-1] + WIDTH * share / sum(shares))
    return edges


def table_rows(block: Block, place: int, measure: Measure) -> list[Row]:
    """One Row for each row of the table; the head stays with the first and is said again on each page.

    `place` is the number of the block in its letter. A line break in a cell begins a paragraph. A row is
    parted between its lines only where no page can hold it.
    """
    table = _Table(block, place, measure)
    rows: list[Row] = []
    head: tuple[Row, ...] = ()
    for number in range(len(block.rows)):
        is_head = block.headed and number == 0
        above = sum(row.height for row in head)
        rows.extend(replace(row, again=head) for row in table.row(number, is_head, above))
        if is_head:
            head = (replace(rows[0], lines=tuple(replace(line, part=()) for line in rows[0].lines)),)
            rows[0] = rows[0].kept()
    if len(block.rows) > 1:
        rows[-2] = rows[-2].kept()  # the last row does not stand alone
    return rows


class _Table:
    def __init__(self, block: Block, place: int, measure: Measure) -> None:
        self._block, self._place = block, place
        self._edges = column_edges(block)
        self._size = form.table_size(len(self._edges) - 1)
        self._text = type_of(Face.FANGSONG, self._size, measure)
        self._head = type_of(Face.HEI, self._size, measure)

    def row(self, number: int, is_head: bool, head_height: int) -> list[Row]:
        type_ = self._head if is_head else self._text
        cells = [
            _broken(cell, type_, right - left - 2 * PADDING)
            for cell, (left, right) in zip(self._block.rows[number], pairwise(self._edges), strict=False)
        ]
        deepest = max(map(len, cells), default=1)
        height = max(1 if is_head else self._block.tall, math.ceil(deepest * PITCH / ROW - 0.001))
        if height > ROWS - head_height:
            return self._slices(number, cells, type_, deepest)
        lines = self._lines(number, cells, type_, height)
        return [Row(tuple(lines), self._box(height, "top", "bottom"), height)]

    def _slices(self, number: int, cells: list[_Cell], type_: Type, deepest: int) -> list[Row]:
        """A row that no page can hold, a few lines at a time; its box is closed where a page ends."""
        slices = []
        for start in range(0, deepest, _LINES_OF_SLICE):
            part = [cell[start : start + _LINES_OF_SLICE] for cell in cells]
            ends = ["top"] * (start == 0) + ["bottom"] * (start + _LINES_OF_SLICE >= deepest)
            lines = self._lines(number, part, type_, _SLICE, from_top=True)
            slices.append(
                Row(tuple(lines), self._box(_SLICE, *ends), _SLICE, closing=self._box(_SLICE, "bottom"))
            )
        return slices

    def _lines(
        self, number: int, cells: list[_Cell], type_: Type, height: int, *, from_top: bool = False
    ) -> list[Line]:
        """Short text in the middle of its cell, longer text from the left edge."""
        lines = []
        for column, (cell, (left, right)) in enumerate(zip(cells, pairwise(self._edges), strict=False)):
            alone = len(cell) == 1 and not from_top
            padding = WEIGHT if alone else PADDING
            room = right - left - 2 * padding
            part = (self._place, number, column)
            pitch = _SLICE * ROW / _LINES_OF_SLICE if from_top else PITCH  # slices follow without a seam
            y = 0.0 if from_top else (height * ROW - len(cell) * pitch) / 2
            y += row_baseline(self._size, pitch)
            for text, last in cell:
                if text:
                    indent = max(0.0, room - type_.width(text)) / 2 if alone else 0.0
                    x = left + padding + indent
                    lines.append(line_at(text, type_, x, y, room=room, spread=not last, part=part))
                y += pitch
        return lines

    def _box(self, height: int, *across: str) -> tuple[Rule, ...]:
        x1, x2, depth = self._edges[0], self._edges[-1], height * ROW
        heights = [depth if side == "bottom" else 0.0 for side in across]
        down = [Rule(x, 0.0, x, depth, WEIGHT) for x in self._edges]
        return (*(Rule(x1, y, x2, y, WEIGHT) for y in heights), *down)


def _broken(cell: str, type_: Type, room: float) -> _Cell:
    if "\n" not in cell and type_.width(cell) <= room + 2 * (PADDING - WEIGHT):
        return [(cell.strip(" "), True)]  # a heading of two characters need not keep to the padding
    lines: _Cell = []
    for paragraph in cell.split("\n"):
        texts = break_lines(paragraph, type_.advances, room, room)
        lines += [(text, number == len(texts) - 1) for number, text in enumerate(texts)]
    return lines
