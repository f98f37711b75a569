"""The blocks of a letter as the paragraphs and tables of document.xml, all words as plain runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foidesk.paper import form
from foidesk.paper.docx.head import head
from foidesk.paper.docx.measure import TEXT, measure
from foidesk.paper.docx.runs import lines, runs
from foidesk.paper.docx.sign import signed
from foidesk.paper.docx.styles import KEEP, NAMESPACE, ROW_TWIPS, indent, spacing
from foidesk.paper.docx.table import SEAM, table
from foidesk.paper.form import CELL, Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.typeset.breaking import break_lines
from foidesk.paper.typeset.titles import title_lines

_ROW = ROW_TWIPS / 20
_KEEP = f"{KEEP}<w:widowControl/>"  #: at least two lines of the paragraph go with the next
_TEXT_WITH_SIGNATURE = 2  #: lines of text at least that stand on the page of the signature

_LABEL = re.compile(r"(附件：)?(?:(\d+\.) )?")


def document(letter: Letter, section: str) -> str:
    """The w:document: red head, blocks, then the properties of the section."""
    kept = _kept_with_signature(letter.blocks)
    parts = [head(letter)] if letter.head else []
    for place in range(len(letter.blocks)):
        parts.extend(_block(letter, place, _KEEP if place in kept else ""))
    return f"<w:document {NAMESPACE}><w:body>{''.join(parts)}{section}</w:body></w:document>"


def _kept_with_signature(blocks: Sequence[Block]) -> set[int]:
    """The last paragraphs of the text, as many as it takes that the signature never has a page to itself."""
    signature = next((place for place, b in enumerate(blocks) if b.style is Style.SIGNATURE), 0)
    kept: set[int] = set()
    lines_kept = 0
    for place in reversed(range(signature)):
        if lines_kept >= _TEXT_WITH_SIGNATURE or blocks[place].style not in (Style.BODY, Style.ATTACHMENTS):
            break
        kept.add(place)
        lines_kept += sum(
            len(break_lines(text, TEXT.advances, form.WIDTH - 2 * CELL, form.WIDTH))
            for text in blocks[place].text.split("\n")
        )
    return kept


def _block(letter: Letter, place: int, keep: str) -> Iterator[str]:
    block = letter.blocks[place]
    before = letter.blocks[place - 1].style if place else None
    following = letter.blocks[place + 1] if place + 1 < len(letter.blocks) else None
    match block.style:
        case Style.TABLE:
            yield table(block, joined=before is Style.TABLE)
            if following is None or following.style is Style.TABLE:
                yield SEAM
        case Style.NUMBER if letter.head or not block.text:
            return  # it stands under the red head
        case Style.TITLE:
            # Two blank rows below the number. Under a head its frame is one of them; a form has nothing above.
            above = 2 * _ROW if letter.number and not letter.head else _ROW
            yield _title(block, spacing(before=above, after=_ROW))
        case Style.ATTACHED:
            yield _title(block)
        case Style.BODY:
            yield from _body(block, keep)
        case Style.ATTACHMENTS:
            yield _attachment(block, first_of_list=before is not Style.ATTACHMENTS, keep=keep)
        case Style.SIGNATURE:
            date = following.text if following and following.style is Style.DATE else ""
            yield from signed(block.text, date, sealed=letter.sealed)
        case Style.DATE:
            if before is not Style.SIGNATURE:  # else it was placed together with the signature
                yield from signed("", block.text, sealed=letter.sealed)
        case _:
            yield _paragraph(block.style, "", runs(block.text, form.face_of(block.style)))


def _paragraph(style: Style, properties: str, words: str, keep: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style.value}"/>{keep}{properties}</w:pPr>{words}</w:p>'


def _body(block: Block, keep: str) -> Iterator[str]:
    """The paragraphs of a block; `keep` ties the last to the signature, with two lines at least."""
    texts = block.text.split("\n")
    for number, text in enumerate(texts, 1):
        kept = keep if number == len(texts) else ""
        yield _paragraph(block.style, "", runs(text, form.face_of(block.style)), kept)


def _title(block: Block, properties: str = "") -> str:
    words = lines(title_lines(block.text, measure), form.face_of(block.style))
    return _paragraph(block.style, properties, words)


def _attachment(block: Block, *, first_of_list: bool, keep: str) -> str:
    """附件：1. …; turned lines align with the first character of the name, whatever the font, by a tab."""
    match = _LABEL.match(block.text)
    label, numeral = match.groups(default="") if match else ("", "")
    start = (2 if label else 5) * CELL
    hang = TEXT.width(label + numeral) + (CELL / 2 if numeral else 0.0)
    space = spacing(before=_ROW) if first_of_list else ""
    face = form.face_of(block.style)
    words = runs(label + numeral, face) if label or numeral else ""
    words += "<w:r><w:tab/></w:r>" if numeral else ""
    words += runs(block.text[match.end() if match else 0 :], face)
    return _paragraph(block.style, space + indent(left=start + hang, first=-hang), words, keep)
