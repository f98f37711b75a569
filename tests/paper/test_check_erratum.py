"""Errata put slips of the pen right, and fee notices charge what the measures give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foidesk.paper.letter import Letter

from .held import adding, held, matter, refused, sample, saying, warned


# --- errata ----------------------------------------------------------------------------------------
def putting_right(
    was: str, now: str, kind: str | None = None, *, place: str = ""
) -> tuple[list[str], list[str]]:
    """What is refused and warned of when `was`, which stands in the sample of a kind, becomes `now`."""
    about = matter("erratum")
    about = replace(about, stated={**about.stated, "changes": f"正文｜{was}｜{now}"})
    letter, against = held(about, "erratum")
    corrected: Letter | None = None
    if kind:
        corrected = sample(kind)[0]
        corrected = adding(corrected, place) if place else corrected
    against = replace(against, corrected=corrected)
    return refused(letter, against), warned(letter, against)


@pytest.mark.parametrize(
    ("kind", "was", "now", "touched"),
    [
        ("disclosed", "决定予以公开", "决定不予公开", "决定"),
        ("third_party_told", "决定公开下列", "决定不予公开下列", "决定"),
        ("disclosed", "6个月内", "15日内", "期限"),
        ("disclosed", "第三十六条第（二）项", "第三十六条第（三）项", "依据"),
        ("disclosed", "60日内", "30日内", "期限"),
        ("disclosed", "申请行政复议", "申请复核", "救济途径"),
        ("disclosed", "长沙市中级人民法院", "长沙铁路运输法庭", "救济途径"),
        ("disclosed", "向长沙市人民政府申请", "向湖南省人民政府申请", "救济途径"),
        ("not_held", "该政府信息不存在", "该政府信息已经销毁", "决定"),
        ("extension", "延长20个工作日", "延长10个工作日", "期限"),
        ("extension", "至2026年4月28日届满", "至2026年5月28日届满", "期限"),
        ("fee", "4140元", "4410元", "金额"),
    ],
)
def test_an_erratum_changes_no_substance(kind: str, was: str, now: str, touched: str) -> None:
    found, _ = putting_right(was, now, kind)
    assert any(f"改变了文书的{touched}" in each for each in found)


@pytest.mark.parametrize(
    ("was", "now"), [("决定予以公开", "决定不予公开"), ("6个月内", "15日内"), ("第十四条", "第十六条")]
)
def test_without_the_letter_at_hand_substance_is_known_by_its_words(was: str, now: str) -> None:
    assert putting_right(was, now)[0]


@pytest.mark.parametrize(
    ("kind", "was", "now"),
    [
        ("disclosed", "芙发改〔2023〕41号", "芙发改〔2023〕14号"),
        ("disclosed", "竣工验收备案表", "竣工验收备案意见"),
        (
            "disclosed",
            "本机关决定予以公开，现向您提供下列政府信息",
            "本机关决定予以公开，现向您提供下列政府信息（共3份）",
        ),
        ("disclosed", "城建科文书档案", "城市建设科文书档案"),
        ("not_held", "2026年3月5日", "2026年3月6日"),
        ("extension", "共6卷", "共8卷"),
    ],
)
def test_slips_of_the_pen_are_put_right(kind: str, was: str, now: str) -> None:
    assert putting_right(was, now, kind) == ([], [])


def test_what_is_put_right_stands_in_the_letter() -> None:
    assert any(
        "没有“芙发改〔2024〕1号”" in each
        for each in putting_right("芙发改〔2024〕1号", "芙发改〔2024〕2号", "disclosed")[0]
    )
    assert putting_right("芙发改〔2024〕1号", "芙发改〔2024〕2号") == ([], [])


@pytest.mark.parametrize(("was", "now"), [("经负责人统一", "经负责人同意"), ("决定不于公开", "决定不予公开")])
def test_a_slip_in_a_weighty_word_is_the_heads_to_let_go(was: str, now: str) -> None:
    found, doubtful = putting_right(was, now, "disclosed", place=f"{was}。")
    assert found == []
    assert len(doubtful) == 1


def test_an_amount_in_a_story_is_the_heads_to_let_go() -> None:
    found, doubtful = putting_right("概算1200万元", "概算1020万元", "disclosed", place="该项目概算1200万元。")
    assert found == []
    assert any("改变了文书的金额" in each for each in doubtful)


# --- fees ------------------------------------------------------------------------------------------
FEES = [
    ("fee", "4140元（人民币肆仟壹佰肆拾元整）", "4410元（人民币肆仟肆佰壹拾元整）", "4410元"),
    ("fee", "肆仟壹佰肆拾元整", "肆仟壹佰元整", "肆仟壹佰元整"),
    ("fee", "1440", "1400", "计算表"),
    ("fee_shortfall", "140元（人民币壹佰肆拾元整）", "410元（人民币肆佰壹拾元整）", "410元"),
    ("fee_shortfall", "壹佰肆拾元整", "壹佰元整", "壹佰元整"),
]


@pytest.mark.parametrize(("kind", "old", "new", "told"), FEES)
def test_a_fee_is_that_of_the_measures(kind: str, old: str, new: str, told: str) -> None:
    letter, against = sample(kind)
    found = refused(saying(letter, old, new), against)
    assert any("收费的金额" in each and told in each for each in found)


def test_a_fee_notice_shows_its_computation() -> None:
    letter, against = sample("fee")
    bare = replace(letter, blocks=tuple(block for block in letter.blocks if block.name != "lines"))
    assert any("没有分档的计算表" in each for each in warned(bare, against))


def test_other_sums_in_a_fee_notice_are_none_of_its_own() -> None:
    letter, against = sample("fee")
    assert refused(adding(letter, "同类项目概算为1200万元，复印纸每包25元。"), against) == []
