"""What is watched, for how long, and which step of the ladder a day has reached."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given

from foidesk.rules import events as ev
from foidesk.rules.case import Case, case
from foidesk.rules.hindsight import standing
from foidesk.rules.vocabulary import AgencyType, Channel, Consulted, RemedyResult, RemedyRoute, Service
from foidesk.rules.watch import After, Watch, Watched, of_the_agency, rung, watched
from foidesk.rules.workdays import Calendar

from .strategies import CALENDAR, DAY, act, calendars, days, logs, opened

MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 30)
LADDER = (5, 3, 1)


def folded(*facts: ev.Event, channel: Channel = Channel.IN_PERSON) -> Case:
    received, registered = opened(MONDAY)
    return case((ev.Received(on=received.on, channel=channel), registered, *facts), CALENDAR)


def days_of(of: Case) -> dict[str, date]:
    return {each.watch: each.due for each in watched(of, CALENDAR)}


def test_a_fresh_application_is_watched_for_its_reply_clarification_and_extension() -> None:
    assert days_of(folded()) == {
        "reply": DUE,
        "extension_notice": DUE,
        "clarification_request": date(2026, 3, 11),
    }


def test_an_extended_one_is_no_longer_watched_for_its_extension() -> None:
    extended = folded(ev.Extended(on=MONDAY + DAY, days=20, approved_by="主任", reason="需调取档案"))
    assert "extension_notice" not in days_of(extended)
    assert days_of(extended)["reply"] == date(2026, 4, 28)


def test_while_the_applicant_clarifies_only_the_applicants_day_is_watched() -> None:
    asked = act(ev.ClarificationAsked, MONDAY + DAY, 2)
    assert days_of(folded(asked)) == {"clarification": asked.answer_by}


def test_while_an_opinion_is_awaited_the_reply_is_silent_until_the_fifteenth_day() -> None:
    asked = folded(
        ev.ConsultationSent(on=MONDAY, id="a", to=Consulted.THIRD_PARTY),
        ev.ConsultationServed(on=MONDAY + DAY, id="a"),
    )
    until = date(2026, 3, 24)
    assert days_of(asked)["consultation"] == until
    assert {each.silent_until for each in watched(asked, CALENDAR) if each.watch == "reply"} == {until}


def test_an_opinion_asked_for_after_the_last_day_silences_nothing() -> None:
    late = folded(
        ev.ConsultationSent(on=DUE, id="a", to=Consulted.THIRD_PARTY),
        ev.ConsultationServed(on=DUE + DAY, id="a"),
    )
    assert Watched("reply", DUE) in watched(late, CALENDAR)


def test_a_request_for_an_opinion_that_came_back_is_watched_until_another_goes_out() -> None:
    sent = ev.ConsultationSent(on=MONDAY, id="a", to=Consulted.THIRD_PARTY)
    back = ev.ConsultationReturned(on=MONDAY + 3 * DAY, id="a")
    assert days_of(folded(sent, back))["consultation_returned"] == back.on
    again = ev.ConsultationSent(on=MONDAY + 4 * DAY, id="b", to=Consulted.THIRD_PARTY)
    assert "consultation_returned" not in days_of(folded(sent, back, again))


def test_an_ordinary_letter_is_watched_until_its_arrival_is_confirmed() -> None:
    assert days_of(folded(channel=Channel.ORDINARY_POST)) == {"confirmation": MONDAY}
    confirmed = folded(ev.ReceiptConfirmed(on=MONDAY + DAY), channel=Channel.ORDINARY_POST)
    assert days_of(confirmed)["reply"] == date(2026, 3, 31)


def test_a_reply_by_post_is_watched_until_its_hand_over_is_on_file() -> None:
    letter = ev.LetterIssued(on=MONDAY + DAY, kind="petition", doc_number="一")
    reply = ev.Replied(on=MONDAY + DAY, service=Service.POST, ground="petition", approved_by="局长")
    assert days_of(folded(letter, reply)) == {"hand_over": MONDAY + DAY}
    sent = ev.LetterSent(on=MONDAY + DAY, doc_number="一", service=Service.POST)
    assert days_of(folded(letter, reply, sent)) == {}


def test_answers_to_remedies_are_watched_until_these_are_decided() -> None:
    reply = ev.Replied(on=MONDAY, service=Service.IN_PERSON, ground="petition", approved_by="局长")
    filed = ev.RemedyFiled(on=date(2026, 4, 1), route=RemedyRoute.RECONSIDERATION)
    sued = ev.RemedyFiled(on=date(2026, 6, 4), route=RemedyRoute.LITIGATION)
    upheld = ev.RemedyDecided(on=date(2026, 5, 20), route=filed.route, result=RemedyResult.UPHELD)
    assert days_of(folded(reply, filed)) == {"reconsideration_answer": CALENDAR.add(filed.on, 10)}
    # 19 June 2026 is the Dragon Boat Festival, and a weekend follows
    assert days_of(folded(reply, filed, upheld, sued)) == {"litigation_answer": date(2026, 6, 22)}


def test_next_years_days_off_are_asked_for_from_november_until_they_are_there() -> None:
    none = Calendar(())
    kinds = {each.watch for each in of_the_agency(date(2026, 10, 31), AgencyType.DEPARTMENT, none)}
    assert kinds == {"annual_report"}
    asked = of_the_agency(date(2026, 11, 1), AgencyType.DEPARTMENT, none)
    assert Watched("calendar", date(2026, 11, 1)) in asked
    assert Watched("annual_report", date(2026, 1, 31)) in asked
    there = of_the_agency(date(2025, 11, 10), AgencyType.DISTRICT_GOVERNMENT, CALENDAR)
    assert there == {Watched("annual_report", date(2025, 3, 31))}


@given(logs(), calendars())
def test_every_log_is_watched_without_complaint_and_only_open_ones_for_their_reply(
    log: tuple[ev.Event, ...], calendar: Calendar
) -> None:
    assume(any(isinstance(each, ev.Registered) for each in standing(log)))  # never struck by the guard
    of = case(log, calendar)
    found = watched(of, calendar)
    assert all(Watch(each.watch) for each in found)
    running = of.state.key == "open" and of.clock.due is not None
    assert any(each.watch == "reply" for each in found) is running


# --- the ladder --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (date(2026, 3, 19), None),
        (date(2026, 3, 20), "5"),
        (date(2026, 3, 23), "5"),
        (date(2026, 3, 24), "3"),
        (date(2026, 3, 26), "1"),
        (date(2026, 3, 27), "target"),
        (date(2026, 3, 28), "target"),
        (date(2026, 3, 30), "due"),
        (date(2026, 3, 31), "+1"),
        (date(2026, 4, 1), "+2"),
        (date(2026, 4, 3), "+4"),
        (date(2026, 4, 7), "+5"),
    ],
)
def test_the_steps_of_a_reply_before_its_target_on_its_days_and_after(on: date, step: str | None) -> None:
    assert rung(Watch.REPLY, DUE, on, LADDER, CALENDAR) == step


def test_somebody_elses_day_is_told_once_when_it_has_passed_and_not_when_it_is_old() -> None:
    after = [rung(Watch.CONSULTATION, DUE, CALENDAR.add(DUE, n), LADDER, CALENDAR) for n in (0, 1, 2, 10, 11)]
    assert after == ["due", "+1", "+1", "+1", None]


def test_what_can_no_longer_be_done_is_not_told() -> None:
    assert rung(Watch.EXTENSION_NOTICE, DUE, DUE + DAY, LADDER, CALENDAR) is None


@given(days, calendars())
def test_the_ladder_only_goes_up(due: date, calendar: Calendar) -> None:
    order = [None, "5", "3", "1", "target", "due", *(f"+{n}" for n in range(1, 30))]
    for watch in Watch:
        steps = [
            rung(watch, due, due + timedelta(days=n), LADDER, calendar)
            for n in range(-20, 15)
            if calendar.is_workday(due + timedelta(days=n))
        ]
        if watch.after is After.DAILY:
            places = [order.index(step) for step in steps]
            assert places == sorted(places)
            assert "due" in steps or not calendar.is_workday(due)
