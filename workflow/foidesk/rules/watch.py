"""What is watched: the days that somebody must not miss, and how urgent each is on a day.

A watched day stands beside its limit's rules; nothing here moves one. Which days before a limit are told is the
agency's choice (`before`); the last day itself, and each working day a limit of the agency is overdue, are always told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from foidesk.rules import events as ev
from foidesk.rules.case import Case
from foidesk.rules.needs.clarification import request_due
from foidesk.rules.needs.fee import payment_due
from foidesk.rules.position import Position, State
from foidesk.rules.terms import RECONSIDERATION_ANSWER, RECONSIDERATION_ANSWER_SIMPLE
from foidesk.rules.vocabulary import AgencyType, Channel, Consulted, Labelled, RemedyRoute, Service
from foidesk.rules.workdays import Calendar

LITIGATION_ANSWER_DAYS = 15  #: `law.LITIGATION_ANSWER`; days, not working days
_REPORT_BY = (1, 31)  #: month and day; `law.ANNUAL_REPORT_BY`
_GOVERNMENT_REPORT_BY = (3, 31)  #: the report of a whole government
_NOTICE_FROM = (11, 1)  #: the State Council has told next year's days off in October or November
STALE = 10  #: working days after which what is told once is old news


class After(Enum):
    """What is told when a watched day has passed."""

    NOTHING = "nothing"  #: it can no longer be done
    ONCE = "once"  #: somebody else's period ended: the next step is open
    DAILY = "daily"  #: the agency is late, more so each working day


class Watch(Labelled):
    """A kind of day that is watched."""

    REPLY = "reply", "答复期限"
    CLARIFICATION_REQUEST = "clarification_request", "告知补正期限"
    CLARIFICATION = "clarification", "申请人补正期限"
    EXTENSION_NOTICE = "extension_notice", "告知延期期限"
    CONSULTATION = "consultation", "征求意见期限"
    CONSULTATION_RETURNED = "consultation_returned", "征求意见书退回"
    EXPLANATION = "explanation", "申请人说明理由期限"
    FEE_PAYMENT = "fee_payment", "申请人缴费期限"
    HAND_OVER = "hand_over", "文书交邮"
    RECONSIDERATION_ANSWER = "reconsideration_answer", "行政复议书面答复期限"
    LITIGATION_ANSWER = "litigation_answer", "行政诉讼答辩期限"
    CONFIRMATION = "confirmation", "平常信函确认收到"
    ANNUAL_REPORT = "annual_report", "年度报告"
    CALENDAR = "calendar", "下一年放假安排"
    URGING = "urging", "督办答复期限"

    @property
    def after(self) -> After:
        """What is told after its day."""
        return _AFTER.get(self, After.ONCE)


_AFTER = {
    Watch.REPLY: After.DAILY,
    Watch.CONFIRMATION: After.DAILY,
    Watch.URGING: After.DAILY,
    Watch.CLARIFICATION_REQUEST: After.NOTHING,
    Watch.EXTENSION_NOTICE: After.NOTHING,
    Watch.ANNUAL_REPORT: After.NOTHING,
}
#: What is watched for the agency itself and belongs to no application.
OF_THE_AGENCY = (Watch.ANNUAL_REPORT, Watch.CALENDAR, Watch.URGING)


@dataclass(frozen=True, slots=True, order=True)
class Watched:
    """A day that is watched; through `silent_until` the clock stands still and nothing is told."""

    watch: str  #: key of `Watch`
    due: date
    silent_until: date | None = None


# --- what is watched ---------------------------------------------------------------------------------


def watched(case: Case, calendar: Calendar) -> frozenset[Watched]:
    """Every day of the application that somebody still has to keep."""
    pos = case.position
    found = [*_remedies(case, calendar), *_hand_over(case)]
    if pos.state.is_open:
        found += [*_agency(pos), *_applicant(pos), *_opinions(case, calendar)]
    return frozenset(found)


def of_the_agency(on: date, agency: AgencyType, calendar: Calendar) -> frozenset[Watched]:
    """The days of the year that no application brings: the annual report, and next year's days off when missing."""
    report_by = _GOVERNMENT_REPORT_BY if agency is AgencyType.DISTRICT_GOVERNMENT else _REPORT_BY
    found = {Watched(Watch.ANNUAL_REPORT.value, date(on.year, *report_by))}
    asked_from = date(on.year, *_NOTICE_FROM)
    if on >= asked_from and calendar.year(on.year + 1).notice is None:
        last = date(on.year, 12, 31)
        found |= {Watched(Watch.CALENDAR.value, each) for each in (asked_from, last)}
    return frozenset(found)


