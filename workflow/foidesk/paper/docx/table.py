"""A table of a letter as DOCX: ruled, the head repeated on every page, no row parted."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from foidesk.paper import form
from foidesk.paper.docx.measure import measure
from foidesk.paper.docx.runs import lines
from foidesk.paper.docx.styles import CELL_TEXT, HAIRLINE, ROW_TWIPS, SMALL_CELL_TEXT, jc, twips
from foidesk.paper.form import Face
from foidesk.paper.letter import Block
from foidesk.paper.typeset.breaking import break_lines
from foidesk.paper.typeset.setting import type_of
from foidesk.paper.typeset.tables import PADDING, PITCH, WEIGHT, column_edges

#: Parts a table from another that follows: Word would merge them. It also ends a letter, which no table may.
SEAM = f'<w:p><w:pPr><w:pStyle w:val="{HAIRLINE}"/></w:pPr></w:p>'

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
#: Points left and right in a cell; half of what is reckoned with, so that there is room to spare.
_MARGIN = PADDING / 2
_MARGINS = "".join(f'<w:{side} w:w="{twips(_MARGIN)}" w:type="dxa"/>' for side in ("left", "right"))
_RULES = 0.8  #: points of a row that its rules and the seam to the next table take
_TIGHTEST = 1.0  #: points by which characters are drawn together at most

_GAP = 0.25  #: between digits and characters, in type sizes
_WIDER = 0.1  #: of a digit, in type sizes
_LATIN = re.compile("[0-9A-Za-z]")
_CHANGE_OF_SCRIPT = re.compile("(?<=[0-9A-Za-z])(?=[\u2e80-\u9fff])|(?<=[\u2e80-\u9fff])(?=[0-9A-Za-z])")


def table(block: Block, *, joined: bool = False) -> str:
    """The w:tbl of a block; one `joined` to the table above has no rule of its own between them."""
    borders = "".join(
        f'<w:{side} w:val="{"nil" if joined and side == "top" else "single"}" w:sz="4" w:space="0" w:color="000000"/>'
        for side in _SIDES
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{twips(form.WIDTH)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>'
    )
    widths = [right - left for left, right in pairwise(column_edges(block))]
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    rows = "".join(
        _row(cells, widths, tall=block.tall, head=block.headed and number == 0)
        for number, cells in enumerate(block.rows)
    )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(cells: Sequence[str], widths: Sequence[float], *, tall: int, head: bool) -> str:
    size = form.table_size(len(widths))
    deep = [_depth(text, width, size) for text, width in zip(cells, widths, strict=False)]
    height = max(1 if head else tall, math.ceil(max(deep, default=1) * PITCH / form.ROW - 0.001))
    if height + 1 < form.ROWS:
        depth = height * ROW_TWIPS - twips(_RULES)
        whole = f'<w:cantSplit/><w:trHeight w:val="{depth}" w:hRule="atLeast"/>'
    else:
        whole = ""  # a row that no page can hold under a head must be parted
    repeated = "<w:tblHeader/>" if head else ""
    written = "".join(
        _cell(text, width, size, head=head, alone=depth == 1)
        for text, width, depth in zip(cells, widths, deep, strict=False)
    )
    return f"<w:tr><w:trPr>{whole}{repeated}</w:trPr>{written}</w:tr>"


def _depth(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a cell."""
    of = type_of(Face.FANGSONG, size, measure)
    if "\n" not in text and of.width(text) <= width - 2 * WEIGHT:
        return 1
    room = width - 2 * PADDING
    return sum(len(break_lines(part, of.advances, room, room)) for part in text.split("\n"))


def _cell(text: str, width: float, size: float, *, head: bool, alone: bool) -> str:
    """A cell; a line break in its text begins a paragraph."""
    style = CELL_TEXT if size == form.SIZE_4 else SMALL_CELL_TEXT
    face = Face.HEI if head else Face.FANGSONG
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{jc("center" if alone else "left")}</w:pPr>'
    paragraphs = "".join(
        f"<w:p>{properties}{lines([part], face, _tracking(part, width, size, alone=alone)) if part else ''}</w:p>"
        for part in text.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraphs}</w:tc>"
    )


def _tracking(text: str, width: float, size: float, *, alone: bool) -> str:
    """The w:spacing that draws a text together so that it keeps the lines reckoned for it.

    It makes up for the gaps that LibreOffice puts between digits and characters and for digits wider than those of
    仿宋, and keeps on one line what was reckoned to stand on one.
    """
    wanting = size * (_GAP * len(_CHANGE_OF_SCRIPT.findall(text)) + _WIDER * len(_LATIN.findall(text)))
    if alone:
        wanting += type_of(Face.FANGSONG, size, measure).width(text) - (width - 2 * _MARGIN - _RULES)
    tracking = min(wanting / len(text), _TIGHTEST)
    return f'<w:spacing w:val="{-math.ceil(tracking * 20)}"/>' if tracking > 0 else ""
