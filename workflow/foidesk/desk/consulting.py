"""Consulting somebody: the party becomes a row of people, and the fact names the row (条例 32–34)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from foidesk.desk.applications import Recorded, append, open_file
from foidesk.desk.office import By, Office
from foidesk.desk.registration import correct
from foidesk.desk.texts import Change, narrowed_facts
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind, Consulted
from foidesk.store import people
from foidesk.store.people import Person

#: details of the consulted party
PARTY = ("name", "telephone", "address", "postcode", "email")


def consult(
    office: Office, number: str, sent: ev.ConsultationSent, party: Mapping[str, str], person: bool, by: By
) -> Recorded:
    """Record a letter of consultation together with whom it goes to; `person`: a natural person.

    DeskError naming every fault of the details, NotAllowed with every reason; then nothing is written.
    """
    if not party.get("name", "").strip():
        raise DeskError(
            "没有写明被征求意见方的名称。",
            why="征求意见书要写明收件人。",
            do="请写明 name，以及 address、telephone 等。",
        )
    if person and sent.to is not Consulted.THIRD_PARTY:
        raise DeskError("征求其他机关的意见，对象不是个人。", do="请核对 to 和 person。")
    file = open_file(office, number)
    changes: list[Change] = []
    kind = ApplicantKind.NATURAL_PERSON if person else ApplicantKind.OTHER
    details = correct(Person(name="", kind=kind), party, changes)
    with office.database.writing() as conn:
        row = people.add(conn, office.vault, office.key, details)
        done = append(
            conn,
            office,
            number,
            narrowed_facts([replace(sent, party=row)], changes),
            by,
            seen=len(file.entries),
        )
    return replace(done, changes=tuple(changes))
