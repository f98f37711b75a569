"""Issuing letters: judged, rendered, frozen and recorded in one act; a reply records its decision with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from foidesk.desk import letters
from foidesk.desk.applications import File, Recorded, append, open_file
from foidesk.desk.letters import Paper
from foidesk.desk.office import By, Office
from foidesk.desk.texts import Change, narrowed
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import outcomes
from foidesk.rules.case import case
from foidesk.rules.guard import judge
from foidesk.rules.vocabulary import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the head decided and how it goes out; `facts` are those the ground must state, by name."""

    ground: str  #: key, label or line of table three
    on: date  #: handed to the post, signed for, or sent
    service: Service
    approved_by: str
    facts: Mapping[str, str]
    signed_on: date | None = None  #: the letter's date; None: the day `on`


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it: the new case, and the letter unless the catalogue has none for the ground."""

    recorded: Recorded
    paper: Paper | None


def reply(office: Office, number: str, decision: Decision, by: By) -> Reply:
    """Record a reply with its issued letter.

    NotAllowed with every reason, DeskError for a missing fact of the letter; then nothing is written.
    """
    ground = outcomes.find(decision.ground)
    replied = ev.Replied(
        on=decision.on,
        service=decision.service,
        ground=ground.key,
        approved_by=decision.approved_by,
        facts=_facts_text(decision.facts),
    )
    file = open_file(office, number)
    signed_on = decision.signed_on or decision.on
    if signed_on > decision.on:
        raise DeskError(
            f"成文日期{signed_on}晚于送达日期{decision.on}。",
            why="答复书签发之后才能交邮、签收或者发出。",
            do="请核对 --signed-on 和 --on。",
        )
    judge(file.case.log, replied, office.calendar, today=by.today, readings=office.readings)
    kind = letters.kind_for(ground)
    paper = (
        letters.render(letters.draft(office, _with(office, file, replied), kind, signed_on)) if kind else None
    )
    issued = ev.LetterIssued(
        on=signed_on,
        kind=kind or ground.key,
        doc_number=paper.number if paper else letters.doc_number(file.case, "答"),
        approved_by=decision.approved_by,
        calendar=office.calendar.version,
        agency=office.agency.name,
    )
    with office.database.writing() as conn:
        if paper is not None:
            as_pdf, as_docx = letters.freeze(office, conn, paper)
            issued = replace(issued, pdf_sha256=as_pdf, docx_sha256=as_docx)
        recorded = append(conn, office, number, (issued, replied), by, seen=len(file.entries))
    return Reply(recorded, paper)


def issue(
    office: Office, number: str, kind: str, approved_by: str, by: By, *, signed_on: date | None = None
) -> Paper:
    """Issue a procedural letter whose fact is recorded already; its bytes are kept under their SHA-256."""
    file = open_file(office, number)
    standing = [letter for letter in file.case.letters if letter.kind == kind]
    if standing:
        raise DeskError(
            f"这份文书已经签发：{standing[-1].doc_number}（{standing[-1].on}）。",
            why="同一文书只签发一次。",
            do=f"请用 foidesk letter {number} {kind} 取出；确实有误的，先划去签发的登记再重新签发。",
        )
    drafted = letters.draft(office, file, kind, signed_on or by.today)
    paper = letters.render(drafted)
    with office.database.writing() as conn:
        as_pdf, as_docx = letters.freeze(office, conn, paper)
        fact = ev.LetterIssued(
            on=drafted.signed_on,
            kind=kind,
            doc_number=paper.number,
            approved_by=approved_by,
            pdf_sha256=as_pdf,
            docx_sha256=as_docx,
            calendar=office.calendar.version,
            agency=office.agency.name,
        )
        append(conn, office, number, (fact,), by, seen=len(file.entries))
    return paper


def _facts_text(facts: Mapping[str, str]) -> str | None:
    changes: list[Change] = []
    kept = {name: narrowed(name, text, changes) for name, text in facts.items()}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


def _with(office: Office, file: File, event: ev.Event) -> File:
    """The file as it would be with the event."""
    folded = case((*file.case.log, event), office.calendar)
    return replace(file, case=folded)
