"""States and the table of allowed steps: the only user of transitions.

A row says which event leads from which state where, under which provision, and what it needs. The guard steps
through one shared machine and refuses; the fold walks the same rows and never refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from transitions import Machine, MachineError

from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.law import Provision
from foidesk.rules.needs import clarification, closing, consultation, extension, fee, frame, receipt
from foidesk.rules.needs.frame import Breach, Check, Condition, required
from foidesk.rules.position import CLOSED_STATES, OPEN_STATES, Position, State
from foidesk.rules.replies import REPLY

ALL_STATES = OPEN_STATES + CLOSED_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An allowed step. `when` selects among rows of the same event and state; `needs` are its conditions.

    `provision` None marks a fact that the clock does not read: no reason is given for it.
    """

    event: type[ev.Event]
    source: State
    dest: State
    provision: Provision | None
    needs: tuple[Condition, ...]
    when: Callable[[Position, Any], bool] | None = None
    guards: tuple[Check, ...] = ()  #: the checks of `needs` that a new act must pass, ready to run
    marks: tuple[Condition, ...] = ()  #: those of `needs` that the fold looks at

    def __post_init__(self) -> None:
        checks = tuple(need.check for need in self.needs if not need.history_only)
        object.__setattr__(self, "guards", checks)
        object.__setattr__(self, "marks", tuple(need for need in self.needs if not need.acts_only))

    def refusals(self, pos: Position, event: ev.Event) -> list[tuple[Condition, Breach]]:
        """What stands against a new act."""
        return self._breaches(pos, event, [need for need in self.needs if not need.history_only])

    def faults(self, pos: Position, event: ev.Event) -> list[tuple[Condition, Breach]]:
        """What the fold marks as a problem."""
        return self._breaches(pos, event, self.marks)

    def _breaches(
        self, pos: Position, event: ev.Event, needs: Iterable[Condition]
    ) -> list[tuple[Condition, Breach]]:
        """The breaches in order; one that takes the step's effect away stands alone, the rest is moot."""
        found: list[tuple[Condition, Breach]] = []
        for need in needs:
            breach = need.check(pos, event)
            if breach is None:
                continue
            if need.voids:
                return [(need, breach)]
            found.append((need, breach))
        return found

    def allows(self, data: Any) -> bool:
        """The row as a condition of the machine (its EventData): selected, and nothing stands against it."""
        pos, event = data.model, data.args[0]
        if self.when is not None and not self.when(pos, event):
            return False
        for check in self.guards:  # noqa: SIM110 - the hot path of every act
            if check(pos, event) is not None:
                return False
        return True


def _rows(
    event: type[ev.Event],
    sources: Iterable[State],
    dest: State | None,
    provision: Provision | None,
    *needs: Condition,
    when: Callable[[Position, Any], bool] | None = None,
) -> tuple[Row, ...]:
    """One row per source; `dest` None stays where it is. Steps of the clock may not precede the receipt."""
    if provision is not None:
        needs = (frame.not_before_receipt, *needs)
    return tuple(
        Row(event=event, source=s, dest=dest or s, provision=provision, needs=needs, when=when)
        for s in sources
    )


def _not(test: Callable[[Position, Any], bool]) -> Callable[[Position, Any], bool]:
    return lambda pos, event: not test(pos, event)


def _in_part(pos: Position, event: ev.Withdrawn) -> bool:
    return event.part is not None


def _late_request(pos: Position, event: ev.Event) -> bool:
    return pos.asked_late


_OPEN = (State.OPEN,)
_CLARIFYING = (State.CLARIFYING,)
_PAYING = (State.AWAITING_PAYMENT,)
_LAPSE = (
    required(law.CLARIFICATION_ABANDONED, "没有正当理由的认定和批准人", "no_good_reason", "approved_by"),
)

