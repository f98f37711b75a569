"""The letter as DOCX: its words, runs and properties, as python-docx reads them."""

import hashlib
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from tests.paper.awkward import AWKWARD
from tests.paper.conftest import ROOT

from foidesk.errors import DeskError
from foidesk.paper import docx
from foidesk.paper.form import Style
from foidesk.paper.letter import Block

PARTS = re.compile(r"word/(document|styles|settings|fontTable|footer\d)\.xml")

#: The order in which the schema wants the properties of a paragraph and of a run; Word refuses others.
ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr shd tabs overflowPunct autoSpaceDE"
        " autoSpaceDN snapToGrid spacing ind jc outlineLvl"
    ),
    "rPr": "rFonts color spacing sz szCs lang",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW vAlign",
    "tblPr": "tblW tblBorders tblLayout tblCellMar",
}


def opened(letter):
    return python_docx.Document(BytesIO(docx.render(letter)))


def words(document):
    """The lines of a document: breaks inside a title are none of its words, a tab stands for a space."""
    lines = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines.extend("\t".join(cell.text for cell in row.cells) for row in part.rows)
        elif part.text:
            lines.append(part.text.replace("\n", "").replace("\t", " "))
    return "\n".join(lines)


def with_body(letter, *blocks):
    """The letter with blocks after its addressee."""
    return replace(letter, blocks=(*letter.blocks[:3], *blocks, *letter.blocks[3:]))


def families(letter):
    """Text and typeface of each run."""
    return [
        (run.text, run._r.rPr.rFonts.get(qn("w:eastAsia")))
        for paragraph in opened(letter).paragraphs
        for run in paragraph.runs
        if run.text.strip()
    ]


def test_the_words_of_the_docx_are_the_words_of_the_letter(letter):
    assert words(opened(letter)) == letter.text


@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_the_words_of_an_awkward_letter_are_its_words_in_the_docx_too(name):
    letter = AWKWARD[name]()
    assert words(opened(letter)) == letter.text


def test_all_text_is_plain_runs_without_text_box_drawing_or_picture(letter):
    with zipfile.ZipFile(BytesIO(docx.render(letter))) as archive:
        body = archive.read("word/document.xml").decode()
        assert not [name for name in archive.namelist() if "media" in name]
    for element in ("txbx", "<w:drawing", "<w:pict", "AlternateContent", "<w:object", "<w:fldChar"):
        assert element not in body


def test_the_same_letter_gives_the_same_bytes(letter, make):
    once = docx.render(letter)
    docx.render(make("fee", head=""))
    assert docx.render(letter) == once


def test_another_process_gives_the_same_bytes(make):
    program = (
        "import hashlib; from tests.paper.conftest import make_letter; from foidesk.paper import docx;"
        " print(hashlib.sha256(docx.render(make_letter('fee'))).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT, text=True
    )
    assert other.stdout.strip() == hashlib.sha256(docx.render(make("fee"))).hexdigest()


def test_the_docx_is_small(make):
    assert len(docx.render(make("extension"))) < 12_000


def test_properties_stand_in_the_order_of_the_schema(letter):
    with zipfile.ZipFile(BytesIO(docx.render(letter))) as archive:
        for name in filter(PARTS.fullmatch, archive.namelist()):
            root = python_docx.oxml.parse_xml(archive.read(name))
            for kind, order in ORDER.items():
                known = order.split()
                for properties in root.iter(qn(f"w:{kind}")):
                    places = [known.index(child.tag.rpartition("}")[2]) for child in properties]
                    assert all(a < b for a, b in pairwise(places)), properties.xml


