"""A Letter on paper: every character placed on the 22 × 28 grid of GB/T 9704, in 信函格式.

Pure: which font draws a character, how wide it is and how high its ink comes in as an argument. Lengths in points
from the upper left corner of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import CELL, LEFT, ROW, WIDTH, Face, Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.typeset.breaking import break_lines
from foidesk.paper.typeset.grid import Line, Page, Row, fill
from foidesk.paper.typeset.redhead import red_head
from foidesk.paper.typeset.setting import Type, line_at, row_baseline, type_of
from foidesk.paper.typeset.signature import signature_rows
from foidesk.paper.typeset.tables import table_rows
from foidesk.paper.typeset.titles import title_lines

_RIGHT = LEFT + WIDTH
_BLANK = Row(keep=True)
_TEXT_WITH_SIGNATURE = 2  #: rows of text at least that stand on the page of the signature
_ATTACHMENT_HEAD = re.compile(r"(?:附件：)?(?:\d+\. )?")


def typeset(letter: Letter, measure: Measure, *, numbered: bool = True) -> tuple[Page, ...]:
    """The pages of the letter. Raises NoGlyph for a character that no font has.

    Each title after the first begins a page. `numbered`: whether the pages carry their numbers.
    """
    head = red_head(letter, measure) if letter.head else None
    rows: list[Row] = []
    for place, block in enumerate(letter.blocks):
        if block.style is Style.SIGNATURE:
            _keep_text(rows)
        rows += _block_rows(letter, place, block, measure)
    pages = fill(rows, head.rows if head else 0)
    if head:
        pages[0] = Page(head.lines + pages[0].lines, head.rules + pages[0].rules)
    if not numbered:
        return tuple(pages)
    return tuple(_numbered(page, number, measure) for number, page in enumerate(pages, 1))


def _block_rows(letter: Letter, place: int, block: Block, measure: Measure) -> Sequence[Row]:
    before = letter.blocks[place - 1].style if place else None
    match block.style:
        case Style.BODY:
            return _paragraphs(block.text, block.style, place, 2, measure)
        case Style.TABLE:
            return _table(letter, place, block, measure)
        case Style.HEADING | Style.SUBHEADING:
            return [row.kept() for row in _paragraphs(block.text, block.style, place, 2, measure)]
        case Style.NUMBER:
            return [] if letter.head or not block.text else [_number(block, place, measure)]
        case Style.TITLE:
            return _headline(letter, place, block, measure)
        case Style.ADDRESSEE:
            return [_BLANK, *_paragraphs(block.text, block.style, place, 0, measure)]
        case Style.ATTACHMENTS:
            return [_BLANK] * (before is not Style.ATTACHMENTS) + _attachment(block, place, measure)
        case Style.SIGNATURE:
            return _signature(letter, place, block.text, measure)
        case Style.DATE:
            return [] if before is Style.SIGNATURE else _signature(letter, place - 1, "", measure)
        case Style.ATTACHED_LABEL:
            label = line_at(block.text, _type(block, measure), LEFT, row_baseline(form.SIZE_3), part=(place,))
            return [Row((label,), keep=True, new_page=True), _BLANK]
        case Style.ATTACHED:
            return [*_title(block, place, measure), _BLANK]


def _type(block: Block, measure: Measure) -> Type:
    return type_of(form.face_of(block.style), form.size_of(block.style), measure)


@lru_cache(maxsize=256)  # letters of one kind share most of their paragraphs
def _paragraphs(text: str, style: Style, place: int, first: int, measure: Measure) -> tuple[Row, ...]:
    """Lines spread to full width but for the last of a paragraph; `first`: its indent in characters."""
    size = form.size_of(style)
    type_, y, part = type_of(form.face_of(style), size, measure), row_baseline(size), (place,)
    indent = first * CELL
    rows = []
    for paragraph in text.split("\n"):
        texts = break_lines(paragraph, type_.advances, WIDTH - indent, WIDTH)
        x = LEFT + indent
        for number, line in enumerate(texts, 1):
            spread = number < len(texts)
            set_line = line_at(line, type_, x, y, room=_RIGHT - x, spread=spread, part=part)
            rows.append(Row((set_line,)) if line else Row())
            x = LEFT
    return tuple(rows)


def _table(letter: Letter, place: int, block: Block, measure: Measure) -> list[Row]:
    rows = table_rows(block, place, measure)
    following = letter.blocks[place + 1 : place + 2]
    if rows and following and following[0].style is Style.TABLE:
        rows[-1] = rows[-1].kept()  # a sum does not stand alone
    return rows


def _attachment(block: Block, place: int, measure: Measure) -> list[Row]:
    """附件：1. …; turned lines align with the first character of the name."""
    type_, y, part = _type(block, measure), row_baseline(form.SIZE_3), (place,)
    match = _ATTACHMENT_HEAD.match(block.text)
    head = match[0] if match else ""
    left = LEFT + (2 if head.startswith("附件") else 5) * CELL
    x = left + type_.width(head)
    name = block.text[len(head) :]
    texts = break_lines(name, type_.advances, _RIGHT - x, _RIGHT - x)
    if len(texts[-1]) == 1 < len(texts):  # no single character on a line of its own
        texts = break_lines(name, type_.advances, _RIGHT - x - CELL, _RIGHT - x - CELL)
    lines = [
        line_at(text, type_, x, y, room=_RIGHT - x, spread=number < len(texts), part=part)
        for number, text in enumerate(texts, 1)
    ]
    if head:
        lines[0] = Line(y, line_at(head, type_, left).runs + lines[0].runs, part)
    return [Row((line,), keep=line is not lines[-1]) for line in lines]


def _title(block: Block, place: int, measure: Measure) -> list[Row]:
    """Title lines centred; kept with what follows."""
    type_, y = _type(block, measure), row_baseline(form.SIZE_2)
    return [
        Row((line_at(text, type_, LEFT + (WIDTH - type_.width(text)) / 2, y, part=(place,)),), keep=True)
        for text in title_lines(block.text, measure)
    ]


def _headline(letter: Letter, place: int, block: Block, measure: Measure) -> list[Row]:
    """The title of the letter two lines below what stands above; a form has nothing above and its table below."""
    if any(each.style is Style.TITLE for each in letter.blocks[:place]):
        first, *rest = _title(block, place, measure)
        return [replace(first, new_page=True), *rest, _BLANK]
    form_only = not letter.head and not letter.number
    following = letter.blocks[place + 1 : place + 2]
    below = [] if following and following[0].style is Style.ADDRESSEE else [_BLANK]
    return [*[_BLANK] * (1 if form_only else 2), *_title(block, place, measure), *below]


def _number(block: Block, place: int, measure: Measure) -> Row:
    type_ = _type(block, measure)
    x = _RIGHT - type_.width(block.text)
    return Row((line_at(block.text, type_, x, row_baseline(form.SIZE_3), part=(place,)),), keep=True)


def _signature(letter: Letter, place: int, agency: str, measure: Measure) -> list[Row]:
    following = letter.blocks[place + 1 : place + 2]
    date = following[0].text if following and following[0].style is Style.DATE else ""
    return signature_rows(
        agency, date, sealed=letter.sealed, measure=measure, agency_part=(place,), date_part=(place + 1,)
    )


def _keep_text(rows: list[Row]) -> None:
    """Keep the last rows of text with the signature: it never has a page to itself."""
    text = 0
    for number in reversed(range(len(rows))):
        rows[number] = rows[number].kept()
        text += not rows[number].blank
        if text == _TEXT_WITH_SIGNATURE:
            return


def _numbered(page: Page, number: int, measure: Measure) -> Page:
    """— 2 — below the type area, odd pages right, even pages left; none on the first."""
    if number == 1:
        return page
    text, type_ = f"— {number} —", type_of(Face.SONG, form.SIZE_4, measure)
    x = _RIGHT - CELL - type_.width(text) if number % 2 else LEFT + CELL
    y = form.TOP + ROW * form.ROWS + form.PAGE_NUMBER_BELOW + type_.ink_top("—")
    return Page((*page.lines, line_at(text, type_, x, y)), page.rules)
