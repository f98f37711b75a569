"""Acts at the desk that look beyond one log: the month's fee, merging, numbers, tampering, a new notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from foidesk.desk import applications, rebuilding, reprojection
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import FeeStandard, Service
from foidesk.rules.workdays import Notice, Span
from foidesk.store import worklist
from foidesk.store.worklist import Row

from .conftest import clerk

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
Register = Callable[..., Row]


def notice(units: int, **changed: object) -> ev.FeeNotified:
    made = ev.FeeNotified(
        on=TUESDAY,
        standard=FeeStandard.ITEMS,
        units=units,
        officer="周明远",
        reason="当月申请数量明显超过合理范围",
        alternatives_offered=True,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def charged(office: Office, row: Row, units: int) -> int | None:
    """What a notice for so many items would charge."""
    done = applications.record(office, row.number, [notice(units)], clerk(TUESDAY))
    return done.after.fee.yuan if done.after.fee else None


# --- the month -----------------------------------------------------------------------------------
def test_the_items_of_an_earlier_application_of_the_month_count_with_their_number(
    office: Office, register: Register
) -> None:
    first, second = register(MONDAY), register(MONDAY)
    assert charged(office, first, 15) == 500
    assert charged(office, second, 10) == 1000  # the 16th to the 25th item


def test_the_items_of_another_person_and_of_another_month_do_not_count(
    office: Office, register: Register
) -> None:
    register(date(2026, 2, 27))
    register(MONDAY, name="王喆", telephone="13900000000")
    mine = register(MONDAY)
    with pytest.raises(DeskError, match="没有超过免费数量"):
        charged(office, mine, 10)


def test_a_sum_that_was_typed_must_be_the_computed_one(office: Office, register: Register) -> None:
    row = register(MONDAY)
    with pytest.raises(DeskError, match="与计算结果500元不符"):
        applications.record(office, row.number, [notice(15, yuan=600)], clerk(TUESDAY))


# --- merging -------------------------------------------------------------------------------------
def merge(office: Office, row: Row, into: str) -> None:
    applications.record(office, row.number, [ev.Merged(on=TUESDAY, into=into)], clerk(TUESDAY))


def test_the_second_of_two_like_applications_is_merged_into_the_first(
    office: Office, register: Register
) -> None:
    first, second = register(MONDAY), register(TUESDAY)
    merge(office, second, first.number)
    assert applications.open_file(office, second.number).row.state == "merged"


@pytest.mark.parametrize(
    ("into", "said"),
    [("self", "不能并入自己"), ("later", "收到在后"), ("stranger", "另一申请人"), ("none", "没有编号为")],
)
def test_what_is_no_earlier_application_of_the_same_person_is_not_merged_into(
    office: Office, register: Register, into: str, said: str
) -> None:
    stranger = register(MONDAY, name="王喆", telephone="13900000000")
    mine, later = register(MONDAY), register(TUESDAY)
    numbers = {"self": mine.number, "later": later.number, "stranger": stranger.number, "none": "没有"}
    with pytest.raises(DeskError, match=said):
        merge(office, mine, numbers[into])
    assert applications.open_file(office, mine.number).row.state == "open"


# --- numbers -------------------------------------------------------------------------------------
def test_a_number_kept_from_elsewhere_leaves_no_gap_in_ours(office: Office, register: Register) -> None:
    numbers = [register(MONDAY).n, register(MONDAY, number="旧〔2025〕7号").n, register(MONDAY).n]
    assert numbers == [1, 0, 2]


def test_a_document_number_is_not_used_again_after_a_strike(office: Office, register: Register) -> None:
    row = register(MONDAY)
    issued = ev.LetterIssued(on=MONDAY, kind="receipt", doc_number=f"{row.number}-收", approved_by="周明远")
    struck = ev.Struck(on=MONDAY, sequence=3, reason="误登", struck_by="周敏")
    applications.record(office, row.number, [issued, struck], clerk(MONDAY))
    with pytest.raises(DeskError, match="不能使用"):
        applications.record(office, row.number, [issued], clerk(MONDAY))


# --- more than one person -------------------------------------------------------------------------
def test_a_joint_application_counts_in_the_month_of_each_applicant(
    office: Office, register: Register
) -> None:
    joint = register(MONDAY, joint="王喆、张堃")
    mine = register(MONDAY)
    assert joint.applicant_kind == "natural_person"
    assert charged(office, joint, 12) == 200
    assert charged(office, mine, 1) == 100  # the 13th item of the first named


def test_an_agent_withdraws_only_with_express_power(office: Office, register: Register) -> None:
    withdrawn = ev.Withdrawn(on=TUESDAY, signed_by="代理人", by_agent=True)
    general = register(MONDAY, agent="钱律师", agent_power="一般代理")
    with pytest.raises(DeskError, match="特别授权"):
        applications.record(office, general.number, [withdrawn], clerk(TUESDAY))
    express = register(MONDAY, agent="钱律师", agent_power="特别授权")
    assert applications.record(office, express.number, [withdrawn], clerk(TUESDAY)).row.state == "withdrawn"


def test_an_agent_without_a_stated_power_is_refused(office: Office, register: Register) -> None:
    with pytest.raises(DeskError, match="代理权限"):
        register(MONDAY, agent="钱律师")


def test_a_part_is_split_off_on_the_day_of_receipt_only(office: Office, register: Register) -> None:
    whole = register(MONDAY)
    part = register(MONDAY, split_from=whole.number, flags=["紧急", "需要协助"])
    file = applications.open_file(office, part.number)
    assert file.case.registered.split_from == whole.number
    assert file.case.registered.flags == ("urgent", "needs_help")
    with pytest.raises(DeskError, match="不能从"):
        register(TUESDAY, split_from=whole.number)


# --- the head ------------------------------------------------------------------------------------
def test_only_the_head_of_the_disclosure_office_agrees_to_an_extension(
    office: Office, register: Register
) -> None:
    row = register(MONDAY)
    told = ev.Extended(on=TUESDAY, days=20, approved_by="门卫老张", reason="需要向三个部门调取档案")
    with pytest.raises(DeskError, match="不是负责人"):
        applications.record(office, row.number, [told], clerk(TUESDAY))
    agreed = replace(told, approved_by=office.agency.head)
    assert applications.record(office, row.number, [agreed], clerk(TUESDAY)).row.extended


# --- the index -----------------------------------------------------------------------------------
def test_rebuilding_does_not_wipe_out_the_trace_of_a_cut_off_log(office: Office, register: Register) -> None:
    row = register(MONDAY)
    with office.database.writing() as conn:
        shorter = worklist.get(conn, office.key, row.application)
        assert shorter is not None
        worklist.put(conn, replace(shorter, seq=shorter.seq + 1, head="0" * 64))
    assert rebuilding.rebuild(office).faults
    assert rebuilding.check(office).faults


def test_rebuilding_brings_back_an_index_that_is_gone(office: Office, register: Register) -> None:
    rows = [register(MONDAY), register(TUESDAY)]
    with office.database.writing() as conn:
        conn.execute(text("DELETE FROM applications"))
    assert rebuilding.check(office).faults
    assert rebuilding.rebuild(office).faults == []
    assert rebuilding.check(office).faults == []
    assert applications.open_file(office, rows[0].number).row == rows[0]


# --- a new notice --------------------------------------------------------------------------------
NEXT_YEAR = Notice(
    2027,
    "国办发明电〔2026〕9号",
    date(2026, 11, 20),
    off=(Span("元旦", date(2027, 1, 1), date(2027, 1, 3)), Span("补休", date(2027, 1, 5), date(2027, 1, 6))),
)


def test_a_new_notice_moves_provisional_days_and_lists_them(office: Office, register: Register) -> None:
    row = register(date(2026, 12, 18))
    assert (row.due, row.provisional) == (date(2027, 1, 15), True)
    known = office.with_calendar(office.calendar.with_notices([NEXT_YEAR]))
    assert reprojection.behind(known)
    count, (moved,) = reprojection.reproject(known, clerk(TUESDAY).now, 2027)
    assert (count, moved.number) == (1, row.number)
    assert (moved.before, moved.after) == (date(2027, 1, 15), date(2027, 1, 20))
    assert not reprojection.behind(known)
    assert rebuilding.check(known).faults == []
    assert applications.open_file(known, row.number).row.provisional is False


# --- corrections ---------------------------------------------------------------------------------
def test_an_applicant_registered_wrongly_is_put_right_for_the_month_too(
    office: Office, register: Register
) -> None:
    wrong = register(MONDAY)
    right = register(MONDAY, name="王喆", telephone="13900000000")
    corrected = ev.RegistrationCorrected(
        on=TUESDAY, applicant=right.applicant, reason="登记成了另一人", corrected_by="周敏"
    )
    done = applications.record(office, wrong.number, [corrected], clerk(TUESDAY))
    assert done.row.applicant == right.applicant
    assert charged(office, right, 10) == 100  # the earlier one is now the first item of the month


def test_an_opinion_that_a_clerk_types_allows_no_second_extension(office: Office, register: Register) -> None:
    row = register(MONDAY)
    told = ev.Extended(on=TUESDAY, days=5, approved_by=office.agency.head, reason="需要向三个部门调取档案")
    applications.record(office, row.number, [told], clerk(TUESDAY))
    with pytest.raises(DeskError, match="不能再次延期"):
        applications.record(office, row.number, [replace(told, opinion="芙法意〔2026〕1号")], clerk(TUESDAY))


# --- service -------------------------------------------------------------------------------------
def test_a_letter_that_comes_back_leaves_the_clock_alone_and_names_a_letter_of_ours(
    office: Office, register: Register
) -> None:
    row = register(MONDAY, addressed_to="长沙市芙蓉区人民政府办公室")
    returned = ev.LetterReturned(on=TUESDAY, doc_number=f"{row.number}-收")
    with pytest.raises(DeskError, match="没有签发过"):
        applications.record(office, row.number, [returned], clerk(TUESDAY))
    issued = ev.LetterIssued(
        on=MONDAY,
        kind="receipt",
        doc_number=f"{row.number}-收",
        approved_by="周明远",
        agency=office.agency.name,
    )
    done = applications.record(office, row.number, [issued, returned], clerk(TUESDAY))
    assert done.after.clock.due == done.before.clock.due
    assert done.after.registered.addressed_to == "长沙市芙蓉区人民政府办公室"


def test_a_notice_by_courier_is_recorded_and_shown_as_a_problem(office: Office, register: Register) -> None:
    row = register(MONDAY)
    told = ev.Extended(
        on=TUESDAY,
        days=20,
        service=Service.COURIER,
        approved_by=office.agency.head,
        reason="需要向三个部门调取档案",
    )
    done = applications.record(office, row.number, [told], clerk(TUESDAY))
    assert done.row.extended
    assert "商业快递" in done.after.clock.problems[0].what
