"""Applicants: what the desk knows of them, and two records made one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from foidesk.desk import fees, receiving
from foidesk.desk.applicants import joining
from foidesk.desk.applicants.joining import Why, WhyNot
from foidesk.desk.applicants.overview import PAGE, Overview, overview
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import audit, log
from foidesk.store.worklist import Row

from .conftest import clerk

DAY = date(2026, 3, 2)
Register = Callable[..., Row]
MOVED: dict[str, Any] = {"telephone": "13900000041", "address": "芙蓉区某路一号"}


def of(office: Office, row: Row) -> Overview:
    assert row.applicant is not None
    return overview(office, row.applicant, clerk(DAY))


def already(office: Office, row: Row) -> int:
    with office.database.reading() as conn:
        return fees.already(conn, office, row)


def test_the_applications_of_a_person_stand_together_by_year(office: Office, register: Register) -> None:
    register(date(2025, 12, 30))
    register(DAY, name="王五", telephone="13800000049")
    last = register(DAY)
    told = of(office, last)
    assert told.years == [(2026, 1), (2025, 1)]
    assert [line.row.number for line in told.lines] == ["芙政公开〔2026〕第2号", "芙政公开〔2025〕第1号"]
    assert told.fee.already == 1
    assert told.likely == []


def test_many_applications_are_read_page_by_page(office: Office, register: Register) -> None:
    rows = [register(DAY) for _ in range(PAGE + 2)]
    first = of(office, rows[0])
    assert rows[0].applicant is not None
    second = overview(office, rows[0].applicant, clerk(DAY), first.after)
    assert [len(first.lines), len(second.lines), second.after] == [PAGE, 2, None]


def test_somebody_of_the_same_name_and_address_is_likely_the_same(office: Office, register: Register) -> None:
    one = register(DAY, address="芙蓉区某路一号")
    namesake = register(DAY, telephone="13900000042")
    other = register(DAY, **MOVED)
    register(DAY, name="李珺琦", telephone="13900000043")
    found = of(office, one).likely
    assert [(each.row, each.shares) for each in found] == [
        (other.applicant, "姓名和地址相同"),
        (namesake.applicant, "姓名相同"),
    ]


def test_another_identity_number_is_another_person(office: Office, register: Register) -> None:
    one = register(DAY, id_type="居民身份证", id_number="11010519491231002X")
    other = register(DAY, id_type="居民身份证", id_number="110101199003070011", telephone="13900000044")
    assert of(office, one).likely == []
    with pytest.raises(DeskError, match="不能是同一人"):
        joining.join(office, int(other.applicant or 0), int(one.applicant or 0), Why.ASKED, clerk(DAY))


def test_joined_records_count_in_one_month_and_are_known_together(office: Office, register: Register) -> None:
    one = register(DAY)
    other = register(DAY, **MOVED)
    assert already(office, other) == 0
    joining.join(office, int(other.applicant or 0), int(one.applicant or 0), Why.CHANGED, clerk(DAY))
    assert already(office, other) == 1
    known = receiving.known(office, {"name": "李珺", "telephone": "13900000041"}, clerk(DAY))
    assert known is not None
    assert [row.number for row in known.earlier] == [other.number, one.number]
    assert known.fee.already == 2
    (joined,) = of(office, one).joined
    assert (joined.who, joined.why) == ("周敏", "本人更换电话或者地址")
    assert of(office, one).likely == []


def test_a_join_is_taken_back_and_the_log_knows_nothing_of_either(office: Office, register: Register) -> None:
    one = register(DAY)
    other = register(DAY, **MOVED)

    def heads() -> list[str]:
        with office.database.reading() as conn:
            return [
                entry.hash
                for _, entries in log.load_many(conn, office.vault, office.key)
                for entry in entries
            ]

    before = heads()
    joining.join(office, int(other.applicant or 0), int(one.applicant or 0), Why.CHANGED, clerk(DAY))
    joining.part(office, int(other.applicant or 0), WhyNot.DIFFERENT, clerk(DAY))
    assert already(office, other) == 0
    assert heads() == before
    with office.database.reading() as conn:
        trail = [(each.what, each.detail) for each in audit.page(conn, office.key)]
    assert trail == [("撤销合并人员记录", "核实为不同的人"), ("合并人员记录", "本人更换电话或者地址")]
    with pytest.raises(DeskError, match="没有合并过"):
        joining.part(office, int(other.applicant or 0), WhyNot.DIFFERENT, clerk(DAY))


def test_what_is_one_person_already_is_not_joined_again(office: Office, register: Register) -> None:
    one, again = register(DAY), register(DAY)
    with pytest.raises(DeskError, match="已经是同一人"):
        joining.join(office, int(again.applicant or 0), int(one.applicant or 0), Why.ASKED, clerk(DAY))


def test_a_firm_and_a_person_are_not_one(office: Office, register: Register) -> None:
    one = register(DAY)
    firm = register(DAY, applicant_kind="business", telephone="13900000041")
    with pytest.raises(DeskError, match="不能是同一人"):
        joining.join(office, int(firm.applicant or 0), int(one.applicant or 0), Why.ASKED, clerk(DAY))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR])
def test_only_a_clerk_joins_and_sees_who_else_it_might_be(
    office: Office, register: Register, role: Role
) -> None:
    one = register(DAY)
    other = register(DAY, **MOVED)
    by = By("刘建", clerk(DAY).now, frozenset({role}))
    assert overview(office, int(one.applicant or 0), by).likely == ()
    with pytest.raises(NotPermitted):
        joining.join(office, int(other.applicant or 0), int(one.applicant or 0), Why.ASKED, by)
    with pytest.raises(NotPermitted):
        joining.part(office, int(other.applicant or 0), WhyNot.MISTAKE, by)
