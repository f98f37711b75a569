"""Where a Chinese line may end."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.paper.typeset.breaking import NOT_FIRST, NOT_LAST, break_lines, give

HAN = st.text("政府信息公开条例依法申请答复机关", min_size=1, max_size=12)
WORD = st.from_regex(r"[A-Za-z0-9]{1,9}", fullmatch=True)
CLOSING = st.sampled_from("，。、；：？！》〉」』】〕）”’…—·%％")
OPENING = st.sampled_from("《〈「『【〔（“‘")
SENTENCES = st.lists(
    st.one_of(
        HAN,
        WORD,
        st.tuples(HAN, CLOSING).map("".join),
        st.tuples(OPENING, HAN, CLOSING, CLOSING).map("".join),
        st.sampled_from(["2026年3月5日", "第12号", "GB/T 9704", "——", "……", "（一）", "〔2026〕"]),
    ),
    min_size=1,
    max_size=40,
).map("".join)


class Square(dict):
    """A font in which every character is as wide as high, ASCII half as wide."""

    def __missing__(self, character):
        return 0.5 if character.isascii() else 1.0


SQUARE = Square()


def width(line):
    """The width of a line after its marks have given what they can."""
    given = sum(points for tier in give(line, SQUARE) for _, points in tier)
    return sum(SQUARE[character] for character in line) - given


@given(text=SENTENCES)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text):
    lines = break_lines(text, SQUARE, 26, 28)
    # A run of closing marks at the very beginning has nothing to hold on to.
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


@given(text=SENTENCES)
def test_nothing_is_lost_and_no_line_is_too_long(text):
    lines = break_lines(text, SQUARE, 26, 28)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        assert width(line) <= (28 if number else 26) + 0.01


ANYTHING = st.text(
    "政府信息公开，。、；：？！》〉」』】〕）”’…—·%％℃《〈「『【〔（“‘,.;:?!)]}([{ aZ09/?&=-_@〔第号年月日件",
    max_size=160,
)


@given(text=ANYTHING, room=st.sampled_from([0.7, 1, 3, 8, 28]), indent=st.sampled_from([0, 2]))
def test_whatever_is_typed_is_set_whole_and_within_the_width(text, room, indent):
    lines = break_lines(text, SQUARE, max(room - indent, 0.7), room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= room + 0.01 or len(line) == 1 for line in lines)
    assert all(line.strip(" ") == line for line in lines)


@given(text=ANYTHING)
def test_a_forbidden_sign_begins_or_ends_a_line_only_where_a_whole_line_offers_no_other_place(text):
    lines = break_lines(text, SQUARE, 26, 28)
    for above, below in pairwise(lines):
        allowed = [
            place
            for place in range(1, len(above))
            if above[place] not in NOT_FIRST
            and above[place - 1] not in NOT_LAST
            and " " not in above[place - 1 : place + 1]
        ]
        if allowed and not re.search(r"[!-~]{20}", above + below):
            assert below[0] not in NOT_FIRST
            assert above[-1] not in NOT_LAST


@given(
    before=st.integers(1, 28), word=st.sampled_from(["2026年", "第12号", "GB/T 9704", "——", "……", "foidesk"])
)
def test_words_numbers_and_double_signs_stay_together(before, word):
    lines = break_lines("政" * before + word + "府" * 28, SQUARE, 28, 28)
    assert any(word in line for line in lines)


@given(
    text=st.text("政府信息公开条例依法申请答复机关", min_size=1, max_size=300), indent=st.sampled_from([0, 2])
)
def test_text_without_marks_and_numbers_stays_on_the_grid(text, indent):
    first, *rest = break_lines(text, SQUARE, 28 - indent, 28)
    assert len(first) == min(len(text), 28 - indent)
    assert all(len(line) == 28 for line in rest[:-1])


def test_28_characters_fill_a_line():
    assert [len(line) for line in break_lines("政" * 57, SQUARE, 28, 28)] == [28, 28, 1]


def test_an_address_breaks_after_its_marks():
    address = "https://www.xingsha.example/zwgk/2026/03/gongkai/shenqing?bianhao=12&nian=2026"
    lines = break_lines(address, SQUARE, 16, 16)
    assert "".join(lines) == address
    assert all(line[-1] in "/?&" for line in lines[:-1])


@pytest.mark.parametrize("text", ["A" * 200, "，" * 90, "《" * 90])
def test_what_has_no_allowed_break_is_broken_all_the_same(text):
    lines = break_lines(text, SQUARE, 26, 28)
    assert "".join(lines) == text
    assert all(width(line) <= 28 for line in lines)


def test_a_mark_that_would_begin_a_line_is_taken_up_where_marks_can_give_way():
    text = "依（政府）《条例》" + "信" * 19 + "，" + "息" * 10
    assert break_lines(text, SQUARE, 28, 28)[0] == text[:29]


def test_where_no_mark_can_give_way_the_last_character_goes_down_with_its_mark():
    text = "政" * 28 + "？" + "府" * 10
    assert break_lines(text, SQUARE, 28, 28) == ["政" * 27, "政？" + "府" * 10]


def test_what_one_line_lacks_before_a_long_number_is_shared_with_those_before_it():
    text = "政" * 80 + "1234567890" + "府" * 30
    lines = break_lines(text, SQUARE, 26, 28)
    assert "1234567890" in lines[3]
    lacking = [room - width(line) for room, line in zip([26, 28, 28], lines, strict=False)]
    assert max(lacking) <= 1.01


def test_a_document_number_and_a_date_are_parted_only_to_spare_wide_gaps():
    text = "政" * 20 + "〔2026〕第12号" + "府" * 30
    assert any("〔2026〕第12号" in line for line in break_lines(text, SQUARE, 28, 28))
    text = "政" * 22 + "2026年12月31日" + "府" * 30
    assert break_lines(text, SQUARE, 28, 28)[0].endswith("月")


def test_marks_give_up_their_blank_half_and_no_more():
    at_end, between, alone = give("（政）（府），信”。", SQUARE)
    assert at_end == [(9, 0.5)]
    assert between == [(2, 0.5), (5, 0.5), (8, 0.5)]
    assert alone == [(6, 0.25)]
