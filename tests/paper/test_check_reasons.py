"""Reasons that are none, purposes nobody may ask for, motives nobody may judge."""

from __future__ import annotations

import pytest

from foidesk.rules import events as ev

from .held import adding, altered, held, refused, sample, stating, warned

# --- why it takes longer ---------------------------------------------------------------------------
NONE = [
    "因工作需要，需要延长。",
    "因工作的需要，需要延长。",
    "由于工作原因，需要延长。",
    "工作繁忙，需要延长。",
    "领导外出，无法签发。",
    "情况复杂，需要较长时间。",
    "案多人少，无法按期办结。",
    "该申请内容较为复杂，需要进一步研究。",
]
CONCRETE = [
    "保密审查工作需要逐页进行，共412页。",
    "核对工作需要调取原件，原件存于区档案馆。",
    "所涉案卷共6卷，其中2卷正在数字化，需要逐卷核对。",
    "申请内容较为复杂，涉及29个项目的批复，须到4个单位调取。",
    "因档案库房搬迁，案卷至4月才能调阅。",
]


@pytest.mark.parametrize("reason", NONE)
@pytest.mark.parametrize(("kind", "event"), [("extension", ev.Extended), ("delay", ev.DelayAnnounced)])
def test_what_fits_any_application_is_no_reason(kind: str, event: type[ev.Event], reason: str) -> None:
    found = refused(*held(altered(kind, event, reason=reason), kind))
    assert any("的理由是" in each for each in found)


@pytest.mark.parametrize("reason", CONCRETE)
@pytest.mark.parametrize(("kind", "event"), [("extension", ev.Extended), ("delay", ev.DelayAnnounced)])
def test_what_is_to_be_done_is_one(kind: str, event: type[ev.Event], reason: str) -> None:
    assert refused(*held(altered(kind, event, reason=reason), kind)) == []


# --- the purpose -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "defect",
    [
        "没有说明申请该信息的用途｜请写明用途并提供与本人有关的证明",
        "没有写明申请目的｜请写明",
        "没有说明与该项目的利害关系｜请补充",
        "没有证明与您本人有关｜请提供与本人有关的证明",
        "没有写明信息的使用用途｜请写明",
    ],
)
def test_a_clarification_asks_for_no_purpose(defect: str) -> None:
    found = refused(*held(altered("clarification", ev.ClarificationAsked, defects=defect), "clarification"))
    assert any("用途或者申请人" in each for each in found)


@pytest.mark.parametrize(
    "defect",
    [
        "没有写明所指地块的土地用途｜请写明规划条件书中的土地用途或者地块编号",
        "没有附身份证明｜请提供本人身份证复印件",
        "没有写明所需的文件种类｜请写明与您申请的项目有关的文件名称、文号",
        "“利害关系人名单”没有写明是哪一次听证｜请写明听证的日期",
        "没有写明提供信息的形式｜请写明需要纸质件还是电子件",
    ],
)
def test_a_clarification_asks_for_what_an_application_holds(defect: str) -> None:
    letter, against = held(altered("clarification", ev.ClarificationAsked, defects=defect), "clarification")
    assert refused(letter, against) == warned(letter, against) == []


@pytest.mark.parametrize(
    "reason",
    [
        "您没有说明申请该信息的用途，因此不予公开。",
        "该信息与您没有利害关系，因此不予公开。",
        "上述信息不得用于诉讼。",
        "您没有提供与本人有关的证明，因此不予公开。",
    ],
)
def test_a_reply_that_rests_on_the_purpose_is_warned_of(reason: str) -> None:
    letter, against = sample("refused_internal")
    assert refused(adding(letter, reason), against) == []
    assert any("用途或者申请人" in each for each in warned(adding(letter, reason), against))


@pytest.mark.parametrize(
    "facts",
    [
        "该地块的土地用途为居住，规划用途没有调整。",
        "专项资金不得用于人员经费，资金用途已经审计。",
        "听证时的利害关系人名单由区自然资源局保存。",
        "与该项目有关的文件共3份。",
    ],
)
def test_the_use_of_land_and_money_is_no_purpose(facts: str) -> None:
    letter, against = sample("disclosed")
    assert refused(adding(letter, facts), against) == warned(adding(letter, facts), against) == []


@pytest.mark.parametrize("kind", ["explanation", "mass", "special_query", "correction"])
def test_where_reasons_or_standing_count_one_may_speak_of_them(kind: str) -> None:
    letter, against = sample(kind)
    told = adding(letter, "没有提供与权利人之间利害关系的证明，也没有说明用途。")
    assert refused(told, against) == warned(told, against) == []


# --- the motive ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "phrase", ["恶意申请", "滥用申请权", "滥用政府信息公开申请权", "缠访", "别有用心", "无理取闹"]
)
@pytest.mark.parametrize("kind", ["mass", "repeat", "petition", "explanation"])
def test_no_letter_judges_the_motive(kind: str, phrase: str) -> None:
    letter, against = sample(kind)
    assert any("动机" in each for each in refused(adding(letter, f"您的行为属于{phrase}。"), against))


def test_a_reason_that_is_but_a_motive_is_refused() -> None:
    found = refused(*held(stating("mass", reason="恶意申请，滥用申请权"), "mass"))
    assert any("动机" in each for each in found)


@pytest.mark.parametrize(
    "facts",
    ["该案涉及恶意串通投标和滥用职权。", "所涉案卷为恶意欠薪案的调查材料。", "申请反映工作人员滥用职权。"],
)
@pytest.mark.parametrize("kind", ["mass", "disclosed"])
def test_what_others_are_charged_with_is_no_motive(kind: str, facts: str) -> None:
    letter, against = sample(kind)
    assert refused(adding(letter, facts), against) == []
