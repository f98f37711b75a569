"""Working days: the notices as the State Council left them, and arithmetic against day-by-day counting."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk import content
from foidesk.errors import DeskError
from foidesk.rules.workdays import Amendment, Calendar, Kind, Notice, Span

CALENDAR = content.calendar()
KNOWN = [date(2008, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2008, 1, 1)).days)]
DAY = timedelta(days=1)

around_the_table = st.dates(date(2004, 1, 1), date(2032, 12, 31))
any_day = st.dates(date(1900, 1, 1), date(9998, 12, 31))


def plain(year: int, **facts: object) -> Notice:
    return Notice(year, f"国办发明电〔{year - 1}〕1号", date(year - 1, 11, 1), **facts)  # type: ignore[arg-type]


# --- the facts -----------------------------------------------------------------------------------
def test_the_two_public_packages_agree_with_the_notices_on_every_day_of_2008_to_2026() -> None:
    china = holidays.country_holidays("CN", years=range(2008, 2027))
    differing = [
        day
        for day in KNOWN
        if not CALENDAR.is_workday(day) == chinese_calendar.is_workday(day) == china.is_working_day(day)
    ]
    assert differing == []


@pytest.mark.parametrize("year", range(2008, 2027))
def test_every_make_up_day_is_a_weekend_day_and_every_break_holds_a_weekday(year: int) -> None:
    view = CALENDAR.year(year)
    assert all(day.weekday() >= 5 for day in view.work)
    assert any(day.weekday() < 5 for day in view.off)
    assert not set(view.off) & set(view.work)
    assert view.notice is not None
    assert not view.provisional


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 10, 10), "2026-10-10 周六 调休上班 国办发明电〔2025〕7号"),
        (date(2026, 10, 4), "2026-10-04 周日 放假 国庆节 国办发明电〔2025〕7号"),
        (date(2026, 10, 12), "2026-10-12 周一 工作日"),
        (date(2026, 10, 17), "2026-10-17 周六 周末"),
        (date(2027, 1, 1), "2027-01-01 周五 工作日 暂定"),
        (date(2015, 9, 3), "2015-09-03 周四 放假 抗战胜利70周年纪念日 国发明电〔2015〕1号"),
        (date(2020, 2, 1), "2020-02-01 周六 放假 春节（延长） 国办发明电〔2020〕1号"),
    ],
)
def test_a_day_says_what_it_is_and_which_notice_decided_it(day: date, label: str) -> None:
    assert CALENDAR.day(day).label == label


def test_the_last_days_of_december_may_be_decided_by_the_next_years_notice() -> None:
    assert CALENDAR.day(date(2018, 12, 29)).kind is Kind.MAKEUP
    assert CALENDAR.day(date(2018, 12, 31)).notice == "国办发明电〔2018〕15号"
    assert date(2018, 12, 31) in CALENDAR.year(2018).off
    assert date(2018, 12, 31) not in CALENDAR.year(2019).off
    assert CALENDAR.year(2018).notice == "国办发明电〔2017〕12号"


@pytest.mark.parametrize(
    ("year", "amendment", "then", "now"),
    [
        (2015, "国发明电〔2015〕1号", (date(2015, 9, 3), True), False),
        (2019, "国办发明电〔2019〕3号", (date(2019, 5, 2), True), False),
        (2020, "国办发明电〔2020〕1号", (date(2020, 2, 1), True), False),
    ],
)
def test_the_files_tell_what_the_notice_said_before_it_was_amended(
    year: int, amendment: str, then: tuple[date, bool], now: bool
) -> None:
    day, worked = then
    (notice,) = (notice for notice in content.notices() if notice.year == year)
    original = Notice(notice.year, notice.number, notice.issued, notice.off, notice.work)
    assert CALENDAR.with_notices([original]).is_workday(day) is worked
    assert CALENDAR.is_workday(day) is now
    assert CALENDAR.year(year).amended_by == (amendment,)
    assert CALENDAR.day(day).notice == amendment


# --- counting ------------------------------------------------------------------------------------
def test_the_day_of_the_event_is_not_counted_and_the_long_break_is_skipped() -> None:
    assert CALENDAR.add(date(2026, 9, 30), 20) == date(2026, 11, 3)
    assert CALENDAR.add(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CALENDAR.add(date(2026, 10, 1), 1) == date(2026, 10, 8)


def test_a_make_up_saturday_counts_as_a_working_day() -> None:
    assert CALENDAR.add(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert CALENDAR.count(date(2026, 10, 9), date(2026, 10, 11)) == 1
    assert CALENDAR.next_workday(date(2026, 10, 10)) == date(2026, 10, 10)
    assert CALENDAR.next_workday(date(2026, 10, 11)) == date(2026, 10, 12)


@given(day=around_the_table, n=st.integers(1, 300))
def test_the_nth_working_day_is_the_one_found_by_walking_day_by_day(day: date, n: int) -> None:
    forward = (d for d in (day + DAY * k for k in range(1, 3 * n + 40)) if CALENDAR.is_workday(d))
    backward = (d for d in (day - DAY * k for k in range(1, 3 * n + 40)) if CALENDAR.is_workday(d))
    assert CALENDAR.add(day, n) == next(islice(forward, n - 1, None))
    assert CALENDAR.add(day, -n) == next(islice(backward, n - 1, None))


@given(first=around_the_table, span=st.integers(0, 900))
def test_counting_agrees_with_looking_at_each_day(first: date, span: int) -> None:
    last = first + DAY * span
    walked = [d for d in (first + DAY * k for k in range(1, span + 1)) if CALENDAR.is_workday(d)]
    assert list(CALENDAR.workdays(first, last)) == walked
    assert CALENDAR.count(first, last) == len(walked)
    assert CALENDAR.count(last, first) == -len(walked)


@given(day=any_day, n=st.integers(1, 200))
def test_adding_and_counting_are_each_others_inverse_from_1900_to_9998(day: date, n: int) -> None:
    due = CALENDAR.add(day, n)
    assert due > day
    assert CALENDAR.is_workday(due)
    assert CALENDAR.count(day, due) == n
    assert CALENDAR.add(CALENDAR.add(due, 1), -1) == due
    assert CALENDAR.add(day, 0) == day


@given(day=any_day)
def test_the_next_working_day_is_the_day_itself_or_the_first_after_it(day: date) -> None:
    found = CALENDAR.next_workday(day)
    assert found == (day if CALENDAR.is_workday(day) else CALENDAR.add(day, 1))


@given(day=any_day)
def test_without_any_notice_every_monday_to_friday_works(day: date) -> None:
    assert Calendar(()).is_workday(day) is (day.weekday() < 5)


def test_days_just_outside_the_table_never_wrap_to_its_other_end() -> None:
    only = Calendar([plain(2026)])
    for day in (KNOWN[0] + DAY * k for k in range(9500)):
        expected = day + DAY * (1 if day.weekday() < 4 else 7 - day.weekday())
        assert only.add(day, 1) == expected


def test_a_date_beyond_the_calendar_is_refused_in_words() -> None:
    for day, n in ((date.max, 1), (date(2026, 1, 1), 10**30), (date(2026, 1, 1), -(10**9)), (date.min, -1)):
        with pytest.raises(DeskError, match="超出"):
            CALENDAR.add(day, n)
    assert CALENDAR.is_workday(date.max)
    assert CALENDAR.count(date.min, date.min) == 0


# --- provisional ---------------------------------------------------------------------------------
def test_a_count_is_provisional_exactly_when_a_day_of_an_unknown_year_is_counted() -> None:
    new_years_eve = date(2026, 12, 31)
    assert not CALENDAR.provisional(date(2026, 12, 1), new_years_eve)
    assert CALENDAR.provisional(date(2026, 12, 1), date(2027, 1, 1))
    assert CALENDAR.provisional(new_years_eve, date(2027, 1, 1))
    assert not CALENDAR.provisional(date(2007, 12, 31), date(2008, 1, 1))
    assert CALENDAR.provisional(date(2007, 12, 30), date(2008, 1, 1))
    assert not CALENDAR.provisional(date(2030, 1, 1), date(2030, 1, 1))
    assert CALENDAR.provisional(date.min, date.max)


def test_a_year_without_notice_is_counted_with_weekends_only() -> None:
    view = CALENDAR.year(2027)
    assert (view.notice, view.provisional, view.off, view.work, view.amended_by) == (None, True, (), (), ())
    assert CALENDAR.add(date(2026, 12, 31), 1) == date(2027, 1, 1)


def test_entering_the_notice_of_a_year_settles_it_and_leaves_the_old_calendar_alone() -> None:
    notice = plain(2027, off=(Span("元旦", date(2027, 1, 1), date(2027, 1, 3)),))
    settled = CALENDAR.with_notices([notice])
    assert settled.add(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert not settled.provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert CALENDAR.year(2027).provisional


def test_a_later_notice_for_a_year_replaces_the_earlier_one() -> None:
    first = plain(2027, off=(Span("元旦", date(2027, 1, 1), date(2027, 1, 1)),))
    second = plain(2027, off=(Span("元旦", date(2027, 1, 4), date(2027, 1, 4)),))
    replaced = CALENDAR.with_notices([first]).with_notices([second])
    assert replaced.year(2027).off == (date(2027, 1, 4),)
    assert replaced.version == CALENDAR.with_notices([second]).version


def test_the_version_changes_with_the_facts_and_only_with_them() -> None:
    assert Calendar(content.notices()).version == CALENDAR.version
    assert Calendar(reversed(content.notices())).version == CALENDAR.version
    assert CALENDAR.with_notices([plain(2027)]).version != CALENDAR.version


# --- notices that cannot be ----------------------------------------------------------------------
def test_a_notice_names_all_its_contradictions_at_once() -> None:
    with pytest.raises(DeskError) as refused:
        plain(
            2027,
            off=(
                Span("元旦", date(2027, 1, 1), date(2027, 1, 3)),
                Span("春节", date(2027, 2, 12), date(2027, 2, 5)),
                Span("国庆节", date(2028, 10, 1), date(2028, 10, 7)),
            ),
            work=(date(2027, 1, 2), date(2027, 1, 6), date(2027, 1, 9), date(2027, 1, 9), date(2026, 11, 28)),
            amendments=(Amendment(" ", date(2027, 1, 2), cancelled_work=(date(2027, 3, 6),)),),
        )
    for part in (
        "2027-01-02 既放假又调休上班",
        "2027-01-06 是周三",
        "2027-01-09 列为调休上班 2 次",
        "“春节”的起止日期颠倒",
        "2028-10-01 不在 2026-12-01 至 2027-12-31 之间",
        "2026-11-28 不在",
        "缺少发文字号",
        "2027-03-06 原来并非调休上班",
    ):
        assert part in refused.value.why


def test_a_break_of_weekend_days_only_is_no_mistake() -> None:
    notice = plain(2027, off=(Span("元旦", date(2027, 1, 2), date(2027, 1, 3)),))
    assert notice.effective_off == (date(2027, 1, 2), date(2027, 1, 3))


def test_an_amendment_cancels_first_and_adds_afterwards() -> None:
    break_ = Span("国庆节", date(2027, 10, 1), date(2027, 10, 5))
    amendment = Amendment(
        "国办发明电〔2027〕9号",
        date(2027, 9, 1),
        off=(Span("国庆节", date(2027, 9, 25), date(2027, 9, 25)),),
        work=(date(2027, 10, 9),),
        cancelled_off=(date(2027, 10, 5),),
        cancelled_work=(date(2027, 9, 25),),
    )
    notice = plain(2027, off=(break_,), work=(date(2027, 9, 25),), amendments=(amendment,))
    calendar = Calendar([notice])
    assert notice.effective_work == (date(2027, 10, 9),)
    assert calendar.day(date(2027, 9, 25)).kind is Kind.OFF
    assert calendar.day(date(2027, 10, 5)).label == "2027-10-05 周二 工作日 国办发明电〔2027〕9号"


def test_a_slip_in_the_year_is_refused_instead_of_tabulated() -> None:
    with pytest.raises(DeskError, match="20226"):
        Notice(20226, "国办发明电〔2025〕7号", date(2025, 11, 4))