def test_every_run_names_its_typeface_for_every_script(letter):
    for paragraph in opened(letter).paragraphs:
        for run in paragraph.runs:
            if run.text.strip():
                fonts = run._r.rPr.rFonts
                named = {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
                assert len(named) == 1
                assert named != {None}
                assert fonts.get(qn("w:hint")) == "eastAsia"


def test_a_rare_character_names_a_typeface_that_has_it(make):
    found = families(make("extension", applicant="喆堃、李珺𬭎、䶮"))
    start = found.index(("喆堃、李珺", "仿宋"))
    assert found[start + 1 : start + 5] == [
        ("𬭎", "SimSun-ExtB"),
        ("、", "仿宋"),
        ("䶮", "宋体"),
        ("：", "仿宋"),
    ]


def test_a_variation_selector_stays_with_its_character(make):
    found = families(make("extension", applicant="葛\U000e0100某"))
    assert ("葛\U000e0100某：", "仿宋") in found


def test_a_control_character_is_refused_in_chinese(make):
    with pytest.raises(DeskError, match=r"控制字符（U\+0007）") as refusal:
        docx.render(make("extension", applicant="李\x07四"))
    assert refusal.value.do


def test_a_table_repeats_its_head_and_keeps_its_rows_whole(make):
    table = opened(make("fee")).tables[0]
    first, *others = (row._tr.trPr for row in table.rows)
    assert first.find(qn("w:tblHeader")) is not None
    assert all(properties.find(qn("w:tblHeader")) is None for properties in others)
    assert all(properties.find(qn("w:cantSplit")) is not None for properties in (first, *others))


def test_only_a_row_that_no_page_can_hold_may_be_parted(make):
    rows = (("项目", "内容"), ("甲", "短"), ("乙", "长" * 3000))
    letter = with_body(make("disclosed"), Block(Style.TABLE, rows=rows, headed=True))
    head, short, long = (row._tr.trPr.find(qn("w:cantSplit")) for row in opened(letter).tables[0].rows)
    assert head is not None
    assert short is not None
    assert long is None


def test_a_line_break_in_a_cell_and_in_a_block_begins_a_paragraph(make):
    table = Block(Style.TABLE, rows=(("一", "第一段\n第二段"),))
    document = opened(with_body(make("disclosed"), Block(Style.BODY, "甲\n乙"), table))
    assert [p.text for p in document.tables[0].rows[0].cells[1].paragraphs] == ["第一段", "第二段"]
    assert {"甲", "乙"} < {p.text for p in document.paragraphs}


def test_two_tables_in_a_row_stay_two_and_none_ends_the_document(make):
    form = Block(Style.TABLE, rows=(("姓名", ""),))
    letter = make("disclosed")
    body = opened(replace(letter, blocks=(*letter.blocks, form, form))).element.body
    names = [child.tag.rpartition("}")[2] for child in body]
    assert names[-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_long_title_is_broken_by_sense(make):
    title = "关于公开星沙区2023年至2025年义务教育阶段学校学位供给测算报告及其附件有关第三方信息的告知书"
    letter = make("disclosed")
    blocks = tuple(replace(b, text=title) if b.style is Style.TITLE else b for b in letter.blocks)
    shown = next(
        p.text for p in opened(replace(letter, blocks=blocks)).paragraphs if p.text.startswith("关于")
    )
    lines = shown.split("\n")
    assert len(lines) > 1
    assert "".join(lines) == title
    assert lines[-1] != "书"


def test_title_number_agency_and_day_are_the_properties(letter):
    core = opened(letter).core_properties
    assert core.title == (f"{letter.title}（{letter.number}）" if letter.number else letter.title)
    assert core.author == letter.agency
    assert core.modified.date() == letter.signed_on
    assert core.language == "zh-CN"


def test_no_page_number_stands_on_the_first_page(make):
    section = opened(make("fee")).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_footer._element.xml
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml


@pytest.mark.parametrize("kind", ["receipt", "fee"])
def test_without_a_red_head_nothing_is_red(make, kind):
    with zipfile.ZipFile(BytesIO(docx.render(make(kind, head="")))) as archive:
        for name in filter(PARTS.fullmatch, archive.namelist()):
            assert b"DB0000" not in archive.read(name)
