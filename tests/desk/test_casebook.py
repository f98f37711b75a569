"""案例: a closed case becomes an example that names nobody, is confirmed by somebody else, and is found while drafting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from foidesk.desk import applications
from foidesk.desk.applications import File
from foidesk.desk.casebook import finding, keeping
from foidesk.desk.casebook.fields import Unfit
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError, NotThere
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Role
from foidesk.store import audit
from foidesk.store.casebook import Standing
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import FRIDAY, MONDAY, cleared, decision, one_database, reply

Register = Callable[..., Row]
DAY = date(2026, 6, 1)
ADDRESS = "长沙市芙蓉区五一大道1号"
NOT_HELD = {"why_absent": "该规划尚未编制，故没有形成成果"}
TEXTS = {
    "reasoning": "该规划尚未编制，信息不存在",
    "point": "检索两处以上，写明检索词",
    "since": "2026-03-06",
}


def confirm(office: Office, key: int, by: By) -> None:
    """Confirm the example as it stands now."""
    seen = finding.get(office, office.key, key, by).example.version
    keeping.confirm(office, key, seen, by)


def person(who: str, *held: Role) -> By:
    return By(who, clerk(DAY).now, frozenset(held))


CLERK, REVIEWER, HEAD = (
    person("周敏", Role.CLERK),
    person("陈立新", Role.REVIEWER),
    person("周明远", Role.HEAD),
)


@pytest.fixture
def closed(office: Office, register: Register) -> Row:
    """A request in which the applicant told who he is, answered: not held."""
    row = register(MONDAY, address=ADDRESS, request=f"李珺（13800000040，住{ADDRESS}）申请某片区规划成果")
    search = ev.SearchRecorded(
        on=MONDAY, places=("档案室", "规划科"), terms="某片区规划", searcher="周敏", found=False
    )
    applications.record(office, row.number, [search], clerk(MONDAY))
    reply(office, row.number, what=decision(FRIDAY, "not_held", **NOT_HELD))
    return row


def proposed(office: Office, row: Row, **changed: str) -> int:
    _, said = keeping.begun(office, row.application, CLERK)
    return keeping.propose(office, row.application, {**said, **TEXTS, **changed}, CLERK)


def confirmed(office: Office, row: Row, **changed: str) -> int:
    key = proposed(office, row, **changed)
    confirm(office, key, REVIEWER)
    return key


def titles(office: Office, by: By = CLERK, **asked: Any) -> list[str]:
    found, _ = finding.find(office, by, **asked)
    return [each.example.said.title for each in found]


def opened(office: Office, row: Row) -> File:
    return applications.open_file(office, row.number)


def test_a_proposal_begins_with_request_and_reply_without_names_and_numbers(
    office: Office, closed: Row
) -> None:
    _, said = keeping.begun(office, closed.application, CLERK)
    told = "".join(said.values())
    for hidden in ("李珺", "13800000040", ADDRESS):
        assert hidden not in told
    assert "李某（×××，住×××）申请某片区规划成果" in said["facts"]
    assert said["title"].startswith("信息不存在：李某")
    assert NOT_HELD["why_absent"] in said["reasoning"]
    assert "李某" in said["letter"]
    assert (said["ground"], said["since"]) == ("not_held", "2026-03-06")


@pytest.mark.parametrize(
    ("field", "text", "what"),
    [
        ("facts", "申请人李 珺要求公开", "姓名或者名称“李珺”"),
        ("reasoning", "电话 138-0000-0040 的申请人", "联系电话“13800000040”"),
        ("point", "另有证件430102199001011238", "身份证件号码“430102199001011238”"),
        ("letter", f"住{ADDRESS}", f"通信地址“{ADDRESS}”"),
        ("title", "致电13911112222", "手机号码“13911112222”"),
    ],
)
@one_database
def test_a_text_that_still_tells_who_somebody_is_is_not_kept(
    office: Office, closed: Row, field: str, text: str, what: str
) -> None:
    with pytest.raises(Unfit) as refused:
        proposed(office, closed, **{field: text})
    assert what in refused.value.faults[field]
    assert titles(office, standing=Standing.PROPOSED) == []


@one_database
def test_every_fault_is_named_at_once(office: Office, closed: Row) -> None:
    with pytest.raises(Unfit) as refused:
        proposed(office, closed, title=" ", point="", since="2026-13-01", until="2026-01-01", ground="mass")
    assert set(refused.value.faults) == {"title", "point", "since", "ground"}
    with pytest.raises(Unfit) as refused:
        proposed(office, closed, until="2026-01-01", facts="很" * 3001)
    assert set(refused.value.faults) == {"until", "facts"}


def test_others_see_it_once_somebody_else_has_confirmed_it(office: Office, closed: Row) -> None:
    key = proposed(office, closed, title="片区规划不存在")
    assert titles(office) == []
    assert titles(office, standing=Standing.PROPOSED) == ["片区规划不存在"]
    auditor = person("审计员", Role.AUDITOR)
    with pytest.raises(NotThere):
        finding.get(office, office.key, key, auditor)
    keeping.change(
        office, key, {**TEXTS, "title": "规划不存在", "facts": "某片区", "ground": "not_held"}, REVIEWER
    )
    with pytest.raises(DeskError, match="自己"):
        confirm(office, key, REVIEWER)
    with pytest.raises(NotPermitted):
        confirm(office, key, CLERK)
    confirm(office, key, HEAD)
    assert titles(office, auditor) == ["规划不存在"]
    assert finding.get(office, office.key, key, auditor).example.confirmed_by == "周明远"
    with pytest.raises(DeskError, match="可以参考"):
        keeping.change(office, key, TEXTS, CLERK)
    with office.database.reading() as conn:
        acts = [each.what for each in audit.page(conn, office.key)]
    assert acts[:3] == ["确认案例", "修改案例", "提出案例"]


def test_it_is_found_by_words_result_and_ground(office: Office, closed: Row) -> None:
    confirmed(office, closed, title="片区规划不存在")
    assert titles(office, words="规划 检索词") == ["片区规划不存在"]
    assert titles(office, words="100%") == []
    assert titles(office, group="无法提供") == ["片区规划不存在"]
    assert titles(office, group="不予公开") == []
    assert titles(office, ground="not_held") == ["片区规划不存在"]
    assert titles(office, ground="not_ours", group="无法提供") == []


def test_beside_a_draft_stand_those_in_force_on_the_same_ground_or_line(
    office: Office, closed: Row, register: Register
) -> None:
    key = confirmed(office, closed, title="片区规划不存在")
    fresh = opened(office, register(DAY, name="王喆", telephone="13900000048", request="另一片区规划成果"))

    def shown(*grounds: str, by: By = CLERK) -> list[str]:
        return [each.example.said.title for each in finding.beside(office, fresh, grounds, by)]

    assert shown("not_held") == shown("not_ours") == ["片区规划不存在"]
    assert shown("disclosed") == shown() == []
    assert finding.beside(office, opened(office, closed), ["not_held"], CLERK) == []
    before = replace(CLERK, now=clerk(MONDAY).now)
    assert shown("not_held", by=before) == []
    keeping.withdraw(office, key, "所依据的规定已经修改", HEAD)
    assert shown("not_held") == []


def test_it_is_withdrawn_with_a_reason_and_may_then_be_proposed_anew(office: Office, closed: Row) -> None:
    key = confirmed(office, closed)
    with pytest.raises(DeskError, match="已经有案例"):
        proposed(office, closed)
    with pytest.raises(NotPermitted):
        keeping.withdraw(office, key, "不再参考", CLERK)
    with pytest.raises(DeskError, match="没有撤下"):
        keeping.withdraw(office, key, " ", HEAD)
    keeping.withdraw(office, key, "规定已经修改", HEAD)
    found = finding.get(office, office.key, key, CLERK).example
    assert (found.standing, found.withdrawn_why) == (Standing.WITHDRAWN, "规定已经修改")
    with pytest.raises(DeskError, match="已撤下"):
        keeping.withdraw(office, key, "再次", HEAD)
    again = proposed(office, closed)
    assert again != key
    keeping.withdraw(office, again, "写错了", CLERK)


def test_another_agency_sees_only_what_is_shared_and_confirmed(office: Office, closed: Row) -> None:
    elsewhere = replace(office, agency=office.agency.model_copy(update={"key": "kaifu"}))
    key = proposed(office, closed, shared="是", title="共享的案例")
    assert titles(elsewhere) == []
    confirm(office, key, REVIEWER)
    assert titles(elsewhere) == ["共享的案例"]
    found = finding.get(elsewhere, office.key, key, CLERK)
    assert not found.own
    keeping.withdraw(office, key, "规定已经修改", HEAD)
    assert titles(elsewhere) == []
    with pytest.raises(NotThere):
        finding.get(elsewhere, office.key, key, HEAD)
    with pytest.raises(NotThere):
        confirm(elsewhere, key, REVIEWER)


@one_database
def test_an_address_that_names_only_the_district_and_a_postcode_tell_nobody(
    office: Office, register: Register
) -> None:
    row = register(
        MONDAY, address="长沙市芙蓉区", postcode="410011", request="长沙市芙蓉区人民政府的预算410011元"
    )
    applications.record(office, row.number, [ev.Withdrawn(on=MONDAY, signed_by="李珺")], clerk(MONDAY))
    _, said = keeping.begun(office, row.application, CLERK)
    assert "长沙市芙蓉区人民政府的预算" in said["facts"]
    assert keeping.propose(office, row.application, {**said, **TEXTS, "point": "共410011元"}, CLERK)


@one_database
def test_only_a_closed_case_becomes_an_example(office: Office, register: Register) -> None:
    row = register(MONDAY)
    cleared(office, row.number)
    with pytest.raises(DeskError, match="还不能留作案例"):
        keeping.begun(office, row.application, CLERK)
    with pytest.raises(NotPermitted):
        keeping.begun(office, row.application, person("审计员", Role.AUDITOR))


def test_what_changed_since_it_was_read_is_not_confirmed(office: Office, closed: Row) -> None:
    key = proposed(office, closed)
    read = finding.get(office, office.key, key, REVIEWER).example.version
    later = replace(CLERK, now=CLERK.now.replace(minute=30))
    keeping.change(office, key, {**TEXTS, "title": "改过", "facts": "某片区", "ground": "not_held"}, later)
    with pytest.raises(DeskError, match="没有确认"):
        keeping.confirm(office, key, read, REVIEWER)
    confirm(office, key, REVIEWER)
    assert titles(office) == ["改过"]
