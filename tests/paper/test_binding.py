"""Finished PDFs bound into one for keeping: pages as they are, numbered in the margin, by two judges of PDF/A."""

from dataclasses import replace
from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from PIL import Image

from foidesk.paper import pdf
from foidesk.paper.fonts import NoGlyph, fonts
from foidesk.paper.form import MM, PAGE_HEIGHT, PAGE_WIDTH, Style
from foidesk.paper.letter import Block
from foidesk.paper.pdf.binding import Bookmark, Inserted, bound, page_count
from foidesk.paper.pdf.pdfa import validated
from foidesk.paper.pdf.pictures import LONGEST, picture_pages
from foidesk.paper.sheets.drawable import drawable_letter
from foidesk.pdfpicture import page_pictures
from foidesk.pdftext import NoText


@pytest.fixture
def parts(make):
    """A file of two titled pages, a letter behind its first page, and two pictures behind that."""
    letter = make("fee")
    own = replace(letter, head="", blocks=(Block(Style.TITLE, "封面"), Block(Style.TITLE, "目录")))
    pictures = [Image.new("RGB", size, "lightblue") for size in ((3000, 1000), (400, 900))]
    between = [Inserted(1, pdf.render(letter)), Inserted(1, picture_pages(pictures))]
    return pdf.render(own, fonts(), numbered=False), between


def whole(parts, **how) -> bytes:
    own, between = parts
    last = page_count(own) + sum(page_count(each.data) for each in between)
    marks = [Bookmark("封面", 1, (Bookmark("附件", 2),)), Bookmark("目录", last)]
    return bound(own, between, marks, fonts(), **how)


def test_each_title_after_the_first_begins_a_page(parts):
    assert page_count(parts[0]) == 2


def test_the_pages_stand_in_order_and_carry_their_numbers_at_the_outer_upper_corner(parts):
    with pdfplumber.open(BytesIO(whole(parts, note="（副本）"))) as document:
        told = [page.extract_text().replace("\n", " ") for page in document.pages]
        assert all(f"第{n}页（副本）" in text for n, text in enumerate(told, 1))
        assert "封面" in told[0]
        assert "收费通知" in told[1]
        assert "目录" in told[-1]
        assert [len(page.images) for page in document.pages[-3:]] == [1, 1, 0]
        for n, page in enumerate(document.pages, 1):
            stamp = page.search(f"第{n}页")[0]
            assert stamp["bottom"] < 16 * MM
            assert (stamp["x0"] > PAGE_WIDTH / 2) == (n % 2 == 1)


def test_a_bound_file_may_be_kept_and_is_the_same_every_time(parts):
    data = whole(parts)
    validated(data)
    assert data == whole(parts)


def test_another_judge_finds_only_what_part_2_no_longer_demands(parts, preflight):
    out = BytesIO()
    with pikepdf.open(BytesIO(whole(parts))) as document:
        document.save(out, force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    as_part_1 = out.getvalue().replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<")
    assert [each for each in preflight({"bound.pdf": as_part_1}) if "CIDSet" not in each] == []


def test_pictures_fit_the_page_below_the_number_and_are_no_larger_than_print_needs(parts):
    with pikepdf.open(BytesIO(parts[1][1].data)) as document:
        widths = [int(page.Resources.XObject["/P"].Width) for page in document.pages]
        assert widths == [LONGEST, 400]
    with pdfplumber.open(BytesIO(parts[1][1].data)) as document:
        for page in document.pages:
            (drawn,) = page.images
            assert drawn["top"] >= 20 * MM - 0.1
            assert drawn["x0"] >= 12 * MM - 0.1
            assert drawn["bottom"] <= PAGE_HEIGHT - 12 * MM + 0.1


def test_a_pdf_is_drawn_as_it_looks_and_a_damaged_one_refused(make):
    drawn = list(page_pictures(pdf.render(make("fee")), longest=800, most=9))
    assert {max(each.size) for each in drawn} == {800}
    assert all(each.getextrema()[0][0] < 100 for each in drawn)
    with pytest.raises(NoText):
        list(page_pictures(b"%PDF-1.7\nnothing", longest=800, most=9))
    with pytest.raises(NoText):
        list(page_pictures(pdf.render(make("fee")), longest=800, most=1))


def test_a_sheet_shows_a_sign_for_what_no_font_has(make):
    letter = replace(
        make("fee"), blocks=(Block(Style.TITLE, "说明🙂"), Block(Style.TABLE, rows=(("a\tb🙂", ""),)))
    )
    with pytest.raises(NoGlyph):
        pdf.render(letter, fonts())
    shown = drawable_letter(letter, fonts().glyph)
    assert shown.blocks[0].text == "说明〓"
    assert shown.blocks[1].rows == (("a b〓", ""),)
    assert pdf.render(shown, fonts())
