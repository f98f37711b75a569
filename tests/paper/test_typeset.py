"""The letter on the 22 × 28 grid."""

from dataclasses import replace

import pytest

from foidesk.paper import form
from foidesk.paper.fonts import Glyph
from foidesk.paper.form import Style
from foidesk.paper.letter import Block
from foidesk.paper.typeset import typeset


def square(character, face):
    """A font in which every character is as wide as high, ASCII half as wide."""
    return Glyph("square", 0.5 if character.isascii() else 1.0)


def grid_rows(page):
    rows = ((line.y - form.TOP) / form.ROW for line in page.lines)
    return sorted({int(row) for row in rows if 0 <= row < form.ROWS})


@pytest.fixture
def long_letter(make):
    letter = make("extension", head="")
    blocks = list(letter.blocks)
    blocks[3:3] = [Block(Style.BODY, "政" * 28 * 60)]
    return replace(letter, blocks=tuple(blocks))


def test_a_full_page_has_22_lines_of_28_characters(long_letter):
    page = typeset(long_letter, square)[1]
    lines = [line for line in page.lines if "—" not in line.text]
    assert len(lines) == 22
    assert all(len(line.text) == 28 for line in lines[:20])
    assert grid_rows(page) == list(range(22))


def test_a_full_line_runs_from_margin_to_margin(long_letter):
    line = typeset(long_letter, square)[1].lines[1]
    (run,) = line.runs
    assert run.x == pytest.approx(form.LEFT)
    pitch = run.size + run.spacing
    assert run.x + 28 * pitch == pytest.approx(form.LEFT + form.WIDTH)


def test_the_page_number_stands_from_the_second_page_on_outside_for_print(long_letter):
    pages = typeset(long_letter, square)
    assert not any("— 1 —" in line.text for line in pages[0].lines)
    assert pages[1].lines[-1].text == "— 2 —"
    assert pages[1].lines[-1].runs[0].x == pytest.approx(form.LEFT + form.CELL)
    assert pages[2].lines[-1].text == "— 3 —"
    assert pages[2].lines[-1].runs[0].x > form.LEFT + form.WIDTH / 2


def test_a_signature_never_stands_alone_on_a_page(make):
    letter = make("extension", head="")
    for paragraphs in range(1, 40):
        blocks = list(letter.blocks)
        blocks[3:3] = [Block(Style.BODY, "政")] * paragraphs
        last = typeset(replace(letter, blocks=tuple(blocks)), square)[-1]
        texts = [line.text for line in last.lines if "—" not in line.text]
        assert texts.index(letter.agency) >= 2


def test_signature_and_date_share_an_axis_and_the_date_ends_four_characters_in(make):
    letter = make("extension")
    lines = {line.text: line for line in typeset(letter, square)[-1].lines}
    date, name = lines["2026年3月27日"], lines[letter.agency]

    def ends(line):
        last = line.runs[-1]
        width = sum(square(c, None).width * last.size + last.spacing for c in last.text)
        return line.runs[0].x, last.x + width

    assert ends(date)[1] == pytest.approx(form.LEFT + form.WIDTH - 4 * form.CELL)
    assert sum(ends(date)) == pytest.approx(sum(ends(name)))


def test_room_is_left_for_the_seal_above_the_signature(make):
    letter = make("receipt")
    lines = [line for page in typeset(letter, square) for line in page.lines]
    place = next(i for i, line in enumerate(lines) if line.text == letter.agency and i > 3)
    assert lines[place].y - lines[place - 1].y == pytest.approx(3 * form.ROW)


def test_head_and_red_rules_stand_on_the_first_page_only(make):
    pages = typeset(make("fee"), square)
    red = [[rule for rule in page.rules if rule.colour == form.RED] for page in pages]
    assert [len(rules) for rules in red] == [4, 0, 0]
    assert all(rule.x2 - rule.x1 == pytest.approx(170 * form.MM) for rule in red[0])
    without = typeset(make("fee", head=""), square)
    assert not any(rule.colour == form.RED for page in without for rule in page.rules)
    assert without[0].lines[0].text == "星教公开〔2026〕第12号-费"


def test_the_same_words_are_set_as_are_in_the_letter(letter):
    set_text = "".join(line.text for page in typeset(letter, square) for line in page.lines)
    for number in range(2, 9):
        set_text = set_text.replace(f"— {number} —", "")
    # Inside a row of a table the cells are set line by line, so characters are counted, not ordered.
    assert sorted(set_text.replace(" ", "")) == sorted("".join(letter.text.split()))


def test_a_long_title_breaks_into_lines_of_like_length(make):
    letter = make("extension", head="")
    title = "长沙市星沙区教育局关于延长政府信息公开申请答复期限的告知书"
    blocks = tuple(replace(b, text=title) if b.style is Style.TITLE else b for b in letter.blocks)
    lines = [
        line.text
        for line in typeset(replace(letter, blocks=blocks), square)[0].lines
        if line.text in title and line.text != letter.agency
    ]
    assert len(lines) == 2
    assert "".join(lines) == title
    assert abs(len(lines[0]) - len(lines[1])) <= 6
