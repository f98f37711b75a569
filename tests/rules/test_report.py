"""Which rows of the annual report an application counts in, and which it must not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk import content
from foidesk.rules import events as ev
from foidesk.rules import report as rules
from foidesk.rules.case import Case, case
from foidesk.rules.outcomes import GROUNDS, Outcome
from foidesk.rules.report import CARRIED_IN, CARRIED_ON, COLUMNS, DONE, NEW, TOTAL, Counting, Fees
from foidesk.rules.vocabulary import ApplicantKind, Channel, FeeStandard, RemedyResult, RemedyRoute

CALENDAR = content.calendar()
LITIGATION, RECONSIDERATION = RemedyRoute.LITIGATION, RemedyRoute.RECONSIDERATION


def fold(received: date, *events: ev.Event, kind: ApplicantKind = ApplicantKind.NATURAL_PERSON) -> Case:
    registered = ev.Registered(
        on=received, number="1", year=received.year, n=1, applicant=1, applicant_kind=kind
    )
    return case((ev.Received(on=received, channel=Channel.IN_PERSON), registered, *events), CALENDAR)


def rows(folded: Case, year: int) -> tuple[str, ...]:
    """The rows of the year's table three that the application counts in."""
    found = rules.counting(folded, CALENDAR)
    group = rules.group(found, year) if found else None
    return group.rows if group else ()


def replied(on: date, ground: str = "disclosed") -> ev.Replied:
    return ev.Replied(on=on, ground=ground)


MARCH, APRIL = date(2025, 3, 3), date(2025, 4, 1)

# --- the seven kinds of result rows ----------------------------------------------------------------


@pytest.mark.parametrize("ground", [key for key, ground in GROUNDS.items() if ground.by_reply])
def test_a_reply_counts_on_the_line_of_its_ground_and_on_no_other(ground: str) -> None:
    line = GROUNDS[ground].outcome.code
    assert rows(fold(MARCH, replied(APRIL, ground)), 2025) == (NEW, line, DONE)


def test_something_given_and_something_not_counts_as_partly_only() -> None:
    reply = ev.Replied(on=APRIL, items=("disclosed", "refused_internal"))
    assert rows(fold(MARCH, reply), 2025) == (NEW, "三（二）", DONE)


def test_several_refusals_count_on_the_main_one_only() -> None:
    items = ("refused_internal", "not_held")
    reply = ev.Replied(on=APRIL, items=items, main="not_held")
    assert rows(fold(MARCH, reply), 2025) == (NEW, "三（四）1", DONE)


def test_a_lapse_and_a_withdrawal_count_under_other_ends() -> None:
    asked = ev.ClarificationAsked(on=date(2025, 3, 5), answer_by=date(2025, 3, 26))
    served = ev.ClarificationServed(on=date(2025, 3, 6))
    lapsed = ev.ClarificationLapsed(on=date(2025, 4, 10), no_good_reason=True)
    assert rows(fold(MARCH, asked, served, lapsed), 2025) == (NEW, "三（六）1", DONE)
    notice = ev.FeeNotified(on=date(2025, 3, 10), standard=FeeStandard.PAGES, units=40, yuan=100)
    unpaid = ev.FeeLapsed(on=date(2025, 5, 10), no_good_reason=True)
    assert rows(fold(MARCH, notice, ev.FeeNoticeServed(on=date(2025, 3, 11)), unpaid), 2025)[1] == "三（六）2"
    assert rows(fold(MARCH, ev.Withdrawn(on=APRIL)), 2025) == (NEW, "三（六）3", DONE)
    assert rows(fold(MARCH, ev.Withdrawn(on=APRIL, part="第二项")), 2025) == (NEW, CARRIED_ON)


def test_a_merged_application_counts_nowhere() -> None:
    assert rows(fold(MARCH, ev.Merged(on=APRIL, into="2025-1")), 2025) == ()


def test_a_closed_application_without_line_counts_among_the_done_only() -> None:
    reply = ev.Replied(on=APRIL, items=("refused_internal", "not_held"))
    assert rows(fold(MARCH, reply), 2025) == (NEW, DONE)


def test_a_line_told_by_a_ledger_counts_there() -> None:
    assert rows(fold(MARCH, ev.Replied(on=APRIL, line="三（四）1")), 2025) == (NEW, "三（四）1", DONE)


