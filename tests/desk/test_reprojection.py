"""A change of the calendar: every open application counted anew, what moved listed and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.desk.alerts.conftest import at, inbox, people  # noqa: F401 - fixtures
from tests.desk.conftest import clerk

from foidesk.desk import applications, issuing, rebuilding, reprojection
from foidesk.desk.alerts import wording
from foidesk.desk.office import Office
from foidesk.rules import events as ev
from foidesk.rules.workdays import Notice, Span
from foidesk.store.alerts import Alert
from foidesk.store.worklist import Row

DAY = date(2026, 12, 18)
NOTICE = Notice(
    year=2027,
    number="国办发明电〔2026〕8号",
    issued=date(2026, 11, 4),
    off=(
        Span("元旦", date(2027, 1, 1), date(2027, 1, 3)),
        Span("春节", date(2027, 1, 11), date(2027, 1, 15)),
    ),
    work=(),
    amendments=(),
)
Register = Callable[..., Row]


def known(office: Office) -> Office:
    return office.with_calendar(office.calendar.with_notices([NOTICE]))


def test_what_moved_is_told_to_handler_and_head_and_the_old_day_no_longer_stands(
    office: Office,
    register: Register,
    inbox: Callable[..., list[Alert]],  # noqa: F811
) -> None:
    row = register(DAY, handler="周敏")
    before = row.due
    then = known(office)
    count, [moved] = reprojection.reproject(then, at(DAY), 2027)
    assert (count, moved.number, moved.before) == (1, row.number, before)
    assert moved.after == then.calendar.add(DAY, 20)
    for name in ("周敏", "周明远"):
        [alert] = inbox(name)
        told = wording.told(alert, DAY, then.calendar)
        assert told.left == f"因放假安排由 {reprojection.words_of_day(moved.before)} 改为这一天"
    assert inbox("刘建") == []
    assert reprojection.reproject(then, at(DAY), 2027) == (0, [])
    assert rebuilding.check(then).faults == []


def test_a_day_that_moves_to_and_fro_is_told_each_time(
    office: Office,
    register: Register,
    inbox: Callable[..., list[Alert]],  # noqa: F811
) -> None:
    register(DAY, handler="周敏")
    for hour, desk in enumerate((known(office), office, known(office))):
        reprojection.reproject(desk, at(DAY, 9 + hour))
    assert [each.standing for each in inbox("周敏")] == [True, False, True]


def test_the_letters_that_named_the_old_day_are_listed(office: Office, register: Register) -> None:
    row = register(DAY, handler="周敏")
    extended = ev.Extended(on=DAY, days=20, approved_by="周明远", reason="档案分存三处，需要逐卷核对")
    order = issuing.Order(approved_by="周明远")
    applications.record(office, row.number, [extended], clerk(DAY))
    issuing.issue(office, row.number, "extension", order, clerk(DAY))
    issuing.issue(office, row.number, "receipt", order, clerk(DAY))
    _, [moved] = reprojection.reproject(known(office), at(DAY), 2027)
    assert moved.letters == (f"{row.number}-延",)


def test_logs_of_every_kind_are_counted_as_one_by_one(office: Office, register: Register) -> None:
    plain = [register(DAY, handler=name) for name in ("周敏", "刘建", "周敏")]
    asked = ev.ClarificationAsked(
        on=DAY, answer_by=date(2027, 1, 8), defects="未写明文件名称|请写明文件名称或者文号"
    )
    applications.record(office, plain[0].number, [asked], clerk(DAY))
    closed = register(DAY, handler="周敏")
    applications.record(office, closed.number, [ev.Withdrawn(on=DAY, signed_by="李珺")], clerk(DAY))
    count, moved = reprojection.reproject(known(office), at(DAY), 2027)
    assert (count, [each.number for each in moved]) == (3, [each.number for each in plain[1:]])
    assert rebuilding.check(known(office)).faults == []
