"""A proposal goes from clerk to reviewer to head, in this order, and never past its own author."""

from __future__ import annotations

from datetime import date

import pytest

from foidesk.rules import events as ev
from foidesk.rules.case import case
from foidesk.rules.proposals import Stage, proposals

from .strategies import CALENDAR, opened, refusal

MONDAY = date(2026, 3, 2)
LOG = opened(MONDAY)
PLACE = len(LOG) + 1
SUBMITTED = ev.Submitted(on=MONDAY, kind="reply", proposal="{}", submitted_by="周敏")
REVIEWED = ev.Reviewed(on=MONDAY, sequence=PLACE, reviewed_by="陈立新")
APPROVED = ev.Approved(on=MONDAY, sequence=PLACE, approved_by="周明远")
SENT_BACK = ev.SentBack(on=MONDAY, sequence=PLACE, sent_back_by="陈立新", note="请写明检索范围")
RECALLED = ev.Recalled(on=MONDAY, sequence=PLACE, recalled_by="周敏")


def stage(*after: ev.Event) -> Stage:
    (found,) = case((*LOG, SUBMITTED, *after), CALENDAR).proposals
    return found.stage


@pytest.mark.parametrize(
    ("after", "at"),
    [
        ((), Stage.REVIEW),
        ((REVIEWED,), Stage.APPROVAL),
        ((REVIEWED, APPROVED), Stage.ISSUE),
        ((APPROVED,), Stage.REVIEW),
        ((SENT_BACK,), Stage.SENT_BACK),
        ((REVIEWED, APPROVED, SENT_BACK), Stage.SENT_BACK),
        ((REVIEWED, RECALLED), Stage.RECALLED),
        ((REVIEWED, APPROVED, ev.Replied(on=MONDAY)), Stage.DONE),
        ((REVIEWED, ev.Replied(on=MONDAY)), Stage.APPROVAL),
    ],
)
def test_a_proposal_stands_where_its_last_step_left_it(after: tuple[ev.Event, ...], at: Stage) -> None:
    assert stage(*after) is at


def test_a_struck_approval_counts_for_nothing() -> None:
    struck = ev.Struck(on=MONDAY, sequence=PLACE + 2, reason="误登", struck_by="周敏")
    assert stage(REVIEWED, APPROVED, struck) is Stage.APPROVAL


def said(*log: ev.Event, act: ev.Event) -> str:
    refused = refusal((*LOG, *log), act)
    return str(refused) if refused else ""


@pytest.mark.parametrize(
    ("log", "act", "says"),
    [
        ((), REVIEWED, "没有送审"),
        ((SUBMITTED,), APPROVED, "待审核"),
        ((SUBMITTED, REVIEWED), REVIEWED, "待批准"),
        ((SUBMITTED, SENT_BACK), REVIEWED, "已退回"),
        ((SUBMITTED, REVIEWED), SUBMITTED, "已经送审"),
        ((SUBMITTED,), ev.Reviewed(on=MONDAY, sequence=1, reviewed_by="陈立新"), "不是有效的送审"),
        ((SUBMITTED,), ev.SentBack(on=MONDAY, sequence=PLACE, sent_back_by="陈立新"), "退回的意见"),
    ],
)
def test_steps_out_of_order_are_refused(log: tuple[ev.Event, ...], act: ev.Event, says: str) -> None:
    assert says in said(*log, act=act)


@pytest.mark.parametrize("named", [{"reviewed_by": "周敏"}, {"reviewed_by": "赵", "on_behalf_of": "周敏"}])
def test_nobody_passes_what_he_submitted_himself(named: dict[str, str]) -> None:
    own = ev.Reviewed(on=MONDAY, sequence=PLACE, **named)
    assert "自己送审" in said(SUBMITTED, act=own)


def test_what_was_sent_back_can_be_submitted_anew() -> None:
    assert said(SUBMITTED, SENT_BACK, act=SUBMITTED) == ""
    both = proposals((*LOG, SUBMITTED, SENT_BACK, SUBMITTED))
    assert [each.stage for each in both] == [Stage.SENT_BACK, Stage.REVIEW]


def test_a_proposal_leaves_the_clock_alone() -> None:
    before = case(LOG, CALENDAR).clock
    after = case((*LOG, SUBMITTED, REVIEWED, APPROVED), CALENDAR).clock
    assert (after.due, after.state, after.reasons, after.problems) == (
        before.due,
        before.state,
        before.reasons,
        before.problems,
    )
