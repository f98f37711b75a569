"""Standing in for somebody absent, and handing a clerk's applications over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.desk.conftest import clerk

from foidesk.desk import applications, delegating, handover
from foidesk.desk.demo import staff
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts
from foidesk.store.worklist import Row

DAY = date(2026, 3, 2)
Register = Callable[..., Row]


@pytest.fixture
def keys(office: Office) -> dict[str, int]:
    """The accounts of the sample desk, by name."""
    staff.seat(office, clerk(DAY))
    with office.database.reading() as conn:
        return {each.name: each.account for each in accounts.listing(conn, office.key)}


def person(name: str, *roles: Role) -> By:
    return replace(clerk(DAY), who=name, roles=frozenset(roles))


HEAD = person("周明远", Role.HEAD)
ADMIN = person("系统管理员", Role.ADMINISTRATOR)
CLERK = person("周敏", Role.CLERK)


def test_a_head_hands_the_approvals_over_and_ends_it_early(office: Office, keys: dict[str, int]) -> None:
    delegating.delegate(office, keys["周明远"], keys["陈法规"], DAY, DAY + timedelta(days=4), HEAD)
    [absence] = delegating.listing(office, HEAD)
    assert (absence.giver, absence.taker, absence.holds_on(DAY)) == ("周明远", "陈法规", True)
    assert not absence.holds_on(DAY + timedelta(days=5))
    with pytest.raises(NotPermitted):
        delegating.end(office, absence.delegation, CLERK)
    delegating.end(office, absence.delegation, HEAD)
    assert not delegating.listing(office, HEAD)[0].holds_on(DAY)
    with pytest.raises(DeskError, match="没有这项委托"):
        delegating.end(office, absence.delegation, HEAD)


@pytest.mark.parametrize(
    ("giver", "taker", "first", "last", "by", "why"),
    [
        ("周明远", "周明远", 0, 1, HEAD, "不能委托给本人"),
        ("周明远", "审计员", 0, 1, HEAD, "不能委托给审计员"),
        ("周敏", "刘建", 0, 1, CLERK, "没有需要委托的职责"),
        ("周明远", "陈法规", 1, 0, HEAD, "日期不对"),
        ("周明远", "陈法规", -9, -1, HEAD, "日期不对"),
        ("周明远", "陈法规", -1, 1, HEAD, "日期不对"),
        ("周明远", "系统管理员", 0, 1, HEAD, "不能委托给系统管理员"),
        ("周明远", "陈法规", 0, 400, HEAD, "日期不对"),
        ("周明远", "陈法规", 0, 1, CLERK, "您不能"),
    ],
)
def test_a_delegation_that_may_not_be_is_refused(
    office: Office, keys: dict[str, int], giver: str, taker: str, first: int, last: int, by: By, why: str
) -> None:
    days = (DAY + timedelta(days=first), DAY + timedelta(days=last))
    with pytest.raises(DeskError, match=why):
        delegating.delegate(office, keys[giver], keys[taker], *days, by)
    assert delegating.listing(office, ADMIN) == []


def test_an_administrator_may_do_it_for_somebody_who_fell_ill(office: Office, keys: dict[str, int]) -> None:
    delegating.delegate(office, keys["周明远"], keys["陈法规"], DAY, DAY, ADMIN)
    assert delegating.listing(office, ADMIN)[0].giver == "周明远"


def test_all_open_applications_of_a_clerk_go_to_another_and_no_day_moves(
    office: Office, keys: dict[str, int], register: Register
) -> None:
    rows = [register(DAY, handler="周敏") for _ in range(3)]
    register(DAY, handler="刘建")
    withdrawn = register(DAY, handler="周敏")
    applications.record(office, withdrawn.number, [ev.Withdrawn(on=DAY, signed_by="applicant")], clerk(DAY))
    with pytest.raises(DeskError, match="哪一天以前反馈"):
        applications.record(office, rows[0].number, [ev.Assigned(on=DAY, unit="区城管局")], clerk(DAY))
    unit = ev.Assigned(on=DAY, unit="区城管局", answer_by=DAY + timedelta(days=7))
    applications.record(office, rows[0].number, [unit], clerk(DAY))
    assert handover.foreseen(office, "周敏", HEAD)[1] == 3
    assert handover.hand_over(office, "周敏", "刘建", "周敏调离", 3, HEAD) == 3
    after = [applications.open_file(office, row.number).row for row in rows]
    assert {row.handler for row in after} == {"刘建"}
    assert [row.due for row in after] == [row.due for row in rows]
    assert (after[0].unit, after[0].unit_answer_by) == ("区城管局", DAY + timedelta(days=7))
    assert applications.open_file(office, withdrawn.number).row.handler == "周敏"


@pytest.mark.parametrize(
    ("handler", "to", "reason", "why"),
    [
        ("周敏", "刘建", "  ", "移交原因"),
        ("周敏", "周敏", "调离", "同一人"),
        ("周敏", "审计员", "调离", "不是本机关的经办人"),
        ("周敏", "陈法规", "调离", "不是本机关的经办人"),
        ("周敏", "路人", "调离", "不是本机关的经办人"),
        ("唐薇", "刘建", "调离", "没有承办中的申请"),
    ],
)
def test_a_hand_over_that_may_not_be_leaves_everything_as_it_was(
    office: Office, keys: dict[str, int], register: Register, handler: str, to: str, reason: str, why: str
) -> None:
    row = register(DAY, handler="周敏")
    with pytest.raises(DeskError, match=why):
        handover.hand_over(office, handler, to, reason, 1, HEAD)
    assert applications.open_file(office, row.number).row == row


def test_who_may_not_hand_over_sees_no_list(office: Office) -> None:
    with pytest.raises(NotPermitted):
        handover.foreseen(office, "周敏", person("审计员", Role.AUDITOR))


def test_what_came_after_the_list_is_not_handed_over_unseen(
    office: Office, keys: dict[str, int], register: Register
) -> None:
    register(DAY, handler="周敏")
    _, seen = handover.foreseen(office, "周敏", HEAD)
    later = register(DAY, handler="周敏")
    with pytest.raises(DeskError, match="列出之后有变动"):
        handover.hand_over(office, "周敏", "刘建", "调离", seen, HEAD)
    assert applications.open_file(office, later.number).row.handler == "周敏"


def test_one_person_stands_in_at_a_time(office: Office, keys: dict[str, int]) -> None:
    week = (DAY, DAY + timedelta(days=6))
    delegating.delegate(office, keys["周明远"], keys["陈法规"], *week, HEAD)
    with pytest.raises(DeskError, match="已经有委托"):
        delegating.delegate(office, keys["周明远"], keys["周敏"], week[1], week[1], HEAD)
    delegating.end(office, delegating.listing(office, HEAD)[0].delegation, HEAD)
    delegating.delegate(office, keys["周明远"], keys["周敏"], *week, HEAD)


def test_only_who_works_on_applications_is_offered(office: Office, keys: dict[str, int]) -> None:
    assert {each.name for each in delegating.colleagues(office, HEAD)} == {"周敏", "刘建", "陈法规", "周明远"}
    assert {each.name for each in handover.receivers(office, HEAD)} == {"周敏", "刘建"}
