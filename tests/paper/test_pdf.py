"""The letter as PDF, read back by other programs."""

import hashlib
import os
import pickle
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pdfplumber
import pikepdf
import pytest

from foidesk.paper import pdf
from foidesk.paper.pdf.subset import subset

PAGE_NUMBER = re.compile(r"—\s*\d+\s*—")


def squeezed(text):
    return "".join(PAGE_NUMBER.sub("", text).split())


def objects(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing


def test_the_words_of_the_pdf_are_the_words_of_the_letter(letter, tool, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(letter))
    text = subprocess.run(
        [tool("pdftotext"), "-raw", path, "-"], capture_output=True, check=True
    ).stdout.decode()
    tables = [block for block in letter.blocks if block.rows]
    if not tables:  # cells are read line by line, and a table's head is said again on the next page
        assert squeezed(text) == squeezed(letter.text)
    drawn, meant = Counter(squeezed(text)), Counter(squeezed(letter.text))
    assert not meant - drawn
    assert set(drawn - meant) <= {character for table in tables for character in "".join(table.rows[0])}


def test_every_character_lies_on_the_page_and_the_body_in_the_type_area(letter):
    with pdfplumber.open(BytesIO(pdf.render(letter))) as document:
        for page in document.pages:
            for char in page.chars:
                assert char["x0"] >= 20 / 25.4 * 72
                assert char["x1"] <= (210 - 20) / 25.4 * 72
                assert char["bottom"] <= (297 - 15) / 25.4 * 72


@pytest.mark.parametrize("name", ["喆堃", "李珺𬭎", "䶮", "李𬭎𫖯", "⼀一"])
def test_a_rare_character_copies_as_itself(make, tool, tmp_path, name):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(make("extension", applicant=name)))
    text = subprocess.run([tool("pdftotext"), path, "-"], capture_output=True, check=True).stdout.decode()
    assert f"{name}：" in text
    with pdfplumber.open(path) as document:
        assert f"{name}：" in "".join(char["text"] for char in document.pages[0].chars)


def test_every_font_is_embedded_as_a_subset(letter):
    with pikepdf.open(BytesIO(pdf.render(letter))) as document:
        used = {name for page in document.pages for name in page.Resources.Font}
        descriptors = [thing for thing in objects(document) if thing.get("/Type") == "/FontDescriptor"]
        assert len(descriptors) == len(used) > 0
        for descriptor in descriptors:
            assert re.match(r"/[A-Z]{6}\+", str(descriptor.FontName))
            assert "/FontFile2" in descriptor


def test_poppler_finds_no_font_that_is_not_embedded_or_cannot_be_copied(letter, tool, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(letter, base=letter.text[:200]))
    listed = subprocess.run([tool("pdffonts"), path], capture_output=True, check=True).stdout.decode()
    rows = listed.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"Identity-H +yes yes yes", row), row


def test_qpdf_finds_nothing_wrong(letter, tool, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(letter, base=letter.text[:200]))
    checked = subprocess.run([tool("qpdf"), "--check", path], capture_output=True)
    assert checked.returncode == 0, checked.stderr.decode()


def test_the_same_letter_gives_the_same_bytes(letter, make, monkeypatch):
    once = pdf.render(letter)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    pdf.render(make("fee"))
    assert pdf.render(letter) == once


def test_the_same_letter_gives_the_same_bytes_in_another_process(make):
    """Other hash seeds, and other letters rendered before."""
    script = (
        "import hashlib, pickle, sys\n"
        "from foidesk.paper import pdf\n"
        "for letter in pickle.load(sys.stdin.buffer): made = pdf.render(letter, base='收到申请')\n"
        "print(hashlib.sha256(made).hexdigest())\n"
    )
    letter = make("disclosed")
    mine = hashlib.sha256(pdf.render(letter, base="收到申请")).hexdigest()
    for seed, before in (("1", []), ("2", [make("fee"), make("extension", applicant="李𬭎")])):
        told = subprocess.run(
            [sys.executable, "-c", script],
            input=pickle.dumps([*before, letter]),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        assert told.stdout.decode().strip() == mine


def test_letters_made_at_the_same_time_do_not_mix(make):
    letters = [make("extension", applicant=name, reason=name * 20) for name in "赵钱孙李周吴郑王冯陈褚卫"]
    one_by_one = [pdf.render(letter) for letter in letters]
    subset.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(pdf.render, letters)) == one_by_one


def test_letters_with_a_common_base_share_the_built_font(make):
    def programs(letter, base):
        with pikepdf.open(BytesIO(pdf.render(letter, base=base))) as document:
            return {hash(d.FontFile2.read_raw_bytes()) for d in objects(document) if "/FontFile2" in d}

    first, second = make("extension"), make("extension", applicant="褚遂良")
    wording = "本机关收到您提出的政府信息公开申请，\n\U000e0041"  # what no font has is left out of the base
    assert len(programs(first, wording) & programs(second, wording)) == 2  # title, body's base
    assert len(programs(first, "") & programs(second, "")) == 1  # title


@pytest.mark.parametrize("kind", ["fee", "disclosed"])
def test_a_base_changes_nothing_one_can_see(make, tool, tmp_path, kind):
    letter, pictures = make(kind), []
    for base in ("", "本机关收到您提出的政府信息公开申请，"):
        path = tmp_path / f"with{len(base)}.pdf"
        path.write_bytes(pdf.render(letter, base=base))
        subprocess.run([tool("pdftoppm"), "-r", "60", path, path.with_suffix("")], check=True)
        pictures.append([p.read_bytes() for p in sorted(tmp_path.glob(f"with{len(base)}-*.ppm"))])
    assert pictures[0] == pictures[1]
    assert pictures[0]


def test_a_letter_is_small_enough_to_mail(letter):
    assert len(pdf.render(letter, base=letter.text)) < 150_000


def test_language_title_number_and_day_are_named_twice_and_agree(make):
    letter = make("fee")
    with pikepdf.open(BytesIO(pdf.render(letter))) as document:
        assert str(document.Root.Lang) == "zh-CN"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        title = f"{letter.title}（{letter.number}）"
        assert str(document.docinfo.Title) == title
        assert str(document.docinfo.Author) == letter.agency
        assert str(document.docinfo.CreationDate) == f"D:{letter.signed_on:%Y%m%d}000000+08'00'"
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            assert xmp["dc:title"] == title
            assert xmp["dc:creator"] == [letter.agency]
            assert xmp["dc:identifier"] == letter.number
            assert xmp["xmp:CreateDate"] == f"{letter.signed_on}T00:00:00+08:00"
            assert xmp.pdfa_status == "2B"


def test_a_page_has_no_transition_and_no_font_that_is_not_used(letter):
    with pikepdf.open(BytesIO(pdf.render(letter))) as document:
        assert all("/Trans" not in page for page in document.pages)
        for page in document.pages:
            shown = {
                str(op.operands[0]) for op in pikepdf.parse_content_stream(page) if str(op.operator) == "Tf"
            }
            assert shown <= set(page.Resources.Font)
    assert b"Helvetica" not in pdf.render(letter)


@pytest.mark.parametrize("kind", ["receipt", "fee"])
def test_a_letter_can_go_out_without_a_red_head(make, kind):
    with pdfplumber.open(BytesIO(pdf.render(make(kind, head="")))) as document:
        assert {char["non_stroking_color"] for char in document.pages[0].chars} == {(0, 0, 0)}
