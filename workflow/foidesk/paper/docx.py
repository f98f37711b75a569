"""A Letter becomes a DOCX that an office can go on editing: the same words, 28 × 22, the same bytes each time.

All text stands in the body as text: the head is a positioned paragraph, no drawing and no text box.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, time
from functools import lru_cache
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt, RGBColor

from foidesk.paper import form
from foidesk.paper.form import Face, Style
from foidesk.paper.letter import Block, Letter

#: What offices have installed under these names; Word substitutes where one is missing.
FAMILY = {
    Face.FANGSONG: "仿宋",
    Face.TITLE: "方正小标宋简体",
    Face.KAI: "楷体",
    Face.HEI: "黑体",
    Face.SONG: "宋体",
}

# Measured in LibreOffice: these give exactly 28 characters and 22 lines; type="linesAndChars" gives 27.
_ROW_TWIPS = 579
_TRACKING_TWIPS = -5
_RED = "DB0000"


def render(letter: Letter) -> bytes:
    """The letter as DOCX."""
    document = docx.Document(BytesIO(_blank()))
    _page(document, letter)
    if letter.head:
        _head(document, letter.head)
    for index, block in enumerate(letter.blocks):
        if block.style is Style.TABLE:
            _table(document, block, joined=index > 0 and letter.blocks[index - 1].style is Style.TABLE)
        else:
            _paragraph(document, letter, block, index)
    _properties(document, letter)
    out = BytesIO()
    document.save(out)
    return _with_fixed_dates(out.getvalue())


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """python-docx's template without its 700 kB of styles, which no letter uses."""
    document = docx.Document()
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    for latent in styles.findall(qn("w:latentStyles")):
        styles.remove(latent)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # else commas are drawn in the middle of their square
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del part.rels[key]
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, letter: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Pt(form.PAGE_WIDTH), Pt(form.PAGE_HEIGHT)
    section.top_margin, section.left_margin = Pt(form.TOP), Pt(form.LEFT)
    section.right_margin = Pt(form.PAGE_WIDTH - form.LEFT - form.WIDTH)
    section.bottom_margin = Pt(form.PAGE_HEIGHT - form.TOP - form.HEIGHT)
    section.header_distance = Pt(15 * form.MM)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{_ROW_TWIPS}"/>'))
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    section.footer_distance = Pt(form.RULE_FROM_BOTTOM if letter.head else 22 * form.MM)
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    if letter.head:
        foot = section.first_page_footer.paragraphs[0]
        _exact(foot, 2.0)
        _rule(foot, "bottom", "thinThickSmallGap")


def _page_number(paragraph: Any, side: Any) -> None:
    paragraph.alignment = side
    _indent(paragraph, left=form.CELL, right=form.CELL)
    paragraph.paragraph_format.space_after = Pt(2 * form.MM)
    _run(paragraph, "— ", Face.SONG, form.SIZE_4)
    run = _run(paragraph, "", Face.SONG, form.SIZE_4)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    _run(paragraph, " —", Face.SONG, form.SIZE_4)


def _head(document: Any, name: str) -> None:
    """The red head over its double rule, in a positioned paragraph that reaches above the type area."""
    size = form.head_size(name)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    height = size * 1.1
    _exact(paragraph, height)
    _run(paragraph, name, Face.TITLE, size, colour=_RED)
    _rule(paragraph, "bottom", "thickThinSmallGap", space=form.HEAD_TO_RULE)
    frame = parse_xml(
        f'<w:framePr {nsdecls("w")} w:w="{_twips(form.RULE_WIDTH)}" w:wrap="notBeside" '
        f'w:hAnchor="page" w:vAnchor="page" w:x="{_twips((form.PAGE_WIDTH - form.RULE_WIDTH) / 2)}" '
        f'w:y="{_twips(form.HEAD_TOP - size * 0.1)}"/>'
    )
    paragraph._p.get_or_add_pPr().insert(0, frame)


def _paragraph(document: Any, letter: Letter, block: Block, index: int) -> None:
    paragraph = document.add_paragraph()
    spacing = paragraph.paragraph_format
    _exact(paragraph, _ROW_TWIPS / 20)
    row = _ROW_TWIPS / 20
    below_rule = form.RULE_TO_NUMBER / 2 if letter.head else 0.0
    match block.style:
        case Style.NUMBER:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            spacing.space_before = Pt(below_rule)
        case Style.TITLE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            spacing.space_before, spacing.space_after = Pt(2 * row - below_rule), Pt(row)
            spacing.keep_with_next = True
        case Style.BODY | Style.HEADING | Style.SUBHEADING:
            _indent(paragraph, first=2 * form.CELL)
            spacing.keep_with_next = block.style is not Style.BODY or _last_of_text(letter, index)
        case Style.ATTACHMENTS:
            first_of_list = letter.blocks[index - 1].style is not Style.ATTACHMENTS
            spacing.space_before = Pt(row if first_of_list else 0)
            _indent(paragraph, left=(2 if first_of_list else 5) * form.CELL)
            spacing.keep_with_next = True
        case Style.SIGNATURE | Style.DATE:
            _sign(paragraph, letter, block, row)
        case Style.ATTACHED_LABEL:
            spacing.page_break_before = True
            spacing.keep_with_next = True
        case Style.ATTACHED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            spacing.space_before = spacing.space_after = Pt(row)
            spacing.keep_with_next = True
    if block.style in (Style.BODY, Style.ADDRESSEE):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _run(paragraph, block.text, form.face_of(block.style), form.size_of(block.style))


