"""Where signature and date stand in a DOCX (GB/T 9704—2012, 7.3.5), by indents that hold in any font."""

from __future__ import annotations

from collections.abc import Iterator

from foidesk.paper.docx.measure import TEXT
from foidesk.paper.docx.runs import lines
from foidesk.paper.docx.styles import ROW_TWIPS, indent, jc, spacing
from foidesk.paper.form import CELL, WIDTH, Face, Style
from foidesk.paper.typeset.titles import name_lines

_SEAL_ROWS = (
    2  #: blank rows above the signature: the top of a 42 mm seal then stands within a row of the text
)


def signed(name: str, date: str, *, sealed: bool) -> Iterator[str]:
    """The paragraphs of 署名 and of 成文日期; either may be empty."""
    names = name_lines(name, TEXT, WIDTH - 4 * CELL) if name else []
    widest, day = max(map(TEXT.width, names), default=0.0), TEXT.width(date)
    if sealed:
        place = date_place = _sealed(widest, day)
    else:
        place, date_place = _unsealed(widest, day, alone=len(names) == 1)
    above = spacing(before=(_SEAL_ROWS if sealed else 1) * ROW_TWIPS / 20)
    if name:
        yield _paragraph(Style.SIGNATURE, above + place, names)
    if date:
        yield _paragraph(Style.DATE, date_place if name else above + date_place, [date])


def _sealed(name: float, date: float) -> str:
    """Both on one axis: the date four characters in, further if a long signature needs it to stay two in.

    Not flush right: then they would stand apart wherever a program draws digits wider than 仿宋 has them.
    """
    return _centred(WIDTH - max(4 * CELL + date / 2, 2 * CELL + name / 2))


def _unsealed(name: float, date: float, *, alone: bool) -> tuple[str, str]:
    """The signature two characters in; the date begins two characters right of it, and stays two in as well."""
    widest = max(name, 2 * CELL + date)
    left = WIDTH - 2 * CELL - widest
    return indent(left=left) if alone else _centred(left + widest / 2), indent(left=left + 2 * CELL)


def _centred(axis: float) -> str:
    """Centred on an axis so far from the left edge of the type area."""
    return indent(left=max(2 * axis - WIDTH, 0.0), right=max(WIDTH - 2 * axis, 0.0)) + jc("center")


def _paragraph(style: Style, place: str, texts: list[str]) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style.value}"/>{place}</w:pPr>{lines(texts, Face.FANGSONG)}</w:p>'
