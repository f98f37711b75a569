"""Where a Chinese line may end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.paper.breaking import NOT_FIRST, NOT_LAST, break_lines

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


def advance(character):
    return 0.5 if character.isascii() else 1.0


@given(text=SENTENCES)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text):
    lines = break_lines(text, advance, 26, 28)
    # A run of closing marks at the very beginning has nothing to hold on to.
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


@given(text=SENTENCES)
def test_nothing_is_lost_and_no_line_is_too_long(text):
    lines = break_lines(text, advance, 26, 28)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        assert sum(map(advance, line)) <= (28 if number else 26) + 0.01


@given(
    before=st.integers(1, 28), word=st.sampled_from(["2026年", "第12号", "GB/T 9704", "——", "……", "foidesk"])
)
def test_words_numbers_and_double_signs_stay_together(before, word):
    lines = break_lines("政" * before + word + "府" * 28, advance, 28, 28)
    assert any(word in line for line in lines)


def test_28_characters_fill_a_line():
    assert [len(line) for line in break_lines("政" * 57, advance, 28, 28)] == [28, 28, 1]


def test_an_address_breaks_after_its_marks():
    address = "https://www.xingsha.example/zwgk/2026/03/gongkai/shenqing?bianhao=12&nian=2026"
    lines = break_lines(address, advance, 16, 16)
    assert "".join(lines) == address
    assert all(line[-1] in "/?&" for line in lines[:-1])


@pytest.mark.parametrize("text", ["A" * 200, "，" * 90, "《" * 90])
def test_what_has_no_allowed_break_is_broken_all_the_same(text):
    lines = break_lines(text, advance, 26, 28)
    assert "".join(lines) == text
    assert all(sum(map(advance, line)) <= 28 for line in lines)