def _last_of_text(letter: Letter, index: int) -> bool:
    return letter.blocks[index + 1].style is Style.SIGNATURE


def _sign(paragraph: Any, letter: Letter, block: Block, row: float) -> None:
    """Centre signature and date on one axis by indents: the date ends four characters in, or further left."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    date = next(b.text for b in letter.blocks if b.style is Style.DATE)
    half = max(4 * form.CELL + _estimate(date) / 2, 2 * form.CELL + _estimate(letter.agency) / 2)
    _indent(paragraph, left=max(form.WIDTH - 2 * half, 0.0))
    if block.style is Style.SIGNATURE:
        paragraph.paragraph_format.space_before = Pt(2 * row)
        paragraph.paragraph_format.keep_with_next = True


def _estimate(text: str) -> float:
    """The width of a text without its font at hand: digits half as wide as characters."""
    return sum(form.CELL * (0.5 if character.isascii() else 1.0) for character in text)


def _table(document: Any, block: Block, *, joined: bool) -> None:
    """A ruled table; one that follows another is parted from it by a line of no height, else Word merges them."""
    if joined:
        _exact(document.add_paragraph(), 1.0)
    columns = len(block.rows[0])
    table = document.add_table(rows=0, cols=columns)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>"))
    table.autofit = False
    shares = block.widths or (1.0,) * columns
    widths = [Emu(Pt(form.WIDTH * share / sum(shares))) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, cells in enumerate(block.rows):
        head = block.headed and number == 0
        row = table.add_row()
        row.height = Pt((1 if head else block.tall) * _ROW_TWIPS / 20)
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            cell.vertical_alignment = 1  # centre
            paragraph = cell.paragraphs[0]
            _exact(paragraph, 20.0)
            fits = _estimate(text) * form.SIZE_4 / form.SIZE_3 < width.pt - 12
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if fits else WD_ALIGN_PARAGRAPH.LEFT
            _run(paragraph, text, Face.HEI if head else Face.FANGSONG, form.SIZE_4)


def _run(paragraph: Any, text: str, face: Face, size: float, colour: str = "") -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    properties = run._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), FAMILY[face])
    fonts.set(qn("w:hint"), "eastAsia")
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if size == form.SIZE_3:
        spacing = parse_xml(f'<w:spacing {nsdecls("w")} w:val="{_TRACKING_TWIPS}"/>')
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz")
    return run


def _exact(paragraph: Any, points: float) -> None:
    """Fixed line height, no extra space, no extra gap between Chinese and Latin."""
    spacing = paragraph.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.widow_control = False
    properties = paragraph._p.get_or_add_pPr()
    # Off the grid, or a line lower than a row of it would still take a whole row.
    for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        element = parse_xml(f'<w:{name} {nsdecls("w")} w:val="0"/>')
        properties.insert_element_before(element, "w:bidi", "w:adjustRightInd", "w:spacing", "w:ind", "w:jc")


def _rule(paragraph: Any, side: str, kind: str, space: float = 0.0) -> None:
    """A red double rule as the paragraph's border, 170 mm long."""
    if not space:
        overhang = (form.RULE_WIDTH - form.WIDTH) / 2
        _indent(paragraph, left=-overhang, right=-overhang)
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="24" w:space="{round(space)}" '
        f'w:color="{_RED}"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN", "w:spacing", "w:ind", "w:jc"
    )


def _indent(paragraph: Any, *, left: float = 0.0, right: float = 0.0, first: float = 0.0) -> None:
    spacing = paragraph.paragraph_format
    spacing.left_indent, spacing.right_indent, spacing.first_line_indent = Pt(left), Pt(right), Pt(first)


def _twips(points: float) -> int:
    return round(points * 20)


def _properties(document: Any, letter: Letter) -> None:
    signed = datetime.combine(letter.signed_on, time(), UTC)
    core = document.core_properties
    core.title, core.author, core.language = letter.title, letter.agency, "zh-CN"
    core.last_modified_by, core.comments, core.revision = "", "", 1
    core.created = core.modified = signed


def _with_fixed_dates(data: bytes) -> bytes:
    """The same archive with every entry dated 1980-01-01, so that equal letters are equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
