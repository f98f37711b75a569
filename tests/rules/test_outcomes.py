"""The results: the 21 lines of table three, the grounds that lead there, and how a clerk names one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.errors import DeskError
from foidesk.rules import outcomes
from foidesk.rules.outcomes import GROUNDS, Ground, Outcome

LINES = {"（一）": 1, "（二）": 1, "（三）": 8, "（四）": 3, "（五）": 5, "（六）": 3}


# --- the lines -----------------------------------------------------------------------------------
def test_there_are_twenty_one_lines_numbered_as_in_the_format() -> None:
    codes = [
        f"三{group}" + (str(n) if size > 1 else "")
        for group, size in LINES.items()
        for n in range(1, size + 1)
    ]
    assert [outcome.code for outcome in Outcome] == codes
    assert len(codes) == 21


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("三（一）", "予以公开"),
        ("三（三）3", "危及“三安全一稳定”"),
        ("三（三）8", "属于行政查询事项"),
        ("三（四）1", "本机关不掌握相关政府信息"),
        ("三（五）5", "要求行政机关确认或重新出具已获取信息"),
        ("三（六）2", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ],
)
def test_a_line_is_labelled_as_printed(code: str, label: str) -> None:
    assert {outcome.code: outcome.label for outcome in Outcome}[code] == label


def test_every_line_can_be_reached_by_some_ground() -> None:
    assert {ground.outcome for ground in GROUNDS.values()} == set(Outcome)


def test_information_is_given_on_the_first_two_lines_only() -> None:
    assert [outcome for outcome in Outcome if outcome.gives] == [Outcome.DISCLOSED, Outcome.PARTLY]


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=lambda g: g.key)
def test_a_ground_rests_on_provisions_and_asks_for_each_fact_once(ground: Ground) -> None:
    assert ground.cites
    assert ground.label
    names = [need.name for need in ground.needs]
    assert len(names) == len(set(names))
    assert all(need.meaning for need in ground.needs)


def test_lapses_and_withdrawals_are_no_replies() -> None:
    others = {ground.key for ground in GROUNDS.values() if not ground.by_reply}
    assert others == {"clarification_lapsed", "fee_lapsed", "withdrawn"}


# --- finding one ---------------------------------------------------------------------------------
@pytest.mark.parametrize("ground", GROUNDS.values(), ids=lambda g: g.key)
def test_a_ground_is_found_by_its_key_and_by_its_label(ground: Ground) -> None:
    assert outcomes.find(ground.key) is ground
    assert outcomes.find(f" {ground.label} ") is ground


@pytest.mark.parametrize(
    "text", ["三（三）6", "三(三)6", "（三）6", "(三)6", " 三（三)6 ", "属于四类过程性信息"]
)
def test_a_line_with_one_ground_is_found_by_its_code_in_any_brackets_and_by_its_label(text: str) -> None:
    assert outcomes.find(text).key == "refused_process"


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("三（四）1", {"not_held", "not_ours"}),
        ("(四)1", {"not_held", "not_ours"}),
        ("本机关不掌握相关政府信息", {"not_held", "not_ours"}),
        ("三（三）8", {"special_query", "archive"}),
    ],
)
def test_a_line_with_several_grounds_is_refused_and_lists_them(text: str, among: set[str]) -> None:
    with pytest.raises(DeskError, match="不止一种依据") as refused:
        outcomes.find(text)
    listed = {key for key in GROUNDS if f"{key}（" in refused.value.do}
    assert listed == among


def test_two_labels_are_the_same_only_for_a_ground_and_its_line() -> None:
    assert outcomes.find("予以公开").key == "disclosed"
    assert outcomes.find("部分公开").key == "partly"


def test_a_ground_that_is_no_reply_is_never_offered_for_one() -> None:
    for text in ("没有这种结果", "三（六）3"):
        try:
            found = outcomes.find(text)
        except DeskError as refused:
            offered = {key for key in GROUNDS if f"{key}（" in refused.do}
            assert all(GROUNDS[key].by_reply for key in offered)
        else:
            assert found.by_reply


@pytest.mark.parametrize("text", ["", "  ", "三", "1", "工作秘密", "三（七）"])
def test_what_is_no_result_is_refused_in_words(text: str) -> None:
    with pytest.raises(DeskError, match="没有") as refused:
        outcomes.find(text)
    assert refused.value.why
    assert "disclosed（" in refused.value.do


# --- several items -------------------------------------------------------------------------------
def of(*keys: str) -> Sequence[Ground]:
    return [GROUNDS[key] for key in keys]


grounds = st.lists(st.sampled_from(list(GROUNDS.values())), min_size=1, max_size=5)


@given(items=grounds)
def test_items_on_one_line_count_on_that_line(items: list[Ground]) -> None:
    first = items[0].outcome
    if all(item.outcome is first for item in items):
        assert outcomes.several(items) is first


@given(items=grounds)
def test_something_given_and_something_not_counts_as_partly(items: list[Ground]) -> None:
    given_ones = [item.outcome.gives for item in items]
    if any(given_ones) and not all(given_ones):
        assert outcomes.several(items) is Outcome.PARTLY


@given(items=grounds, main=st.sampled_from(list(GROUNDS.values())))
def test_nothing_given_on_several_lines_counts_where_the_officer_says(
    items: list[Ground], main: Ground
) -> None:
    if any(item.outcome.gives for item in items) or len({item.outcome for item in items}) == 1:
        return
    assert outcomes.several(items) is None
    assert outcomes.several(items, main) is (main.outcome if main in items else None)


@given(items=grounds, data=st.data())
def test_the_order_of_the_items_changes_nothing(items: list[Ground], data: st.DataObject) -> None:
    assert outcomes.several(data.draw(st.permutations(items))) is outcomes.several(items)


def test_two_grounds_of_one_line_need_no_main_one() -> None:
    assert outcomes.several(of("not_held", "not_ours")) is Outcome.NOT_HELD


def test_given_in_full_and_in_part_counts_as_partly() -> None:
    assert outcomes.several(of("disclosed", "partly")) is Outcome.PARTLY
    assert outcomes.several(of("disclosed", "already_public")) is Outcome.DISCLOSED
