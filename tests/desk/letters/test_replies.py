"""What every reply has in common: fact, decision with its article, remedy, and whom it addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.desk.letters.decided import before_the_reply, replied, stating
from tests.desk.letters.drafting import (
    AGENCY,
    COMPANY,
    NAMES,
    PERSON,
    altered,
    by_company,
    drafted,
    missing,
    of,
    sample,
    text,
    with_log,
)

from foidesk import content
from foidesk.desk import catalogue, letterfacts
from foidesk.desk.letterfacts import replies
from foidesk.errors import DeskError
from foidesk.paper import wording
from foidesk.paper.form import Style
from foidesk.rules import events as ev
from foidesk.rules.guard import judge
from foidesk.rules.outcomes import GROUNDS, RemedyKind
from foidesk.rules.vocabulary import Consulted, Service

KINDS = tuple(sorted(letterfacts.REPLIES))
REFUSALS = tuple(key for key, ground in GROUNDS.items() if ground.refuses)
SINGLE = tuple(kind for kind in KINDS if kind in GROUNDS)
REGULATION = "《中华人民共和国政府信息公开条例》"
NUMBER = "芙政公开〔2026〕第31号"
#: What stands in the law, by kind; a letter cites it by article, paragraph and item.
ARTICLES = {
    "disclosed": ["第三十六条第（二）项", "第四十条"],
    "already_public": ["第三十六条第（一）项"],
    "partly": ["第三十七条", "第三十六条第（三）项"],
    "refused_secret": ["第三十六条第（三）项", "第十四条", "第三十七条"],
    "refused_by_law": ["第三十六条第（三）项", "第十四条", "第三十七条"],
    "refused_safety": ["第三十六条第（三）项", "第十四条", "第三十七条"],
    "refused_third_party": ["第三十六条第（三）项", "第十五条", "第三十七条"],
    "refused_internal": ["第三十六条第（三）项", "第十六条第一款", "第三十七条"],
    "refused_process": ["第三十六条第（三）项", "第十六条第二款", "第三十七条"],
    "refused_file": ["第三十六条第（三）项", "第十六条第二款", "第三十七条"],
    "special_query": ["第三十六条第（七）项"],
    "archive": ["第三十六条第（七）项"],
    "not_held": ["第三十六条第（四）项"],
    "not_ours": ["第三十六条第（五）项", "第十条第一款"],
    "to_be_made": ["第三十八条"],
    "still_unclear": ["第三十条", "第二十九条第二款"],
    "petition": ["第三十九条第一款"],
    "repeat": ["第三十六条第（六）项"],
    "publication": ["第三十九条第二款"],
    "mass": ["第三十五条"],
    "confirm_again": ["第三十六条第（六）项"],
    "party_information": ["第二条"],
    "several": ["第三十六条第（二）项", "第十六条第一款", "第三十六条第（四）项"],
    "replacement": ["《中华人民共和国行政复议法》第六十四条", "第三十六条第（二）项"],
}
#: The words of the decision itself.
DECISIONS = {
    **dict.fromkeys(REFUSALS, "本机关决定对上述政府信息不予公开"),
    "disclosed": "本机关决定予以公开",
    "already_public": "已经主动公开",
    "partly": "对其余内容不予公开",
    "special_query": "现告知您依照该规定办理查询",
    "archive": "移交长沙市芙蓉区档案馆",
    "not_held": "现告知您：该政府信息不存在。",
    "not_ours": "上述政府信息不属于本机关负责公开",
    "to_be_made": "本机关根据该规定决定不予提供",
    "still_unclear": "补正后仍不明确，本机关无法提供",
    "petition": "上述内容不作为政府信息公开申请处理",
    "repeat": "不予重复处理",
    "publication": "现将获取该出版物的途径告知您",
    "mass": "本机关对上述申请不予处理",
    "confirm_again": "不予重复处理",
    "party_information": "上述信息不属于政府信息",
    "several": "该政府信息不存在",
    "replacement": "本机关决定予以公开",
}
DEAD = ("特殊需要", "三需要", "工作秘密", "内部资料", "不宜公开", "暂不公开", "检索费", "复制费", "未查到", "暂无", "不掌握", "3个月",
        "因工作需要")  # fmt: skip


def locked(kind: str, matter) -> str:
    """The words that no clerk wrote or may rewrite."""
    return "\n".join(block.text for block in drafted(matter, kind).blocks if not block.free)


def test_every_ground_of_a_reply_has_its_letter() -> None:
    assert {key for key, ground in GROUNDS.items() if ground.by_reply} | {"several", "replacement"} == set(
        KINDS
    )
    assert set(KINDS) <= set(catalogue.kinds())


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_reply_is_one_the_guard_would_have_allowed(kind: str) -> None:
    matter = sample(kind)
    reply = matter.case.position.reply
    assert reply is not None
    assert not matter.case.clock.problems
    earlier = tuple(e for e in matter.case.log if e is not reply)
    judge(earlier, reply, content.calendar(), today=reply.on)  # raises, with every reason, when it is refused


# --- wording -------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_a_reply_opens_with_the_fact_and_the_request_in_its_own_words(kind: str) -> None:
    matter = sample(kind)
    [addressee] = of(drafted(matter, kind), Style.ADDRESSEE)
    assert addressee.text == f"{matter.applicant.name}："
    said = text(kind, matter)
    assert f"本机关于2026年3月2日收到{replies.you(matter)}以互联网方式提出的政府信息公开申请" in said
    assert f"申请编号为{NUMBER}。" in said
    assert f"“{matter.case.registered.request}”" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_reply_decides_with_article_paragraph_and_item(kind: str) -> None:
    said = text(kind)
    for article in ARTICLES[kind]:
        assert article in said, article
    you = replies.you(sample(kind))
    assert DECISIONS[kind].replace("您", you) in said


@pytest.mark.parametrize("kind", KINDS)
def test_the_regulation_is_named_in_full_once(kind: str) -> None:
    said = text(kind)
    assert said.count(REGULATION) == 1
    assert said.index(REGULATION) <= said.find("《条例》") or "《条例》" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_fact_decision_remedy_and_signature_follow_one_another(kind: str) -> None:
    matter = sample(kind)
    said = text(kind, matter)
    decision = DECISIONS[kind].replace("您", replies.you(matter))
    places = [said.index(part) for part in ("收到", decision, replies.remedy(matter), "对本文书有疑问的")]
    assert places == sorted(places)
    assert said.endswith(f"{AGENCY.name}\n{_day(matter.case.position.reply.on)}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_reply_holds_no_dead_term_no_padded_date_and_no_heading_unless_it_has_several_items(
    kind: str,
) -> None:
    letter = drafted(sample(kind), kind)
    assert not [term for term in DEAD if term in letter.text]
    assert not re.search(r"(?:19|20)\d\d-\d\d|年0\d月|月0\d日", re.sub(r"https?://\S+", "", letter.text))
    assert bool(of(letter, Style.HEADING)) == (kind == "several")


@pytest.mark.parametrize("kind", KINDS)
def test_the_reply_has_the_suffix_of_its_kind(kind: str) -> None:
    suffix = "不" if kind in REFUSALS else {"partly": "部", "not_held": "无", "repeat": "重"}.get(kind, "答")
    assert drafted(sample(kind), kind).number == f"{NUMBER}-{suffix}"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_the_law_wants_can_be_left_out_by_an_agency(kind: str) -> None:
    shipped = catalogue.template(kind)
    assert shipped.must
    assert wording.lacking(shipped, shipped) == []
    for name in shipped.must:
        kept = tuple(
            piece for piece in shipped.pieces if name not in piece.needs and name[5:] not in piece.cites
        )
        assert wording.lacking(replace(shipped, pieces=kept), shipped), name


# --- whom it addresses ---------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_an_organisation_is_addressed_as_one(kind: str) -> None:
    said = locked(kind, by_company(sample(kind)))
    assert f"{NAMES[COMPANY]}：" in said
    assert "收到你单位以" in said
    assert "您" not in said.replace(NAMES[COMPANY], "")


@pytest.mark.parametrize("kind", KINDS)
def test_joint_applicants_are_addressed_together_and_all_named(kind: str) -> None:
    matter = sample(kind)
    other = PERSON if matter.case.registered.applicant == COMPANY else COMPANY
    joint = altered(matter, ev.Registered, joint=(other,))
    said = locked(kind, joint)
    assert f"{NAMES[joint.case.registered.applicant]}、{NAMES[other]}：" in said
    assert "收到你们以" in said
    assert re.search("你们如对本(答复|告知书|决定书)", said)
    assert "您" not in said


# --- what was done -------------------------------------------------------------------------------
def test_the_request_as_clarified_is_what_is_answered() -> None:
    asked = ev.ClarificationAsked(on=date(2026, 3, 4), answer_by=date(2026, 3, 25), defects="不明|写明")
    answer = ev.Clarified(on=date(2026, 3, 10), content="荷花园小区东区的概算批复")
    assert "补正" not in text("disclosed")
    said = text("disclosed", before_the_reply(sample("disclosed"), asked, answer))
    assert "本机关于2026年3月10日收到补正的申请，补正后的内容为：“荷花园小区东区的概算批复”。" in said


def test_an_extension_is_told_by_its_number_unless_a_fresh_period_made_it_void() -> None:
    told = ev.Extended(on=date(2026, 3, 9), days=10, reason="须逐卷调取", approved_by="周明远")
    letter = ev.LetterIssued(on=date(2026, 3, 9), kind="extension", doc_number=f"{NUMBER}-延")
    extended = before_the_reply(sample("disclosed"), told, letter)
    assert f"《政府信息公开申请延期答复告知书》（{NUMBER}-延）" in text("disclosed", extended)
    asked = ev.ClarificationAsked(on=date(2026, 3, 10), answer_by=date(2026, 3, 31), defects="不明|写明")
    anew = before_the_reply(extended, asked, ev.Clarified(on=date(2026, 3, 12), content="概算批复"))
    assert "延长答复期限" not in text("disclosed", anew)


def consulted(to: Consulted, **answer: object):
    """The sample in which somebody was asked, and perhaps answered; replied on 2026-04-20."""
    events: list[ev.Event] = [
        ev.ConsultationSent(on=date(2026, 3, 5), id="一", to=to),
        ev.ConsultationServed(on=date(2026, 3, 6), id="一"),
    ]
    if answer:
        events.append(ev.ConsultationAnswered(on=date(2026, 3, 16), id="一", **answer))
    return before_the_reply(replied("disclosed", on=date(2026, 4, 20)), *events)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (Consulted.THIRD_PARTY, "第三方自收到征求意见书之日起15个工作日内（至2026年3月27日）没有提出意见，根据{}第三十二条的规定，由本机关决定是否公开。"),
        (Consulted.CO_MAKER, "共同制作机关自收到征求意见函之日起15个工作日内（至2026年3月27日）没有提出意见，根据{}第三十四条的规定，视为同意公开。"),
        (Consulted.OTHER_AGENCY, "其他机关至本机关作出答复之日没有回复。"),
    ],
)  # fmt: skip
def test_silence_means_what_the_law_says_of_each(to: Consulted, said: str) -> None:
    full = f"{REGULATION}（以下简称《条例》）"
    told = text("disclosed", consulted(to))
    assert said.format(full) in told
    assert ("征求意见书于2026年3月6日送达" in told) == (to is Consulted.THIRD_PARTY)
    assert ("征求意见函于2026年3月6日送达" in told) == (to is not Consulted.THIRD_PARTY)


def test_an_opinion_is_told_with_its_day_and_without_the_name_of_who_gave_it() -> None:
    said = text("disclosed", consulted(Consulted.THIRD_PARTY, consents=False))
    assert "征求意见书于2026年3月6日送达。第三方于2026年3月16日回复，不同意公开。" in said
    assert NAMES[COMPANY] not in text("refused_third_party")
    assert NAMES[COMPANY] not in text("partly")


def test_a_consultation_that_never_arrived_is_not_told() -> None:
    returned = ev.ConsultationReturned(on=date(2026, 3, 12), id="一")
    assert "征求" not in text("disclosed", before_the_reply(consulted(Consulted.THIRD_PARTY), returned))


def test_a_third_party_overruled_is_told_with_the_agencys_own_judgement() -> None:
    judged = ev.JudgementRecorded(on=date(2026, 3, 18), officer="周明远", judgement="第三方的理由不成立")
    said = text("disclosed", before_the_reply(consulted(Consulted.THIRD_PARTY, consents=False), judged))
    assert said.index("不同意公开") < said.index("第三方的理由不成立。") < said.index("决定予以公开")


# --- remedy --------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", SINGLE)
def test_the_remedy_fits_the_result(kind: str) -> None:
    said = text(kind)
    first = GROUNDS[kind].remedy is RemedyKind.FIRST
    assert ("先向长沙市人民政府申请行政复议" in said) == first
    choice = re.search(
        "也可以自收到本(答复书|告知书)之日起6个月内向湖南省长沙市中级人民法院提起行政诉讼", said
    )
    assert bool(choice) == (not first or kind == "partly")
    assert said.count(replies.remedy(sample(kind))) == 1


@pytest.mark.parametrize("kind", [*REFUSALS, "partly"])
def test_before_2024_the_applicant_could_choose(kind: str) -> None:
    said = text(kind, replace(sample(kind), signed_on=date(2023, 12, 29)))
    assert "先向" not in said
    assert "6个月内" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_reply_served_electronically_names_the_online_channel(kind: str) -> None:
    by_post, online = (text(kind, replied(kind, service=s)) for s in (Service.POST, Service.ELECTRONIC))
    assert AGENCY.reconsideration_online not in by_post
    assert f"行政复议也可以通过互联网渠道申请：{AGENCY.reconsideration_online}。" in online


# --- what is missing -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, need.name)
        for kind in SINGLE
        for need in GROUNDS[kind].needs
        if (kind, need.name) not in {("disclosed", "supplied")} and kind != "partly"
    ],
)
def test_a_missing_fact_is_refused_by_its_meaning(kind: str, name: str) -> None:
    blanks = catalogue.template(kind).blanks
    meaning = blanks[{"place": "published_at"}.get(name, name)]
    assert meaning in missing(kind, stating(kind, **{name: None}))


def test_without_anything_supplied_the_way_path_and_time_are_wanted() -> None:
    told = missing("disclosed", stating("disclosed", supplied=None))
    assert told == ("获取信息的方式", "获取信息的途径", "获取信息的时间")


def test_a_day_that_is_none_is_refused_by_its_meaning() -> None:
    with pytest.raises(DeskError, match=r"定密日期：“去年秋天”不是有效的日期"):
        drafted(stating("refused_secret", determined_on="去年秋天"), "refused_secret")


def test_no_other_reply_can_be_written_than_the_one_decided() -> None:
    with pytest.raises(DeskError, match="不是该申请的答复书"):
        drafted(sample("not_held"), "disclosed")
    with pytest.raises(DeskError, match="不是该申请的答复书"):
        drafted(with_log(sample("disclosed"), [*sample("disclosed").case.log[:-1]]), "disclosed")


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
