"""Registering applications and recording what happens to them: one function is one act is one transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk import fees
from foidesk.desk.index import index_row
from foidesk.desk.office import By, Office
from foidesk.desk.registration import Registration
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.case import Case, case
from foidesk.rules.guard import judge
from foidesk.store import applicants, log, numbers, people, worklist
from foidesk.store.people import Person
from foidesk.store.worklist import Row


@dataclass(frozen=True, slots=True)
class File:
    """One application as read: its row, its log with who typed what when, its case, its applicant."""

    row: Row
    entries: tuple[log.Entry, ...]
    case: Case
    applicant: Person


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an act changed."""

    row: Row
    before: Case
    after: Case


# --- registering ---------------------------------------------------------------------------------


def register(office: Office, registration: Registration, by: By) -> tuple[Row, Case]:
    """Give an application its number and write its first facts (条例 31, 45); row and case."""
    _not_in_future(registration, by)
    with office.database.writing() as conn:
        application = numbers.take(conn, office.key, numbers.APPLICATION)
        year = registration.arrived.year
        n = numbers.take(conn, office.key, f"number:{year}")
        number = registration.number or number_of(office, year, n)
        applicant = people.add(conn, office.vault, office.key, registration.person)
        applicants.add(conn, office.key, application, (applicant,))
        facts = _first_facts(registration, number, n, applicant)
        for place, fact in enumerate(facts[2:], 2):
            judge(facts[:place], fact, office.calendar, today=by.today, readings=office.readings)
        folded = case(facts, office.calendar, office.readings)
        head = log.append(conn, office.vault, office.key, application, 0, facts, by.now, by.who)
        row = index_row(office.key, application, folded, head, office.calendar)
        worklist.put(conn, row)
    return row, folded


def _not_in_future(registration: Registration, by: By) -> None:
    latest = max(registration.arrived, registration.confirmed or registration.arrived)
    if latest > by.today:
        raise DeskError(
            f"到达或者确认的日期{latest}晚于今天（{by.today}）。",
            why="只登记已经收到的申请。",
            do="请核对日期。",
        )


def number_of(office: Office, year: int, n: int) -> str:
    """申请编号 by the agency's pattern."""
    return office.agency.number_pattern.format(code=office.agency.code, year=year, n=n)


def _first_facts(registration: Registration, number: str, n: int, applicant: int) -> tuple[ev.Event, ...]:
    arrived = registration.arrived
    facts: list[ev.Event] = [
        ev.Received(on=arrived, channel=registration.channel),
        ev.Registered(
            on=arrived,
            number=number,
            year=arrived.year,
            n=n,
            applicant=applicant,
            applicant_kind=registration.applicant_kind,
            request=registration.request,
            form=registration.form,
        ),
    ]
    if registration.confirmed is not None:
        facts.append(ev.ReceiptConfirmed(on=registration.confirmed))
    if registration.handler is not None:
        facts.append(ev.Assigned(on=arrived, handler=registration.handler))
    return tuple(facts)


# --- finding -------------------------------------------------------------------------------------


def full_number(office: Office, text: str, by: By) -> str:
    """A number as typed: in full, as 2026-31, or as 31 of this year."""
    short = re.fullmatch(r"(?:(\d{4})-)?(\d{1,9})", text.strip())
    if short is None:
        return text.strip().replace("[", "〔").replace("]", "〕")
    return number_of(office, int(short[1] or by.today.year), int(short[2]))


def find(conn: Connection, office: Office, number: str) -> Row:
    """The row of an application; DeskError when there is none."""
    row = worklist.find_number(conn, office.key, number)
    if row is None:
        raise DeskError(
            f"没有编号为“{number}”的申请。",
            why=f"{office.agency.name}的登记簿中没有这个编号。",
            do="请核对编号；用 foidesk list --all 查看全部申请。",
        )
    return row


def open_file(office: Office, number: str) -> File:
    """Everything about one application."""
    with office.database.reading() as conn:
        row = find(conn, office, number)
        entries = log.load(conn, office.vault, office.key, row.application)
        folded = case(facts_of(entries), office.calendar, office.readings)
        applicant = people.get(conn, office.vault, office.key, folded.registered.applicant)
    return File(row, entries, folded, applicant)


def facts_of(entries: Sequence[log.Entry]) -> ev.Log:
    """The events of a stored log."""
    return tuple(entry.event for entry in entries)


# --- recording -----------------------------------------------------------------------------------


def record(
    office: Office, number: str, events: Sequence[ev.Event], by: By, *, seen: int | None = None
) -> Recorded:
    """Judge new acts and append them, all or none; NotAllowed with reasons, ChangedMeanwhile for the slower of two.

    `seen`: how many entries the clerk's view had.
    """
    with office.database.writing() as conn:
        return append(conn, office, number, events, by, seen=seen)


def append(
    conn: Connection,
    office: Office,
    number: str,
    events: Sequence[ev.Event],
    by: By,
    *,
    seen: int | None = None,
) -> Recorded:
    """`record` inside a transaction that writes more than the events."""
    row = find(conn, office, number)
    entries = log.load(conn, office.vault, office.key, row.application)
    if seen is not None and seen < len(entries):
        raise log.ChangedMeanwhile([(e.recorded_by, e.event.name) for e in entries[seen:]])
    facts = facts_of(entries)
    before = case(facts, office.calendar, office.readings)
    new: list[ev.Event] = []
    for event in events:
        checked = (
            fees.assessed(conn, office, row, before, event) if isinstance(event, ev.FeeNotified) else event
        )
        judge((*facts, *new), checked, office.calendar, today=by.today, readings=office.readings)
        new.append(checked)
    after = case((*facts, *new), office.calendar, office.readings)
    head = log.append(conn, office.vault, office.key, row.application, len(entries), new, by.now, by.who)
    made = index_row(office.key, row.application, after, head, office.calendar)
    worklist.put(conn, made)
    return Recorded(made, before, after)
