"""The table of allowed steps and the guard before it: two doors, one table, refusals in words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.rules import events as ev
from foidesk.rules import guard, lifecycle
from foidesk.rules.clock import clock, position
from foidesk.rules.lifecycle import NotAllowed
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.position import CLOSED_STATES, OPEN_STATES, State
from foidesk.rules.terms import Readings
from foidesk.rules.vocabulary import Channel, Consulted, Service
from foidesk.rules.workdays import Calendar

from .strategies import ALL_KINDS, CALENDAR, DAY, act, bare, logs, numbers, opened, refusal

MONDAY = date(2026, 3, 2)
SEVENTH = date(2026, 3, 11)
REPLY_DAY = date(2026, 3, 20)
DUE = date(2026, 3, 30)
FAR = date(2027, 12, 31)
LOG = opened(MONDAY)


def at(day: int, month: int = 3) -> date:
    return date(2026, month, day)


ASKED = (*LOG, act(ev.ClarificationAsked, at(5), 4))  # to be answered by 2026-03-24
PAYING = (*LOG, act(ev.FeeNotified, at(5)))
IN_STATE: dict[State, ev.Log] = {
    State.OPEN: LOG,
    State.CLARIFYING: ASKED,
    State.AWAITING_PAYMENT: PAYING,
    State.REPLIED: (*LOG, act(ev.Replied, at(6))),
    State.ABANDONED: (
        *ASKED,
        ev.ClarificationServed(on=at(6)),
        act(ev.ClarificationLapsed, at(30)),
    ),
    State.WITHDRAWN: (*LOG, act(ev.Withdrawn, at(6))),
    State.MERGED: (*LOG, act(ev.Merged, at(6))),
}


def judge(log: ev.Log, event: ev.Event, today: date = FAR) -> None:
    guard.judge(log, event, CALENDAR, today=today)


def refused(log: ev.Log, event: ev.Event, *, says: str, cites: str = "", today: date = FAR) -> None:
    """The guard refuses, saying what and why and what to do."""
    error = refusal(log, event, today=today)
    assert error is not None
    assert re.search(says, error.what + error.why)
    assert cites in error.why
    assert error.why
    assert error.do


# --- one table, two readers ----------------------------------------------------------------------
@given(
    log=logs(),
    state=st.sampled_from(State),
    kind=st.sampled_from(ALL_KINDS),
    gap=st.integers(-3, 140),
    n=numbers,
    complete=st.booleans(),
)
def test_the_machine_and_the_row_finder_agree_in_every_position(
    log: ev.Log, state: State, kind: type[ev.Event], gap: int, n: int, complete: bool
) -> None:
    event = act(kind, log[0].on + gap * DAY, n)
    event = event if complete else bare(event)
    pos = position(log, CALENDAR)
    pos.state = state
    row = lifecycle.find(pos, event)
    passes = row is not None and not row.refusals(pos, event)
    if passes:
        assert row is not None
        lifecycle.step(pos, event)
        assert pos.state is row.dest
    else:
        with pytest.raises(NotAllowed):
            lifecycle.step(pos, event)
        assert pos.state is state


@pytest.mark.parametrize("state", State)
def test_the_machine_knows_in_every_state_the_steps_of_the_table_and_no_others(state: State) -> None:
    of_table = {row.event for row in lifecycle.TABLE if row.source is state}
    assert set(lifecycle.allowed(state)) == of_table


@pytest.mark.parametrize("state", IN_STATE)
def test_every_state_is_reached_by_a_log_that_the_guard_let_pass(state: State) -> None:
    log = IN_STATE[state]
    for place in range(2, len(log)):
        judge(log[:place], log[place])
    assert position(log, CALENDAR).state is state


@pytest.mark.parametrize("state", IN_STATE)
def test_an_import_is_undone_with_its_file_only_and_nothing_follows(state: State) -> None:
    undone = ev.ImportUndone(on=at(30))
    refused(IN_STATE[state], undone, says="不能单独撤销导入")
    log = (*IN_STATE[state], undone)
    assert position(log, CALENDAR).state is State.VOIDED
    assert not State.VOIDED.is_open
    refused(log, act(ev.Noted, at(31)), says="已撤销导入")
    assert all(refusal(log, act(kind, at(31)), today=FAR) for kind in ALL_KINDS)


@pytest.mark.parametrize("state", OPEN_STATES)
@pytest.mark.parametrize("kind", [ev.Noted, ev.DocumentFiled, ev.Drafted, ev.Assigned, ev.SearchRecorded])
def test_notes_documents_drafts_and_work_inside_are_possible_in_every_open_state(
    state: State, kind: type[ev.Event]
) -> None:
    judge(IN_STATE[state], act(kind, at(6)))


@pytest.mark.parametrize("state", OPEN_STATES)
def test_a_consultation_and_a_reply_are_possible_in_every_open_state(state: State) -> None:
    judge(IN_STATE[state], act(ev.ConsultationSent, at(6)))
    judge(IN_STATE[state], act(ev.Replied, at(6)))


STEPS_AFTER_THE_CLOSE = (
    ev.ReceiptCorrected,
    ev.RegistrationCorrected,
    ev.Assigned,
    ev.Noted,
    ev.DocumentFiled,
    ev.Drafted,
    ev.Submitted,
    ev.Reviewed,
    ev.SentBack,
    ev.Approved,
    ev.Recalled,
    ev.LetterIssued,
    ev.RemedyFiled,
    ev.RemedyDecided,
    ev.LetterSent,
    ev.LetterServed,
    ev.LetterReturned,
    ev.LetterRefused,
    ev.AddressChanged,
    ev.ReplyAnnulled,
    ev.Struck,
    ev.ImportUndone,
)


@pytest.mark.parametrize("state", CLOSED_STATES)
@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind not in STEPS_AFTER_THE_CLOSE])
def test_after_the_close_no_step_is_possible(state: State, kind: type[ev.Event]) -> None:
    refused(IN_STATE[state], act(kind, at(20, 4)), says=f"申请处于“{state.label}”")


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.MERGED])
def test_what_was_never_answered_cannot_be_ordered_anew(state: State) -> None:
    refused(IN_STATE[state], act(ev.ReplyAnnulled, at(20, 4)), says="现在不能登记")


def test_an_application_is_received_and_registered_once() -> None:
    refused(LOG, ev.Received(on=at(5), channel=Channel.EMAIL), says="现在不能登记")
    refused(LOG, act(ev.Registered, at(5), 7), says="登记")


# --- clarification -------------------------------------------------------------------------------
@pytest.mark.parametrize("answered", [False, True])
def test_a_second_request_for_clarification_is_refused(answered: bool) -> None:
    log = (*ASKED, ev.Clarified(on=at(9))) if answered else ASKED
    refused(log, act(ev.ClarificationAsked, at(10)), says="现在不能登记|不得再次告知补正")


def test_a_request_for_clarification_on_the_seventh_day_stops_the_clock_and_a_later_one_does_not() -> None:
    for on, due in ((SEVENTH, None), (SEVENTH + DAY, DUE)):
        asked = act(ev.ClarificationAsked, on)
        judge(LOG, asked)
        assert clock((*LOG, asked), CALENDAR).due == due


def test_a_late_request_for_clarification_needs_a_recorded_reason() -> None:
    late = replace(act(ev.ClarificationAsked, SEVENTH + DAY), late_reason=None)
    refused(LOG, late, says="逾期告知补正的理由", cites="第三十条")
    judge(LOG, replace(late, on=SEVENTH))


@pytest.mark.parametrize("field", ["answer_by", "defects"])
def test_a_request_for_clarification_names_the_defects_and_a_day(field: str) -> None:
    refused(LOG, replace(act(ev.ClarificationAsked, at(5)), **{field: None}), says="补正")


def test_a_request_for_clarification_leaves_time_to_answer() -> None:
    refused(LOG, replace(act(ev.ClarificationAsked, at(5)), answer_by=at(5)), says="补正期限")


def test_silence_is_a_lapse_only_with_proof_of_service_after_the_named_day_and_five_working_days() -> None:
    lapse = act(ev.ClarificationLapsed, at(25))
    refused(ASKED, lapse, says="没有补正告知送达", cites="第三十条")
    served = (*ASKED, ev.ClarificationServed(on=at(6)))
    refused(served, replace(lapse, on=at(24)), says="尚未届满")
    late_served = (*ASKED, ev.ClarificationServed(on=at(20)))
    refused(late_served, lapse, says="不足5个工作日")
    judge(late_served, replace(lapse, on=at(27)))
    judge(served, lapse)


@pytest.mark.parametrize(("field", "value"), [("no_good_reason", False), ("approved_by", None)])
def test_a_lapse_is_decided_by_a_person(field: str, value: object) -> None:
    served = (*ASKED, ev.ClarificationServed(on=at(6)))
    refused(served, replace(act(ev.ClarificationLapsed, at(25)), **{field: value}), says="缺少")


def test_a_late_answer_to_a_request_is_accepted_before_a_lapse_was_recorded_and_shown_as_a_problem() -> None:
    late = ev.Clarified(on=at(1, 4))
    judge(ASKED, late)
    assert "视为有正当理由" in clock((*ASKED, late), CALENDAR).problems[0].what
    refused(IN_STATE[State.ABANDONED], late, says="视为放弃")


# --- extension -----------------------------------------------------------------------------------
def test_a_second_extension_is_refused_also_after_a_restart() -> None:
    extended = (*LOG, act(ev.Extended, at(9)))
    refused(extended, act(ev.Extended, at(10)), says="不能再次延期", cites="第三十三条第二款")
    anew = (*extended, act(ev.Replied, at(1, 4)), ev.ReplyAnnulled(on=at(1, 6)))
    refused(anew, act(ev.Extended, at(2, 6)), says="不能再次延期")
    second = Readings(second_extension=True)
    guard.judge(anew, act(ev.Extended, at(2, 6)), CALENDAR, today=FAR, readings=second)


@pytest.mark.parametrize(
    ("received", "most"), [(MONDAY, 20), (date(2019, 5, 14), 15)], ids=["today", "before 2019-05-15"]
)
def test_an_extension_of_more_than_the_statutory_days_is_refused(received: date, most: int) -> None:
    log, allowed = opened(received), replace(act(ev.Extended, received + 7 * DAY), days=most)
    judge(log, allowed)
    refused(log, replace(allowed, days=most + 1), says=f"最长{most}个工作日")


def test_a_refusal_cites_the_regulation_that_governs_the_application() -> None:
    refused(
        opened(date(2018, 5, 14)),
        replace(act(ev.Extended, date(2018, 5, 21)), days=16),
        says="最长15个工作日",
        cites="第二十四条",
    )


def test_an_extension_told_after_the_due_day_is_refused() -> None:
    judge(LOG, act(ev.Extended, DUE))
    refused(LOG, act(ev.Extended, DUE + DAY), says="晚于答复期限届满日", cites="第三十三条第二款")


@pytest.mark.parametrize("state", [State.CLARIFYING, State.AWAITING_PAYMENT])
def test_nothing_can_be_extended_while_no_period_runs(state: State) -> None:
    refused(IN_STATE[state], act(ev.Extended, at(9)), says="没有正在计算的答复期限")


@pytest.mark.parametrize("reason", [None, "", " ", "因工作需要", "因工作需要。", "工作需要"])
def test_an_extension_needs_a_concrete_reason(reason: str | None) -> None:
    refused(LOG, replace(act(ev.Extended, at(9)), reason=reason), says="理由不具体")


def test_an_extension_needs_its_approver() -> None:
    refused(LOG, replace(act(ev.Extended, at(9)), approved_by=None), says="负责人的批准")


def test_no_extension_where_a_decision_set_the_period() -> None:
    replied = (*LOG, act(ev.Replied, at(9)))
    judge((*replied, ev.ReplyAnnulled(on=at(1, 6))), act(ev.Extended, at(2, 6)))
    refused((*replied, ev.ReplyAnnulled(on=at(1, 6), days=10)), act(ev.Extended, at(2, 6)), says="不得延长")


# --- explanation and delay -----------------------------------------------------------------------
def test_a_delay_is_announced_only_with_an_explanation_on_file_and_before_the_due_day() -> None:
    delay = replace(act(ev.DelayAnnounced, at(20)), until=at(30, 6))
    refused(LOG, delay, says="没有申请人说明理由", cites="第三十五条")
    explained = (*LOG, act(ev.ExplanationAsked, at(5)), ev.ExplanationGiven(on=at(9)))
    refused(explained, replace(delay, on=DUE), says="不早于答复期限届满日")
    refused(explained, replace(delay, until=DUE), says="不晚于现有届满日")
    judge(explained, delay)
    assert clock((*explained, delay), CALENDAR).due == at(30, 6)


# --- fee -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [State.CLARIFYING, State.AWAITING_PAYMENT])
def test_a_fee_notice_is_refused_while_no_period_runs(state: State) -> None:
    refused(IN_STATE[state], act(ev.FeeNotified, at(9)), says="现在不能登记")


def test_a_fee_notice_is_refused_after_the_due_day() -> None:
    judge(LOG, act(ev.FeeNotified, DUE))
    refused(LOG, act(ev.FeeNotified, DUE + DAY), says="应当在答复期限内发出")


def test_a_fee_notice_is_refused_before_there_were_fees() -> None:
    refused(opened(date(2020, 12, 1)), act(ev.FeeNotified, date(2020, 12, 31)), says="自2021年1月1日起施行")


@pytest.mark.parametrize("field", ["standard", "units", "yuan", "officer", "reason", "alternatives_offered"])
def test_a_fee_is_decided_by_an_officer_with_standard_number_sum_and_reason_after_free_ways_were_offered(
    field: str,
) -> None:
    refused(LOG, replace(act(ev.FeeNotified, at(9)), **{field: None}), says="缺少计收标准")


def test_an_unpaid_fee_lapses_only_with_proof_of_service_and_after_the_twentieth_working_day() -> None:
    lapse = act(ev.FeeLapsed, at(30, 4))
    refused(PAYING, lapse, says="没有收费通知送达", cites="第六条")
    served = (*PAYING, ev.FeeNoticeServed(on=at(6)))
    twentieth = at(3, 4)
    refused(served, replace(lapse, on=twentieth), says="尚未届满")
    judge(served, replace(lapse, on=twentieth + DAY))


def test_a_payment_in_part_leaves_the_application_waiting() -> None:
    part = (*PAYING, ev.FeePaid(on=at(9), yuan=60))
    assert position(part, CALENDAR).state is State.AWAITING_PAYMENT
    assert "尚欠40元" in clock(part, CALENDAR).reasons[-1].what
    assert position((*part, ev.FeePaid(on=at(10), yuan=40)), CALENDAR).state is State.OPEN


# --- the day and the person ----------------------------------------------------------------------
def test_nothing_is_recorded_that_has_not_happened_yet() -> None:
    refused(LOG, act(ev.Noted, at(6)), says="不能登记将来的事", today=at(5))
    judge(LOG, act(ev.Noted, at(6)), at(6))


def test_no_step_precedes_the_receipt() -> None:
    refused(LOG, act(ev.ConsultationSent, MONDAY - DAY), says="早于收到申请之日")


def test_a_back_dated_act_that_spoils_a_later_entry_is_refused() -> None:
    extended = (*LOG, act(ev.Extended, at(20)))
    refused(extended, act(ev.Withdrawn, at(10)), says="矛盾[\\s\\S]*“延长答复期限”")
    judge(extended, act(ev.Noted, at(10)))


@pytest.mark.parametrize("answered", [True, False])
def test_a_back_dated_act_is_judged_where_it_stands_in_law(answered: bool) -> None:
    log = (*ASKED, ev.Clarified(on=at(12))) if answered else ASKED
    refused(log, act(ev.Extended, at(9)), says="没有正在计算的答复期限")


def test_no_act_turns_an_earlier_entry_recorded_in_good_order_into_a_problem() -> None:
    log = (
        *PAYING,
        ev.FeePaid(on=at(9)),
        act(ev.Extended, at(1, 4)),  # within the period that the payment began
    )
    assert clock(log, CALENDAR).problems == ()
    revoked = act(ev.FeeRevoked, at(2, 4))
    if refusal(log, revoked) is None:
        assert clock((*log, revoked), CALENDAR).problems == ()


# --- the reply -----------------------------------------------------------------------------------
def reply(ground: str, on: date = REPLY_DAY, **fields: Any) -> ev.Event:
    """A reply on the ground with every fact it needs; `more` adds facts or replaces them."""
    facts = {need.name: "甲" for need in GROUNDS[ground].needs} | fields.pop("more", {})
    made = ev.Replied(on=on, service=Service.POST, ground=ground, approved_by="局长", facts=json.dumps(facts))
    return replace(made, **fields)


@pytest.mark.parametrize("on", [DUE + DAY, at(1, 9)])
def test_a_late_reply_is_recorded_and_shown_as_a_problem(on: date) -> None:
    late = reply("to_be_made", on)
    judge(LOG, late)
    now = clock((*LOG, late), CALENDAR)
    assert now.in_time is False
    assert "答复晚于" in now.problems[0].what


def test_a_reply_that_went_by_courier_is_recorded_and_shown_as_a_problem() -> None:
    by_courier = reply("to_be_made", service=Service.COURIER)
    assert "商业快递" in clock((*LOG, by_courier), CALENDAR).problems[0].what
    judge(LOG, by_courier)


@pytest.mark.parametrize("field", ["service", "approved_by"])
def test_a_reply_carries_its_service_and_its_approver(field: str) -> None:
    refused(LOG, reply("to_be_made", **{field: None}), says="送达方式和签发人")


@pytest.mark.parametrize("ground", [None, "unknown", "withdrawn", "clarification_lapsed"])
def test_a_reply_needs_a_ground_on_which_one_can_reply(ground: str | None) -> None:
    refused(LOG, replace(reply("to_be_made"), ground=ground), says="依据|不是答复")


@pytest.mark.parametrize("ground", [g for g in GROUNDS.values() if g.needs], ids=lambda g: g.key)
def test_a_reply_states_every_fact_its_ground_needs(ground: Any) -> None:
    for need in ground.needs:
        refused(LOG, reply(ground.key, more={need.name: " "}), says=re.escape(need.meaning))


@pytest.mark.parametrize("facts", ["没有引号", "[]", '{"reason": 5}', '{"reason": null}', '"甲"'])
def test_facts_that_cannot_be_read_are_refused_in_words(facts: str) -> None:
    refused(LOG, reply("to_be_made", facts=facts), says="事实")


@pytest.mark.parametrize("ground", ["disclosed", "partly"])
def test_nothing_is_released_without_a_secrecy_review_that_cleared_it(ground: str) -> None:
    more = {"withheld_ground": "refused_internal"} if ground == "partly" else {}
    release = reply(ground, more=more)
    refused(LOG, release, says="保密审查", cites="第十七条")
    held = (*LOG, ev.SecrecyReviewed(on=at(9), reviewer="赵", cleared=False))
    refused(held, release, says="保密审查")
    judge((*held, ev.SecrecyReviewed(on=at(10), reviewer="赵", cleared=True)), release)


def search(*places: str, found: bool = False) -> ev.Event:
    return ev.SearchRecorded(on=at(9), places=places, terms="规划", searcher="王", found=found)


def test_information_does_not_exist_only_after_a_search_in_two_places() -> None:
    nothing = reply("not_held")
    refused(LOG, nothing, says="0处", cites="第三十六条第（四）项")
    refused((*LOG, search("档案室"), search("档案室")), nothing, says="1处")
    refused((*LOG, search("档案室", "公文系统", found=True)), nothing, says="已经找到信息")
    judge((*LOG, search("档案室"), search("公文系统")), nothing)


def third_party(*, consents: bool | None) -> ev.Log:
    return (
        *LOG,
        ev.ConsultationSent(on=at(4), id="a", to=Consulted.THIRD_PARTY),
        ev.ConsultationServed(on=at(5), id="a"),
        ev.ConsultationAnswered(on=at(12), id="a", consents=consents),
    )


def test_a_refusal_for_a_third_party_needs_its_consultation_and_the_agencys_own_judgement() -> None:
    no = reply("refused_third_party")
    judged = act(ev.JudgementRecorded, at(13))
    refused(LOG, no, says="没有征求第三方意见", cites="第十五条")
    refused((*LOG, judged), no, says="没有征求第三方意见")
    refused(third_party(consents=False), no, says="独立判断")
    judge((*third_party(consents=False), judged), no)
    judge((*LOG, judged), reply("refused_third_party", more={"why_not_consulted": "地址不明"}))


def test_a_release_against_a_third_partys_objection_needs_the_agencys_own_judgement() -> None:
    cleared = (*third_party(consents=False), act(ev.SecrecyReviewed, at(13)))
    refused(cleared, reply("disclosed"), says="独立判断")
    judge((*cleared, act(ev.JudgementRecorded, at(13))), reply("disclosed"))
    judge((*third_party(consents=True), act(ev.SecrecyReviewed, at(13))), reply("disclosed"))


def test_a_part_is_withheld_on_one_of_the_grounds_of_refusal() -> None:
    cleared = (*LOG, act(ev.SecrecyReviewed, at(9)))
    judge(cleared, reply("partly", more={"withheld_ground": "refused_process"}))
    refused(cleared, reply("partly", more={"withheld_ground": "不想公开"}), says="依据")


def test_a_part_withheld_for_a_third_party_needs_the_same_file_as_a_refusal() -> None:
    cleared = (*LOG, act(ev.SecrecyReviewed, at(9)))
    partly = reply("partly", more={"withheld_ground": "refused_third_party"})
    refused(cleared, partly, says="没有征求第三方意见")


def test_what_is_still_unclear_was_clarified_in_time() -> None:
    refused(LOG, reply("still_unclear"), says="补正")
    judge((*ASKED, ev.Clarified(on=at(12))), reply("still_unclear"))


def test_repeated_applications_beyond_reason_were_asked_to_explain() -> None:
    asked = act(ev.ExplanationAsked, at(5))  # to be given by 2026-03-10
    refused(LOG, reply("mass"), says="没有要求申请人说明理由", cites="第三十五条")
    refused((*LOG, asked), reply("mass", at(11)), says="送达申请人")
    served = (*LOG, asked, ev.ExplanationServed(on=at(5)))
    refused(served, reply("mass", at(10)), says="尚未届满")
    judge(served, reply("mass", at(11)))


def test_of_several_refused_items_the_officer_names_the_main_ground() -> None:
    needs = {need.name: "甲" for key in ("to_be_made", "petition") for need in GROUNDS[key].needs}
    two = reply("to_be_made", items=("to_be_made", "petition"), more=needs)
    refused(LOG, two, says="主要依据")
    judge(LOG, replace(two, main="petition"))
    refused(LOG, replace(two, main="publication"), says="主要依据")


# --- striking ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sequence", "says"), [(0, "没有第0项"), (9, "没有第9项"), (1, "不能划去"), (2, "不能划去")]
)
def test_only_an_entry_after_receipt_and_registration_is_struck(sequence: int, says: str) -> None:
    refused(ASKED, ev.Struck(on=at(9), sequence=sequence, reason="误登", struck_by="王"), says=says)


@pytest.mark.parametrize("field", ["reason", "struck_by"])
def test_a_strike_states_its_reason_and_its_person(field: str) -> None:
    strike = ev.Struck(on=at(9), sequence=3, reason="误登", struck_by="王")
    judge(ASKED, strike)
    refused(ASKED, replace(strike, **{field: None}), says="划去的理由")


def test_an_entry_is_struck_once_but_one_that_stands_again_can_be_struck_again() -> None:
    strike = ev.Struck(on=at(9), sequence=3, reason="误登", struck_by="王")
    struck = (*ASKED, strike)
    refused(struck, strike, says="已经划去")
    stands_again = (*struck, replace(strike, sequence=4))
    assert clock(stands_again, CALENDAR).state is State.CLARIFYING
    judge(stands_again, strike)


# --- corrections ---------------------------------------------------------------------------------
def test_a_corrected_receipt_counts_from_the_right_day_and_channel() -> None:
    corrected = replace(act(ev.ReceiptCorrected, at(4)), channel=Channel.IN_PERSON)
    judge(LOG, corrected)
    assert clock((*LOG, corrected), CALENDAR).due == clock(opened(at(4)), CALENDAR).due
    refused(LOG, replace(corrected, reason=None), says="更正的理由")


def test_a_correction_is_recorded_even_where_it_shows_that_a_step_came_too_early() -> None:
    asked = (*LOG, act(ev.ClarificationAsked, SEVENTH, 4))
    corrected = act(ev.ReceiptCorrected, SEVENTH + DAY)
    judge(asked, corrected)
    assert "早于收到申请之日" in clock((*asked, corrected), CALENDAR).problems[0].what


def test_what_others_did_is_recorded_even_where_it_shows_that_we_were_late() -> None:
    # an opinion that came early, typed in after an extension: the period had ended sooner
    log = (
        *LOG,
        ev.ConsultationSent(on=at(4), id="a", to=Consulted.THIRD_PARTY),
        ev.ConsultationServed(on=at(5), id="a"),
        act(ev.Extended, at(15, 4)),
    )
    assert clock(log, CALENDAR).problems == ()
    opinion = ev.ConsultationAnswered(on=at(10), id="a", consents=True)
    judge(log, opinion)
    assert "延期告知晚于" in clock((*log, opinion), CALENDAR).problems[0].what


# --- messages ------------------------------------------------------------------------------------
@given(log=logs(), kind=st.sampled_from(ALL_KINDS), gap=st.integers(0, 140), n=numbers)
def test_every_refusal_says_what_why_and_what_to_do(
    log: ev.Log, kind: type[ev.Event], gap: int, n: int
) -> None:
    event = bare(act(kind, log[0].on + gap * DAY, n))
    refused = refusal(log, event)
    if refused is not None:
        assert refused.what.endswith("。")
        assert refused.why.endswith("。")
        assert refused.do.endswith("。")


@pytest.mark.parametrize("row", lifecycle.TABLE, ids=lambda r: f"{r.event.name}-{r.source.key}-{r.dest.key}")
def test_every_need_of_every_row_rests_on_a_provision(row: lifecycle.Row) -> None:
    assert all(need.provision.cite for need in row.needs)


def test_a_refusal_in_the_wrong_state_lists_what_is_possible() -> None:
    refused = refusal(IN_STATE[State.WITHDRAWN], act(ev.Extended, at(9)))
    assert refused is not None
    assert "记事" in refused.do
    assert "延长" not in refused.do


def test_the_guard_judges_by_the_calendar_it_is_given() -> None:
    weekends_only = Calendar(())
    golden = opened(date(2026, 9, 30))
    late = act(ev.Extended, date(2026, 11, 3))
    guard.judge(golden, late, CALENDAR, today=FAR)
    with pytest.raises(NotAllowed):
        guard.judge(golden, late, weekends_only, today=FAR)


def test_the_diagram_of_the_documentation_is_the_table() -> None:
    page = Path(__file__).parents[2] / "docs/architecture.md"
    assert lifecycle.diagram() in page.read_text("utf-8")
