"""What every DOCX letter shares, built once by python-docx: page, styles, settings, fonts, footers."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from foidesk.paper import form
from foidesk.paper.docx import styles as docxstyles
from foidesk.paper.docx.head import FOOTER_DISTANCE, first_footer, page_number

#: Written anew for each letter.
DOCUMENT, PROPERTIES = "word/document.xml", "docProps/core.xml"

#: The parts of python-docx's template that no letter uses; its styles alone take 700 kB.
_UNUSED = (
    "/stylesWithEffects",
    "/thumbnail",
    "/theme",
    "/customXml",
    "/numbering",
    "/webSettings",
    "/extended-properties",
)


@dataclass(frozen=True, slots=True)
class Base:
    """An archive that lacks DOCUMENT and PROPERTIES, and the w:sectPr that ends the document."""

    archive: bytes
    section: str


@lru_cache(maxsize=2)
def base(*, headed: bool) -> Base:
    """The base of letters with or without the red head and its rules."""
    document = docx.Document()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(_UNUSED):
                del part.rels[key]
    _rewrite(document.styles.element, docxstyles.styles())
    _rewrite(document.settings.element, docxstyles.settings())
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = docxstyles.font_table().encode()
    _page(document.sections[0], headed=headed)
    section = etree.tostring(document.sections[0]._sectPr, encoding="unicode")
    out = BytesIO()
    document.save(out)
    return Base(_without_letter(out.getvalue()), section)


def _page(section: Any, *, headed: bool) -> None:
    section.page_width, section.page_height = Pt(form.PAGE_WIDTH), Pt(form.PAGE_HEIGHT)
    section.top_margin, section.left_margin = Pt(form.TOP), Pt(form.LEFT)
    section.right_margin = Pt(form.PAGE_WIDTH - form.LEFT - form.WIDTH)
    section.bottom_margin = Pt(form.PAGE_HEIGHT - form.TOP - form.HEIGHT)
    section.header_distance, section.footer_distance = Pt(15 * form.MM), Pt(FOOTER_DISTANCE)
    section.different_first_page_header_footer = True
    for footer, paragraphs in (
        (section.first_page_footer, first_footer(ruled=headed)),
        (section.footer, page_number("right")),
        (section.even_page_footer, page_number("left")),
    ):
        footer.is_linked_to_previous = False
        _rewrite(footer._element, f"<w:ftr {nsdecls('w')}>{paragraphs}</w:ftr>")
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    # Of no type: fixed lines make the 22, and LibreOffice 7.4 loses rows of tables on a grid of lines.
    grid = f'<w:docGrid {nsdecls("w")} w:linePitch="{docxstyles.ROW_TWIPS}"/>'
    properties.append(parse_xml(grid))


def _rewrite(element: Any, xml: str) -> None:
    """Give the root element of a part the children of another."""
    element[:] = list(parse_xml(xml))


def _without_letter(data: bytes) -> bytes:
    """The archive without the letter's own parts, every entry dated 1980-01-01 so that equal letters are equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name not in (DOCUMENT, PROPERTIES):
                target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
