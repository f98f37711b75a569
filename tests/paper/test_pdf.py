"""The letter as PDF, read back by other programs."""

import re
import subprocess
from io import BytesIO

import pdfplumber
import pikepdf
import pytest

from foidesk.paper import pdf

PAGE_NUMBER = re.compile(r"—\s*\d+\s*—")


def squeezed(text):
    return "".join(PAGE_NUMBER.sub("", text).split())


def test_the_words_of_the_pdf_are_the_words_of_the_letter(letter, tool, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(letter))
    text = subprocess.run(
        [tool("pdftotext"), "-raw", path, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert sorted(squeezed(text)) == sorted(squeezed(letter.text))
    if not any(block.rows for block in letter.blocks):  # cells are read line by line
        assert squeezed(text) == squeezed(letter.text)


def test_every_character_lies_on_the_page_and_the_body_in_the_type_area(letter):
    with pdfplumber.open(BytesIO(pdf.render(letter))) as document:
        for page in document.pages:
            for char in page.chars:
                assert char["x0"] >= 20 / 25.4 * 72
                assert char["x1"] <= (210 - 20) / 25.4 * 72
                assert char["bottom"] <= (297 - 15) / 25.4 * 72


def test_a_character_beyond_the_first_plane_copies_as_itself(make, tool, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(make("extension", applicant="李𬭎𫖯")))
    text = subprocess.run([tool("pdftotext"), path, "-"], capture_output=True, check=True).stdout.decode()
    assert "李𬭎𫖯：" in text


def test_every_font_is_embedded_as_a_subset(letter):
    with pikepdf.open(BytesIO(pdf.render(letter))) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
            assert "/FontFile2" in font.FontDescriptor


def test_the_same_letter_gives_the_same_bytes(letter, make, monkeypatch):
    once = pdf.render(letter)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    pdf.render(make("fee"))
    assert pdf.render(letter) == once


def test_language_and_title_are_named(make):
    with pikepdf.open(BytesIO(pdf.render(make("fee")))) as document:
        assert str(document.Root.Lang) == "zh-CN"
        assert str(document.docinfo.Title) == "政府信息公开信息处理费收费通知书（星教公开〔2026〕第12号-费）"
        assert str(document.docinfo.CreationDate).startswith("D:20260327")


@pytest.mark.parametrize("kind", ["receipt", "fee"])
def test_a_letter_can_go_out_without_a_red_head(make, kind):
    with pdfplumber.open(BytesIO(pdf.render(make(kind, head="")))) as document:
        assert {char["non_stroking_color"] for char in document.pages[0].chars} == {(0, 0, 0)}
