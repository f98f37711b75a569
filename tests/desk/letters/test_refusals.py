"""Letters that withhold: what each ground must state, in full and in part."""

from __future__ import annotations

from datetime import date

import pytest
from tests.desk.letters.decided import before_the_reply, stating
from tests.desk.letters.drafting import drafted, missing, of, sample, text, without

from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.rules import events as ev
from foidesk.rules.outcomes import GROUNDS

REFUSALS = tuple(key for key, ground in GROUNDS.items() if ground.refuses)


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_gives_facts_decision_rule_reason_and_why_no_part_can_be_given(kind: str) -> None:
    matter = sample(kind)
    said = text(kind, matter)
    stated = matter.case.grounds[0].key
    assert stated == kind
    rule = "《条例》" + GROUNDS[kind].cites[-1].place + "规定"
    facts, reason, not_severable = (_fact(kind, name) for name in ("facts", "reason", "not_severable"))
    places = [
        said.index(part)
        for part in (facts, "本机关决定对上述政府信息不予公开，理由如下。", rule, reason, "《条例》第三十七条", not_severable,
                     "本机关不能提供其中的部分内容")
    ]  # fmt: skip
    assert places == sorted(places)


def _fact(kind: str, name: str) -> str:
    from foidesk.rules.decisions import facts_of

    reply = sample(kind).case.position.reply
    assert reply is not None
    return facts_of(reply)[name]


# --- each ground ---------------------------------------------------------------------------------
def test_a_state_secret_names_the_organ_and_the_day_that_made_it_one() -> None:
    assert "上述信息由长沙市国防动员办公室于2023年9月14日依法确定为国家秘密。" in text("refused_secret")


def test_a_prohibition_names_the_law_and_its_article() -> None:
    said = text("refused_by_law")
    assert "禁止公开上述信息的规定是《中华人民共和国招标投标法》第二十二条。" in said


def test_safety_says_which_danger() -> None:
    said = text("refused_safety")
    assert "国家安全、公共安全、经济安全、社会稳定" in said
    assert "可能造成的危害是：图纸和门禁设置表标明" in said


def test_internal_affairs_say_which_kind() -> None:
    assert "上述信息属于内部事务信息中的人事管理和内部工作流程信息。" in text("refused_internal")


@pytest.mark.parametrize("kind", ["refused_process", "refused_file"])
def test_process_and_files_say_that_no_rule_wants_them_public_and_whether_the_matter_is_concluded(
    kind: str,
) -> None:
    said = text(kind)
    assert "法律、法规、规章规定应当公开的，从其规定" in said
    assert said.index("经核查，法律、法规、规章没有规定") < said.index("所涉事项")
    assert "经核查没有法律、法规、规章规定应当公开" in missing(kind, stating(kind, no_duty=" "))


def test_a_third_party_was_heard_then_judged_then_weighed() -> None:
    said = text("refused_third_party")
    parts = ("征求意见书于2026年3月6日送达", "第三方于2026年3月16日回复，不同意公开", "本机关审查认为", "本机关决定",
             "第三方同意公开或者行政机关认为不公开会对公共利益造成重大影响的，予以公开", "本机关衡量了公共利益")  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "无法征求" not in said


def test_without_a_consultation_the_letter_says_why_none_was_possible() -> None:
    asked = (ev.ConsultationSent, ev.ConsultationServed, ev.ConsultationAnswered)
    unheard = without(sample("refused_third_party"), *asked)
    assert missing("refused_third_party", unheard) == ("无法征求第三方意见的原因",)
    told = stating(unheard, why_not_consulted="该公司已于2025年8月注销，没有承继其权利义务的人")
    said = text("refused_third_party", told)
    assert "本机关无法征求第三方的意见，原因是：该公司已于2025年8月注销，没有承继其权利义务的人。" in said
    assert "本机关审查认为" in said


def test_the_agencys_own_judgement_cannot_be_left_out() -> None:
    unjudged = without(sample("refused_third_party"), ev.JudgementRecorded)
    assert missing("refused_third_party", unjudged) == ("本机关对第三方权益的独立判断",)


# --- in part -------------------------------------------------------------------------------------
def rows(matter=None) -> list[tuple[str, ...]]:
    """The table of parts, without its head."""
    [table] = of(drafted(matter or sample("partly"), "partly"), Style.TABLE)
    assert table.headed
    return list(table.rows[1:])


def test_every_part_has_its_decision_ground_and_reason() -> None:
    told = rows()
    assert [row[1] for row in told] == ["提供", "提供", "提供", "不予公开", "不予公开"]
    assert [row[2] for row in told] == ["第三十七条"] * 3 + ["第十五条", "第十六条第一款"]
    assert told[3][3].startswith("属于商业秘密。询价记录载明供应商未公开的供货折扣")
    assert told[4][3].startswith("属于内部事务信息中的人事管理信息。值班安排表只记载")


