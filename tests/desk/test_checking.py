"""What the desk holds a letter against: the matter's own people and settings, and the register's earlier reply."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from foidesk import content, settings
from foidesk.desk import applications, catalogue, checking, samples
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.office import Office
from foidesk.desk.writing import matter, write
from foidesk.paper.check import Against, Earlier, check
from foidesk.rules import events as ev
from foidesk.rules.case import case
from foidesk.rules.vocabulary import ApplicantKind, Service
from foidesk.settings import Agency
from foidesk.store.people import Person
from foidesk.store.worklist import Row

from .conftest import clerk

AGENCY: Agency = settings.load(Path(__file__).parents[2] / "config.toml").agency[0]
MONDAY, WEDNESDAY, LATER = date(2026, 3, 2), date(2026, 3, 4), date(2026, 4, 8)
Register = Callable[..., Row]


def held(about: Matter, kind: str) -> Against:
    letter = write(about, kind, catalogue.template)
    return checking.against(about, catalogue.template(kind), letter, approver="周明远")


# --- from the matter -------------------------------------------------------------------------------
def test_a_reply_is_held_against_its_applicants_and_the_day_it_goes_out() -> None:
    against = held(samples.matter("disclosed", AGENCY), "disclosed")
    assert against.addressees == ("欧阳喆堃",)
    assert against.hidden == ()
    assert against.replied_on == date(2026, 3, 20)
    assert "6个月" in against.remedy
    assert against.attached is None


def test_a_letter_on_the_way_carries_no_remedy_and_is_never_late() -> None:
    against = held(samples.matter("extension", AGENCY), "extension")
    assert against.remedy == ""
    assert against.replied_on is None


@pytest.mark.parametrize("kind", ["third_party", "third_party_told", "co_maker", "other_agency"])
def test_a_letter_to_a_consulted_party_is_addressed_to_it_and_hides_the_applicant(kind: str) -> None:
    about = samples.matter(kind, AGENCY)
    against = held(about, kind)
    person = about.applicant
    assert person.name not in against.addressees
    assert {person.name, person.telephone, person.address, person.email} <= set(against.hidden)


def test_the_agent_is_hidden_with_the_applicant() -> None:
    about = samples.matter("third_party", AGENCY)
    agent = Person(name="谭律", kind=ApplicantKind.NATURAL_PERSON, telephone="13900000009")
    log = tuple(replace(e, agent=9) if isinstance(e, ev.Registered) else e for e in about.case.log)
    with_agent = replace(about, case=case(log, content.calendar()), people={**about.people, 9: agent})
    assert {"谭律", "13900000009"} <= set(held(with_agent, "third_party").hidden)


@pytest.mark.parametrize(
    ("address", "doors"),
    [
        ("湖南省长沙市芙蓉区荷花路31号3栋402室", {"3栋402"}),
        ("芙蓉区荷花园2号楼3单元501", {"2号楼3单元501"}),
        ("芙蓉区荷花村4组12号", {"4组12号"}),
        ("芙蓉区人民东路189号", set()),
    ],
)
def test_the_door_alone_tells_who_applied(address: str, doors: set[str]) -> None:
    about = samples.matter("third_party", AGENCY)
    at = replace(about, people={**about.people, 1: replace(about.applicant, address=address)})
    assert {each for each in held(at, "third_party").hidden if each in address} == {address} | doors


def test_a_household_in_what_is_asked_about_is_refused() -> None:
    about = samples.matter("third_party", AGENCY)
    log = tuple(
        replace(e, information="荷花园3栋402室业主纠纷的调解记录")
        if isinstance(e, ev.ConsultationSent)
        else e
        for e in about.case.log
    )
    told = replace(about, case=case(log, content.calendar()))
    found = check(write(told, "third_party", catalogue.template), held(told, "third_party"))
    assert any("3栋402" in each.what for each in found if each.refuses)


def test_an_address_without_a_number_tells_nobody() -> None:
    about = samples.matter("third_party", AGENCY)
    somewhere = replace(about.applicant, address="长沙市芙蓉区")
    moved = replace(about, people={**about.people, 1: somewhere})
    against = held(moved, "third_party")
    assert "长沙市芙蓉区" not in against.hidden
    assert not check(write(moved, "third_party", catalogue.template), against)


def test_joint_applicants_are_all_addressed() -> None:
    about = samples.matter("disclosed", AGENCY)
    second = Person(name="王喆", kind=ApplicantKind.NATURAL_PERSON)
    log = tuple(replace(e, joint=(9,)) if isinstance(e, ev.Registered) else e for e in about.case.log)
    joint = replace(about, case=case(log, content.calendar()), people={**about.people, 9: second})
    against = held(joint, "disclosed")
    assert against.addressees == ("欧阳喆堃", "王喆")
    assert not [f for f in check(write(joint, "disclosed", catalogue.template), against) if f.refuses]


def test_proof_of_service_of_a_letter_to_a_third_party_hides_the_applicant_too() -> None:
    about = samples.matter("third_party", AGENCY)
    number = f"{about.case.number}-征"
    issued = ev.LetterIssued(on=date(2026, 3, 9), kind="third_party", doc_number=number, approved_by="周明远")
    sent = replace(about, case=case((*about.case.log, issued), content.calendar()), about=number, stated={})
    assert about.applicant.name in held(sent, "service_proof").hidden


def test_a_letter_about_a_consultation_is_held_against_that_one() -> None:
    assert held(samples.matter("third_party", AGENCY), "third_party").about == "c1"
    assert held(samples.matter("extension", AGENCY), "extension").about == ""


def test_an_erratum_is_held_against_the_letter_it_puts_right_where_that_is_at_hand() -> None:
    about = samples.matter("erratum", AGENCY)
    letter, template = write(about, "erratum", catalogue.template), catalogue.template("erratum")
    wrong = write(samples.matter("disclosed", AGENCY), "disclosed", catalogue.template)
    told = checking.against(about, template, letter, approver="周明远", corrected=wrong)
    assert told.corrected is wrong
    assert held(about, "erratum").corrected is None


# --- from the settings -----------------------------------------------------------------------------
def test_agencies_signed_for_and_reconsidering_come_from_the_settings() -> None:
    agency = AGENCY.model_copy(update={"signs_for": ("机关事务中心",)})
    against = held(samples.matter("receipt", agency), "receipt")
    assert against.signs_for == ("机关事务中心",)
    assert against.reconsiders == (("长沙市人民政府", AGENCY.reconsideration_role[0]),)


# --- from the register -----------------------------------------------------------------------------
def _answered(office: Office, row: Row, ground: str = "to_be_made", **facts: str) -> str:
    """Answer an application on the Wednesday; the number of the reply."""
    number = f"{row.number}-答"
    stated = json.dumps(facts or {"reason": "需要汇总三年的台账"}, ensure_ascii=False)
    issued = ev.LetterIssued(on=WEDNESDAY, kind=ground, doc_number=number, approved_by="周明远")
    replied = ev.Replied(
        on=WEDNESDAY, service=Service.POST, ground=ground, approved_by="周明远", facts=stated
    )
    applications.record(office, row.number, [issued, replied], clerk(WEDNESDAY))
    return number


def _resting_on(office: Office, row: Row, number: str, day: str = "2026年3月4日") -> Earlier | None:
    """What the register knows of the earlier reply that a refusal to answer `row` again would name."""
    file = applications.open_file(office, row.number)
    facts = json.dumps({"earlier_number": number, "earlier_date": day}, ensure_ascii=False)
    replied = ev.Replied(on=LATER, service=Service.POST, ground="repeat", approved_by="周明远", facts=facts)
    told = replace(file, case=case((*file.case.log, replied), office.calendar))
    with office.database.reading() as conn:
        return checking.earlier_reply(conn, office, matter(office, told))


def test_an_earlier_reply_to_the_same_person_stands(office: Office, register: Register) -> None:
    first, second = register(MONDAY), register(WEDNESDAY)
    number = _answered(office, first)
    found = _resting_on(office, second, number)
    assert found == Earlier(number, WEDNESDAY, same_applicant=True, in_substance=True, stands=True)


def test_a_reply_that_the_register_does_not_have_is_none(office: Office, register: Register) -> None:
    first, second = register(MONDAY), register(WEDNESDAY)
    _answered(office, first)
    for number in ("芙政公开〔2019〕第7号-答", f"{first.number}-不", f"{first.number}-收", "没有", ""):
        assert _resting_on(office, second, number) is None


def test_a_reply_to_somebody_else_is_told(office: Office, register: Register) -> None:
    first, second = register(MONDAY, name="王喆", telephone="13900000000"), register(WEDNESDAY)
    found = _resting_on(office, second, _answered(office, first))
    assert found is not None
    assert not found.same_applicant


def test_who_applied_jointly_was_answered_too(office: Office, register: Register) -> None:
    number = _answered(office, register(MONDAY, name="王喆", telephone="13900000000", joint="李珺"))
    for mine, same in (
        (register(WEDNESDAY), True),
        (register(WEDNESDAY, name="王喆", telephone="13900000000", joint="李珺"), True),
        (register(WEDNESDAY, name="王喆", telephone="13900000000", joint="张堃"), False),
        (register(WEDNESDAY, name="王喆", telephone="13911111111"), False),
    ):
        found = _resting_on(office, mine, number)
        assert found is not None
        assert found.same_applicant == same


@pytest.mark.parametrize("ground", ["petition", "publication"])
def test_a_request_put_aside_was_not_answered_in_substance(
    office: Office, register: Register, ground: str
) -> None:
    first, second = register(MONDAY), register(WEDNESDAY)
    way = {"petition": {"right_way": "区信访局"}, "publication": {"where": "区图书馆"}}[ground]
    found = _resting_on(office, second, _answered(office, first, ground, **way))
    assert found is not None
    assert found.in_substance == (ground == "publication")


def test_an_annulled_reply_does_not_stand(office: Office, register: Register) -> None:
    first, second = register(MONDAY), register(WEDNESDAY)
    number = _answered(office, first)
    annulled = ev.ReplyAnnulled(on=LATER, decision="长政复决字〔2026〕第9号")
    applications.record(office, first.number, [annulled], clerk(LATER))
    found = _resting_on(office, second, number)
    assert found is not None
    assert not found.stands


def test_a_struck_reply_does_not_stand(office: Office, register: Register) -> None:
    first, second = register(MONDAY), register(WEDNESDAY)
    number = _answered(office, first)
    sequence = len(applications.open_file(office, first.number).entries)
    struck = ev.Struck(on=WEDNESDAY, sequence=sequence, reason="误登", struck_by="周敏")
    applications.record(office, first.number, [struck], clerk(WEDNESDAY))
    found = _resting_on(office, second, number)
    assert found is not None
    assert not found.stands


def test_either_the_day_of_the_letter_or_of_its_sending_may_be_named(
    office: Office, register: Register
) -> None:
    first, second = register(MONDAY), register(WEDNESDAY)
    number = f"{first.number}-答"
    reason = json.dumps({"reason": "需要汇总三年的台账"}, ensure_ascii=False)
    sent = ev.Replied(
        on=WEDNESDAY, service=Service.POST, ground="to_be_made", approved_by="周明远", facts=reason
    )
    dated = ev.LetterIssued(on=date(2026, 3, 3), kind="to_be_made", doc_number=number, approved_by="周明远")
    applications.record(office, first.number, [dated, sent], clerk(WEDNESDAY))
    for day, on in (("2026年3月4日", WEDNESDAY), ("2026年3月3日", date(2026, 3, 3)), ("", date(2026, 3, 3))):
        found = _resting_on(office, second, number, day)
        assert found is not None
        assert found.on == on


def test_a_matter_that_repeats_nothing_rests_on_nothing(office: Office, register: Register) -> None:
    row = register(MONDAY)
    _answered(office, row)
    file = applications.open_file(office, row.number)
    with office.database.reading() as conn:
        assert checking.earlier_reply(conn, office, matter(office, file)) is None
