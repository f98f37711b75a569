"""The letter on the 22 × 28 grid."""

from dataclasses import replace

import pytest
from tests.paper.awkward import AWKWARD
from tests.paper.square import ends, square

from foidesk.paper import form
from foidesk.paper.form import Style
from foidesk.paper.letter import Block
from foidesk.paper.typeset import typeset
from foidesk.paper.typeset.breaking import CLOSING, NOT_FIRST, NOT_LAST


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


def test_head_and_red_rules_stand_on_the_first_page_only(make):
    pages = typeset(make("fee"), square)
    red = [[rule for rule in page.rules if rule.colour == form.RED] for page in pages]
    assert len(red[0]) == 4
    assert not any(red[1:])
    assert all(rule.x2 - rule.x1 == pytest.approx(170 * form.MM) for rule in red[0])
    without = typeset(make("fee", head=""), square)
    assert not any(rule.colour == form.RED for page in without for rule in page.rules)
    assert without[0].lines[0].text == make("fee").number


def test_every_word_of_a_letter_is_set_once_and_in_its_place(letter):
    words = {}
    for page in typeset(letter, square):
        for line in page.lines:
            words[line.part] = words.get(line.part, "") + line.text
    words.pop((), None)
    expected = {(-1,): letter.head} if letter.head else {}
    for place, block in enumerate(letter.blocks):
        if block.rows:
            for row, cells in enumerate(block.rows):
                expected |= {(place, row, column): cell for column, cell in enumerate(cells) if cell}
        else:
            expected[place,] = block.text
    assert {part: "".join(text.split()) for part, text in words.items()} == {
        part: "".join(text.split()) for part, text in expected.items()
    }


def test_only_page_numbers_and_table_heads_said_again_are_no_part_of_the_letter(letter):
    heads = {cell for block in letter.blocks if block.headed for cell in block.rows[0]}
    for number, page in enumerate(typeset(letter, square), 1):
        for line in page.lines:
            if not line.part:
                assert line.text == f"— {number} —" or any(line.text in head for head in heads)


def test_no_line_of_any_letter_begins_or_ends_with_a_forbidden_sign(letter):
    before = None
    for line in (line for page in typeset(letter, square) for line in page.lines if line.part):
        if before and before.part == line.part:
            assert line.text[0] not in NOT_FIRST
            assert before.text[-1] not in NOT_LAST
        before = line


def test_a_squeezed_line_still_begins_and_ends_at_the_margins(make):
    letter = make("extension", head="")
    text = "依（政府）《条例》" + "信" * 16 + "府。" + "息" * 10
    letter = replace(letter, blocks=(*letter.blocks[:3], Block(Style.BODY, text), *letter.blocks[3:]))
    line = next(line for line in typeset(letter, square)[0].lines if line.part == (3,))
    assert line.text == text[:27]
    left, right = ends(line)
    assert left == pytest.approx(form.LEFT + 2 * form.CELL)
    assert right == pytest.approx(form.LEFT + form.WIDTH + form.SIZE_3 / 2, abs=0.3)  # the blank half of 。


def test_the_lines_of_a_paragraph_end_at_the_right_margin_but_for_the_last(make):
    letter = make("extension", head="")
    text = "收到申请后，本机关检索了2023年至2025年基础教育科文书档案，找到申请的报告3份，" * 3
    letter = replace(letter, blocks=(*letter.blocks[:3], Block(Style.BODY, text), *letter.blocks[3:]))
    lines = [line for line in typeset(letter, square)[0].lines if line.part == (3,)]
    for line in lines[:-1]:
        overhang = form.SIZE_3 / 2 if line.text[-1] in CLOSING else 0.0
        right = ends(line)[1] - form.LEFT - form.WIDTH
        assert -0.5 < right < overhang + 0.5  # with the spacing after the last character


def test_a_letter_without_a_head_number_or_signature_is_set_too(make):
    letter = make("extension", head="")
    blocks = tuple(b for b in letter.blocks if b.style not in (Style.NUMBER, Style.SIGNATURE, Style.DATE))
    pages = typeset(replace(letter, number="", blocks=blocks), square)
    assert pages[0].lines[0].text == letter.title


def test_a_request_of_3000_characters_fills_page_after_page():
    pages = typeset(AWKWARD["request_of_3000"](), square)
    assert len(pages) >= 6
    assert all(grid_rows(page) == list(range(22)) for page in pages[1:-2])


def test_the_names_of_attachments_stand_under_one_another(make):
    letter = make("disclosed", attachments=["政府信息" * 20, "申请" * 3])
    lines = [line for page in typeset(letter, square) for line in page.lines]
    listed = [line for line in lines if line.part and letter.blocks[line.part[0]].style is Style.ATTACHMENTS]
    first_names = [line.runs[1].x if line.text[-1] != "请" and ". " in line.text else None for line in listed]
    turned = [line.runs[0].x for line in listed if ". " not in line.text]
    assert turned == pytest.approx([first_names[0]] * len(turned))
    assert len(turned) >= 2


def test_headings_without_end_are_parted_over_the_pages_all_the_same(make):
    letter = make("extension", head="")
    headings = [Block(Style.HEADING, f"{n}、标题") for n in range(60)]
    pages = typeset(replace(letter, blocks=(*letter.blocks[:3], *headings, *letter.blocks[3:])), square)
    assert [len(grid_rows(page)) for page in pages[1:3]] == [22, 22]


def test_no_page_begins_with_an_empty_line(make):
    letter = make("disclosed", head="")
    place = next(n for n, block in enumerate(letter.blocks) if block.style is Style.ATTACHMENTS)
    for paragraphs in range(30):
        filler = [Block(Style.BODY, "政")] * paragraphs
        longer = replace(letter, blocks=(*letter.blocks[:place], *filler, *letter.blocks[place:]))
        assert all(grid_rows(page)[0] == 0 for page in typeset(longer, square)[1:])


def test_an_empty_paragraph_is_an_empty_line(make):
    letter = make("extension", head="")
    gap = replace(letter, blocks=(*letter.blocks[:3], Block(Style.BODY, "政\n\n府"), *letter.blocks[3:]))
    lines = [line for line in typeset(gap, square)[0].lines if line.part == (3,)]
    assert lines[1].y - lines[0].y == pytest.approx(2 * form.ROW)


def test_no_single_character_of_an_attachments_name_is_turned_over(make):
    for length in range(18, 46):
        letter = make("disclosed", attachments=["政" * length])
        places = {n for n, block in enumerate(letter.blocks) if block.style is Style.ATTACHMENTS}
        names = [line for page in typeset(letter, square) for line in page.lines if {*line.part} & places]
        assert len(names[-1].text) > 1
