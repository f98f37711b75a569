"""Signature and date with or without a seal: GB/T 9704—2012, 7.3.5."""

from __future__ import annotations

from collections.abc import Sequence

from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import CELL, LEFT, SIZE_3, WIDTH, Face
from foidesk.paper.typeset.grid import Row
from foidesk.paper.typeset.setting import Type, line_at, row_baseline, type_of
from foidesk.paper.typeset.titles import name_lines

#: Blank rows above a signature that will be sealed: the top of a 42 mm seal then stands within a row of the text.
_SEAL_ROWS = 2
_RIGHT = LEFT + WIDTH
_Part = tuple[int, ...]


def signature_rows(
    agency: str, date: str, *, sealed: bool, measure: Measure, agency_part: _Part, date_part: _Part
) -> list[Row]:
    """The rows of the signature and the date below it, never parted; either may be empty."""
    type_ = type_of(Face.FANGSONG, SIZE_3, measure)
    names = name_lines(agency, type_, WIDTH - 4 * CELL) if agency else []
    axis, date_x = _sealed(names, date, type_) if sealed else _unsealed(names, date, type_)
    y = row_baseline(SIZE_3)
    lines = [line_at(name, type_, axis - type_.width(name) / 2, y, part=agency_part) for name in names]
    if date:
        lines.append(line_at(date, type_, date_x, y, part=date_part))
    blank = [Row(keep=True)] * (_SEAL_ROWS if sealed else 1)
    return blank + [Row((line,), keep=line is not lines[-1]) for line in lines]


def _sealed(names: Sequence[str], date: str, type_: Type) -> tuple[float, float]:
    """The axis of both; the date four characters in, further if a long signature needs it to stay two in."""
    widest = max(map(type_.width, names), default=0.0)
    date_width = type_.width(date)
    axis = min(_RIGHT - 4 * CELL - date_width / 2, _RIGHT - 2 * CELL - widest / 2)
    return axis, axis - date_width / 2


def _unsealed(names: Sequence[str], date: str, type_: Type) -> tuple[float, float]:
    """The signature two characters in; the date begins two characters right of it, and stays two in as well."""
    widest = max(map(type_.width, names), default=0.0)
    left = _RIGHT - 2 * CELL - max(widest, 2 * CELL + type_.width(date))
    return left + widest / 2, left + 2 * CELL
