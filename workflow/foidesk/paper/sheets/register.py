"""Registers to print: a table over pages of A4 lying down, its head on every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import MM, PAGE_HEIGHT, PAGE_WIDTH, SIZE_2, Face
from foidesk.paper.sheets.drawable import drawable
from foidesk.paper.typeset.breaking import break_lines
from foidesk.paper.typeset.grid import Line, Page, Rule
from foidesk.paper.typeset.setting import Type, line_at, type_of

SIZE = (PAGE_HEIGHT, PAGE_WIDTH)  #: width and height of the page
_MARGIN = 15 * MM
_ROOM = SIZE[0] - 2 * _MARGIN
_FOOT = SIZE[1] - _MARGIN
_TEXT = 10.5  #: 五号
_PITCH = 15.0
_PADDING = 3.0
_WEIGHT = 0.5
_FEWEST = 4  #: lines at the foot of a page worth beginning a long row for


def register_pages(
    title: str,
    below: str,
    head: Sequence[str],
    shares: Sequence[float],
    rows: Iterable[Sequence[str]],
    measure: Measure,
) -> Iterator[Page]:
    """The pages of a register: title, a line below it, then the rows, one page after the other.

    `shares`: widths of the columns, in any unit. A row higher than a page goes on on the next.
    """
    table = _Table(shares, measure)
    drawn = _Opening(title, below, table.text, measure)
    header = table.drawn(table.broken(head, table.head), table.head)
    lines, rules, y = _put(drawn.lines, [], header, drawn.height)
    number = 1
    fresh = _lines_above_foot(_MARGIN + header[2])
    for cells in rows:
        left = table.broken(cells, table.text)
        while any(left):
            high, room = max(map(len, left)), _lines_above_foot(y)
            if high > room and (high <= fresh or room < _FEWEST):
                yield _page(lines, rules, number, table.text)
                number += 1
                lines, rules, y = _put([], [], header, _MARGIN)
                room = fresh
            part = table.drawn([column[:room] for column in left], table.text)
            left = [column[room:] for column in left]
            lines, rules, y = _put(lines, rules, part, y)
    yield _page(lines, rules, number, table.text)


def _lines_above_foot(y: float) -> int:
    """How many lines of a row fit below `y`."""
    return int((_FOOT - y - 2 * _PADDING) / _PITCH)


_Drawn = tuple[list[Line], list[Rule], float]  # lines and rules from the row's upper edge, and its height


class _Opening:
    def __init__(self, title: str, below: str, text: Type, measure: Measure) -> None:
        large = type_of(Face.TITLE, SIZE_2, measure)
        x = (SIZE[0] - large.width(title)) / 2
        self.lines = [line_at(title, large, x, _MARGIN + SIZE_2)]
        if below:
            self.lines.append(line_at(below, text, _MARGIN, _MARGIN + SIZE_2 + 2 * _PITCH))
        self.height = _MARGIN + SIZE_2 + 2.5 * _PITCH


class _Table:
    def __init__(self, shares: Sequence[float], measure: Measure) -> None:
        widths = [_ROOM * share / sum(shares) for share in shares]
        self.edges = list(accumulate(widths, initial=_MARGIN))
        self.text = type_of(Face.FANGSONG, _TEXT, measure)
        self.head = type_of(Face.HEI, _TEXT, measure)

    def broken(self, cells: Sequence[str], type_: Type) -> list[list[str]]:
        """The cells of a row in lines as wide as their columns; an empty one has one empty line."""
        return [
            [
                line
                for part in drawable(cell, type_).splitlines() or [""]
                for line in break_lines(part, type_.advances, *[right - left - 2 * _PADDING] * 2)
            ]
            for cell, (left, right) in zip(cells, pairwise(self.edges), strict=True)
        ]

    def drawn(self, broken: Sequence[Sequence[str]], type_: Type) -> _Drawn:
        """The row, from its upper edge."""
        height = max(map(len, broken)) * _PITCH + 2 * _PADDING
        lines = [
            line_at(
                text, type_, left + _PADDING, _PADDING + (n + 0.78) * _PITCH, room=right - left - 2 * _PADDING
            )
            for texts, (left, right) in zip(broken, pairwise(self.edges), strict=True)
            for n, text in enumerate(texts)
            if text
        ]
        across = [Rule(self.edges[0], y, self.edges[-1], y, _WEIGHT) for y in (0.0, height)]
        down = [Rule(x, 0.0, x, height, _WEIGHT) for x in self.edges]
        return lines, across + down, height


def _put(lines: list[Line], rules: list[Rule], row: _Drawn, y: float) -> tuple[list[Line], list[Rule], float]:
    more, boxes, height = row
    lines = lines + [Line(line.y + y, line.runs) for line in more]
    rules = rules + [Rule(r.x1, r.y1 + y, r.x2, r.y2 + y, r.weight) for r in boxes]
    return lines, rules, y + height


def _page(lines: list[Line], rules: list[Rule], number: int, type_: Type) -> Page:
    words = f"第{number}页"
    foot = line_at(words, type_, (SIZE[0] - type_.width(words)) / 2, SIZE[1] - _MARGIN / 2)
    return Page((*lines, foot), tuple(rules))