TABLE: tuple[Row, ...] = (
    # receipt
    *_rows(ev.Registered, _OPEN, None, None, frame.registered_once),
    *_rows(ev.ReceiptConfirmed, OPEN_STATES, None, None, receipt.channel_needs_confirmation, receipt.confirmed_after_arrival, receipt.confirmed_once,
           receipt.attempts_recorded),
    *_rows(ev.ReceiptCorrected, ALL_STATES, None, None,
           required(law.KEEP_FILES, "更正的理由和更正人", "reason", "corrected_by")),
    *_rows(ev.RegistrationCorrected, ALL_STATES, None, None,
           required(law.KEEP_FILES, "更正的理由和更正人", "reason", "corrected_by")),
    *_rows(ev.ContactAttempted, OPEN_STATES, None, None, receipt.channel_needs_confirmation, receipt.confirmed_once),
    *_rows(ev.ReceiptUnconfirmed, OPEN_STATES, None, None, receipt.channel_needs_confirmation, receipt.confirmed_once),
    # clarification
    *_rows(ev.ClarificationAsked, _OPEN, State.CLARIFYING, law.CLARIFY_ONCE, clarification.first_request,
           required(law.CLARIFY_ONCE, "补正期限和需要补正的内容", "answer_by", "defects"), clarification.each_defect_with_its_remedy, clarification.answer_by_after_request,
           when=clarification.asked_in_time),
    *_rows(ev.ClarificationAsked, _OPEN, None, law.CLARIFY_ONCE, clarification.first_request, clarification.told_within_7_days,
           required(law.CLARIFY_ONCE, "补正期限和需要补正的内容", "answer_by", "defects"), clarification.late_reason,
           clarification.each_defect_with_its_remedy, clarification.answer_by_after_request, when=_not(clarification.asked_in_time)),
    *_rows(ev.ClarificationServed, OPEN_STATES, None, law.CLARIFY_ONCE, clarification.was_asked,
           clarification.request_served_once),
    *_rows(ev.Clarified, _CLARIFYING, State.OPEN, law.CLARIFIED_RESTARTS, clarification.confirmed_after_arrival, clarification.answered_by_the_named_day),
    *_rows(ev.Clarified, _OPEN, None, law.CLARIFIED_RESTARTS, clarification.was_asked),
    *_rows(ev.ClarificationLapsed, _CLARIFYING, State.ABANDONED, law.CLARIFICATION_ABANDONED,
           clarification.request_service_proven, clarification.named_day_past, clarification.served_long_enough, *_LAPSE),
    # consultation
    *_rows(ev.ConsultationSent, OPEN_STATES, None, law.CONSULT_THIRD_PARTY, consultation.new_consultation),
    *_rows(ev.ConsultationServed, OPEN_STATES, None, law.CONSULTATION_NOT_COUNTED, consultation.some_consultation, consultation.served_once, consultation.consultation_known),
    *_rows(ev.ConsultationAnswered, OPEN_STATES, None, law.CONSULTATION_NOT_COUNTED, consultation.some_consultation, consultation.answered_once, consultation.consultation_known),
    *_rows(ev.ConsultationReturned, OPEN_STATES, None, law.CONSULTATION_NOT_COUNTED, consultation.some_consultation, consultation.consultation_known,
           consultation.not_returned_after_service),
    *_rows(ev.JudgementRecorded, OPEN_STATES, None, None,
           required(law.THIRD_PARTY_HARM, "判断人和判断意见", "officer", "judgement")),
    # extension, explanation, delay
    *_rows(ev.Extended, OPEN_STATES, None, law.EXTEND, extension.first_extension, extension.period_not_set_by_decision,
           extension.no_delay_running, extension.told_by_the_due_day, extension.at_least_one_day, extension.at_most_the_statutory_days,
           required(law.EXTEND, "政府信息公开工作机构负责人的批准", "approved_by"), extension.concrete_reason),
    *_rows(ev.ExplanationAsked, OPEN_STATES, None, law.EXPLAIN,
           required(law.EXPLAIN, "说明理由的期限、决定人和数量频次", "answer_by", "officer", "figures")),
    *_rows(ev.ExplanationServed, OPEN_STATES, None, law.EXPLAIN, extension.explanation_asked),
    *_rows(ev.ExplanationGiven, OPEN_STATES, None, law.EXPLAIN, extension.explanation_asked),
    *_rows(ev.DelayAnnounced, _OPEN, None, law.DELAY, extension.explanation_on_file, extension.announced_before_due,
           extension.delay_is_later, required(law.DELAY, "批准人和理由", "approved_by", "reason")),
    # fee
    *_rows(ev.FeeNotified, _OPEN, State.AWAITING_PAYMENT, law.FEE_NOTICE, fee.fee_rules_in_force, fee.first_notice, fee.period_running, fee.pages_only_for_copies,
           required(law.FEE_ALLOWED, "计收标准、数量、金额、决定人、理由和先行提供的不收费办法", "standard", "units",
                    "yuan", "officer", "reason", "alternatives_offered")),
    *_rows(ev.FeeNoticeServed, _PAYING, None, law.FEE_NOTICE, fee.notice_served_once),
    *_rows(ev.FeePaid, _PAYING, State.OPEN, law.FEE_PAID_RESTARTS, fee.something_paid, fee.paid_in_time, when=fee.pays_in_full),
    *_rows(ev.FeePaid, _PAYING, None, law.FEE_NOTICE, fee.something_paid, when=_not(fee.pays_in_full)),
    *_rows(ev.FeeRevoked, _PAYING, State.OPEN, law.FEE_NOTICE, required(law.FEE_NOTICE, "撤销的理由", "reason")),
    *_rows(ev.FeeRevoked, _OPEN, None, law.FEE_NOTICE, fee.notice_sent, required(law.FEE_NOTICE, "撤销的理由", "reason")),
    *_rows(ev.FeeLapsed, _PAYING, State.ABANDONED, law.FEE_NOTICE, fee.notice_service_proven, fee.payment_period_past,
           required(law.FEE_NOTICE, "没有正当理由的认定和批准人", "no_good_reason", "approved_by")),
    # work inside the agency
    *_rows(ev.Assigned, ALL_STATES, None, None, closing.someone_assigned),
    *_rows(ev.UnitAnswered, OPEN_STATES, None, None),
    *_rows(ev.SearchRecorded, OPEN_STATES, None, None,
           required(law.NOT_EXISTING, "检索范围、检索词和检索人", "places", "terms", "searcher")),
    *_rows(ev.SecrecyReviewed, OPEN_STATES, None, None),
    *_rows(ev.Noted, ALL_STATES, None, None, required(law.KEEP_FILES, "记事内容", "text")),
    *_rows(ev.DocumentFiled, ALL_STATES, None, None, required(law.KEEP_FILES, "材料名称", "title")),
    *_rows(ev.Drafted, ALL_STATES, None, None),
    # the end
    *_rows(ev.LetterIssued, ALL_STATES, None, None, frame.not_before_receipt,
           required(law.KEEP_FILES, "签发人", "approved_by")),
    *_rows(ev.Replied, OPEN_STATES, State.REPLIED, law.REPLY_IN_20, closing.not_by_courier, closing.replied_in_time,
           required(law.REPLY_IN_20, "送达方式和签发人", "service", "approved_by"), closing.not_the_annulled_reply_again, *REPLY),
    *_rows(ev.Withdrawn, OPEN_STATES, None, law.KEEP_FILES, required(law.KEEP_FILES, "撤回的签署人", "signed_by"),
           when=_in_part),
    *_rows(ev.Withdrawn, OPEN_STATES, State.WITHDRAWN, law.KEEP_FILES,
           required(law.KEEP_FILES, "撤回的签署人", "signed_by"), when=_not(_in_part)),
    # READING(adr-005): the same request by two channels is one application from the earlier receipt.
    *_rows(ev.Merged, OPEN_STATES, State.MERGED, law.KEEP_FILES),
    *_rows(ev.ReplyAnnulled, (State.REPLIED, State.ABANDONED, *OPEN_STATES), State.OPEN, law.RECONSIDERATION_ANEW,
           closing.closed_or_overdue, closing.period_of_a_day_or_more),
    *_rows(ev.RemedyFiled, ALL_STATES, None, None, closing.something_to_challenge),
    *_rows(ev.RemedyDecided, ALL_STATES, None, None, closing.something_to_challenge),
    # a wrong entry; read before the fold begins
    *_rows(ev.Struck, ALL_STATES, None, None, required(law.KEEP_FILES, "划去的理由和登记人", "reason", "struck_by")),
)  # fmt: skip