# --- the turn of the year --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "done", "this", "next_"),
    [
        (date(2025, 12, 31), date(2025, 12, 31), (NEW, "三（一）", DONE), ()),
        (date(2025, 12, 31), date(2026, 1, 1), (NEW, CARRIED_ON), (CARRIED_IN, "三（一）", DONE)),
        (date(2026, 1, 1), date(2026, 1, 2), (), (NEW, "三（一）", DONE)),
        (date(2024, 12, 2), date(2026, 1, 2), (CARRIED_IN, CARRIED_ON), (CARRIED_IN, "三（一）", DONE)),
    ],
)
def test_an_application_is_new_by_its_receipt_and_done_by_its_result(
    received: date, done: date, this: tuple[str, ...], next_: tuple[str, ...]
) -> None:
    folded = fold(received, replied(done))
    assert (rows(folded, 2025), rows(folded, 2026)) == (this, next_)


def test_who_waits_for_clarification_or_payment_at_the_end_of_the_year_is_carried_on() -> None:
    late = date(2025, 12, 25)
    asked = ev.ClarificationAsked(on=date(2025, 12, 29), answer_by=date(2026, 1, 20))
    notice = ev.FeeNotified(on=date(2025, 12, 30), standard=FeeStandard.PAGES, units=40, yuan=100)
    assert rows(fold(late, asked), 2025) == rows(fold(late, notice), 2025) == (NEW, CARRIED_ON)


def test_a_receipt_still_to_be_confirmed_is_not_new_yet() -> None:
    letter = ev.Received(on=date(2025, 12, 30), channel=Channel.ORDINARY_POST)
    registered = ev.Registered(
        on=letter.on, number="1", year=2025, n=1, applicant=1, applicant_kind=ApplicantKind.BUSINESS
    )
    tried = ev.ContactAttempted(on=date(2025, 12, 31))
    confirmed = ev.ReceiptConfirmed(on=date(2026, 1, 5))
    assert rows(case((letter, registered, tried), CALENDAR), 2025) == ()
    settled = case((letter, registered, tried, confirmed), CALENDAR)
    assert rows(settled, 2026) == (NEW, CARRIED_ON)


# --- reopened --------------------------------------------------------------------------------------

ANNULLED = ev.ReplyAnnulled(on=date(2026, 2, 2))


def test_a_reply_ordered_anew_in_a_later_year_adds_no_line() -> None:
    reopened = fold(MARCH, replied(APRIL, "not_held"), ANNULLED)
    anew = fold(MARCH, replied(APRIL, "not_held"), ANNULLED, replied(date(2026, 3, 2)))
    for folded in (reopened, anew):
        assert rows(folded, 2025) == (NEW, "三（四）1", DONE)
        assert rows(folded, 2026) == ()


def test_a_reply_ordered_anew_in_the_same_year_counts_once_with_the_last_result() -> None:
    annulled = ev.ReplyAnnulled(on=date(2025, 6, 2))
    anew = fold(MARCH, replied(APRIL, "not_held"), annulled, replied(date(2025, 7, 1)))
    assert rows(anew, 2025) == (NEW, "三（一）", DONE)


def test_one_still_open_at_the_end_of_the_year_of_its_annulment_is_carried_on() -> None:
    annulled = ev.ReplyAnnulled(on=date(2025, 12, 22))
    anew = fold(MARCH, replied(APRIL, "not_held"), annulled, replied(date(2026, 1, 8)))
    assert rows(anew, 2025) == (NEW, CARRIED_ON)
    assert rows(anew, 2026) == (CARRIED_IN, "三（一）", DONE)


# --- table four and fees ---------------------------------------------------------------------------


def columns(folded: Case, year: int) -> list[tuple[RemedyRoute, str]]:
    return [(each.route, each.column) for each in rules.challenges(folded, year)]


def test_a_challenge_counts_once_a_year_by_its_state_at_the_end() -> None:
    filed = ev.RemedyFiled(on=date(2025, 6, 2), route=RECONSIDERATION)
    decided = ev.RemedyDecided(on=date(2027, 1, 5), route=RECONSIDERATION, result=RemedyResult.UPHELD)
    folded = fold(MARCH, replied(APRIL), filed, decided)
    found = [columns(folded, year) for year in (2024, 2025, 2026, 2027, 2028)]
    unsettled, upheld = [(RECONSIDERATION, "尚未审结")], [(RECONSIDERATION, "结果维持")]
    assert found == [[], unsettled, unsettled, upheld, []]


