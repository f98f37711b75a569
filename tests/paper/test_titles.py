"""Titles and heads of several lines, broken by sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.square import square

from foidesk.paper.typeset.breaking import NOT_FIRST, NOT_LAST
from foidesk.paper.typeset.titles import head_lines, title_lines


@pytest.mark.parametrize(
    "lines",
    [
        ["政府信息公开申请延期答复告知书"],
        ["政府信息公开信息处理费收费通知书"],
        ["政府信息公开申请答复书（部分公开）"],
        ["长沙市星沙区教育局", "关于公开第三方信息的告知书"],
        ["长沙市星沙区教育局关于延长", "政府信息公开申请答复期限的告知书"],
        ["长沙市星沙区教育局", "政府信息公开申请重复办理终止告知书"],
        ["政府信息公开申请答复书", "（行政查询、确认或者重新出具证明）"],
        ["关于征求《星沙区2023年义务教育", "学位供给测算报告》公开意见的函"],
        ["星沙区2023年义务教育学位供给", "测算报告及其附件汇总表"],
    ],
)
def test_a_title_is_broken_where_its_sense_allows(lines):
    assert title_lines("".join(lines), square) == lines


@given(
    title=st.text("政府信息公开申请答复的关于告知书《》（）、，A9 ", min_size=1, max_size=60).map(str.strip)
)
def test_no_title_loses_a_character_or_leaves_the_type_area(title):
    lines = title_lines(title, square)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(sum(square(c, None).width * 22 for c in line) <= 442.3 for line in lines)


@given(title=st.text("政府信息公开申请答复关于告知书", min_size=61, max_size=76))
def test_a_title_of_four_lines_is_no_hourglass(title):
    lengths = [len(line) for line in title_lines(title, square)]
    falls = next((i for i in range(1, len(lengths)) if lengths[i] < lengths[i - 1]), len(lengths))
    assert all(lengths[i] <= lengths[i - 1] for i in range(falls, len(lengths)))


@given(title=st.text("政府信息公开，、》）”《（“", min_size=21, max_size=60))
def test_no_line_of_a_title_begins_or_ends_with_a_forbidden_sign(title):
    places = [n for n in range(1, len(title)) if title[n] not in NOT_FIRST and title[n - 1] not in NOT_LAST]
    lines = title_lines(title, square)
    if all(b - a <= 10 for a, b in zip([0, *places], [*places, len(title)], strict=True)):
        assert not any(line[0] in NOT_FIRST for line in lines[1:])
        assert not any(line[-1] in NOT_LAST for line in lines[:-1])


@pytest.mark.parametrize(("length", "count"), [(9, 1), (20, 1), (21, 2), (40, 2), (60, 3)])
def test_a_head_keeps_to_one_line_as_long_as_it_is_not_smaller_than_the_title(length, count):
    assert len(head_lines("政" * length, square)) == count
