"""Steps that were reached become alerts, inboxes and messages: the part of one transaction that sweep and events share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from foidesk.desk.alerts import hours
from foidesk.desk.alerts.reach import ways_out
from foidesk.desk.alerts.staff import Staff, concerned, staff
from foidesk.desk.office import By, Office
from foidesk.rules.watch import Watch, Watched, is_pressing, rung
from foidesk.store import alerts, contacts, deliveries
from foidesk.store.alerts import Raised
from foidesk.store.deliveries import Delivery
from foidesk.store.watches import Reached

DELIVER = "deliver"  #: the duty that several machines queue


def raise_at_once(
    conn: Connection,
    office: Office,
    application: int,
    days: Iterable[Watched],
    handler: str | None,
    now: datetime,
) -> int:
    """Raise what an event makes due on its very day, inside its transaction; how many alerts.

    What was told before is not told again. A transaction that is rolled back leaves neither alert nor message.
    """
    today = By("", now).today
    if not office.calendar.is_workday(today):
        return 0
    found = [
        Reached(application, each.watch, each.due, step, handler)
        for each in sorted(days)
        if (each.silent_until is None or each.silent_until < today) and (step := _rung(office, each, now))
    ]
    if not _untold(conn, office, application, found):
        return 0
    alerts.hold(conn, office.key)
    found = _untold(conn, office, application, found)  # a sweep may have been faster
    lay_out(conn, office, found, staff(conn, office, today), now)
    return len(found)


def pass_on(conn: Connection, office: Office, application: int, handler: str | None, now: datetime) -> None:
    """Lay what was told of the application and still stands into the inbox of whoever has it from now on."""
    told = alerts.standing(conn, office.key, application) if handler else []
    if not told:
        return
    people = staff(conn, office, By("", now).today)
    account = people.by_name.get(handler or "")
    taking = people.with_stand_ins([account]) if account is not None else ()
    alerts.lay(conn, office.key, ((each, alert) for each in taking for alert in told))


def _rung(office: Office, day: Watched, now: datetime) -> str | None:
    ladder = office.settings.alerts.ladder(day.watch)
    return rung(Watch(day.watch), day.due, By("", now).today, ladder, office.calendar)


def _untold(conn: Connection, office: Office, application: int, found: Sequence[Reached]) -> list[Reached]:
    if not found:  # nearly always: then nothing is asked
        return []
    told = alerts.told(conn, office.key, application, {each.due for each in found})
    return [each for each in found if (each.watch, each.rung, each.due) not in told]


def lay_out(conn: Connection, office: Office, found: Sequence[Reached], people: Staff, now: datetime) -> None:
    """Keep the alerts, lay them into inboxes, note what is to leave the house and leave it to the workers."""
    today = By("", now).today
    settings = office.settings.alerts
    raised = [Raised(each.application, each.watch, each.rung, each.due) for each in found]
    keys = alerts.add(conn, office.key, raised, now)
    whom = [concerned(each, people, office.calendar.count(today, each.due), settings) for each in found]
    alerts.lay(
        conn,
        office.key,
        ((account, key) for key, accounts in zip(keys, whom, strict=True) for account in accounts),
    )
    ways = contacts.ways(conn, office.key)
    out = [
        Delivery(office.key, account, way, today, key)
        for key, each, accounts in zip(keys, found, whom, strict=True)
        if is_pressing(each.rung)
        for account, way in ways_out(office, accounts & people.present, ways)
    ]
    not_before = hours.not_before(now, settings, office.calendar)
    if deliveries.add(conn, out, now, not_before) and not_before <= now:
        office.defer(conn, DELIVER, {"agency": office.key})
