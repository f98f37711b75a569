"""The letter as DOCX, read back by python-docx and set by LibreOffice."""

import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO

import docx as python_docx
import pdfplumber
import pytest
from docx.table import Table

from foidesk.paper import docx, pdf
from foidesk.paper.form import Style
from foidesk.paper.letter import Block


@pytest.fixture
def pages(tool, tmp_path):
    """The pages LibreOffice makes of a letter, as text lines."""

    def convert(letter):
        (tmp_path / "letter.docx").write_bytes(docx.render(letter))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        order = [tool("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
        subprocess.run([*order, tmp_path / "letter.docx"], capture_output=True, check=True, timeout=120)
        with pdfplumber.open(tmp_path / "letter.pdf") as document:
            return [page.extract_text_lines() for page in document.pages]

    return convert


def test_the_words_of_the_docx_are_the_words_of_the_letter(letter):
    document = python_docx.Document(BytesIO(docx.render(letter)))
    lines = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines.extend("\t".join(cell.text for cell in row.cells) for row in part.rows)
        elif part.text:
            lines.append(part.text)
    assert "\n".join(lines) == letter.text


def test_the_docx_has_no_text_box_and_no_drawing(letter):
    with zipfile.ZipFile(BytesIO(docx.render(letter))) as archive:
        body = archive.read("word/document.xml").decode()
    assert "txbx" not in body
    assert "<w:drawing" not in body


def test_the_same_letter_gives_the_same_bytes(letter):
    assert docx.render(letter) == docx.render(letter)


def test_the_docx_is_small(make):
    assert len(docx.render(make("extension"))) < 20_000


@pytest.mark.parametrize("kind", ["clarification", "disclosed", "fee"])
def test_libreoffice_makes_as_many_pages_as_the_pdf_has(make, pages, kind):
    letter = make(kind)
    with pdfplumber.open(BytesIO(pdf.render(letter))) as document:
        assert len(pages(letter)) == len(document.pages)


def test_libreoffice_sets_22_lines_of_28_characters(make, pages):
    letter = make("extension", head="")
    blocks = list(letter.blocks)
    blocks[3:3] = [Block(Style.BODY, "政" * 28 * 60)]
    second = [line["text"] for line in pages(replace(letter, blocks=tuple(blocks)))[1]]
    full = [line for line in second if line == "政" * 28]
    assert len(full) == 22
