"""An entry of a ledger as the log of an application: history is taken as it was, nothing is asked of the guard."""

from __future__ import annotations

from foidesk.desk.firstfacts import Parties, first_facts
from foidesk.desk.ledger.row import Entry
from foidesk.rules import events as ev
from foidesk.rules.case import Case, case
from foidesk.rules.workdays import Calendar

_WITHOUT_REPLY = (ev.ClarificationLapsed, ev.FeeLapsed, ev.Withdrawn)
NOBODY = Parties(applicant=0)


def log_of(entry: Entry, calendar: Calendar, row: int, number: str, n: int, parties: Parties) -> Case:
    """The application that the row tells of, closed on the line the ledger names."""
    imported = ev.Imported(
        on=entry.registration.arrived,
        row=row,
        doc_number=entry.doc_number,
        service=entry.service,
        remarks=entry.remarks,
    )
    before = (*first_facts(entry.registration, number, n, parties), imported)
    folded = case((*before, *entry.events), calendar)
    if folded.outcome is entry.outcome:
        return folded
    return case((*before, *(_as_told(event, entry) for event in entry.events)), calendar)


def _as_told(event: ev.Event, entry: Entry) -> ev.Event:
    """A lapse that no step of the row carries has no effect by the rules; the ledger's line stands all the same."""
    # READING(adr-057)
    if not isinstance(event, _WITHOUT_REPLY) or entry.outcome is None:
        return event
    return ev.Replied(on=event.on, service=entry.service, line=entry.outcome.code)
