"""The sweep: which steps were reached today and told to nobody yet, each raised once.

It may run twice, late, on two machines, or be killed anywhere: what it raises, into whose inbox it lies and what is
to leave the house is one transaction. After days without it, only the step of today is told, not those passed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from foidesk.desk.alerts.raising import lay_out
from foidesk.desk.alerts.staff import staff
from foidesk.desk.office import By, Office
from foidesk.rules.vocabulary import AgencyType
from foidesk.rules.watch import (
    OF_THE_AGENCY,
    STALE,
    After,
    Watch,
    Watched,
    of_the_agency,
    rung,
)
from foidesk.store import alerts, urgings, watches
from foidesk.store.watches import Reached, Span, Step, Told

_LONG_AGO = date(2008, 5, 1)  #: no application is older


def sweep(office: Office, now: datetime) -> int:
    """Raise what is to be told at this moment; how many alerts. On days off nothing is."""
    today = By("", now).today
    if not office.calendar.is_workday(today):
        return 0
    with office.database.writing() as conn:
        alerts.hold(conn, office.key)
        untold = steps(conn, office, today)
        found = _reached(conn, office, untold, today)
        if not untold and not found:
            return 0
        watches.tell(conn, office.key, untold, today)
        people = staff(conn, office, today)
        lay_out(conn, office, found, people, now)
    return len(found)


def _reached(conn: Connection, office: Office, untold: Sequence[Step], today: date) -> list[Reached]:
    """Who has reached these steps and was not told of them before; the most urgent last, as an inbox shows it first."""
    of_applications = watches.reached(conn, office.key, untold, today)
    urged = urgings.owed(conn, office.key).get(office.key, frozenset())
    found = [*of_applications, *_of_the_agency(conn, office, today, urged)]
    return sorted(found, key=lambda each: (each.due, each.application, each.watch), reverse=True)


def steps(conn: Connection, office: Office, today: date) -> list[Step]:
    """Every watched day that has a step today which may not have been told: a few days, however many applications.

    May, because what is told is noted again when an application is counted anew; `alerts` alone decides.
    """
    found = set()
    for each in watches.days(conn, office.key, _spans(office, today), today):
        step = _step(office, each, today)
        if step is not None:
            found.add(Step(each.watch, each.due, step))
    return sorted(found, key=lambda each: (each.due, each.watch))


def agencies_to_sweep(conn: Connection, offices: Mapping[str, Office], today: date) -> list[str]:
    """The agencies with a step today that may not have been told, by one question however many there are."""
    some = next(iter(offices.values()), None)  # settings of alerts and the calendar are those of all
    if some is None or not some.calendar.is_workday(today):
        return []
    untold = [
        each
        for each in watches.days(conn, None, _spans(some, today), today)
        if _step(some, each, today) is not None
    ]
    found = watches.agencies_at(conn, untold, today) if untold else set()
    found |= _agencies_themselves(conn, offices, today)
    return [key for key in offices if key in found]


def _agencies_themselves(conn: Connection, offices: Mapping[str, Office], today: date) -> set[str]:
    """The agencies that have not been told of a day of their own: those of their type, and what was urged of them."""
    urged = urgings.owed(conn)
    alike: dict[tuple[AgencyType, frozenset[date]], list[Office]] = {}
    for office in offices.values():
        days = urged.get(office.key, frozenset())
        alike.setdefault((office.agency.type, days), []).append(office)
    found: set[str] = set()
    for (_, days), same in alike.items():
        for day, step in _steps_of_the_agency(same[0], today, days).items():
            told = alerts.agencies_told(conn, day.watch, step, day.due)
            found |= {office.key for office in same} - told
    return found


def _step(office: Office, day: Told, today: date) -> str | None:
    """The step that the day has reached, when it is not the one told last."""
    watch = Watch(day.watch)
    step = rung(watch, day.due, today, office.settings.alerts.ladder(day.watch), office.calendar)
    return step if step != day.told else None


def _spans(office: Office, today: date) -> list[Span]:
    spans = ((watch.value, *_span(office, watch, today)) for watch in Watch if watch not in OF_THE_AGENCY)
    return [Span(*each) for each in spans]


def _span(office: Office, watch: Watch, today: date) -> tuple[date, date]:
    """Between which days a watched day can have a step today."""
    furthest = (
        max(office.settings.alerts.ladder(watch.value), default=0) + 1
    )  # the target is a day before the due day
    first = {
        After.DAILY: _LONG_AGO,
        After.ONCE: office.calendar.add(today, -STALE - 1),
        After.NOTHING: today,
    }[watch.after]
    # through the days off after it: a last day on one of them is as near as the working day before
    return first, office.calendar.add(today, furthest + 1)


def _of_the_agency(
    conn: Connection, office: Office, today: date, urged: Collection[date]
) -> Iterator[Reached]:
    at = _steps_of_the_agency(office, today, urged)
    if not at:  # nearly every day
        return
    told = alerts.told(conn, office.key, alerts.AGENCY_ITSELF, {each.due for each in at})
    for each, step in at.items():
        if (each.watch, step, each.due) not in told:
            yield Reached(alerts.AGENCY_ITSELF, each.watch, each.due, step, None)


def _steps_of_the_agency(office: Office, today: date, urged: Collection[date]) -> dict[Watched, str]:
    asked = {Watched(Watch.URGING.value, day) for day in urged}
    days = asked | of_the_agency(today, office.agency.type, office.calendar)
    return {each: step for each in days if (step := _step(office, Told(each.watch, each.due, ""), today))}