_BY_STEP: dict[tuple[type[ev.Event], State], list[Row]] = {}
for _row in TABLE:
    _BY_STEP.setdefault((_row.event, _row.source), []).append(_row)

MACHINE = Machine(
    model=None,
    states=list(State),
    initial=State.OPEN,
    auto_transitions=False,
    send_event=True,
    transitions=[
        {"trigger": row.event.name, "source": row.source, "dest": row.dest, "conditions": [row.allows]}
        for row in TABLE
    ],
)
_TRIGGERS = {name: event.trigger for name, event in MACHINE.events.items()}


class NotAllowed(DeskError):
    """A new act that the rules do not allow now."""


def find(pos: Position, event: ev.Event) -> Row | None:
    """The row for the event in the present state, or None."""
    for row in _BY_STEP.get((type(event), pos.state), ()):
        if row.when is None or row.when(pos, event):
            return row
    return None


def step(pos: Position, event: ev.Event) -> None:
    """Take a new act through the machine, moving `pos.state`; raises NotAllowed with every reason."""
    try:
        if _TRIGGERS[event.name](pos, event):
            return
    except (KeyError, MachineError):
        raise _not_in_this_state(pos, event) from None
    row = find(pos, event)
    if row is None:
        raise _not_in_this_state(pos, event)
    refusals = row.refusals(pos, event)
    raise NotAllowed(
        f"不能登记“{event.label}”：" + "；".join(breach.what for _, breach in refusals) + "。",
        why="依据："
        + "、".join(dict.fromkeys(pos.terms.instead_of(need.provision).cite for need, _ in refusals))
        + "。",
        do="".join(breach.do for _, breach in refusals),
    )


