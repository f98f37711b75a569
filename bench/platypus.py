"""The same letter made with plain reportlab Platypus, as its user guide would have it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer

from foidesk.paper import form
from foidesk.paper.fonts import LAST_RESORT, PACKAGED
from foidesk.paper.form import MM, Face, Style
from foidesk.paper.letter import Block, Letter

BODY, TITLE = "PlatypusBody", "PlatypusTitle"
_RED = "#DB0000"


def register() -> None:
    """Load the fonts once for all letters."""
    for name, face in ((BODY, Face.FANGSONG), (TITLE, Face.TITLE)):
        pdfmetrics.registerFont(TTFont(name, str(PACKAGED / LAST_RESORT[face])))


def _style(**changed: Any) -> ParagraphStyle:
    return ParagraphStyle(
        "", **{"fontName": BODY, "fontSize": 16, "leading": form.ROW, "wordWrap": "CJK"} | changed
    )


_HEAD = _style(fontName=TITLE, fontSize=36, leading=44, alignment=TA_CENTER, textColor=_RED)
_STYLES = {
    Style.NUMBER: _style(alignment=TA_RIGHT),
    Style.TITLE: _style(fontName=TITLE, fontSize=22, alignment=TA_CENTER, spaceBefore=2 * form.ROW),
    Style.ADDRESSEE: _style(spaceBefore=form.ROW),
    Style.BODY: _style(firstLineIndent=32, alignment=TA_JUSTIFY),
    Style.ATTACHMENTS: _style(leftIndent=32),
    Style.SIGNATURE: _style(alignment=TA_RIGHT, rightIndent=64, spaceBefore=2 * form.ROW),
    Style.DATE: _style(alignment=TA_RIGHT, rightIndent=64),
}


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF."""
    out = BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=(form.PAGE_WIDTH, form.PAGE_HEIGHT),
        leftMargin=28 * MM - 6,
        rightMargin=26 * MM - 6,
        topMargin=30 * MM,
        bottomMargin=35 * MM,
        title=letter.title,
        author=letter.agency,
        invariant=1,
        initialFontName=BODY,
    )
    story: list[Flowable] = [
        Paragraph(letter.head, _HEAD),
        HRFlowable(width=170 * MM, thickness=2, color=_RED),
        Spacer(0, 6),
    ]
    template.build([*story, *map(_paragraph, letter.blocks)], onLaterPages=_numbered)
    return out.getvalue()


def _paragraph(block: Block) -> Paragraph:
    return Paragraph(block.text, _STYLES[block.style])


def _numbered(canvas: Any, _: object) -> None:
    canvas.setFont(BODY, 14)
    canvas.drawCentredString(form.PAGE_WIDTH / 2, 25 * MM, f"— {canvas.getPageNumber()} —")
