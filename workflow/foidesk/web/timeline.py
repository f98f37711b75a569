"""The clock of one application as a row of days: what ran, what stood still, what is void, what happened when.

Pure: the picture (`timelinepicture`) and the table beneath it are two views of what is laid out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from foidesk.rules import events as ev
from foidesk.rules import lifecycle
from foidesk.rules.case import Case
from foidesk.rules.clock import STANDARD, position
from foidesk.rules.law import Provision
from foidesk.rules.period import CountedDay, Period
from foidesk.rules.position import Position
from foidesk.rules.terms import CONSULTATION_ANSWER, Readings
from foidesk.rules.workdays import Calendar, Day

_DAY = timedelta(days=1)


class Look(Enum):
    """How a day is drawn."""

    COUNTED = "计入期限"
    STOOD_STILL = "不计入（征求意见期间）"
    VOID = "期限不计算"
    OFF = "不计入（非工作日）"
    START = "起算之日，不计入"


@dataclass(frozen=True, slots=True)
class Mark:
    """One day of the line: its look, its number when it counts, whether an extension gave it."""

    day: Day
    look: Look
    number: int | None = None
    tail: bool = False  #: given by an extension or a delay
    past: bool = True  #: not after today

    @property
    def title(self) -> str:
        """第 7 个工作日 2026-10-10 周六（调休上班，国办发明电〔2025〕7号）."""
        day = self.day
        extra = [] if day.kind.value == "工作日" else [day.name or day.kind.value]
        extra += [day.notice] if day.notice else []
        extra += ["暂定"] if day.provisional else []
        extra += ["延长的期限"] if self.tail else []
        head = f"第 {self.number} 个工作日" if self.number is not None else self.look.value
        return f"{head} {day.on} {day.weekday}" + (f"（{'，'.join(extra)}）" if extra else "")


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that happened: day, short word, provision."""

    on: date
    word: str
    provision: Provision


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which a period ran: from its start to the day it ended, was void or was replaced."""

    period: Period
    plain_end: date  #: without extension or delay
    last: date  #: the last day that belongs to it


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything the picture and the table show."""

    number: str
    marks: tuple[Mark, ...]
    flags: tuple[Flag, ...]
    today: date
    target: date | None
    due: date | None
    provisional: bool
    restarts: tuple[date, ...]  #: starts of the second and later segments


_WORDS: dict[type[ev.Event], str] = {
    ev.ClarificationAsked: "补正告知",
    ev.Clarified: "补正",
    ev.ClarificationLapsed: "逾期不补正",
    ev.ConsultationSent: "征求意见",
    ev.ConsultationServed: "征求送达",
    ev.ConsultationAnswered: "收到意见",
    ev.ConsultationReturned: "征求退回",
    ev.Extended: "延期",
    ev.ExplanationAsked: "说明理由",
    ev.ExplanationGiven: "收到说明",
    ev.DelayAnnounced: "延迟",
    ev.FeeNotified: "收费",
    ev.FeePaid: "缴费",
    ev.FeeRevoked: "撤销收费",
    ev.FeeLapsed: "逾期未缴费",
    ev.Replied: "答复",
    ev.Withdrawn: "撤回",
    ev.Merged: "并案",
    ev.ReplyAnnulled: "责令重作",
}


def timeline(case: Case, calendar: Calendar, today: date, readings: Readings = STANDARD) -> Timeline | None:
    """Lay out the clock of a case; None while the day of receipt is not known."""
    received = case.clock.received
    if received is None:
        return None
    segments = _segments(case, calendar, readings, received)
    flags = _flags(case, received)
    last = max([received + _DAY, *(s.last for s in segments), *(f.on for f in flags)])
    if case.state.is_open:
        last = max(last, today, case.clock.due or today)
    return Timeline(
        number=case.number,
        marks=tuple(_marks(segments, calendar, min(flag.on for flag in flags), last, today)),
        flags=flags,
        today=today,
        target=case.clock.target if case.state.is_open else None,
        due=case.clock.due,
        provisional=case.clock.provisional,
        restarts=tuple(segment.period.start for segment in segments[1:]),
    )