def test_one_ground_and_one_reason_may_serve_for_all_that_is_withheld() -> None:
    told = rows(
        stating("partly", withheld_ground="refused_internal", reason="对外不产生影响", which="人事管理")
    )
    assert [row[2:] for row in told[3:]] == [("第十六条第一款", "属于人事管理。对外不产生影响。")] * 2


def test_one_part_may_rest_on_two_grounds() -> None:
    told = rows(
        stating("partly", withheld="询价记录", withheld_ground="refused_third_party\nrefused_process", which="过程稿",
                reason="涉及商业秘密\n尚未定稿", no_duty="没有规定应当公开", concluded="尚未办结")
    )  # fmt: skip
    assert told[3:] == [
        ("询价记录", "不予公开", "第十五条、第十六条第二款", "属于过程稿。涉及商业秘密。尚未定稿。")
    ]


def test_lines_that_do_not_correspond_are_refused() -> None:
    with pytest.raises(DeskError, match="reason有3行，withheld 有2行"):
        drafted(stating("partly", reason="一\n二\n三"), "partly")


def test_a_part_without_a_reason_is_refused() -> None:
    told = missing("partly", stating("partly", reason=None))
    assert [meaning[-8:] for meaning in told] == ["（第4项不完整）", "（第5项不完整）"]


def test_a_part_withheld_as_internal_says_which_kind_it_is() -> None:
    told = missing("partly", stating("partly", which=None))
    assert told == ("“竣工验收备案表所附的监督人员值班安排表”属于哪一类（which）",)


@pytest.mark.parametrize(
    ("ground", "wanted"),
    [
        ("refused_secret", {"定密机关", "定密日期"}),
        ("refused_by_law", {"禁止公开的法律或者行政法规及条款"}),
        ("refused_safety", {"可能危及哪一项安全或者社会稳定"}),
        ("refused_third_party", {"是否对公共利益造成重大影响的衡量"}),
        (
            "refused_process",
            {"经核查没有法律、法规、规章规定应当公开", "所涉事项是否已经办结；已办结的，仍不公开的理由"},
        ),
        (
            "refused_file",
            {"经核查没有法律、法规、规章规定应当公开", "所涉事项是否已经办结；已办结的，仍不公开的理由"},
        ),
    ],
)
def test_a_withheld_part_must_state_what_its_ground_wants(ground: str, wanted: set[str]) -> None:
    matter = stating("partly", withheld_ground=ground, weighing=None)
    assert set(missing("partly", matter)) == wanted


def test_the_passage_of_a_ground_stands_only_where_a_part_rests_on_it() -> None:
    only_internal = text("partly", stating("partly", withheld_ground="refused_internal"))
    assert "本机关衡量了公共利益" not in only_internal
    secret = stating("partly", withheld_ground="refused_secret\nrefused_internal", determined_by="长沙市国家保密局",
                     determined_on="2024-5-6")  # fmt: skip
    assert "由长沙市国家保密局于2024年5月6日依法确定为国家秘密" in text("partly", secret)


def test_a_part_withheld_for_a_third_party_never_asked_says_why() -> None:
    asked = (ev.ConsultationSent, ev.ConsultationServed, ev.ConsultationAnswered)
    unheard = without(sample("partly"), *asked)
    assert missing("partly", unheard) == ("无法征求第三方意见的原因",)


def test_what_is_given_in_part_is_given_in_a_form_and_a_way_or_as_attachments() -> None:
    assert "可以公开的内容以纸质复印件形式、邮寄方式提供。" in text("partly")
    attached = stating("partly", form=None, delivery=None)
    assert "可以公开的内容作为附件随本答复书提供，附件共3件。" in text("partly", attached)
    neither = stating(attached, attachments=None)
    assert missing("partly", neither) == (
        "可以公开部分的提供形式和方式（form、delivery），或者附件（attachments）",
    )


def test_the_remedy_goes_by_the_part() -> None:
    said = text("partly")
    assert "您如对本答复中不予公开的部分不服，应当自收到本答复书之日起60日内，先向" in said
    assert "您如对本答复的其他内容不服，可以自收到本答复书之日起60日内向" in said


def test_a_judgement_is_not_the_opinion() -> None:
    later = ev.JudgementRecorded(
        on=date(2026, 3, 18), officer="周明远", judgement="经复核，仍认为属于商业秘密"
    )
    said = text("partly", before_the_reply(sample("partly"), later))
    assert "经复核，仍认为属于商业秘密。" in said
    assert said.index("不同意公开。") < said.index("经复核")
