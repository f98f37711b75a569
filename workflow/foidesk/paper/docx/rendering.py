"""A Letter becomes a DOCX that an office can go on editing: the same words, 28 × 22, the same bytes each time.

All text stands in document.xml as plain runs: no drawing and no text box. The package is python-docx's, built once;
what differs from letter to letter is written as text, which is many times faster than building a tree.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from foidesk.paper.docx.base import DOCUMENT, PROPERTIES, base
from foidesk.paper.docx.body import document
from foidesk.paper.letter import Letter

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def render(letter: Letter) -> bytes:
    """The letter as DOCX.

    Raises DeskError for a control character, which no DOCX can hold.
    """
    shared = base(headed=bool(letter.head))
    out = BytesIO(shared.archive)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            (DOCUMENT, document(letter, shared.section)),
            (PROPERTIES, _properties(letter)),
        ):
            # Dated 1980-01-01, as ZipInfo is, so that equal letters are equal bytes.
            archive.writestr(zipfile.ZipInfo(name), _DECLARATION + content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _properties(letter: Letter) -> str:
    day = f"{letter.signed_on.isoformat()}T00:00:00Z"
    title = escape(f"{letter.title}（{letter.number}）" if letter.number else letter.title)
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{escape(letter.agency)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