def _segments(case: Case, calendar: Calendar, readings: Readings, received: date) -> list[Segment]:
    """The periods one after another: each is seen as it stood the day before the next change."""
    days = sorted({received, *(event.on for event in case.standing if event.on >= received)})
    found: list[Segment] = []
    for on, following in zip(days, [*days[1:], None], strict=True):
        pos = position(case.log, calendar, readings, until=on)
        then = position(case.log, calendar, readings, until=following) if following else None
        period = pos.period()
        if period is None or (then is not None and then.start == pos.start and then.state.is_open):
            continue
        end = period.end(calendar)
        if not pos.state.is_open:
            last = on
        elif then is None or following is None:
            last = end
        else:
            # closed or void on the next day of the log; late work goes on beyond the due day, uncounted
            last = min(end, following)
            period = _as_it_stood(then, period)
        if not found or found[-1].period.start != period.start:
            found.append(Segment(period, _plain_end(pos, calendar), min(end, last)))
    return found


def _as_it_stood(then: Position, before: Period) -> Period:
    """The period as the closing day left it, when it is still the same one."""
    period = then.period()
    return period if period is not None and period.start == before.start else before


def _plain_end(pos: Position, calendar: Calendar) -> date:
    plain = pos.period(extended=False)
    return plain.end(calendar) if plain is not None else date.max


def _marks(segments: list[Segment], calendar: Calendar, first: date, last: date, today: date) -> list[Mark]:
    known: dict[date, Mark] = {}
    for segment in segments:
        known.setdefault(segment.period.start, Mark(calendar.day(segment.period.start), Look.START))
        for counted in segment.period.days(calendar):
            if counted.day.on <= segment.last:
                known[counted.day.on] = _mark(counted, segment, today)
    marks = []
    on = first
    while on <= last:
        mark = known.get(on)
        if mark is None:
            look = Look.VOID if calendar.is_workday(on) else Look.OFF
            mark = Mark(calendar.day(on), look, past=on <= today)
        marks.append(mark)
        on += _DAY
    return marks


def _mark(counted: CountedDay, segment: Segment, today: date) -> Mark:
    on, tail = counted.day.on, counted.day.on > segment.plain_end
    if counted.number is not None:
        return Mark(counted.day, Look.COUNTED, counted.number, tail, on <= today)
    look = Look.STOOD_STILL if counted.why else Look.OFF
    return Mark(counted.day, look, None, False, on <= today)


def _flags(case: Case, received: date) -> tuple[Flag, ...]:
    terms = case.position.terms
    flags = [Flag(received, "收到", terms.instead_of(case.clock.receipt.provision))]
    if case.received.on < received:
        flags.insert(0, Flag(case.received.on, "到达", terms.instead_of(case.clock.receipt.provision)))
    for event in case.standing:
        word = _WORDS.get(type(event))
        if word is not None:
            flags.append(Flag(event.on, word, terms.instead_of(_provision(event))))
    return tuple(sorted(flags, key=lambda flag: flag.on))


def _provision(event: ev.Event) -> Provision:
    if isinstance(event, ev.ConsultationSent):
        return CONSULTATION_ANSWER[event.to].provision
    return lifecycle.provision_of(type(event))


# --- the same as a table ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A run of days of one look, for reading aloud and for print."""

    first: date
    last: date
    what: str
    days: str  #: how many working days, in words
    flags: tuple[Flag, ...]


def rows(line: Timeline) -> list[Row]:
    """The line as stretches: 计入期限 第1至8个工作日, 不计入（征求意见期间）, …; rest days join what surrounds them."""
    found: list[list[Mark]] = []
    for mark in line.marks:
        kind = (mark.look, mark.tail)
        joins = found and (mark.look is Look.OFF or kind == (found[-1][0].look, found[-1][0].tail))
        if joins and not _restarted(found[-1], mark):
            found[-1].append(mark)
        else:
            found.append([mark])
    return [_row(run, line) for run in found]


def _restarted(run: list[Mark], mark: Mark) -> bool:
    numbers = [each.number for each in run if each.number is not None]
    return bool(numbers) and mark.number is not None and mark.number < numbers[-1]


def _row(run: list[Mark], line: Timeline) -> Row:
    first, last = run[0].day.on, run[-1].day.on
    numbers = [mark.number for mark in run if mark.number is not None]
    working = sum(mark.look is not Look.OFF for mark in run)
    what = run[0].look.value + ("（延长的期限）" if run[0].tail else "")
    days = f"第{numbers[0]}至{numbers[-1]}个工作日" if numbers else f"{working}个工作日"
    within = tuple(flag for flag in line.flags if first <= flag.on <= last)
    return Row(first, last, what, "—" if run[0].look in (Look.START, Look.OFF) else days, within)
