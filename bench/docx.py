"""A letter as DOCX: ours against docxtpl on the template python-docx starts every document from, the same words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from io import BytesIO

import docx as python_docx
from docx.table import Table
from docxtpl import DocxTemplate

from bench.specimens import letters
from bench.timing import Result, pair
from foidesk.paper import docx

_LETTERS = letters(200)


def results() -> Iterator[Result]:
    lines = [letter.text.split("\n") for letter in _LETTERS]
    peer = DocxTemplate(template())

    def theirs(text: list[str]) -> bytes:
        peer.render({"lines": text}, autoescape=True)
        out = BytesIO()
        peer.save(out)
        return out.getvalue()

    for letter, text in zip(_LETTERS, lines, strict=True):
        assert _words(docx.render(letter)) == _words(theirs(text)) == text, letter.number
    mine, others = itertools.cycle(_LETTERS), itertools.cycle(lines)
    found = pair(lambda: docx.render(next(mine)), lambda: theirs(next(others)), seconds=0.3)
    yield Result(
        "a letter as DOCX ÷ docxtpl (default template, the same words)",
        f"{found.ours * 1e3:.2f} ms against {found.peer * 1e3:.1f} ms: {found.ratio:,.0f} ×",
        "≥ 5 ×",
        found.ratio >= 5,
    )


def template() -> BytesIO:
    """python-docx's default document with a paragraph for each line of a letter."""
    document = python_docx.Document()
    for text in ("{%p for line in lines %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    out.seek(0)
    return out


def _words(data: bytes) -> list[str]:
    """The lines of a document; a tab stands for a space, a break inside a title for nothing."""
    lines = []
    for part in python_docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(part, Table):
            lines.extend("\t".join(cell.text for cell in row.cells) for row in part.rows)
        elif part.text:
            lines.append(part.text.replace("\n", "").replace("\t", " "))
    return lines
