"""Whose approval counts: the settings' head, accounts for as long as they hold the role, and who stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from foidesk.desk import applications, heads
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.paper.check import Approver
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Role, Service
from foidesk.settings.agency import Approver as Registered
from foidesk.store import accounts, delegations
from foidesk.store.worklist import Row

from .conftest import clerk

MONDAY = date(2026, 3, 2)
JANUARY = date(2026, 1, 1)
Register = Callable[..., Row]


def account(office: Office, name: str, since: date = JANUARY, *, head: bool = True) -> int:
    with office.database.writing() as conn:
        key = accounts.add(
            conn, office.key, login=name, name=name, unit=None, password=None, at=clerk(since).now, by="测试"
        )
        accounts.give(conn, office.key, key, (Role.HEAD if head else Role.CLERK,), since)
    return key


def approvers(office: Office) -> tuple[Approver, ...]:
    with office.database.reading() as conn:
        return heads.approvers(conn, office)


def extended(on: date, who: str) -> ev.Extended:
    return ev.Extended(
        on=on, days=20, service=Service.POST, approved_by=who, reason="涉及三个部门，需逐一核对"
    )


def test_where_roles_are_kept_nowhere_nobody_is_checked(office: Office) -> None:
    assert approvers(office) == ()


def test_approvers_of_the_settings_come_with_their_terms(office: Office) -> None:
    term = Registered(name="陈立新", since=JANUARY, until=date(2026, 3, 31))
    settings = office.agency.model_copy(update={"approver": (term,)})
    assert approvers(replace(office, agency=settings)) == (Approver("陈立新", JANUARY, date(2026, 3, 31)),)


def test_accounts_with_the_role_count_beside_the_head_of_the_settings_until_they_lose_it(
    office: Office,
) -> None:
    key = account(office, "何副主任")
    account(office, "周敏", head=False)
    with office.database.writing() as conn:
        accounts.give(conn, office.key, key, (Role.CLERK,), MONDAY)
    assert approvers(office) == (Approver("周明远"), Approver("何副主任", JANUARY, MONDAY - timedelta(1)))


def test_who_stands_in_for_a_head_counts_on_those_days(office: Office) -> None:
    head, taker = account(office, "周明远"), account(office, "刘建", head=False)
    with office.database.writing() as conn:
        last = MONDAY + timedelta(4)
        delegations.add(conn, office.key, head, taker, MONDAY, last, clerk(MONDAY).now, "周明远")
    assert Approver("刘建", MONDAY, MONDAY + timedelta(4)) in approvers(office)


def test_an_extension_is_approved_by_whoever_holds_the_role_that_day(
    office: Office, register: Register
) -> None:
    row = register(MONDAY)
    account(office, "何副主任", MONDAY + timedelta(3))
    for on, who in ((MONDAY, "何副主任"), (MONDAY + timedelta(3), "刘建")):
        with pytest.raises(DeskError, match="不是负责人"):
            applications.record(office, row.number, [extended(on, who)], clerk(on))
    later = MONDAY + timedelta(3)
    done = applications.record(office, row.number, [extended(later, "何副主任")], clerk(later))
    assert done.after.position.extension_used
