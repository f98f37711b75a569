"""A Letter on paper: every character placed on the 22 × 28 grid of GB/T 9704, in 信函格式.

Pure: which font draws a character and how wide it is comes in as an argument. Lengths in points from the
upper left corner of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from foidesk.paper import form
from foidesk.paper.breaking import break_lines
from foidesk.paper.fonts import Measure
from foidesk.paper.form import CELL, LEFT, ROW, WIDTH, Face, Style
from foidesk.paper.grid import Line, Page, Row, Rule, fill, shifted
from foidesk.paper.letter import Block, Letter
from foidesk.paper.setting import advance_of, line_at, row_baseline, width_of
from foidesk.paper.tables import table_rows

_RIGHT = LEFT + WIDTH
_BLANK = Row(keep=True)
_SEAL_ROWS = (
    2  #: blank rows above the signature: the top of a 42 mm seal then stands within a row of the text
)


def typeset(letter: Letter, measure: Measure) -> tuple[Page, ...]:
    """The pages of the letter. Raises NoGlyph for a character that no font has."""
    rows: list[Row] = []
    for before, block in pairwise([None, *letter.blocks]):
        if block is not None:
            rows.extend(_block_rows(letter, before, block, rows, measure))
    pages = fill(rows, form.ROWS_UNDER_HEAD if letter.head else 0)
    if letter.head:
        pages[0] = _with_head(pages[0], letter, measure)
    return tuple(_numbered(page, number, measure) for number, page in enumerate(pages, 1))


def _block_rows(
    letter: Letter, before: Block | None, block: Block, placed: list[Row], measure: Measure
) -> list[Row]:
    match block.style:
        case Style.NUMBER:
            return [] if letter.head else [_row(_flush_right(block.text, measure), keep=True)]
        case Style.TITLE:
            return [_BLANK, _BLANK, *_centred(block, measure)]
        case Style.ADDRESSEE:
            return [_BLANK, *_paragraph(block, 0, 0, measure)]
        case Style.HEADING | Style.SUBHEADING:
            return [row.kept() for row in _paragraph(block, 2, 0, measure)]
        case Style.TABLE:
            return table_rows(block, measure)
        case Style.ATTACHMENTS:
            first_of_list = before is not None and before.style is not Style.ATTACHMENTS
            return ([_BLANK] if first_of_list else []) + _attachment(block, measure)
        case Style.SIGNATURE:
            placed[-2:] = [row.kept() for row in placed[-2:]]  # never a page with a signature alone
            date = letter.blocks[letter.blocks.index(block) + 1].text
            return [*[_BLANK] * _SEAL_ROWS, *_signature(block.text, date, measure)]
        case Style.DATE:
            return []  # set together with the signature
        case Style.ATTACHED_LABEL:
            return [_row(_at(block, LEFT, measure), keep=True, new_page=True), _BLANK]
        case Style.ATTACHED:
            return [*_centred(block, measure), _BLANK]
        case Style.BODY:
            return _paragraph(block, 2, 0, measure)


def _row(line: Line, *, keep: bool = False, new_page: bool = False) -> Row:
    baseline = row_baseline(line.runs[0].size)
    return Row(lines=(shifted(line, baseline),), keep=keep, new_page=new_page)


def _at(block: Block, x: float, measure: Measure) -> Line:
    return line_at(block.text, form.face_of(block.style), form.size_of(block.style), x, measure)


def _paragraph(block: Block, first: float, hanging: float, measure: Measure) -> list[Row]:
    """Lines spread to full width but for the last; `first` and `hanging` indents in characters."""
    face, size = form.face_of(block.style), form.size_of(block.style)
    texts = break_lines(
        block.text, advance_of(face, size, measure), WIDTH - first * CELL, WIDTH - hanging * CELL
    )
    rows = []
    for number, text in enumerate(texts):
        indent = (hanging if number else first) * CELL
        to = WIDTH - indent if number < len(texts) - 1 else None
        rows.append(_row(line_at(text, face, size, LEFT + indent, measure, spread_to=to)))
    return rows


def _attachment(block: Block, measure: Measure) -> list[Row]:
    """附件：1. …; turned lines align with the first character of the name."""
    label, _, _ = block.text.partition("：") if block.text.startswith("附件：") else ("", "", "")
    first = 2 if label else 5
    head = block.text[: 3 if label else 0]
    name = block.text[len(head) :]
    if name[:1].isdigit() and ". " in name[:4]:
        head += name[: name.index(". ") + 2]
    cells = width_of(head, form.face_of(block.style), form.size_of(block.style), measure) / CELL
    return _paragraph(block, first, first + cells, measure)


def _centred(block: Block, measure: Measure) -> list[Row]:
    """Title lines of like length, centred; kept with what follows."""
    face, size = form.face_of(block.style), form.size_of(block.style)
    whole = width_of(block.text, face, size, measure)
    room = WIDTH if whole <= WIDTH else whole / -(-whole // WIDTH) + 2 * size
    rows = []
    for text in break_lines(block.text, advance_of(face, size, measure), room, room):
        x = LEFT + (WIDTH - width_of(text, face, size, measure)) / 2
        rows.append(_row(line_at(text, face, size, x, measure), keep=True))
    return rows


def _flush_right(text: str, measure: Measure) -> Line:
    size = form.SIZE_3
    x = _RIGHT - width_of(text, Face.FANGSONG, size, measure)
    return line_at(text, Face.FANGSONG, size, x, measure)


def _signature(agency: str, date: str, measure: Measure) -> list[Row]:
    """Signature centred on the date, the date four characters in; a long signature stays two characters in."""
    size = form.SIZE_3
    names = break_lines(agency, advance_of(Face.FANGSONG, size, measure), WIDTH - 4 * CELL, WIDTH - 4 * CELL)
    widest = max(width_of(name, Face.FANGSONG, size, measure) for name in names)
    date_width = width_of(date, Face.FANGSONG, size, measure)
    centre = min(_RIGHT - 4 * CELL - date_width / 2, _RIGHT - 2 * CELL - widest / 2)
    rows = []
    for text in [*names, date]:
        x = centre - width_of(text, Face.FANGSONG, size, measure) / 2
        rows.append(_row(line_at(text, Face.FANGSONG, size, x, measure), keep=text is not date))
    return rows


def _with_head(page: Page, letter: Letter, measure: Measure) -> Page:
    """The red head, its two double rules and, under the first, the document number."""
    size = form.head_size(letter.head)
    baseline = form.HEAD_TOP + size * form.INK_ABOVE_BASELINE
    width = width_of(letter.head, Face.TITLE, size, measure)
    head = line_at(letter.head, Face.TITLE, size, (form.PAGE_WIDTH - width) / 2, measure, form.RED)
    # The ink of a Chinese character reaches about a twelfth of its size below the baseline.
    top_rule = baseline + size / 12 + form.HEAD_TO_RULE
    bottom_rule = form.PAGE_HEIGHT - form.RULE_FROM_BOTTOM
    number_top = top_rule + form.RULE_DEPTH + form.RULE_TO_NUMBER
    number = shifted(_flush_right(letter.number, measure), number_top + form.SIZE_3 * form.INK_ABOVE_BASELINE)
    rules = (
        *_double_rule(top_rule, thick_above=True),
        *_double_rule(bottom_rule, thick_above=False),
    )
    return Page((shifted(head, baseline), number, *page.lines), (*rules, *page.rules))


def _double_rule(y: float, *, thick_above: bool) -> Sequence[Rule]:
    x = (form.PAGE_WIDTH - form.RULE_WIDTH) / 2
    thick, thin = (y + 1.0, y + 3.4) if thick_above else (y - 1.0, y - 3.4)
    return (
        Rule(x, thick, x + form.RULE_WIDTH, thick, 2.0, form.RED),
        Rule(x, thin, x + form.RULE_WIDTH, thin, 0.7, form.RED),
    )


def _numbered(page: Page, number: int, measure: Measure) -> Page:
    """— 2 — below the type area, odd pages right, even pages left; none on the first."""
    if number == 1:
        return page
    text, size = f"— {number} —", form.SIZE_4
    width = width_of(text, Face.SONG, size, measure)
    x = _RIGHT - CELL - width if number % 2 else LEFT + CELL
    y = form.TOP + ROW * form.ROWS + form.PAGE_NUMBER_BELOW + size * form.INK_ABOVE_BASELINE
    line = shifted(line_at(text, Face.SONG, size, x, measure), y)
    return Page((*page.lines, line), page.rules)
