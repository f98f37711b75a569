"""Whom a letter goes to, wherever that is asked: mail, labels, the register, the proof of service."""

from __future__ import annotations

from collections.abc import Mapping

from foidesk.desk.letterfacts.consultations import CONSULTED
from foidesk.rules import events as ev
from foidesk.rules.case import Case
from foidesk.store.people import Person


def recipients(case: Case, people: Mapping[int, Person], letter: ev.LetterIssued) -> tuple[Person, ...]:
    """The party of a consultation; else each of the joint applicants (law: the reply goes to each).

    A correction goes to those who have the letter it puts right.
    """
    if letter.kind == "erratum":
        corrected = [each for each in case.letters if each.doc_number == letter.about]
        if corrected and corrected[0].kind != "erratum":
            return recipients(case, people, corrected[0])
    if letter.kind in CONSULTED:
        sent = [e for e in case.standing if isinstance(e, ev.ConsultationSent) and e.id == letter.about]
        if sent and sent[-1].party is not None:
            return (people[sent[-1].party],)
    registered = case.registered
    return tuple(people[row] for row in (registered.applicant, *registered.joint))
