"""Log and calendar -> due day, limits, reasons, problems. The fold: it reads any history and refuses nothing.

Everything here is computed anew from the log; nothing is stored. The same functions answer what-if questions,
for a hypothetical event is an event like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.rules import events as ev
from foidesk.rules import law, lifecycle
from foidesk.rules.effects import EFFECTS
from foidesk.rules.hindsight import Hindsight, read
from foidesk.rules.law import Provision
from foidesk.rules.limits import Limit, limits
from foidesk.rules.needs.extension import told_by_the_due_day
from foidesk.rules.period import Period
from foidesk.rules.position import Position, Problem, Reason, State
from foidesk.rules.receipt import Receipt, receipt
from foidesk.rules.terms import CONSULTATION_ANSWER, Readings, terms_for
from foidesk.rules.workdays import Calendar

STANDARD = Readings()


@dataclass(frozen=True, slots=True)
class Clock:
    """What the law says about one application after its log."""

    receipt: Receipt
    state: State
    due: date | None
    target: date | None  #: internal: one working day before `due`
    provisional: bool
    in_time: bool | None  #: None until replied
    limits: tuple[Limit, ...]
    reasons: tuple[Reason, ...]
    problems: tuple[Problem, ...]
    period: Period | None  #: the running (or last) reply period, for the day-by-day count
    waiting_for: tuple[str, ...]  #: ids of served consultations without an answer

    @property
    def received(self) -> date | None:
        """收到申请之日."""
        return self.receipt.on

    def limit(self, name: str) -> Limit | None:
        """The last limit of that name."""
        return next((limit for limit in reversed(self.limits) if limit.name == name), None)

    def overdue(self, on: date) -> bool:
        """Only when the day is after the due day, and the application still open."""
        return self.state.is_open and self.due is not None and on > self.due


def position(
    log: Sequence[ev.Event], calendar: Calendar, readings: Readings = STANDARD, *, until: date | None = None
) -> Position:
    """Read a log to its end, or through the day `until`; the guard judges a new act from there."""
    return follow(read(log), calendar, readings, until=until)


def follow(
    seen: Hindsight, calendar: Calendar, readings: Readings = STANDARD, *, until: date | None = None
) -> Position:
    """`position` of a log that has been prepared already."""
    arrived, channel = seen.received.on, seen.received.channel
    received = receipt(channel, arrived, seen.confirmed, calendar, reachable=seen.reachable)
    pos = Position(calendar, readings, terms_for(received.on or arrived), channel, received, arrived)
    _receive(pos)
    for place, event in enumerate(seen.events):
        if until is not None and event.on > until:
            break
        if place in seen.revoked:
            _recall(pos, event)
        else:
            _read(pos, event)
    return pos


def clock(log: Sequence[ev.Event], calendar: Calendar, readings: Readings = STANDARD) -> Clock:
    """The due day of a log with its reasons (条例 30–35, 收费办法 6)."""
    return settle(position(log, calendar, readings))


def settle(pos: Position) -> Clock:
    """The clock at a position."""
    due, all_limits = pos.due, limits(pos)
    return Clock(
        receipt=pos.receipt,
        state=pos.state,
        due=due,
        # READING(adr-007): some applicants count the day of receipt.
        target=pos.calendar.add(due, -1) if due is not None else None,
        provisional=_provisional(pos, all_limits),
        in_time=(due is None or pos.reply.on <= due) if pos.reply is not None else None,
        limits=all_limits,
        reasons=tuple(pos.reasons),
        problems=tuple(pos.problems),
        period=pos.period(),
        waiting_for=tuple(key for key, c in pos.consultations.items() if c.awaited),
    )


def _receive(pos: Position) -> None:
    received, term = pos.receipt.on, pos.terms.reply
    provision = pos.terms.instead_of(pos.receipt.provision)
    if received is None:
        pos.reasons.append(Reason(pos.arrived, pos.receipt.why, provision, None))
        return
    pos.begin(received, term.days)
    pos.settle()
    why = f"{pos.receipt.why}（《条例》{provision.place}）"
    what = f"收到申请：{pos.channel.label}，{why}；自次日起{term.days}个工作日内答复"
    pos.reasons.append(Reason(received, what, term.provision, pos.due))


def _read(pos: Position, event: ev.Event) -> None:
    """One event: what is against the rules becomes a problem; what the rules give it is its effect."""
    row = lifecycle.find(pos, event)
    if row is None:
        what = f"“{event.label}”登记时申请处于“{pos.state.label}”，不产生效力"
        provision = pos.terms.instead_of(_provision(event, lifecycle.provision_of(type(event))))
        pos.problems.append(Problem(event.on, what, provision))
        return
    void = False
    if isinstance(event, ev.Extended):
        pos.extension_told_late |= told_by_the_due_day.check(pos, event) is not None
    for need, breach in row.faults(pos, event):
        pos.problems.append(
            Problem(event.on, breach.what, pos.terms.instead_of(_provision(event, need.provision)), breach.do)
        )
        void = void or need.voids
    if void:
        return
    effect = EFFECTS.get(type(event))
    what = effect(pos, event) if effect is not None else event.label
    if row.dest is not pos.state:
        pos.state = row.dest
        pos.closed_on = None if row.dest.is_open else event.on
    if row.provision is not None:
        pos.settle()
        provision = pos.terms.instead_of(_provision(event, row.provision))
        pos.reasons.append(Reason(event.on, what, provision, pos.due))


def _provision(event: ev.Event, of_row: Provision) -> Provision:
    """The provision a step rests on, where that depends on the fact itself."""
    if isinstance(event, ev.ConsultationSent):
        return CONSULTATION_ANSWER[event.to].provision
    if isinstance(event, ev.ReplyAnnulled) and event.by_court:
        return law.LITIGATION_ANEW
    if of_row is law.RECONSIDERATION_ANEW and not of_row.in_force(event.on):
        return law.RECONSIDERATION_ANEW_1999
    return of_row


def _recall(pos: Position, event: ev.Event) -> None:
    """A step of a fee notice that was revoked: told, but without effect on the due day."""
    if isinstance(event, ev.FeeRevoked):
        what = "撤销收费通知，答复期限视同未曾发出收费通知"
    else:
        what = f"{event.label}（收费通知其后撤销，视同未发出）"
    provision = pos.terms.instead_of(lifecycle.provision_of(type(event)))
    pos.reasons.append(Reason(event.on, what, provision, pos.due))


def _provisional(pos: Position, all_limits: tuple[Limit, ...]) -> bool:
    """Whether a year without notice was counted, for the due day or for any limit."""
    # READING(adr-024)
    first = pos.start or pos.received or pos.arrived
    last = first
    for limit in all_limits:
        named = limit.name == "clarification" or limit.due == pos.announced  # a day told, not counted
        if limit.due is not None and limit.due > last and not named:
            last = limit.due
    return last > first and pos.calendar.provisional(first, last)
