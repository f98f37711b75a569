"""The red head and the red rules of 信函格式 as DOCX: a positioned paragraph group and a footer, no drawing.

The lines of both double rules are shaded paragraphs as low as a line is thick: LibreOffice draws a double border as
one thick line, and loses a frame whose paragraphs have borders.
"""

from __future__ import annotations

from foidesk.paper import form
from foidesk.paper.docx.measure import measure
from foidesk.paper.docx.runs import FAMILY, fonts, lines, runs
from foidesk.paper.docx.styles import HAIRLINE, PAGE_NUMBER, RED_HEAD, ROW_TWIPS, indent, jc, spacing, twips
from foidesk.paper.form import Face, Style
from foidesk.paper.letter import Letter
from foidesk.paper.typeset.titles import head_lines

RED = "DB0000"

_GAP = form.RULE_DEPTH - form.THICK - form.THIN  #: between the two lines of a rule

#: Share of a fixed line height above the baseline, in Word and LibreOffice alike.
_ABOVE = 0.8

_SIDE = (form.PAGE_WIDTH - form.RULE_WIDTH) / 2
_BEYOND_RIGHT = form.PAGE_WIDTH - _SIDE - form.LEFT - form.WIDTH
_DASH_ABOVE_BASELINE = 0.3  #: the upper edge of —, in type sizes
_NUMBER_LINE = ROW_TWIPS / 20
_FOOTER_LINE = 20.0

#: The footer ends so far above the edge of the page: with the lower rule.
FOOTER_DISTANCE = form.RULE_FROM_BOTTOM


def head(letter: Letter) -> str:
    """The head, the double rule and the document number, in a frame that reaches above the type area."""
    size = form.head_size(letter.head)
    names = head_lines(letter.head, measure)
    pitch = size * form.HEAD_PITCH
    top = form.HEAD_TOP + size * form.INK_ABOVE_BASELINE - pitch * _ABOVE
    # The ink of a Chinese character reaches about a twelfth of its size below the baseline.
    to_rule = size / 12 + form.HEAD_TO_RULE - pitch * (1 - _ABOVE)
    to_number = form.RULE_TO_NUMBER - (_NUMBER_LINE * _ABOVE - form.SIZE_3 * form.INK_ABOVE_BASELINE)
    bottom = top + len(names) * pitch + to_rule + form.RULE_DEPTH
    if letter.number:
        bottom += form.RULE_TO_NUMBER + form.SIZE_3 * (form.INK_ABOVE_BASELINE + 1 / 12)
    rows = round((bottom - form.TOP) * 20 / ROW_TWIPS)
    # The frame takes one of the two blank rows above the title as well.
    height = form.TOP + (rows + 1) * ROW_TWIPS / 20 - top
    frame = (
        f'<w:framePr w:w="{twips(form.RULE_WIDTH)}" w:h="{twips(height)}" w:hRule="exact"'
        ' w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page"'
        f' w:x="{twips(_SIDE)}" w:y="{twips(top)}"/>'
    )
    red = f'<w:color w:val="{RED}"/>{_size(size)}'
    written = (
        f'<w:p><w:pPr><w:pStyle w:val="{RED_HEAD}"/>{frame}{spacing(line=pitch)}</w:pPr>'
        f"{lines(names, Face.TITLE, red)}</w:p>" + _rules(form.THICK, form.THIN, frame=frame, before=to_rule)
    )
    if letter.number:
        written += (
            f'<w:p><w:pPr><w:pStyle w:val="{Style.NUMBER.value}"/>{frame}{spacing(before=to_number)}'
            f"{indent(right=_BEYOND_RIGHT)}</w:pPr>{runs(letter.number, Face.FANGSONG)}</w:p>"
        )
    return written


def first_footer(*, ruled: bool) -> str:
    """The paragraphs below the first page: the second double rule, thin above thick, and no page number."""
    if not ruled:
        return f'<w:p><w:pPr><w:pStyle w:val="{HAIRLINE}"/></w:pPr></w:p>'
    beyond = indent(left=_SIDE - form.LEFT, right=-_BEYOND_RIGHT)
    return _rules(form.THIN, form.THICK, beyond=beyond)


def page_number(side: str) -> str:
    """— 2 — at one side of the page, one character in."""
    baseline = form.TOP + form.HEIGHT + form.PAGE_NUMBER_BELOW + form.SIZE_4 * _DASH_ABOVE_BASELINE
    below = form.PAGE_HEIGHT - FOOTER_DISTANCE - baseline - _FOOTER_LINE * (1 - _ABOVE)
    field = "".join(
        f"<w:r><w:rPr>{fonts(FAMILY[Face.SONG])}</w:rPr>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve">PAGE</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{PAGE_NUMBER}"/>{indent(left=form.CELL, right=form.CELL)}{jc(side)}</w:pPr>'
        f"{runs('— ', Face.SONG)}{field}{runs(' —', Face.SONG)}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="{HAIRLINE}"/>{spacing(line=below)}</w:pPr></w:p>'
    )


def _rules(first: float, second: float, *, frame: str = "", before: float = 0.0, beyond: str = "") -> str:
    """Two red lines so thick, one above the other."""
    return (
        _band(first, RED, frame=frame, before=before, beyond=beyond)
        + _band(_GAP, "", frame=frame, before=0.0, beyond=beyond)
        + _band(second, RED, frame=frame, before=0.0, beyond=beyond)
    )


def _band(depth: float, colour: str, *, frame: str, before: float, beyond: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if colour else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{HAIRLINE}"/>{frame}{shade}{spacing(before=before, line=depth)}{beyond}'
        "</w:pPr></w:p>"
    )


def _size(size: float) -> str:
    half_points = round(size * 2)
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
