"""What would be: the same fold over the log with hypothetical events. Nothing here has rules of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.rules import events as ev
from foidesk.rules import lifecycle
from foidesk.rules.clock import STANDARD, Clock, clock, position
from foidesk.rules.hindsight import standing
from foidesk.rules.terms import Readings
from foidesk.rules.workdays import Calendar


def what_if(
    log: Sequence[ev.Event], calendar: Calendar, *hypothetical: ev.Event, readings: Readings = STANDARD
) -> Clock:
    """The clock if these events had happened too."""
    return clock((*log, *hypothetical), calendar, readings)


def if_answered(
    log: Sequence[ev.Event], calendar: Calendar, on: date, readings: Readings = STANDARD
) -> Clock:
    """The clock if every awaited opinion came on the day (not before the letter was served)."""
    now = clock(log, calendar, readings)
    if not now.state.is_open or not now.waiting_for:
        return now
    served = {e.id: e.on for e in standing(log) if isinstance(e, ev.ConsultationServed)}
    answers = [ev.ConsultationAnswered(on=max(on, served.get(key, on)), id=key) for key in now.waiting_for]
    return what_if(log, calendar, *answers, readings=readings)


def if_unserved_had_been_served(
    log: Sequence[ev.Event], calendar: Calendar, readings: Readings = STANDARD
) -> Clock | None:
    """The clock if consultations without proof of service had been served when sent; None when there is none."""
    # READING(adr-011): information only; the due day does not rest on it.
    facts = standing(log)
    served = {e.id for e in facts if isinstance(e, ev.ConsultationServed)}
    returned = {e.id for e in facts if isinstance(e, ev.ConsultationReturned)}
    unserved = [
        e for e in facts if isinstance(e, ev.ConsultationSent) and (e.id not in served or e.id in returned)
    ]
    if not unserved:
        return None
    kept = [e for e in facts if not isinstance(e, ev.ConsultationReturned)]
    assumed = [ev.ConsultationServed(on=e.on, id=e.id) for e in unserved if e.id not in served]
    return clock((*kept, *assumed), calendar, readings)


@dataclass(frozen=True, slots=True)
class Possible:
    """A step that can be taken now, and until when it keeps its effect (None: no day in law)."""

    event: type[ev.Event]
    until: date | None


_UNTIL = {
    ev.ClarificationAsked: "clarification_request",
    ev.Extended: "extension_notice",
    ev.Replied: "reply",
    ev.FeeNotified: "reply",
    ev.Clarified: "clarification",
    ev.FeePaid: "fee_payment",
}


def possible(
    log: Sequence[ev.Event], calendar: Calendar, on: date, readings: Readings = STANDARD
) -> Iterator[Possible]:
    """What can be done on the day and until when: steps whose rules of time and state are kept."""
    pos = position(log, calendar, readings)
    now = clock(log, calendar, readings)
    for kind in lifecycle.allowed(pos.state):
        limit = now.limit(_UNTIL.get(kind, ""))
        until = limit.due if limit is not None else None
        if lifecycle.in_season(pos, kind, on):
            yield Possible(kind, until)


def last_day_to_extend(
    log: Sequence[ev.Event], calendar: Calendar, readings: Readings = STANDARD
) -> date | None:
    """The last day on which an extension can be told, None when none can be."""
    limit = clock(log, calendar, readings).limit("extension_notice")
    return limit.due if limit is not None and limit.met is None else None
