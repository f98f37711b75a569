"""Where signature and date stand, with a seal and without one."""

from dataclasses import replace

import pytest
from tests.paper.square import ends, square

from foidesk.paper import form
from foidesk.paper.form import CELL, Style
from foidesk.paper.letter import Block
from foidesk.paper.typeset import typeset

RIGHT = form.LEFT + form.WIDTH
LONG = "湖南省长沙市星沙区望仙路街道既有多层住宅加装电梯和老旧小区综合改造工作联合推进领导小组办公室"


def signed(letter):
    """The lines of the signature and the line of the date, with the last line of the text before them."""
    lines = [line for page in typeset(letter, square) for line in page.lines if line.part]
    styles = [None if line.part == (-1,) else letter.blocks[line.part[0]].style for line in lines]
    first = styles.index(Style.SIGNATURE)
    names = [line for line, style in zip(lines, styles, strict=True) if style is Style.SIGNATURE]
    return lines[first - 1], names, lines[styles.index(Style.DATE)]


def test_with_a_seal_the_date_ends_four_characters_in_and_the_signature_is_centred_on_it(make):
    _, (name,), date = signed(make("extension"))
    assert ends(date)[1] == pytest.approx(RIGHT - 4 * CELL)
    assert sum(ends(date)) == pytest.approx(sum(ends(name)))


def test_room_is_left_for_the_seal_above_the_signature(make):
    text, (name,), date = signed(make("receipt"))
    assert name.y - text.y == pytest.approx(3 * form.ROW)
    middle_of_seal = (name.y + date.y - form.SIZE_3 * form.INK_ABOVE_BASELINE) / 2 - 3 * form.MM
    top_of_seal = middle_of_seal - 21 * form.MM
    assert text.y < top_of_seal < text.y + form.ROW


def test_a_long_sealed_signature_stays_two_characters_in_and_keeps_the_axis(make):
    _, names, date = signed(make("extension", agency="长沙市星沙区望仙路街道既有多层住宅加装电梯办公室"))
    assert ends(names[0])[1] == pytest.approx(RIGHT - 2 * CELL)
    assert sum(ends(names[0])) == pytest.approx(sum(ends(date)))


def test_without_a_seal_the_date_begins_two_characters_right_of_a_signature_two_characters_in(make):
    letter = replace(make("extension", agency="长沙市星沙区教育局政府信息公开办"), sealed=False)
    text, (name,), date = signed(letter)
    assert ends(name)[1] == pytest.approx(RIGHT - 2 * CELL)
    assert ends(date)[0] == pytest.approx(ends(name)[0] + 2 * CELL)
    assert name.y - text.y == pytest.approx(2 * form.ROW)


def test_a_date_longer_than_the_unsealed_signature_moves_it_to_the_left(make):
    _, (name,), date = signed(replace(make("extension", agency="教育局"), sealed=False))
    assert ends(date)[1] == pytest.approx(RIGHT - 2 * CELL)
    assert ends(date)[0] == pytest.approx(ends(name)[0] + 2 * CELL)


@pytest.mark.parametrize("sealed", [True, False])
def test_a_signature_longer_than_a_line_is_broken_in_balance(make, sealed):
    _, names, date = signed(replace(make("extension", agency=LONG), sealed=sealed))
    assert "".join(name.text for name in names) == LONG
    assert len(names) == 2
    assert abs(len(names[0].text) - len(names[1].text)) <= 6
    assert all(ends(line)[0] >= form.LEFT and ends(line)[1] <= RIGHT for line in (*names, date))


@pytest.mark.parametrize("sealed", [True, False])
def test_two_lines_of_text_at_least_go_with_the_signature(make, sealed):
    letter = replace(make("disclosed", head="", attachments=["测算报告"]), sealed=sealed)
    end = next(n for n, block in enumerate(letter.blocks) if block.style is Style.ATTACHMENTS)
    for paragraphs in range(1, 45):
        blocks = (*letter.blocks[:end], *[Block(Style.BODY, "政")] * paragraphs, *letter.blocks[end:])
        longer = replace(letter, blocks=blocks)
        last = typeset(longer, square)[-1]
        styles = [longer.blocks[line.part[0]].style for line in last.lines if line.part]
        assert styles.index(Style.SIGNATURE) >= 2
        assert styles[-2:] == [Style.SIGNATURE, Style.DATE]
