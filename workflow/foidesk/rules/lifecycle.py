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
from foidesk.rules.needs import (
    approval,
    clarification,
    closing,
    consultation,
    extension,
    fee,
    files,
    frame,
    receipt,
)
from foidesk.rules.needs.frame import Breach, Check, Condition
from foidesk.rules.position import CLOSED_STATES, OPEN_STATES, Position, State
from foidesk.rules.replies import REPLY


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
    needs: tuple[Condition, ...] = (),
    *,
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


_OPEN = (State.OPEN,)
_CLARIFYING = (State.CLARIFYING,)
_PAYING = (State.AWAITING_PAYMENT,)
_RUNNING = OPEN_STATES
_ANY = OPEN_STATES + CLOSED_STATES
_ANNULLABLE = (State.REPLIED, State.ABANDONED, *OPEN_STATES)

TABLE: tuple[Row, ...] = (
    # receipt
    *_rows(ev.Registered, _OPEN, None, None, (frame.registered_once,)),
    *_rows(ev.ReceiptConfirmed, _RUNNING, None, None, receipt.CONFIRMED),
    *_rows(ev.ReceiptCorrected, _ANY, None, None, receipt.CORRECTED),
    *_rows(ev.RegistrationCorrected, _ANY, None, None, receipt.CORRECTED),
    *_rows(ev.ContactAttempted, _RUNNING, None, None, receipt.ATTEMPTED),
    *_rows(ev.ReceiptUnconfirmed, _RUNNING, None, None, receipt.UNCONFIRMED),
    # clarification
    *_rows(ev.ClarificationAsked, _OPEN, State.CLARIFYING, law.CLARIFY_ONCE, clarification.ASKED,
           when=clarification.asked_in_time),
    *_rows(ev.ClarificationAsked, _OPEN, None, law.CLARIFY_ONCE, clarification.ASKED_LATE,
           when=_not(clarification.asked_in_time)),
    *_rows(ev.ClarificationServed, _RUNNING, None, law.CLARIFY_ONCE, clarification.SERVED),
    *_rows(ev.Clarified, _CLARIFYING, State.OPEN, law.CLARIFIED_RESTARTS, clarification.CLARIFIED),
    *_rows(ev.Clarified, _OPEN, None, law.CLARIFIED_RESTARTS, clarification.NOTED_ONLY),
    *_rows(ev.ClarificationLapsed, _CLARIFYING, State.ABANDONED, law.CLARIFICATION_ABANDONED,
           clarification.LAPSED),
    # consultation
    *_rows(ev.ConsultationSent, _RUNNING, None, law.CONSULT_THIRD_PARTY, consultation.SENT),
    *_rows(ev.ConsultationServed, _RUNNING, None, law.CONSULTATION_NOT_COUNTED, consultation.SERVED),
    *_rows(ev.ConsultationAnswered, _RUNNING, None, law.CONSULTATION_NOT_COUNTED, consultation.ANSWERED),
    *_rows(ev.ConsultationReturned, _RUNNING, None, law.CONSULTATION_NOT_COUNTED, consultation.RETURNED),
    *_rows(ev.JudgementRecorded, _RUNNING, None, None, consultation.JUDGED),
    # extension, explanation, delay
    *_rows(ev.Extended, _RUNNING, None, law.EXTEND, extension.EXTENDED),
    *_rows(ev.ExplanationAsked, _RUNNING, None, law.EXPLAIN, extension.ASKED),
    *_rows(ev.ExplanationServed, _RUNNING, None, law.EXPLAIN, extension.ANSWERED),
    *_rows(ev.ExplanationGiven, _RUNNING, None, law.EXPLAIN, extension.ANSWERED),
    *_rows(ev.DelayAnnounced, _OPEN, None, law.DELAY, extension.DELAYED),
    # fee
    *_rows(ev.FeeNotified, _OPEN, State.AWAITING_PAYMENT, law.FEE_NOTICE, fee.NOTIFIED),
    *_rows(ev.FeeNoticeServed, _PAYING, None, law.FEE_NOTICE, fee.SERVED),
    *_rows(ev.FeePaid, _PAYING, State.OPEN, law.FEE_PAID_RESTARTS, fee.PAID, when=fee.pays_in_full),
    *_rows(ev.FeePaid, _PAYING, None, law.FEE_NOTICE, fee.PAID_IN_PART, when=_not(fee.pays_in_full)),
    *_rows(ev.FeeRevoked, _PAYING, State.OPEN, law.FEE_NOTICE, fee.REVOKED),
    *_rows(ev.FeeRevoked, _OPEN, None, law.FEE_NOTICE, fee.REVOKED),
    *_rows(ev.FeeLapsed, _PAYING, State.ABANDONED, law.FEE_NOTICE, fee.LAPSED),
    # work inside the agency
    *_rows(ev.Assigned, _ANY, None, None, files.ASSIGNED),
    *_rows(ev.UnitAnswered, _RUNNING, None, None),
    *_rows(ev.SearchRecorded, _RUNNING, None, None, files.SEARCHED),
    *_rows(ev.SecrecyReviewed, _RUNNING, None, None),
    *_rows(ev.Noted, _ANY, None, None, files.NOTED),
    *_rows(ev.DocumentFiled, _ANY, None, None, files.FILED),
    *_rows(ev.Imported, _RUNNING, None, None, files.IMPORTED),
    *_rows(ev.ImportUndone, _ANY, State.VOIDED, None, files.UNDONE),
    *_rows(ev.Drafted, _ANY, None, None),
    # approval
    *_rows(ev.Submitted, _ANY, None, None, approval.SUBMITTED),
    *_rows(ev.Reviewed, _ANY, None, None, approval.REVIEWED),
    *_rows(ev.SentBack, _ANY, None, None, approval.SENT_BACK),
    *_rows(ev.Approved, _ANY, None, None, approval.APPROVED),
    *_rows(ev.Recalled, _ANY, None, None, approval.RECALLED),
    # the end
    *_rows(ev.LetterIssued, _ANY, None, None, files.ISSUED),
    *_rows(ev.LetterSent, _ANY, None, None, files.ISSUED_BEFORE),
    *_rows(ev.LetterServed, _ANY, None, None, files.ISSUED_BEFORE),
    *_rows(ev.LetterReturned, _ANY, None, None, files.ISSUED_BEFORE),
    *_rows(ev.LetterRefused, _ANY, None, None, files.REFUSED),
    *_rows(ev.AddressChanged, _ANY, None, None),
    *_rows(ev.Replied, _RUNNING, State.REPLIED, law.REPLY_IN_20, (*closing.REPLIED, *REPLY)),
    *_rows(ev.Withdrawn, _RUNNING, None, law.KEEP_FILES, closing.WITHDRAWN, when=_in_part),
    *_rows(ev.Withdrawn, _RUNNING, State.WITHDRAWN, law.KEEP_FILES, closing.WITHDRAWN, when=_not(_in_part)),
    # READING(adr-005): the same request by two channels is one application from the earlier receipt.
    *_rows(ev.Merged, _RUNNING, State.MERGED, law.KEEP_FILES),
    *_rows(ev.ReplyAnnulled, _ANNULLABLE, State.OPEN, law.RECONSIDERATION_ANEW, closing.ANNULLED),
    *_rows(ev.RemedyFiled, _ANY, None, None, closing.CHALLENGED),
    *_rows(ev.RemedyDecided, _ANY, None, None, closing.CHALLENGED),
    # a wrong entry; read before the fold begins
    *_rows(ev.Struck, _ANY, None, None, files.STRUCK),
)  # fmt: skip

_OF_A_LEDGER = (ev.Imported, ev.ImportUndone)  #: steps of a whole file, which nobody records by itself

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
        + "、".join(
            dict.fromkeys(
                pos.terms.instead_of(breach.provision or need.provision).cite for need, breach in refusals
            )
        )
        + "。",
        do="".join(breach.do for _, breach in refusals),
    )


def _not_in_this_state(pos: Position, event: ev.Event) -> NotAllowed:
    possible = "、".join(kind.label for kind in allowed(pos.state) if kind not in _OF_A_LEDGER)
    return NotAllowed(
        f"现在不能登记“{event.label}”。",
        why=f"申请处于“{pos.state.label}”。",
        do=f"可登记：{possible}。" if possible else "这件申请不再登记任何事项。",
    )


def allowed(state: State) -> tuple[type[ev.Event], ...]:
    """The kinds of event the table has a row for in the state, in the order of the table."""
    triggers = set(MACHINE.get_triggers(state))
    return tuple(kind for kind in dict.fromkeys(row.event for row in TABLE) if kind.name in triggers)


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