def test_routes_count_apart_and_a_decision_without_filing_counts_in_its_year() -> None:
    decided = ev.RemedyDecided(on=date(2025, 9, 1), route=LITIGATION, result=RemedyResult.CORRECTED)
    filed = ev.RemedyFiled(on=date(2025, 6, 2), route=RECONSIDERATION)
    found = columns(fold(MARCH, replied(APRIL), filed, decided), 2025)
    assert found == [(RECONSIDERATION, "尚未审结"), (LITIGATION, "结果纠正")]


def test_a_challenge_that_a_ledger_tells_counts_in_the_year_of_the_result_only() -> None:
    pending = ev.RemedyFiled(on=APRIL, route=LITIGATION)
    folded = fold(MARCH, ev.Imported(on=MARCH, row=2), replied(APRIL), pending)
    assert columns(folded, 2025) == [(LITIGATION, "尚未审结")]
    assert columns(folded, 2026) == []


def test_fees_count_by_the_day_of_notice_and_of_payment() -> None:
    notice = ev.FeeNotified(on=date(2025, 12, 30), standard=FeeStandard.PAGES, units=40, yuan=100)
    part = ev.FeePaid(on=date(2026, 1, 5), yuan=40)
    folded = fold(date(2025, 12, 25), notice, part)
    assert rules.fees(folded, 2025) == Fees(1, 100, 0)
    assert rules.fees(folded, 2026) == Fees(0, 0, 40)
    assert rules.fees(fold(date(2025, 12, 25), notice, ev.FeePaid(on=date(2026, 1, 5))), 2026).received == 100


def test_a_notice_taken_back_counts_nowhere() -> None:
    notice = ev.FeeNotified(on=date(2025, 3, 10), standard=FeeStandard.PAGES, units=40, yuan=100)
    revoked = ev.FeeRevoked(on=date(2025, 3, 12))
    assert rules.fees(fold(MARCH, notice, revoked), 2025) == Fees()


# --- the sums --------------------------------------------------------------------------------------

days = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@st.composite
def countings(draw: st.DrawFn) -> Counting:
    since = draw(days)
    done = draw(st.none() | st.integers(0, 500))
    line = draw(st.sampled_from(Outcome)).code if done is not None else None
    kind = draw(st.sampled_from(ApplicantKind))
    return Counting(kind, since, since + timedelta(days=done) if done is not None else None, line)


def table(found: Sequence[Counting], year: int) -> rules.TableThree:
    groups = (rules.group(each, year) for each in found)
    return rules.table_three([(group, 1) for group in groups if group])


@given(found=st.lists(countings(), max_size=40))
def test_every_identity_holds_for_whatever_cases(found: list[Counting]) -> None:
    for year in (2024, 2025, 2026):
        assert all(each.holds for each in rules.identities(table(found, year), table(found, year - 1)))


@given(found=st.lists(countings(), max_size=40))
def test_the_cells_are_the_cases_counted_one_by_one(found: list[Counting]) -> None:
    three = table(found, 2025)
    for row in rules.ROWS:
        expected = [
            sum(
                1
                for each in found
                if column in (each.kind.label, TOTAL)
                and (group := rules.group(each, 2025))
                and row in group.rows
            )
            for column in COLUMNS
        ]
        assert list(three.row(row)) == expected


def test_a_broken_identity_names_column_and_both_figures() -> None:
    done = Counting(ApplicantKind.BUSINESS, MARCH, APRIL, None)
    [broken] = [each for each in rules.identities(table([done], 2025)) if not each.holds]
    assert broken.name == "三（七）=三（一）至三（六）各行之和"
    assert broken.broken == ("商业企业：1≠0", "总计：1≠0")


def test_last_years_carry_is_held_against_this_years() -> None:
    before = table([Counting(ApplicantKind.OTHER, MARCH)], 2025)
    [*_, broken] = rules.identities(table([], 2026), before)
    assert broken.broken == ("其他：0≠1", "总计：0≠1")
