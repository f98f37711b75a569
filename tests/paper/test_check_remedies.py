"""What a letter may say about remedies: that of its result, its date and its service, once, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.desk import catalogue
from foidesk.paper.check import Against, remedies
from foidesk.paper.check.against import Held
from foidesk.paper.form import Style
from foidesk.paper.letter import Letter
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import events as ev
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.remedies import RECONSIDERS, Addressees, paragraph
from foidesk.rules.vocabulary import AgencyType, Reconsiders, Service

from .held import AGENCY, adding, altered, held, refused, sample, saying, stating

TO = Addressees(AGENCY.reconsideration_agency, AGENCY.court, AGENCY.reconsideration_online)
CHOICE = paragraph([GROUNDS["disclosed"]], date(2026, 3, 20), TO, you="您")
FIRST = paragraph([GROUNDS["refused_internal"]], date(2026, 3, 20), TO, you="您")

PROCEDURAL = [
    kind
    for kind in catalogue.kinds()
    if catalogue.template(kind).remedy == "none" and not catalogue.template(kind).form
]
DECIDING = [kind for kind in catalogue.kinds() if catalogue.template(kind).remedy in ("by_result", "choice")]


@pytest.mark.parametrize("kind", DECIDING)
def test_a_letter_that_decides_carries_its_paragraph_once(kind: str) -> None:
    letter, against = sample(kind)
    assert against.remedy
    assert any(
        "没有写明应有的救济途径" in found for found in refused(saying(letter, against.remedy, ""), against)
    )
    assert any("2遍" in found for found in refused(adding(letter, against.remedy), against))


@pytest.mark.parametrize("kind", DECIDING)
def test_the_other_paragraph_is_refused(kind: str) -> None:
    letter, against = sample(kind)
    other = FIRST if "6个月" in against.remedy else CHOICE
    assert refused(saying(letter, against.remedy, other), against)


WRONG_WAYS = [
    "您如对本告知书不服，可以自收到之日起60日内向长沙市人民政府申请行政复议。",
    "您也可以在6个月内向人民法院起诉。",
    "如有异议，请向长沙市人民政府提出行政复议。",
    "您有权依法申请复议或者提起诉讼。",
    "不服本告知的，可依法提起行政诉讼。",
    "您可以在六十日内向长沙市人民政府提出申请。",
    "您应当先 申请 行政 复议。",
    "您可以通过行政复议、行政诉讼途径解决。",
    "如不服，请循法律途径解决。",
    "可依《行政复议法》的规定寻求救济。",
    "可向区法院起诉。",
    "对上述决定不服可走复议程序。",
    "第三方已提起诉讼，您也可以提起行政诉讼。",
    "你单位对本告知书不服的，可以依法申请行政复议。",
]


@pytest.mark.parametrize("sentence", WRONG_WAYS)
@pytest.mark.parametrize("kind", ["receipt", "extension", "clarification", "third_party", "erratum"])
def test_a_procedural_letter_sends_nobody_to_reconsideration_or_court(kind: str, sentence: str) -> None:
    letter, against = sample(kind)
    assert kind in PROCEDURAL
    assert any("程序性文书" in found for found in refused(adding(letter, sentence), against))


@pytest.mark.parametrize("sentence", WRONG_WAYS)
@pytest.mark.parametrize("kind", ["disclosed", "refused_process", "petition", "fee_lapsed"])
def test_a_reply_says_it_in_one_place_only(kind: str, sentence: str) -> None:
    letter, against = sample(kind)
    assert any("之外还写有" in found for found in refused(adding(letter, sentence), against))


def test_a_remedy_parted_over_two_paragraphs_is_seen() -> None:
    letter, against = sample("extension")
    parted = adding(adding(letter, "提起行政诉讼。"), "您对本告知书不服的，可以")
    assert any("程序性文书" in found for found in refused(parted, against))


STORIES = [
    "该征收决定曾经行政复议，长沙市人民政府予以维持。",
    "您不服该决定，已于2025年6月3日申请行政复议，复议机关作出了维持的决定。",
    "所涉材料正由长沙市中级人民法院在行政诉讼中调取，尚未退回。",
    "其中《行政复议决定书》由区司法局保存。",
    "该办法施行6个月后修订，修订稿已经向社会公布。",
    "供货商已就另案向人民法院提起行政诉讼，其商业秘密应当保护。",
    "案件当事人可以依法申请复议时查阅案卷。",
    "用人单位不服仲裁裁决的，可以向人民法院提起诉讼，该案已经判决。",
    "该协议约定，双方发生争议的，可以向项目所在地人民法院起诉。",
    "被征收人可以对征收决定提起行政诉讼，该案尚未审结。",
]


@pytest.mark.parametrize("sentence", STORIES)
@pytest.mark.parametrize("kind", ["extension", "disclosed"])
def test_a_story_about_a_remedy_is_no_remedy(kind: str, sentence: str) -> None:
    letter, against = sample(kind)
    assert refused(adding(letter, sentence), against) == []


def test_a_petitioner_may_be_told_how_to_challenge_the_thing_itself() -> None:
    way = "您对该征收决定不服的，可以依法申请行政复议或者提起行政诉讼。"
    assert refused(*held(stating("petition", right_way=way), "petition")) == []
    penal = "您对该处罚决定不服的，可以自收到处罚决定书之日起60日内向芙蓉区人民政府申请行政复议。"
    assert refused(*held(stating("petition", right_way=penal), "petition")) == []
    letter, against = held(stating("petition", right_way="芙蓉区信访局"), "petition")
    beside = "您也可以不找芙蓉区信访局，依法对此提起行政诉讼。"
    assert refused(adding(letter, beside), against)
    false = "对本答复不服的，可以在60日内向湖南省人民政府申请行政复议。"
    assert refused(*held(stating("petition", right_way=false), "petition"))


def test_a_new_reply_tells_what_undid_the_old_one() -> None:
    letter, against = sample("replacement")
    assert "行政复议决定" in letter.text
    told = "您不服原答复，可以申请行政复议的期限内，长沙市人民政府经复议撤销了原答复，责令重新答复。"
    assert refused(adding(letter, told), against) == []


def test_first_reconsideration_says_first_and_no_six_months() -> None:
    letter, against = sample("refused_process")
    for old, new in (("先向", "向"), ("60日内", "30日内"), ("15日内，", "6个月内，")):
        told = against.remedy.replace(old, new)
        found = refused(saying(letter, against.remedy, told), replace(against, remedy=told))
        assert any("救济途径与答复结果" in each for each in found), old


def test_the_choice_names_both_periods() -> None:
    letter, against = sample("disclosed")
    for old, new in (("60日", "15日"), ("6个月", "1年"), ("60日内向", "60日内先向")):
        told = against.remedy.replace(old, new)
        found = refused(saying(letter, against.remedy, told), replace(against, remedy=told))
        assert any("救济途径与答复结果" in each for each in found), old


def test_what_is_served_electronically_names_the_online_channel() -> None:
    on_paper, _ = held(altered("disclosed", ev.Replied, service=Service.POST), "disclosed")
    online, against = held(altered("disclosed", ev.Replied, service=Service.ELECTRONIC), "disclosed")
    assert refused(online, against) == []
    assert any("互联网" in each for each in refused(on_paper, replace(against, remedy=CHOICE)))


def test_the_agency_that_reconsiders_is_the_registered_one_and_its_type_allows_it() -> None:
    letter, against = sample("disclosed")
    other = saying(letter, "向长沙市人民政府申请", "向湖南省人民政府申请")
    told = replace(against, remedy=against.remedy.replace("长沙市人民政府申请", "湖南省人民政府申请"))
    assert any("湖南省人民政府" in found for found in refused(other, told))
    department = replace(against, agency_type=AgencyType.DEPARTMENT)
    assert any("不能受理" in found for found in refused(letter, department))


@pytest.mark.parametrize("kind", list(AgencyType))
def test_every_type_of_agency_names_those_who_may_hear_it(kind: AgencyType) -> None:
    letter, against = sample("disclosed")
    names = ("和平区人民政府", "国家税务总局长沙市税务局")[: len(RECONSIDERS[kind])]
    told = paragraph([GROUNDS["disclosed"]], letter.signed_on, replace(TO, reconsideration=names), you="您")
    fits = replace(
        against,
        agency_type=kind,
        reconsiders=tuple(zip(names, RECONSIDERS[kind], strict=True)),
        remedy=told,
    )
    assert refused(saying(letter, against.remedy, told), fits) == []
    wrong = next(role for role in Reconsiders if role not in RECONSIDERS[kind])
    assert refused(saying(letter, against.remedy, told), replace(fits, reconsiders=((names[0], wrong),)))


# --- money -----------------------------------------------------------------------------------------
def test_a_fee_notice_says_that_it_cannot_be_challenged_alone() -> None:
    letter, against = sample("fee")
    sentence = "对本收费决定不能单独申请行政复议或者提起行政诉讼。"
    assert any("没有写明" in found for found in refused(saying(letter, sentence, "特此通知。"), against))
    for more in (
        "您可以自收到本通知书之日起60日内向长沙市人民政府申请行政复议。",
        "对本收费决定不服的，可以依法申请行政复议。",
        "对收费不能单独申请行政复议或者提起行政诉讼，但可以在60日内向长沙市人民政府申请行政复议。",
    ):
        assert any("收费通知书中写有" in found for found in refused(adding(letter, more), against)), more


# --- any day, any ground ---------------------------------------------------------------------------
REPLIES = [kind for kind in DECIDING if kind in GROUNDS and GROUNDS[kind].by_reply]


def _on(letter: Letter, day: date, remedy: str, old: str) -> Letter:
    dated = tuple(
        replace(block, text=chinese_date(day)) if block.style is Style.DATE else block
        for block in saying(letter, old, remedy).blocks
    )
    return replace(letter, signed_on=day, blocks=dated)


def _amiss(letter: Letter, against: Against) -> list[str]:
    """What the rules on remedies alone say; on any day but its own a letter tells its story too early or late."""
    held_against = Held(letter, against)
    return [finding.what for rule in remedies.CHECKS for finding in rule(held_against)]


@given(st.sampled_from(REPLIES), st.dates(date(2021, 1, 1), date(2030, 12, 31)), st.booleans())
def test_what_the_rules_give_for_a_ground_and_a_day_passes_and_nothing_else(
    kind: str, day: date, electronic: bool
) -> None:
    service = Service.ELECTRONIC if electronic else Service.POST
    letter, against = held(altered(kind, ev.Replied, service=service), kind)
    you = against.remedy.partition("如对")[0]
    right = paragraph([GROUNDS[kind]], day, TO, you=you, electronic=electronic)
    on_the_day = replace(against, remedy=right)
    assert _amiss(_on(letter, day, right, against.remedy), on_the_day) == []
    for other_ground in ("disclosed", "refused_internal", "partly"):
        other = paragraph([GROUNDS[other_ground]], day, TO, you=you, electronic=electronic)
        wrong = _on(letter, day, other, against.remedy)
        assert bool(_amiss(wrong, replace(against, remedy=other))) == (other != right)
