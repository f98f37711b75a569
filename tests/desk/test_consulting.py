"""Asking somebody else: the party is kept with the consultation, and learns nothing of the applicant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from foidesk.desk import applications, consulting, issuing
from foidesk.desk.issuing import NotIssued
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind, Consulted
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import MONDAY, TUESDAY, WEDNESDAY, consult, one_database, order, rows, words

Register = Callable[..., Row]
SENT = ev.ConsultationSent(
    on=TUESDAY, to=Consulted.THIRD_PARTY, id="a", information="测绘资料", question="是否同意公开"
)


def ask(
    office: Office, number: str, party: dict[str, str], *, person: bool = False, **changed: object
) -> None:
    sent = replace(SENT, **changed)  # type: ignore[arg-type]
    consulting.consult(office, number, sent, party, person, clerk(TUESDAY))


def test_the_party_is_kept_with_the_consultation_and_addressed_by_its_letter(
    office: Office, register: Register
) -> None:
    number = register(MONDAY).number
    consult(office, number, on=TUESDAY, telephone="0731-84440000")
    file = applications.open_file(office, number)
    sent = file.entries[-1].event
    assert isinstance(sent, ev.ConsultationSent)
    assert sent.party is not None
    party = file.people[sent.party]
    assert (party.name, party.telephone, party.kind) == (
        "湘江测绘有限公司",
        "0731-84440000",
        ApplicantKind.OTHER,
    )
    letter = words(issuing.issue(office, number, "third_party", order(), clerk(TUESDAY)).paper.pdf)
    assert "湘江测绘有限公司：" in letter
    assert "你单位" in letter
    assert "某文物保护单位产权人的测绘资料" in letter


def test_a_person_who_is_asked_is_addressed_as_one(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    ask(office, number, {"name": "郭启明"}, person=True)
    letter = words(issuing.issue(office, number, "third_party", order(), clerk(TUESDAY)).paper.pdf)
    assert "郭启明：" in letter
    assert "你单位" not in letter


def test_the_party_learns_nothing_of_who_applied(office: Office, register: Register) -> None:
    number = register(MONDAY, address="长沙市芙蓉区五一大道1号").number
    consult(office, number, on=TUESDAY)
    letter = words(issuing.issue(office, number, "third_party", order(), clerk(TUESDAY)).paper.pdf)
    for told in ("李珺", "13800000040", "五一大道1号", "保护范围图"):
        assert told not in letter


def test_a_question_that_names_the_applicant_is_not_sent(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    ask(office, number, {"name": "湘江测绘有限公司"}, question="申请人李珺要求公开，是否同意")
    before = rows(office)
    with pytest.raises(NotIssued) as refused:
        issuing.issue(office, number, "third_party", order(confirmed="无妨"), clerk(TUESDAY))
    assert "李珺" in str(refused.value)
    assert rows(office) == before


@pytest.mark.parametrize(
    ("to", "kind"), [(Consulted.CO_MAKER, "co_maker"), (Consulted.OTHER_AGENCY, "other_agency")]
)
def test_another_agency_is_asked_in_the_same_way(
    office: Office, register: Register, to: Consulted, kind: str
) -> None:
    number = register(MONDAY).number
    ask(office, number, {"name": "长沙市芙蓉区文化旅游体育局"}, to=to, answer_by=date(2026, 3, 24))
    letter = issuing.issue(office, number, kind, order(), clerk(TUESDAY)).paper
    assert letter.number == f"{number}-征"
    assert "长沙市芙蓉区文化旅游体育局：" in words(letter.pdf)


def test_a_consultation_without_a_party_writes_no_letter(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    applications.record(office, number, [SENT], clerk(TUESDAY))
    with pytest.raises(DeskError, match="第三方"):
        issuing.issue(office, number, "third_party", order(), clerk(TUESDAY))


@one_database
@pytest.mark.parametrize(
    ("party", "person", "changed", "said"),
    [
        ({}, False, {}, "没有写明被征求意见方的名称"),
        ({"name": "  "}, False, {}, "没有写明被征求意见方的名称"),
        ({"address": "某路1号"}, False, {}, "没有写明被征求意见方的名称"),
        ({"name": "甲\x00乙"}, False, {}, "控制字符"),
        ({"name": "甲" * 201}, False, {}, "超过200字"),
        ({"name": "甲", "email": "没有"}, False, {}, "电子邮箱写法不对"),
        ({"name": "甲"}, True, {"to": Consulted.OTHER_AGENCY}, "对象不是个人"),
        ({"name": "甲"}, False, {"on": WEDNESDAY}, "将来"),
    ],
)
def test_a_party_is_checked_as_an_applicant_is_and_nothing_kept(
    office: Office,
    register: Register,
    party: dict[str, str],
    person: bool,
    changed: dict[str, object],
    said: str,
) -> None:
    number = register(MONDAY).number
    before = rows(office)
    with pytest.raises(DeskError) as refused:
        ask(office, number, party, person=person, **changed)
    assert said in str(refused.value)
    assert rows(office) == before
