"""The letter as LibreOffice prints its DOCX: held against our own PDF, and against the form by its words' places."""

import re
from collections import Counter
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest
from tests.paper.awkward import AWKWARD
from tests.paper.conftest import make_letter
from tests.paper.office import converted

from foidesk.desk import catalogue
from foidesk.paper import docx, form, pdf
from foidesk.paper.form import CELL, LEFT, WIDTH, Style
from foidesk.paper.letter import Block

PAGE_NUMBER = re.compile(r"—\s*\d+\s*—")
RIGHT = LEFT + WIDTH
LONG_NAME = "星沙区第一中学2025年义务教育学位供给测算报告及其附表、附图、测算说明（定稿）"


AGENCY = "长沙市星沙区教育局"


def signed(agency=AGENCY, date="2026年3月27日", *, sealed=True):
    """A letter with this signature and this date."""
    letter = make_letter("extension")
    texts = {Style.SIGNATURE: agency, Style.DATE: date}
    blocks = tuple(replace(block, text=texts.get(block.style, block.text)) for block in letter.blocks)
    return replace(letter, agency=agency, blocks=blocks, sealed=sealed)


def filled(lines):
    """A letter whose text before the signature has so many more lines."""
    letter = signed()
    added = tuple(Block(Style.BODY, "政" * 20) for _ in range(lines))
    return replace(letter, blocks=(*letter.blocks[:3], *added, *letter.blocks[3:]))


def tabled():
    rows = (("序号", "说明"), *((f"第{n}行", "说明" * 30) for n in range(1, 40)))
    table = Block(Style.TABLE, rows=rows, widths=(1.0, 4.0), headed=True)
    letter = make_letter("disclosed")
    return replace(letter, blocks=(*letter.blocks[:6], table, *letter.blocks[6:]))


def deep():
    """A table with a cell that no page can hold."""
    rows = (("序号", "说明"), ("1", "说明" * 1500), ("2", "短"))
    letter = make_letter("disclosed")
    table = Block(Style.TABLE, rows=rows, widths=(1.0, 4.0), headed=True)
    return replace(letter, blocks=(*letter.blocks[:6], table, *letter.blocks[6:]))


def gridded():
    letter = make_letter("extension", head="")
    return replace(letter, blocks=(*letter.blocks[:3], Block(Style.BODY, "政" * 28 * 60), *letter.blocks[3:]))


LETTERS = (
    {name: make() for name, make in AWKWARD.items()}
    | {kind: make_letter(kind) for kind in catalogue.kinds()}
    | {f"filled_{lines}": filled(lines) for lines in range(22)}
    | {
        "sealed": signed(),
        "long_agency": signed("长沙市星沙区人民政府教育督导委员会办公室"),
        "unsealed": signed(sealed=False),
        "unsealed_short": signed("财政局", sealed=False),
        "tabled": tabled(),
        "deep": deep(),
        "gridded": gridded(),
        "turned": make_letter("disclosed", attachments=[LONG_NAME, LONG_NAME]),
        "turned_alone": make_letter("disclosed", attachments=[LONG_NAME]),
    }
)

_PRINTED = {}


@pytest.fixture
def pages(tool, tmp_path_factory):
    """The pages LibreOffice makes of a letter, each as its lines."""
    soffice = tool("soffice")
    if not _PRINTED:
        files = {name: docx.render(letter) for name, letter in LETTERS.items()}
        _PRINTED.update(converted(soffice, files, tmp_path_factory.mktemp("printed")))

    def lines(name):
        with pdfplumber.open(_PRINTED[name]) as document:
            return [page.extract_text_lines(y_tolerance=6) for page in document.pages]

    return lines


def characters(pages):
    text = "\n".join(line["text"] for page in pages for line in page)
    return Counter("".join(PAGE_NUMBER.sub("", text).split()))


# The deep cell is parted line by line here and by grid rows in the PDF.
@pytest.mark.parametrize("name", sorted(set(LETTERS) - {"deep"}))
def test_libreoffice_makes_as_many_pages_as_the_pdf_has(pages, name):
    with pdfplumber.open(BytesIO(pdf.render(LETTERS[name]))) as document:
        assert len(pages(name)) == len(document.pages)


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_libreoffice_prints_every_character(pages, name):
    letter = LETTERS[name]
    words, printed = Counter("".join(letter.text.split())), characters(pages(name))
    heads = Counter("".join("".join(block.rows[0]) for block in letter.blocks if block.headed))
    assert not words - printed
    assert set(printed - words) <= set(heads)  # a head that is said again on the next page


def test_libreoffice_sets_22_lines_of_28_characters(pages):
    second = [line["text"] for line in pages("gridded")[1]]
    assert [line for line in second if line == "政" * 28] == ["政" * 28] * 22