def _not_in_this_state(pos: Position, event: ev.Event) -> NotAllowed:
    possible = "、".join(kind.label for kind in allowed(pos.state))
    return NotAllowed(
        f"现在不能登记“{event.label}”。",
        why=f"申请处于“{pos.state.label}”。",
        do=f"可登记：{possible}。",
    )


def allowed(state: State) -> tuple[type[ev.Event], ...]:
    """The kinds of event the table has a row for in the state, in the order of the table."""
    triggers = set(MACHINE.get_triggers(state))
    return tuple(kind for kind in ev.KINDS.values() if kind.name in triggers)


def in_season(pos: Position, kind: type[ev.Event], on: date) -> bool:
    """Whether a step of the kind on the day would meet the conditions that look only at time and file.

    Conditions that look into the event itself (who approved, how many days) are left to the act.
    """
    rows = _BY_STEP.get((kind, pos.state), ())
    probe = _Probe(on)
    return any(all(need.check(pos, probe) is None for need in row.needs if need.seasonal) for row in rows)


@dataclass(frozen=True, slots=True)
class _Probe:
    """A day to ask the conditions about, without an event."""

    on: date


def provision_of(kind: type[ev.Event]) -> Provision:
    """The provision an event acts under, for problems of steps the table does not know."""
    return next((row.provision for row in TABLE if row.event is kind and row.provision), law.KEEP_FILES)


def diagram() -> str:
    """The steps that change the state, as a Mermaid diagram for the documentation."""
    steps: dict[tuple[State, State], list[str]] = {}
    for row in TABLE:
        if row.source is not row.dest:
            labels = steps.setdefault((row.source, row.dest), [])
            labels += [row.event.label] if row.event.label not in labels else []
    names = [f"    {state.key}: {state.label}" for state in State]
    arrows = [f"    {a.key} --> {b.key}: {'、'.join(labels)}" for (a, b), labels in steps.items()]
    return "\n".join(["stateDiagram-v2", *names, f"    [*] --> {State.OPEN.key}: 收到申请", *arrows])
