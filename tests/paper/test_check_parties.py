"""Letters to those who are consulted: nothing of the applicant, silence, a release against their will."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from foidesk.desk.letterfacts.matter import Matter
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Consulted, Service

from .held import adding, altered, held, matter, refused, sample, saying, warned, with_log

ASKING = ["third_party", "co_maker", "other_agency"]


# --- the applicant ---------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ASKING)
@pytest.mark.parametrize(
    "question",
    [
        "申请人称该资料用于起诉你公司，请说明意见。",
        "申请人系荷花园业主，请说明意见。",
        "申请人认为报告有误，请说明意见。",
        "该资料将用于诉讼，请说明意见。",
    ],
)
def test_what_is_asked_tells_neither_who_applied_nor_what_for(kind: str, question: str) -> None:
    found = refused(*held(altered(kind, ev.ConsultationSent, question=question), kind))
    assert any("申请人的情况" in each for each in found)


@pytest.mark.parametrize("kind", ASKING)
@pytest.mark.parametrize(
    "question",
    [
        "《建设工程规划许可申请人情况表》载有你单位的账号，请说明意见。",
        "该表由许可申请人为办理许可而填写，请说明是否属于商业秘密。",
        "案卷中的民事起诉状由你单位提交，请说明意见。",
        "请说明公开后是否影响你单位的竞争地位。",
    ],
)
def test_other_applicants_and_papers_may_be_named(kind: str, question: str) -> None:
    letter, against = held(altered(kind, ev.ConsultationSent, question=question), kind)
    assert refused(letter, against) == warned(letter, against) == []


def test_what_merely_might_tell_something_of_the_applicant_is_warned_of() -> None:
    letter, against = sample("third_party")
    assert any("申请人要求" in each for each in warned(adding(letter, "申请人要求全文公开。"), against))
    assert refused(adding(letter, "申请人要求全文公开。"), against) == []


# --- silence ---------------------------------------------------------------------------------------
def test_silence_is_consent_in_a_letter_to_a_co_maker_only() -> None:
    told = "逾期未提出意见的，视为同意公开。"
    for kind in ("third_party", "other_agency"):
        letter, against = sample(kind)
        assert any("视为同意" in each for each in refused(adding(letter, told), against))
    letter, against = sample("co_maker")
    assert refused(adding(letter, told), against) == []


def test_that_silence_is_no_consent_may_be_said() -> None:
    for kind in ("third_party", "other_agency"):
        letter, against = sample(kind)
        assert refused(adding(letter, "逾期未提出意见的，不视为同意公开。"), against) == []


def test_a_reply_after_a_silent_co_maker_tells_its_consent() -> None:
    log = (
        ev.ConsultationSent(on=date(2026, 3, 3), id="住建", to=Consulted.CO_MAKER),
        ev.ConsultationServed(on=date(2026, 3, 4), id="住建"),
    )
    whole = matter("disclosed").case.log
    about = with_log(matter("disclosed"), (*whole[:-1], *log, replace(whole[-1], on=date(2026, 4, 3))))
    letter, against = held(about, "disclosed")
    assert "视为同意公开" in letter.text
    assert not [each for each in refused(letter, against) if "视为同意" in each]


# --- a release against the will of a third party -----------------------------------------------------
def told(**stated: str) -> Matter:
    about = matter("third_party_told")
    return replace(about, stated={**about.stated, **stated})


FOUNDED = "第三方的理由成立，但本机关仍决定公开"


def test_a_founded_objection_gives_way_to_the_public_interest_alone() -> None:
    assert any("对公共利益" in each for each in refused(*held(told(judgement=FOUNDED), "third_party_told")))
    weighed = told(judgement=FOUNDED, weighing="该段墙体已经脱落伤人，不公开会对公共利益造成重大影响。")
    assert refused(*held(weighed, "third_party_told")) == []
    for sensible in (
        "施工参数已经为公众所知悉，第三方的理由不成立",
        "附表2涉及个人隐私，不同意公开的理由成立，不予公开；第4章已经为公众所知悉，理由不成立",
    ):
        assert refused(*held(told(judgement=sensible), "third_party_told")) == [], sensible


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        ("2026年3月28日", True),
        ("2026年4月7日", True),
        ("2026年3月27日", False),
        ("2026年3月20日", False),
        ("下周一", False),
    ],
)
def test_the_release_is_after_the_third_party_is_told(day: str, fits: bool) -> None:
    found = refused(*held(told(release_on=day), "third_party_told"))
    assert any("向申请人提供信息的日期" in each for each in found) == (not fits)


OBJECTED = (
    ev.ConsultationSent(on=date(2026, 3, 3), id="施工", to=Consulted.THIRD_PARTY),
    ev.ConsultationServed(on=date(2026, 3, 4), id="施工"),
    ev.ConsultationAnswered(on=date(2026, 3, 10), id="施工", consents=False),
)
TOLD = ev.LetterIssued(
    on=date(2026, 3, 12),
    kind="third_party_told",
    doc_number="芙政公开〔2026〕第31号-征2",
    about="施工",
    approved_by="周明远",
)
SERVED = ev.LetterServed(on=date(2026, 3, 13), doc_number=TOLD.doc_number, service=Service.POST)


def disclosing(*events: ev.Event) -> list[str]:
    whole = matter("disclosed").case.log
    about = with_log(matter("disclosed"), (*whole[:-1], *events, whole[-1]))
    letter, against = held(about, "disclosed")
    assert refused(letter, against) == []
    return warned(letter, against)


def test_a_release_over_an_objection_without_a_served_letter_is_warned_of() -> None:
    assert any("不同意公开" in each for each in disclosing(*OBJECTED))
    assert any("不同意公开" in each for each in disclosing(*OBJECTED, TOLD))
    assert disclosing(*OBJECTED, TOLD, SERVED) == []


def test_who_consents_or_was_never_reached_need_not_be_told() -> None:
    assert disclosing(*OBJECTED[:2], replace(OBJECTED[2], consents=True)) == []
    assert disclosing(OBJECTED[0]) == []


def test_a_day_written_into_the_frame_is_checked_as_well() -> None:
    letter, against = sample("third_party_told")
    early = saying(letter, "最早于2026年4月7日向申请人", "最早于2026年3月9日向申请人")
    assert any("2026年3月9日" in each for each in refused(early, against))
