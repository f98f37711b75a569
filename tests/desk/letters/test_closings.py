"""Withdrawn, merged, not clarified, not paid: how a matter ends without a reply, and what the applicant is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.desk.letters.drafting import (
    AGENCY,
    COMPANY,
    NAMES,
    PERSON,
    REQUEST,
    altered,
    and_then,
    by_company,
    drafted,
    jointly,
    missing,
    sample,
    text,
    without,
)

from foidesk import content
from foidesk.desk import catalogue
from foidesk.errors import DeskError
from foidesk.paper import wording
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import AgentPower, FeeStandard

LAPSES = ("clarification_lapsed", "fee_lapsed")
KINDS = ("withdrawn", "merged", *LAPSES)
NOTICE = ev.FeeNotified(
    on=date(2026, 3, 10), standard=FeeStandard.PAGES, units=236, yuan=4140, reason="共236页"
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_wording_states_what_the_law_wants_of_it(kind: str) -> None:
    template = catalogue.template(kind)
    assert template.must
    assert wording.lacking(template, template) == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_numbered_as_an_end_and_holds_the_request_in_the_applicants_own_words(kind: str) -> None:
    letter = drafted(sample(kind), kind)
    assert letter.number == "芙政公开〔2026〕第31号-止"
    assert f"“{REQUEST}”" in letter.text
    assert "2026年3月2日" in letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_company_is_addressed_as_such_and_joint_applicants_together(kind: str) -> None:
    alone, together = text(kind, by_company(sample(kind))), text(kind, jointly(sample(kind)))
    assert "你单位" in alone
    assert "您" not in alone
    assert f"{NAMES[PERSON]}、{NAMES[COMPANY]}：" in together
    assert "你们" in together
    assert "您" not in together


# --- withdrawn -----------------------------------------------------------------------------------
def test_a_withdrawal_tells_its_day_and_its_effect_and_no_remedy() -> None:
    said = text("withdrawn")
    assert "于2026年3月16日收到您撤回上述申请的书面材料。自该日起，本机关终止办理该申请，不再作出答复" in said
    assert "可以重新提出申请" in said
    assert not re.search("复议|诉讼|代理人|收费|退还", said)


def test_a_withdrawal_in_part_leaves_the_rest_its_number_and_its_day() -> None:
    said = text("withdrawn", altered(sample("withdrawn"), ev.Withdrawn, part="概算批复"))
    assert "撤回的部分为：“概算批复”" in said
    assert "终止办理该部分" in said
    assert "其余部分继续办理，申请编号不变，答复期限不因撤回而变动" in said
    assert "答复期限至2026年3月30日届满" in said
    assert "终止办理该申请" not in said


def test_a_withdrawal_by_an_agent_names_the_agent() -> None:
    own = altered(sample("withdrawn"), ev.Registered, agent=COMPANY, agent_power=AgentPower.EXPRESS)
    assert NAMES[COMPANY] not in text("withdrawn", own)
    said = text("withdrawn", altered(own, ev.Withdrawn, by_agent=True))
    assert f"您的代理人{NAMES[COMPANY]}持撤回申请的特别授权" in said


def test_with_the_application_falls_a_fee_that_was_not_paid_in_full() -> None:
    noticed = and_then(sample("withdrawn"), NOTICE)
    said = text("withdrawn", noticed)
    assert "2026年3月10日就该申请发出的信息处理费收费通知同时失效，您不需要缴纳该费用" in said
    assert "退还" not in said
    in_part = and_then(noticed, ev.FeePaid(on=date(2026, 3, 12), yuan=1000))
    assert "您已缴纳的1000元，由本机关办理退还" in text("withdrawn", in_part)
    in_full = and_then(noticed, ev.FeePaid(on=date(2026, 3, 12)))
    assert "收费通知" not in text("withdrawn", in_full)


def test_a_letter_of_withdrawal_needs_a_withdrawal() -> None:
    with pytest.raises(DeskError, match="没有“撤回申请”"):
        drafted(without(sample("withdrawn"), ev.Withdrawn), "withdrawn")


# --- merged --------------------------------------------------------------------------------------
def test_a_merger_names_both_receipts_and_the_number_that_goes_on() -> None:
    said = text("merged")
    assert "2026年2月27日收到您以邮寄方式提出的申请，申请编号为芙政公开〔2026〕第28号" in said
    assert "2026年3月2日收到您以互联网方式提出的申请，申请编号为芙政公开〔2026〕第31号" in said
    assert "以芙政公开〔2026〕第28号为申请编号继续办理。" in said
    assert "自2026年2月27日收到申请之日起，收到当日不计入，20个工作日至2026年3月26日届满" in said
    assert content.calendar().add(date(2026, 2, 27), 20) == date(2026, 3, 26)
    assert "告知补正、延长答复期限、征求意见或者收费的，以依法重新计算或者顺延后的期限为准" in said
    assert "申请编号芙政公开〔2026〕第31号自本告知书作出之日起终止办理" in said
    assert not re.search("复议|诉讼", said)


def test_what_the_case_does_not_know_of_the_other_application_is_asked_for() -> None:
    own = sample("merged")
    assert missing("merged", replace(own, stated={})) == (
        "继续办理的申请的收到日期",
        "继续办理的申请的提交渠道（如：邮寄、互联网）",
    )
    said = text("merged", replace(own, stated={**own.stated, "first_received_on": "2026-02-27"}))
    assert "2026年2月27日收到您" in said


def test_no_clerk_states_the_due_day_of_the_application_that_goes_on() -> None:
    own = sample("merged")
    with pytest.raises(DeskError, match="没有“first_reply_due”这样的空白"):
        drafted(replace(own, stated={**own.stated, "first_reply_due": "2026年3月27日"}), "merged")
    earlier = text("merged", replace(own, stated={**own.stated, "first_received_on": "2026年2月26日"}))
    assert "20个工作日至2026年3月25日届满" in earlier
    assert "3月26日" not in earlier


def test_the_earlier_application_does_not_go_into_the_later_one() -> None:
    own = sample("merged")
    with pytest.raises(DeskError, match="不能并入"):
        drafted(replace(own, stated={**own.stated, "first_received_on": "2026年3月3日"}), "merged")


@pytest.mark.parametrize("no_day", ["2月27日", "2026年2月30日", "上周五"])
def test_a_day_that_is_none_is_refused(no_day: str) -> None:
    own = sample("merged")
    with pytest.raises(DeskError, match=r"继续办理的申请的收到日期：.*不是有效的日期"):
        drafted(replace(own, stated={**own.stated, "first_received_on": no_day}), "merged")


# --- not clarified -------------------------------------------------------------------------------
def test_an_abandoned_application_is_told_the_request_its_service_its_last_day_and_the_end() -> None:
    said = text("clarification_lapsed")
    assert "于2026年3月9日制发《政府信息公开申请补正告知书》（芙政公开〔2026〕第31号-补）" in said
    assert "于2026年3月11日送达您，补正期限至2026年3月30日届满" in said
    assert "没有收到您的补正" in said
    assert "不明确" not in said  # what was wanting may have been an identity document
    assert "第三十条的规定，视为您放弃申请，本机关自2026年4月1日起不再处理该申请" in said
    order = ["2026年3月2日收到", "2026年3月9日", "没有收到您的补正", "视为您放弃申请", "行政复议"]
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)


def test_a_lapse_without_proof_of_service_is_refused() -> None:
    unserved = without(sample("clarification_lapsed"), ev.ClarificationServed)
    assert missing("clarification_lapsed", unserved) == ("补正告知书送达之日",)
    unserved = without(sample("fee_lapsed"), ev.FeeNoticeServed)
    assert missing("fee_lapsed", unserved) == ("收费通知书送达之日", "缴费期限的最后一日")


@pytest.mark.parametrize("kind", LAPSES)
def test_a_request_that_went_out_without_a_letter_of_ours_is_told_without_its_number(kind: str) -> None:
    said = text(kind, without(sample(kind), ev.LetterIssued))
    assert "《政府信息公开申请补正告知书》" not in said
    assert "收费通知书》" not in said
    assert re.search("于2026年3月(9日一次性告知|17日通知)您", said)


@pytest.mark.parametrize("kind", LAPSES)
def test_the_applicant_may_choose_between_reconsideration_and_court_within_their_periods(kind: str) -> None:
    said = text(kind)
    assert "您如对本告知书不服，可以自收到本告知书之日起60日内向长沙市人民政府申请行政复议" in said
    assert "也可以自收到本告知书之日起6个月内向湖南省长沙市中级人民法院提起行政诉讼" in said
    assert AGENCY.reconsideration_online in said
    assert "先向" not in said
    assert said.count("提起行政诉讼") == 1


@pytest.mark.parametrize("kind", LAPSES)
def test_without_an_online_channel_none_is_named(kind: str) -> None:
    offline = replace(sample(kind), agency=AGENCY.model_copy(update={"reconsideration_online": ""}))
    assert "互联网渠道" not in text(kind, offline)


# --- not paid ------------------------------------------------------------------------------------
def test_an_unpaid_application_is_told_the_notice_its_service_the_last_day_and_the_end() -> None:
    said = text("fee_lapsed")
    assert "于2026年3月17日制发《政府信息公开信息处理费收费通知书》（芙政公开〔2026〕第31号-费）" in said
    assert "缴纳信息处理费4140元" in said
    assert "于2026年3月19日送达您，缴费期限至2026年4月17日届满" in said  # Monday 6 April off
    assert "您没有缴纳该费用，本机关也没有收到您不能按期缴费的正当理由。" in said
    assert "《办法》第六条的规定，申请人逾期未缴纳信息处理费的，视为放弃申请" in said
    assert "本机关自2026年4月20日起不再处理该申请" in said
    assert "退还" not in said


def test_what_was_paid_in_part_goes_back() -> None:
    said = text("fee_lapsed", and_then(sample("fee_lapsed"), ev.FeePaid(on=date(2026, 3, 26), yuan=4000)))
    assert (
        "您缴纳了4000元，没有足额缴纳，本机关也没有收到您不能按期缴费的正当理由。已缴纳的4000元，由本机关办理退还"
        in said
    )
    assert "您没有缴纳" not in said
