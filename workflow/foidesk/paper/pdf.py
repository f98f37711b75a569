"""Placed lines become a PDF: every font embedded as a subset, the same bytes for the same letter."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from foidesk.paper import form
from foidesk.paper.fonts import Fonts, fonts
from foidesk.paper.grid import Line, Page, Rule
from foidesk.paper.letter import Letter
from foidesk.paper.typeset import typeset

# reportlab's registry and a font's read position are shared by all documents of the process.
_ONE_AT_A_TIME = threading.Lock()


def render(letter: Letter, drawn_with: Fonts | None = None) -> bytes:
    """The letter as PDF. Raises NoGlyph, and DeskError when the packaged fonts are missing."""
    with _ONE_AT_A_TIME:
        available = drawn_with or fonts()
        pages = typeset(letter, available.glyph)
        _register(pages, available)
        out = BytesIO()
        canvas = _canvas(letter, pages, out)
        for page in pages:
            _draw(canvas, page)
            canvas.showPage()
        _embed(canvas)
        canvas.save()
    return out.getvalue()


def _register(pages: Sequence[Page], available: Fonts) -> None:
    for name in sorted({run.font for page in pages for line in page.lines for run in line.runs}):
        pdfmetrics.registerFont(available.font(name))


def _canvas(letter: Letter, pages: Sequence[Page], out: BytesIO) -> Any:
    # Named here because reportlab otherwise puts unembedded Helvetica on the first page.
    first_font = next(run.font for line in pages[0].lines for run in line.runs)
    canvas = Canvas(
        out,
        pagesize=(form.PAGE_WIDTH, form.PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        lang="zh-CN",
        initialFontName=first_font,
    )
    canvas.setTitle(f"{letter.title}（{letter.number}）")
    canvas.setAuthor(letter.agency)
    canvas.setCreator("foidesk")
    canvas.setProducer("foidesk")
    canvas.setSubject("政府信息公开")
    # The dates and the identifier follow the letter and nothing else, not even SOURCE_DATE_EPOCH.
    day = letter.signed_on
    canvas.setDateFormatter(lambda *_: f"D:{day:%Y%m%d}000000+08'00'")
    canvas._doc.signature = hashlib.md5(letter.text.encode(), usedforsecurity=False)
    return canvas


def _draw(canvas: Any, page: Page) -> None:
    for rule in page.rules:
        _draw_rule(canvas, rule)
    for line in page.lines:
        _draw_line(canvas, line)


def _draw_rule(canvas: Any, rule: Rule) -> None:
    canvas.setStrokeColorRGB(*rule.colour)
    canvas.setLineWidth(rule.weight)
    canvas.line(rule.x1, form.PAGE_HEIGHT - rule.y1, rule.x2, form.PAGE_HEIGHT - rule.y2)


def _draw_line(canvas: Any, line: Line) -> None:
    text = canvas.beginText()
    for run in line.runs:
        text.setFillColorRGB(*run.colour)
        text.setFont(run.font, run.size)
        text.setCharSpace(run.spacing)
        text.setTextOrigin(run.x, form.PAGE_HEIGHT - line.y)
        text.textOut(run.text)
    text.setCharSpace(0)
    canvas.drawText(text)


def _embed(canvas: Any) -> None:
    """Write the fonts now, to mend what reportlab gets wrong: characters beyond U+FFFF must copy as themselves."""
    document = canvas._doc
    for font in document.delayedFonts:
        subsets = font.state[document].subsets
        font.addObjects(document)
        for number, subset in enumerate(subsets):
            fonts_by_name = document.idToObject["BasicFonts"].dict
            name = document.fontMapping[font.fontName][1:] + f"+{number}"
            reference = fonts_by_name[name].ToUnicode
            document.idToObject[reference.name].content = _to_unicode(subset)
    document.delayedFonts = []


def _to_unicode(subset: Sequence[int]) -> str:
    """The ToUnicode table of one subset: glyph code to UTF-16BE, pairs for characters beyond U+FFFF."""
    entries = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character
    ]
    blocks = []
    for start in range(0, len(entries), 100):  # a section may hold 100 entries
        part = entries[start : start + 100]
        blocks += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