def _agency(pos: Position) -> Iterator[Watched]:
    if pos.received is None:
        if pos.channel is Channel.ORDINARY_POST:
            yield Watched(Watch.CONFIRMATION.value, pos.arrived)
        return
    if pos.state is not State.OPEN:
        return
    silent = _stands_still_until(pos)
    if pos.due is not None:
        yield Watched(Watch.REPLY.value, pos.due, silent)
    asking = request_due(pos)
    if asking is not None and pos.asked is None:
        yield Watched(Watch.CLARIFICATION_REQUEST.value, asking)
    last = pos.unextended_due()
    if last is not None and pos.may_extend and not pos.extension:
        yield Watched(Watch.EXTENSION_NOTICE.value, last, silent)


def _stands_still_until(pos: Position) -> date | None:
    """The last day left out of the count for opinions still awaited; one asked too late stops nothing."""
    awaited = (
        c.pause(pos.calendar)
        for c in pos.consultations.values()
        if c.awaited and (c.to or Consulted.THIRD_PARTY) in pos.terms.not_counted
    )
    return max((pause[1] for pause in awaited if pause is not None), default=None)


def _applicant(pos: Position) -> Iterator[Watched]:
    if pos.state is State.CLARIFYING and pos.asked is not None and pos.asked.answer_by is not None:
        yield Watched(Watch.CLARIFICATION.value, pos.asked.answer_by)
    if pos.state is State.AWAITING_PAYMENT and (last := payment_due(pos)) is not None:
        yield Watched(Watch.FEE_PAYMENT.value, last)
    asked = pos.explanation_asked
    if asked is not None and asked.answer_by is not None and pos.explanation_given is None:
        yield Watched(Watch.EXPLANATION.value, asked.answer_by)


def _opinions(case: Case, calendar: Calendar) -> Iterator[Watched]:
    """The day an opinion is due; the day a request for one came back, until another goes out."""
    for consultation in case.position.consultations.values():
        last = consultation.last_day(calendar)
        if last is not None and consultation.awaited:
            yield Watched(Watch.CONSULTATION.value, last)
    back = None
    for event in case.standing:
        if isinstance(event, ev.ConsultationReturned):
            back = event.on
        elif isinstance(event, ev.ConsultationSent):
            back = None
    if back is not None:
        yield Watched(Watch.CONSULTATION_RETURNED.value, back)


def _hand_over(case: Case) -> Iterator[Watched]:
    """A reply by post counts on the day it is handed over (`law.SERVICE_DAYS`), which must then be on file."""
    reply = case.position.reply
    if reply is None or reply.service is not Service.POST or case.state is not State.REPLIED:
        return
    gone = {
        event.doc_number
        for event in case.standing
        if isinstance(event, ev.LetterSent | ev.LetterServed | ev.LetterReturned)
    }
    if any(letter.on == reply.on and letter.doc_number not in gone for letter in case.letters):
        yield Watched(Watch.HAND_OVER.value, reply.on)


def _remedies(case: Case, calendar: Calendar) -> Iterator[Watched]:
    """The answer owed to a reconsideration agency or a court, until the remedy is decided."""
    filed: dict[RemedyRoute, ev.RemedyFiled] = {}
    for event in case.standing:
        if isinstance(event, ev.RemedyFiled):
            filed[event.route] = event
        elif isinstance(event, ev.RemedyDecided):
            filed.pop(event.route, None)
    for route, event in filed.items():
        if route is RemedyRoute.RECONSIDERATION:
            term = RECONSIDERATION_ANSWER_SIMPLE if event.simplified else RECONSIDERATION_ANSWER
            yield Watched(Watch.RECONSIDERATION_ANSWER.value, calendar.add(event.on, term.days))
        else:
            # READING(adr-054): days of the calendar, and a last day off moves to the next working day
            last = calendar.next_workday(event.on + timedelta(days=LITIGATION_ANSWER_DAYS))
            yield Watched(Watch.LITIGATION_ANSWER.value, last)


# --- how urgent it is --------------------------------------------------------------------------------

TARGET = "target"
DUE = "due"
LATE = "+"  #: followed by how many working days


def rung(watch: Watch, due: date, on: date, before: Sequence[int], calendar: Calendar) -> str | None:
    """The step of the ladder that the day has reached, None before the first and after the last.

    `before` is in working days: of a reply before its internal target, of anything else before its last day.
    """
    left = calendar.count(on, due)
    if on > due:
        return _after(watch, -left)
    if left == 0:
        return DUE
    if watch is Watch.REPLY:
        left -= 1  # to the target, one working day before
        if left == 0:
            return TARGET
    return next((str(days) for days in sorted(before) if left <= days), None)


def _after(watch: Watch, late: int) -> str | None:
    match watch.after:
        case After.DAILY if late > 0:
            return f"{LATE}{late}"
        case After.ONCE if 0 < late <= STALE:
            return f"{LATE}1"
    return None


def late_by(step: str) -> int:
    """How many working days a step is after the last day; 0 for one that is not."""
    return int(step[1:]) if step.startswith(LATE) else 0


def is_pressing(step: str) -> bool:
    """Whether the step is told by itself and at once: the last day, and any day after it."""
    return step == DUE or step.startswith(LATE)