def test_rare_names_are_found_by_their_characters(pages):
    text = "".join(line["text"] for line in pages("rare_names")[0])
    for name in ("喆堃、李珺𬭎、䶮", "李𬭎、陈䶮、张𫖯、王𬱟"):
        assert name in text


@pytest.mark.parametrize("lines", range(22))
def test_signature_and_date_are_never_alone_on_a_page(pages, lines):
    last = [line["text"] for line in pages(f"filled_{lines}")[-1] if not PAGE_NUMBER.fullmatch(line["text"])]
    assert last[-1].replace(" ", "") == "2026年3月27日"
    assert len(last) >= 4  # two lines of text, signature, date


def test_a_table_over_two_pages_repeats_its_head_and_parts_no_row(pages):
    made = pages("tabled")
    heads = [[line["text"] for line in page if line["text"] == "序号 说明"] for page in made]
    assert sum(map(len, heads)) > 1
    assert all(len(head) <= 1 for head in heads)
    for n in range(1, 40):
        holding = [page for page in made if any(re.match(rf"第{n}行\b", line["text"]) for line in page)]
        assert len(holding) == 1


@pytest.mark.parametrize(
    ("name", "label"), [("turned", "附件：1."), ("turned", "2."), ("turned_alone", "附件：")]
)
def test_turned_lines_of_an_attachment_align_with_the_first_character_of_its_name(pages, name, label):
    lines = [line for page in pages(name) for line in page]
    at = next(
        i for i, line in enumerate(lines) if re.match(re.escape(label) + r"\s*星沙区第一", line["text"])
    )
    first = next(char for char in lines[at]["chars"] if char["text"] == "星")
    assert lines[at + 1]["chars"][0]["x0"] == pytest.approx(first["x0"], abs=0.5)


def signature(pages, name):
    """Signature and date, as lines."""
    lines = [line for page in pages(name) for line in page if not PAGE_NUMBER.fullmatch(line["text"])]
    at = max(i for i, line in enumerate(lines) if line["text"].replace(" ", "") == "2026年3月27日")
    return lines[at - 1], lines[at]


def test_under_a_seal_the_signature_is_centred_on_a_date_four_characters_in(pages):
    name, date = signature(pages, "sealed")
    # LibreOffice puts a gap between digits and characters, which makes the date wider than it is elsewhere.
    assert date["x1"] == pytest.approx(RIGHT - 4 * CELL, abs=CELL)
    assert (name["x0"] + name["x1"]) / 2 == pytest.approx((date["x0"] + date["x1"]) / 2, abs=2)


def test_a_long_signature_under_a_seal_stays_two_characters_in_with_the_date_centred_below(pages):
    name, date = signature(pages, "long_agency")
    assert name["x1"] == pytest.approx(RIGHT - 2 * CELL, abs=2)
    assert (name["x0"] + name["x1"]) / 2 == pytest.approx((date["x0"] + date["x1"]) / 2, abs=2)


def test_without_a_seal_the_signature_is_two_characters_in_and_the_date_begins_two_to_its_right(pages):
    name, date = signature(pages, "unsealed")
    assert name["x1"] == pytest.approx(RIGHT - 2 * CELL, abs=2)
    assert date["x0"] == pytest.approx(name["x0"] + 2 * CELL, abs=2)


def test_a_short_signature_without_a_seal_moves_left_so_that_the_date_stays_two_characters_in(pages):
    name, date = signature(pages, "unsealed_short")
    assert date["x0"] == pytest.approx(name["x0"] + 2 * CELL, abs=2)
    assert date["x1"] == pytest.approx(RIGHT - 2 * CELL, abs=2 * CELL)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_from_the_second_on(pages):
    first, second, third, *_ = pages("request_of_3000")
    assert not any(PAGE_NUMBER.fullmatch(line["text"]) for line in first)
    assert second[-1]["text"] == "— 2 —"
    assert second[-1]["x0"] == pytest.approx(LEFT + CELL, abs=2)
    assert third[-1]["text"] == "— 3 —"
    assert third[-1]["x1"] == pytest.approx(RIGHT - CELL, abs=2)


@pytest.mark.parametrize("name", ["disclosed", "agency_of_60", "nothing_optional", "service_proof"])
def test_the_first_page_stands_on_the_rows_of_the_pdf(pages, name):
    with pdfplumber.open(BytesIO(pdf.render(LETTERS[name]))) as document:
        ours = {line["text"]: line["top"] for line in document.pages[0].extract_text_lines(y_tolerance=6)}
    theirs = {line["text"]: line["top"] for line in pages(name)[0]}
    common = list(ours.keys() & theirs.keys())[:5]
    assert LETTERS[name].title in ours.keys() & theirs.keys()
    assert [theirs[text] for text in common] == pytest.approx(
        [ours[text] for text in common], abs=form.ROW / 3
    )
