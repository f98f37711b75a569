"""The form of a letter as it comes off the printer: rendered at 300 dpi and measured by its ink, in millimetres."""

import subprocess
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np
import pytest
from PIL import Image

from foidesk.paper import form, pdf
from foidesk.paper.fonts import Glyph
from foidesk.paper.form import Style
from foidesk.paper.letter import Block
from foidesk.paper.typeset import typeset

MM = 300 / 25.4
NEAR = 0.3

NAMES = [
    "长沙市星沙区教育局",
    "一二三办公室",
    "中共长沙市星沙区委办公室机要保密局档案科",
    "湖南省长沙市星沙区望仙路街道既有多层住宅加装电梯联合推进领导小组办公室",
]


@pytest.fixture
def sheet(tool, tmp_path):
    """A page of a letter as a picture of its ink, true where printed, by row and column; and what of it is red."""

    def rendered(letter, number=1):
        (tmp_path / "letter.pdf").write_bytes(pdf.render(letter))
        page = ["-r", "300", "-f", str(number), "-singlefile", "letter.pdf", "page"]
        subprocess.run([tool("pdftoppm"), *page], cwd=tmp_path, check=True, timeout=120)
        colours = np.asarray(Image.open(tmp_path / "page.ppm"))
        ink = colours.min(axis=2) < 128
        return ink, ink & (colours[:, :, 0] > 160)

    return rendered


def bands(ink, axis=1):
    """The stretches of rows (or with axis 0 of columns) that bear ink: upper and lower edge."""
    edges, at = [], 0
    for inked, run in groupby(ink.any(axis=axis)):
        length = len(list(run))
        if inked:
            edges.append((at / MM, (at + length) / MM))
        at += length
    return edges


def within(ink, top, bottom):
    """The ink between two heights."""
    return ink[round(top * MM) : round(bottom * MM)]


@pytest.mark.parametrize("name", NAMES)
def test_head_rules_and_number_stand_where_the_standard_wants_them(make, sheet, name):
    ink, red = sheet(make("extension", head=name))
    *head, thick, thin = bands(within(red, 0, 150))
    assert head[0][0] == pytest.approx(30, abs=NEAR)
    assert thick[0] - head[-1][1] == pytest.approx(4, abs=NEAR)
    assert thick[1] - thick[0] > thin[1] - thin[0]
    number = bands(ink & ~red)[0]
    assert number[0] - thin[1] == pytest.approx(4.94, abs=NEAR)
    title = bands(within(ink & ~red, number[1] + 1, 150))[0][0] + 1
    two_lines = (
        3 * form.ROW - form.SIZE_3 / 2 - form.SIZE_2 / 2
    )  # between the ink of a line and the next but two
    assert title == pytest.approx(two_lines / form.MM, abs=form.ROW / form.MM / 2)


def test_the_second_rule_is_turned_round_and_stands_20_mm_above_the_foot(make, sheet):
    _, red = sheet(make("extension"))
    thin, thick = ((top + 250, bottom + 250) for top, bottom in bands(within(red, 250, 297)))
    assert thick[1] == pytest.approx(277, abs=NEAR)
    assert thick[1] - thick[0] > thin[1] - thin[0]


def test_both_rules_are_170_mm_long_and_in_the_middle_of_the_sheet(make, sheet):
    _, red = sheet(make("extension"))
    lines = [row for row in red if row.sum() > 150 * MM]
    for row in lines:
        left, right = np.flatnonzero(row)[[0, -1]] / MM
        assert left == pytest.approx(20, abs=NEAR)
        assert right == pytest.approx(190, abs=NEAR)
    heights = np.flatnonzero([row.sum() > 150 * MM for row in red]) / MM
    assert sum(1 for a, b in pairwise(heights) if b - a > 0.2) == 3  # four lines


def test_a_full_page_is_22_lines_of_28_characters_from_margin_to_margin(make, sheet):
    letter = make("extension", head="")
    block = Block(Style.BODY, "国" * 28 * 60)
    ink, _ = sheet(replace(letter, blocks=(*letter.blocks[:3], block, *letter.blocks[3:])), 2)
    text = within(ink, 36, 263)
    rows = bands(text)
    assert len(rows) == 22
    pitches = [below[0] - above[0] for above, below in pairwise(rows)]
    assert pitches == pytest.approx([225 / 22] * 21, abs=0.1)
    for top, bottom in rows:
        columns = bands(within(text, top, bottom), axis=0)
        assert len(columns) == 28
        assert columns[0][0] == pytest.approx(28, abs=0.6)  # a character has a little white at its sides
        assert columns[-1][1] == pytest.approx(184, abs=0.6)


def test_the_page_number_stands_7_mm_below_the_type_area_on_the_outer_side(make, sheet):
    for number in (1, 2, 3):
        ink, red = sheet(make("fee"), number)
        foot = within(ink & ~red, 263, 297)
        if number == 1:
            assert not foot.any()
            continue
        columns = bands(foot, axis=0)
        assert len(columns) == 3  # dash, figure, dash
        first, last = columns[0], columns[-1]
        dash = foot[:, round(first[0] * MM) : round(first[1] * MM)]
        assert bands(dash)[0][0] + 263 == pytest.approx(269, abs=NEAR)
        character = 156 / 28
        if number % 2:
            assert last[1] == pytest.approx(184 - character, abs=NEAR)
        else:
            assert first[0] == pytest.approx(28 + character, abs=NEAR)


@pytest.mark.parametrize(("top", "bottom"), [(0.7, -0.2), (0.95, 0.05)])
def test_the_head_is_placed_by_the_ink_of_whatever_font_draws_it(make, top, bottom):
    page = typeset(make("extension"), lambda character, face: Glyph("odd", 1.0, top, bottom))[0]
    head = page.lines[0]
    size = head.runs[0].size
    assert (head.y - top * size) / form.MM == pytest.approx(30)
    first_rule = page.rules[0]
    assert (first_rule.y1 - first_rule.weight / 2 - (head.y - bottom * size)) / form.MM == pytest.approx(4)
