"""How far the fold has read: the facts that later steps are judged by, and the period that is running."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from foidesk.rules import events as ev
from foidesk.rules.law import Provision
from foidesk.rules.period import Pause, Period, merge
from foidesk.rules.receipt import Receipt
from foidesk.rules.terms import CONSULTATION_ANSWER, Readings, Terms
from foidesk.rules.vocabulary import Channel, Consulted
from foidesk.rules.workdays import Calendar


class State(Enum):
    """The work state. Consultation and extension are facts of the clock beside it."""

    OPEN = "open", "办理中"
    CLARIFYING = "clarifying", "等待补正"
    AWAITING_PAYMENT = "awaiting_payment", "等待缴费"
    REPLIED = "replied", "已答复"
    ABANDONED = "abandoned", "视为放弃"
    WITHDRAWN = "withdrawn", "已撤回"
    MERGED = "merged", "已并案"
    VOIDED = "voided", "已撤销导入"

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label

    @property
    def is_open(self) -> bool:
        """Whether work goes on."""
        return self in OPEN_STATES


OPEN_STATES = (State.OPEN, State.CLARIFYING, State.AWAITING_PAYMENT)
#: closed, with a file in which more may be noted; of what was voided nothing follows
CLOSED_STATES = (State.REPLIED, State.ABANDONED, State.WITHDRAWN, State.MERGED)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: the day, what happened and its effect, the provision, the due day it left."""

    on: date
    what: str
    provision: Provision
    due: date | None


@dataclass(frozen=True, slots=True)
class Problem:
    """What was done out of time or against the rules, and what to do about it."""

    on: date
    what: str
    provision: Provision
    do: str = ""


@dataclass(slots=True)
class Consultation:
    """One consultation as far as known."""

    to: Consulted | None
    sent: date | None
    served: date | None = None
    answered: date | None = None
    returned: bool = False
    too_late: bool = False  #: served on or after the due day: nothing is left out
    consents: bool | None = None

    @property
    def awaited(self) -> bool:
        """Served, and no opinion yet."""
        return self.served is not None and self.answered is None and not self.returned

    def last_day(self, calendar: Calendar) -> date | None:
        """The 15th working day after service, None while unserved (条例 32, 34)."""
        if self.served is None or self.returned:
            return None
        return calendar.add(self.served, CONSULTATION_ANSWER[self.to or Consulted.THIRD_PARTY].days)

    def pause(self, calendar: Calendar) -> Pause | None:
        """What is left out of the count: from the day after service to the answer, at most the 15th day."""
        # READING(adr-011): not served or returned: nothing; unanswered: as if answered on the 15th day.
        last = self.last_day(calendar)
        if last is None or self.served is None or self.too_late:
            return None
        return self.served, min(self.answered or last, last)


@dataclass(slots=True)
class Position:
    """The state of the fold after some events. Mutable; lives only while a log is read or an act is judged."""

    calendar: Calendar
    readings: Readings
    terms: Terms
    channel: Channel
    receipt: Receipt
    arrived: date
    state: State = State.OPEN
    due: date | None = None
    # the running period
    start: date | None = None
    length: int = 0
    extension: int = 0
    announced: date | None = None
    set_by_decision: bool = False
    # what has happened
    registered: ev.Registered | None = None
    asked: ev.ClarificationAsked | None = None
    asked_late: bool = False
    request_served: date | None = None
    clarified: date | None = None
    lapsed_for_fee: bool = False
    closed_on: date | None = None
    extension_used: bool = False
    extension_told_late: bool = False
    explanation_asked: ev.ExplanationAsked | None = None
    explanation_served: date | None = None
    explanation_given: date | None = None
    notice: ev.FeeNotified | None = None
    notice_served: date | None = None
    paid_yuan: int = 0
    paid: date | None = None
    reply: ev.Replied | None = None
    annulled: ev.Replied | None = None
    consultations: dict[str, Consultation] = field(default_factory=dict)
    searches: list[ev.SearchRecorded] = field(default_factory=list)
    judged: bool = False
    cleared: ev.SecrecyReviewed | None = None
    issued: set[str] = field(default_factory=set)  #: numbers of the letters issued
    submitted: bool = False  #: something was sent for approval
    first_attempt: date | None = None  #: to reach the sender of an ordinary letter
    confirmed: bool = False
    # the explanation
    reasons: list[Reason] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def received(self) -> date | None:
        """The date of receipt."""
        return self.receipt.on

    def begin(self, start: date, length: int) -> None:
        """Start a fresh period: earlier pauses, extension and announced day are void."""
        # READING(adr-017): a used extension is neither added nor available again.
        first = self.receipt.on
        self.start = max(start, first) if first is not None else None  # nothing runs before the receipt
        self.length = length
        self.extension, self.announced, self.set_by_decision = 0, None, False
        self.extension_told_late = False

    def stop(self) -> None:
        """The count is void: nothing runs until a fresh period begins."""
        self.start = None

    def pauses(self) -> tuple[Pause, ...]:
        """The consultations that stand outside the count under the terms of this application."""
        if not self.consultations:
            return ()
        return merge(
            [
                pause
                for c in self.consultations.values()
                if (c.to or Consulted.THIRD_PARTY) in self.terms.not_counted
                and (pause := c.pause(self.calendar)) is not None
            ]
        )

    def period(self, *, extended: bool = True) -> Period | None:
        """The running period, or None when nothing runs; `extended=False` leaves the extension out."""
        if self.start is None:
            return None
        length = self.length + (self.extension if extended else 0)
        return Period(self.start, length, self.pauses(), self.announced if extended else None)

    def settle(self) -> None:
        """Bring `due` up to date after a step."""
        period = self.period()
        self.due = period.end(self.calendar) if period is not None else None

    @property
    def may_extend(self) -> bool:
        """Whether an extension is still there to be told (条例 33)."""
        # READING(adr-013): one in the life of an application, also across restarts.
        if self.state is not State.OPEN or self.set_by_decision or self.announced is not None:
            return False
        return not self.extension_used or (self.readings.second_extension and self.extension == 0)

    def unextended_due(self) -> date | None:
        """The last day of the period without its extension: until then an extension can be told."""
        if not self.extension and self.announced is None:
            return self.due
        period = self.period(extended=False)
        return period.end(self.calendar) if period is not None else None
