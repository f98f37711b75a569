"""The door for new acts: what is against the rules is refused, with what, why and what to do.

The act is judged where it stands in law: after everything of the same day or before, whatever was typed in
later. An act of our own
may not turn another entry, recorded in good order, into a problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from foidesk.rules import events as ev
from foidesk.rules import lifecycle
from foidesk.rules.approval import Step
from foidesk.rules.clock import STANDARD, clock, position
from foidesk.rules.hindsight import standing, struck_entries
from foidesk.rules.lifecycle import NotAllowed
from foidesk.rules.position import Problem
from foidesk.rules.proposals import proposals, standing_on, wrong
from foidesk.rules.terms import Readings
from foidesk.rules.workdays import Calendar

#: what the agency decides or accepts; what others did is a fact, recorded even where it shows a problem
_OURS = (
    ev.ClarificationAsked,
    ev.ClarificationLapsed,
    ev.Extended,
    ev.DelayAnnounced,
    ev.FeeNotified,
    ev.FeeRevoked,
    ev.FeeLapsed,
    ev.Withdrawn,
    ev.Merged,
    ev.ReceiptConfirmed,
    ev.ReceiptUnconfirmed,
)
_ONCE = (ev.ClarificationServed, ev.FeeNoticeServed, ev.ConsultationServed, ev.ConsultationAnswered)
_FIRST_FACTS = 2  #: receipt and registration are what the application is; they are not struck


def judge(
    log: Sequence[ev.Event],
    event: ev.Event,
    calendar: Calendar,
    *,
    today: date,
    readings: Readings = STANDARD,
) -> None:
    """Let a new act pass, or raise NotAllowed."""
    if event.on > today:
        raise NotAllowed(
            f"不能登记将来的事：“{event.label}”的日期是{event.on}，今天是{today}。",
            why="记录只登记已经发生的事实。",
            do="请核对日期；要预先了解效果，请用 whatif。",
        )
    if isinstance(event, ev.Clarified) and event.confirmed is not None and event.confirmed > today:
        raise NotAllowed("确认补正的日期在将来。", why=f"今天是{today}。", do="请核对日期。")
    if isinstance(event, _ONCE):
        _judge_repetition(log, event)
    if isinstance(event, ev.Struck):
        _judge_strike(log, event)
    if isinstance(event, ev.Submitted):
        _judge_submission(log, event)
    lifecycle.step(position(log, calendar, readings, until=event.on), event)
    if isinstance(event, Step):
        _judge_step(log, event)
    if isinstance(event, _OURS):
        _judge_what_it_does_to_others(log, event, calendar, readings)


def _judge_repetition(log: Sequence[ev.Event], event: ev.Event) -> None:
    """What happens once and stands on file for a later day is not entered again for an earlier one."""
    of = getattr(event, "id", None)
    same = [e for e in standing(log) if type(e) is type(event) and getattr(e, "id", None) == of]
    later = [e.on for e in same if e.on > event.on]
    if later:
        raise NotAllowed(
            f"“{event.label}”已登记在{min(later)}。",
            why="同一事项只能发生一次。",
            do="如原登记有误，请先划去。",
        )


def _judge_submission(log: Sequence[ev.Event], event: ev.Submitted) -> None:
    other = standing_on(log, event.kind, event.about or "")
    if other is not None:
        raise NotAllowed(
            f"同一文书已经送审（第{other.sequence}项，{other.stage.label}）。",
            why="同一文书一次只有一份送审件。",
            do="要修改的，请先撤回送审（或者由审核人、负责人退回），再重新送审。",
        )


def _judge_step(log: Sequence[ev.Event], event: Step) -> None:
    meant = next((each for each in proposals(log) if each.sequence == event.sequence), None)
    against = wrong(meant, event) if meant else f"第{event.sequence}项登记不是有效的送审"
    if against is not None:
        raise NotAllowed(
            f"不能登记“{event.label}”：{against}。",
            why="送审、审核、批准依次进行，由不同的人员办理。",
            do="请核对送审件现在的办理环节。",
        )


def _judge_strike(log: Sequence[ev.Event], event: ev.Struck) -> None:
    if not 1 <= event.sequence <= len(log):
        raise NotAllowed(
            f"没有第{event.sequence}项登记。",
            why=f"该申请共有{len(log)}项登记。",
            do="请用 show 查看各项序号。",
        )
    if event.sequence <= _FIRST_FACTS:
        raise NotAllowed(
            "收到申请和登记申请不能划去。",
            why="申请编号已经给出，编号不能空缺。",
            do="有误的，请登记“更正收到申请”（receipt_corrected）或“更正登记事项”（registration_corrected）。",
        )
    if event.sequence in struck_entries(log):
        raise NotAllowed(
            f"第{event.sequence}项登记已经划去。", why="一项登记只能划去一次。", do="请核对序号。"
        )


def _judge_what_it_does_to_others(
    log: Sequence[ev.Event], event: ev.Event, calendar: Calendar, readings: Readings
) -> None:
    before = clock(log, calendar, readings).problems
    after = clock((*log, event), calendar, readings).problems
    spoiled: list[Problem] = [p for p in after if p not in before and p.on != event.on]
    if spoiled:
        raise NotAllowed(
            f"“{event.label}”（{event.on}）与已有的登记矛盾。",
            why="登记之后，" + "；".join(f"{p.on} {p.what}" for p in spoiled) + "。",
            do="请先核对并划去有误的登记，再登记。",
        )
