"""Letters about a consultation: the party learns what concerns it and nothing of the applicant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.desk.letters.drafting import (
    BUREAU,
    COMPANY,
    NAMES,
    altered,
    and_then,
    drafted,
    jointly,
    missing,
    of,
    sample,
    text,
    without,
)

from foidesk.desk import catalogue
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.writing import write
from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.paper.wording.composition import MissingFact
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind, Consulted

CONSULTED = ("third_party", "co_maker", "other_agency", "third_party_told")
PROCEDURAL = ("third_party", "third_party_slip", "consulting", "co_maker", "other_agency")


def in_order(text: str, *parts: str) -> bool:
    """Whether all the parts stand in the text, one after the other."""
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def addressee(matter: Matter, kind: str) -> list[str]:
    return [block.text for block in of(drafted(matter, kind), Style.ADDRESSEE)]


def as_a_person(matter: Matter) -> Matter:
    """The consulted party is a natural person."""
    row = matter.last(ev.ConsultationSent).party or 0
    party = replace(matter.people[row], name="王𬱖", kind=ApplicantKind.NATURAL_PERSON)
    return replace(matter, people={**matter.people, row: party})


# --- nothing of the applicant ---------------------------------------------------------------------
@pytest.mark.parametrize("kind", [*CONSULTED, "third_party_slip"])
def test_a_letter_to_the_consulted_party_tells_nothing_of_the_applicant(kind: str) -> None:
    matter = sample(kind)
    applicant, registered = matter.applicant, matter.case.registered
    said = text(kind, matter).replace(f"{matter.case.number}-征", "")
    hidden = (applicant.name, applicant.telephone, applicant.address, applicant.email, registered.request)
    assert not [words for words in hidden if words and words in said]
    assert matter.case.number not in said
    assert "2026年3月2日" not in said  # the day of receipt
    assert "互联网方式" not in said


@pytest.mark.parametrize("blank", ["applicant", "request", "number", "received_on", "channel"])
def test_not_even_the_agencys_own_wording_can_name_the_applicant_to_a_third_party(
    blank: str, tmp_path: Path
) -> None:
    (tmp_path / "third_party.toml").write_text(
        f'[change.question]\ntext = "{{{{ question }}}}申请情况：{{{{ {blank} }}}}。"\n', "utf-8"
    )
    with pytest.raises(MissingFact):
        write(sample("third_party"), "third_party", catalogue.templates(tmp_path))


@pytest.mark.parametrize("kind", CONSULTED)
def test_the_letter_goes_to_the_consulted_party_by_its_name_on_record(kind: str) -> None:
    party = {"third_party": COMPANY, "third_party_told": COMPANY}.get(kind, BUREAU)
    assert addressee(sample(kind), kind) == [f"{NAMES[party]}："]


@pytest.mark.parametrize("kind", CONSULTED)
def test_an_organisation_and_a_person_are_addressed_each_in_its_way(kind: str) -> None:
    assert "你单位" in text(kind)
    assert "您" not in text(kind)
    person = as_a_person(sample(kind))
    assert "你单位" not in text(kind, person)
    assert addressee(person, kind) == ["王𬱖："]


@pytest.mark.parametrize("kind", PROCEDURAL)
def test_a_letter_on_the_way_to_the_reply_carries_no_remedy(kind: str) -> None:
    assert not [words for words in ("复议", "诉讼", "起诉", "不服") if words in text(kind)]


@pytest.mark.parametrize("kind", [*CONSULTED, "third_party_slip"])
@pytest.mark.parametrize(("fact", "meaning"), [("party", "被征求意见的"), ("information", "政府信息")])
def test_without_party_or_information_the_letter_is_refused_by_its_meaning(
    kind: str, fact: str, meaning: str
) -> None:
    wanted = "第三方" if (kind, fact) == ("third_party_told", "party") else meaning
    lacks = missing(kind, altered(sample(kind), ev.ConsultationSent, **{fact: None}))
    assert any(wanted in each for each in lacks)


# --- to a third party -----------------------------------------------------------------------------
def test_the_third_party_learns_what_is_asked_of_it_why_by_when_and_what_silence_means() -> None:
    said = text("third_party")
    assert in_order(
        said,
        "第三十二条的规定，现书面征求你单位的意见",
        "《施工总结报告》（2025年6月，共46页）",
        "是否属于商业秘密、个人隐私",
        "第十五条的规定，涉及商业秘密、个人隐私等",
        "自收到本征求意见书之日起15个工作日内提出意见；收到当日不计入",
        "不同意公开且有合理理由的，本机关不予公开",
        "逾期未提出意见的，由本机关依照《条例》的规定决定是否公开",
        "附件：征求第三方意见回执",
    )
    assert "视为同意" not in said


@pytest.mark.parametrize("kind", ["third_party", "co_maker", "other_agency"])
def test_nobody_is_consulted_without_a_question_and_its_reasons(kind: str) -> None:
    mute = altered(sample(kind), ev.ConsultationSent, question=None)
    assert missing(kind, mute) == ("征求意见的具体事项和原因",)


def test_the_reply_slip_asks_for_consent_secrets_privacy_reasons_signature_and_date() -> None:
    slip = text("third_party_slip")
    assert in_order(
        slip,
        "□同意公开　□部分同意公开　□不同意公开",
        "商业秘密",
        "个人隐私",
        "理由和所附证明材料",
        "签名或者盖章",
        "填写日期",
        "自收到征求意见书之日起15个工作日内",
    )


def test_the_slip_on_its_own_is_the_one_attached_to_the_letter() -> None:
    attached = drafted(sample("third_party"), "third_party")
    alone = drafted(sample("third_party_slip"), "third_party_slip")
    assert [b.rows for b in of(alone, Style.TABLE)] == [b.rows for b in of(attached, Style.TABLE)]
    assert attached.number in of(attached, Style.TABLE)[0].rows[0]
    assert not alone.number
    assert not of(alone, Style.SIGNATURE)


def test_the_slip_waits_for_the_number_of_its_letter() -> None:
    unissued = without(sample("third_party_slip"), ev.LetterIssued)
    assert missing("third_party_slip", unissued) == ("已经签发的征求第三方意见书的文号",)


# --- to agencies ----------------------------------------------------------------------------------
def test_a_co_makers_silence_is_consent_after_fifteen_working_days() -> None:
    said = text("co_maker")
    assert "由本机关牵头、与你单位共同制作" in said
    assert "第三十四条的规定，现就是否公开征求你单位的意见" in said
    assert "自收到本函之日起15个工作日内提出书面意见" in said
    assert "逾期未提出意见的，视为同意公开" in said
    assert "第三十二条" not in said


def test_another_agency_is_given_a_date_and_its_silence_means_nothing() -> None:
    said = text("other_agency")
    assert "于2026年3月20日以前（含当日）提出书面意见" in said
    assert "既不视为同意公开，也不视为不同意公开" in said
    assert "第三十三条第三款" in said
    assert "15个工作日" not in said


def test_another_agency_cannot_be_asked_without_a_date() -> None:
    undated = altered(sample("other_agency"), ev.ConsultationSent, answer_by=None)
    assert missing("other_agency", undated) == ("请对方提出意见的最后一日",)


# --- to the applicant -----------------------------------------------------------------------------
def test_the_applicant_learns_that_the_time_does_not_count_and_until_when() -> None:
    said = text("consulting")
    assert NAMES[COMPANY] not in said
    assert "于2026年3月9日书面征求第三方的意见" in said
    assert "第三十三条第三款的规定，征求意见所需时间不计算在答复期限内" in said
    # from 12 March the 15th working day is 1 April; 20 + 15 working days after 2 March, over 清明, 21 April
    assert "2026年3月11日送达，上述第15个工作日为2026年4月1日" in said
    assert "答复期限至2026年4月21日届满；提前收到意见的" in said
    assert sample("consulting").case.clock.due == date(2026, 4, 21)


def test_before_service_the_applicant_is_told_the_day_that_still_holds() -> None:
    said = text("consulting", without(sample("consulting"), ev.ConsultationServed))
    assert "送达之前，答复期限照常计算" in said
    assert "答复期限至2026年3月30日届满；扣除后相应顺延" in said
    assert "2026年4月21日" not in said


@pytest.mark.parametrize(
    ("to", "present", "absent"),
    [
        (Consulted.THIRD_PARTY, "第三十二条", ("第三十四条", "共同制作")),
        (Consulted.CO_MAKER, "第三十四条", ("第三十二条", "第三方")),
        (Consulted.OTHER_AGENCY, "其他行政机关的职责", ("第三十二条", "第三十四条", "第三方")),
    ],
)
def test_each_consultation_is_told_on_its_own_provision(
    to: Consulted, present: str, absent: tuple[str, ...]
) -> None:
    said = text("consulting", altered(sample("consulting"), ev.ConsultationSent, to=to))
    assert present in said
    assert not [words for words in absent if words in said]
    document, other = ("征求意见书", "征求意见函")[:: 1 if to is Consulted.THIRD_PARTY else -1]
    assert f"{document}已于2026年3月11日送达" in said
    assert other not in said


def test_joint_applicants_are_told_together() -> None:
    assert "你们申请公开的政府信息中" in text("consulting", jointly(sample("consulting")))


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (ev.ConsultationAnswered(on=date(2026, 3, 20), id="c1", consents=True), "意见已于2026年3月20日收到"),
        (ev.ConsultationReturned(on=date(2026, 3, 20), id="c1"), "退回"),
        (ev.ConsultationServed(on=date(2026, 3, 30), id="c1"), "才送达"),
    ],
)
def test_no_consultation_is_told_that_leaves_no_time_out(happened: ev.Event, said: str) -> None:
    unserved = without(sample("consulting"), ev.ConsultationServed)
    before = sample("consulting") if isinstance(happened, ev.ConsultationAnswered) else unserved
    with pytest.raises(DeskError, match=said):
        drafted(and_then(before, happened), "consulting")


# --- which consultation ---------------------------------------------------------------------------
def two_third_parties(kind: str) -> Matter:
    matter = sample(kind)
    second = replace(matter.last(ev.ConsultationSent), id="c2", party=BUREAU, information="《施工监理报告》")
    return and_then(matter, second, ev.ConsultationServed(on=date(2026, 3, 11), id="c2"))


def test_of_several_consultations_the_clerk_names_one() -> None:
    several = two_third_parties("third_party")
    with pytest.raises(DeskError, match="不止一次") as refused:
        drafted(several, "third_party")
    assert "c1（第三方）、c2（第三方）" in refused.value.do
    second = replace(several, about="c2")
    assert addressee(second, "third_party") == [f"{NAMES[BUREAU]}："]
    assert "《施工监理报告》" in text("third_party", second)
    assert "䶮源" not in text("third_party", second)


def test_each_third_party_gets_the_slip_of_its_own_letter() -> None:
    several = two_third_parties("third_party_slip")
    second = replace(several, about="c2")
    assert missing("third_party_slip", second) == ("已经签发的征求第三方意见书的文号",)
    number = f"{several.case.number}-征2"
    issued = ev.LetterIssued(on=date(2026, 3, 9), kind="third_party", doc_number=number, about="c2")
    assert number in text("third_party_slip", and_then(second, issued))
    assert number not in text("third_party_slip", replace(and_then(several, issued), about="c1"))
    nameless = altered(second, ev.LetterIssued, about=None)
    assert missing("third_party_slip", nameless) == ("已经签发的征求第三方意见书的文号",)


def test_a_consultation_of_another_kind_needs_no_naming() -> None:
    matter = sample("third_party")
    first = matter.last(ev.ConsultationSent)
    mixed = and_then(
        matter, replace(first, id="g1", to=Consulted.CO_MAKER, party=BUREAU, information="《批复》")
    )
    assert "《批复》" in text("co_maker", mixed)
    assert "《批复》" not in text("third_party", mixed)


def test_without_a_consultation_on_record_there_is_no_letter() -> None:
    with pytest.raises(DeskError, match="没有向第三方征求意见的登记"):
        drafted(without(sample("third_party"), ev.ConsultationSent), "third_party")
    with pytest.raises(DeskError, match="没有编号为“c9”的征求意见"):
        drafted(replace(sample("third_party"), about="c9"), "third_party")


# --- told before the release ----------------------------------------------------------------------
def told(matter: Matter, **stated: str) -> str:
    return text("third_party_told", replace(matter, stated={**matter.stated, **stated}))


def test_the_third_party_learns_what_will_be_disclosed_why_and_how_to_challenge_it() -> None:
    said = told(sample("third_party_told"))
    assert in_order(
        said,
        "于2026年3月9日就是否公开下列涉及你单位的政府信息书面征求你单位的意见",
        "你单位于2026年3月11日收到征求意见书",
        "你单位于2026年3月20日回复本机关，不同意公开",
        "所述意见为：“该报告第4章的施工参数",
        "第三十二条的规定，本机关经审查，决定公开下列政府信息",
        "1. 《施工总结报告》第1章至第6章",
        "2. 《施工总结报告》附表1（隐去签名）",
        "决定公开的理由是：报告第4章的施工参数",
        "在向你单位送达本告知书之后，最早于2026年4月7日向申请人提供",
        "自收到本告知书之日起60日内向长沙市人民政府申请行政复议",
        "自收到本告知书之日起6个月内向湖南省长沙市中级人民法院提起行政诉讼",
        "掌上复议微信小程序",
    )
    assert "本答复" not in said
    assert "先向" not in said


def test_the_public_interest_is_weighed_on_article_fifteen() -> None:
    weighing = "该楼外墙曾有脱落，居民需要据此了解施工质量。"
    said = told(sample("third_party_told"), weighing=weighing)
    assert "不公开会对公共利益造成重大影响。根据" in said
    assert "第十五条和第三十二条的规定，本机关决定公开" in said
    assert weighing in said
    assert "第十五条" not in told(sample("third_party_told"))


def test_silence_is_stated_with_the_day_on_which_the_fifteen_days_ended() -> None:
    silent = without(sample("third_party_told"), ev.ConsultationAnswered)
    late = replace(silent, signed_on=date(2026, 4, 2))
    assert "15个工作日内，即至2026年4月1日，没有提出意见" in told(late)
    assert "回复本机关" not in told(late)
    with pytest.raises(DeskError, match="期限至2026年4月1日届满"):
        told(replace(silent, signed_on=date(2026, 4, 1)))


def test_no_release_is_told_to_a_third_party_that_was_never_reached() -> None:
    unreached = without(sample("third_party_told"), ev.ConsultationServed, ev.ConsultationAnswered)
    with pytest.raises(MissingFact, match="第三方收到征求意见书的日期"):
        told(unreached)


@pytest.mark.parametrize(
    ("wanting", "meaning"), [("released", "决定公开的政府信息内容"), ("judgement", "决定公开的理由")]
)
def test_content_and_reason_cannot_be_left_out(wanting: str, meaning: str) -> None:
    matter = altered(sample("third_party_told"), ev.JudgementRecorded, judgement=None)
    stated = {"released": "《施工总结报告》", "judgement": "不属于商业秘密。"} | {wanting: ""}
    with pytest.raises(MissingFact, match=meaning):
        drafted(replace(matter, stated=stated), "third_party_told")


def test_a_judgement_on_several_third_parties_is_not_shown_to_one_of_them() -> None:
    several = replace(two_third_parties("third_party_told"), about="c1")
    with pytest.raises(MissingFact, match="决定公开的理由"):
        told(several)
    assert "决定公开的理由是：该参数已载入公开图集。" in told(several, judgement="该参数已载入公开图集。")


def test_without_a_judgement_of_its_own_the_agency_has_decided_nothing() -> None:
    with pytest.raises(DeskError, match="作出本机关判断"):
        told(without(sample("third_party_told"), ev.JudgementRecorded))
