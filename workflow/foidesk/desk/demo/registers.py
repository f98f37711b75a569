"""The registers of the sample desk beside its applications: what is public, no application, urged, an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from foidesk import content
from foidesk.desk import matters
from foidesk.desk.casebook import finding, keeping
from foidesk.desk.lists import Wanted, lines
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.publicindex import documents
from foidesk.desk.supervision import urging

_HOUR = time(10, tzinfo=CHINA)


def fill(office: Office, by: By) -> None:
    """Fill the registers, once: entries that are there already are not made again."""
    if matters.listing(office, by)[0]:
        return
    said = content.sample_registers()
    for document in said["document"]:
        documents.enter(office, document, by)
    for each in said["matter"]:
        received = office.calendar.add(by.today, -each["before"])
        fields = {name: str(value) for name, value in each.items() if name in matters.LABELS}
        entry = matters.put_aside(office, {**fields, "received": received.isoformat()}, _on(by, received))
        if "answered" in each:
            answered = office.calendar.add(received, each["answered"])
            matters.answer(office, entry.matter.matter, each["answer"], answered, _on(by, answered))
    for each in said["urging"]:
        day = office.calendar.add(by.today, -each["before"])
        answer_by = office.calendar.add(day, each["within"]).isoformat()
        asked = {"agency": office.key, "text": each["text"], "answer_by": answer_by}
        urging.send(office, asked, By(each["by"], datetime.combine(day, _HOUR), by.roles))
    for example in said["example"]:
        _example(office, example, by)


def _example(office: Office, said: Mapping[str, str], by: By) -> None:
    """Keep the first closed application on that ground as an example, and confirm it."""
    closed = [
        line.row
        for line in lines(office, Wanted(closed=True), by.today)
        if line.row.ground == said["ground"] and line.row.closed_on
    ]
    if not closed:
        return
    row = min(closed, key=lambda each: (each.closed_on, each.application))
    _, fields = keeping.begun(office, row.application, by)
    key = keeping.propose(office, row.application, {**fields, **said}, replace(by, who="周敏"))
    seen = finding.get(office, office.key, key, by).example.version
    keeping.confirm(office, key, seen, replace(by, who="周明远"))


def _on(by: By, day: date) -> By:
    return By(by.who, datetime.combine(day, _HOUR), by.roles)
