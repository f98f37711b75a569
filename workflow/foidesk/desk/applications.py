"""Registering applications and recording what happens to them: one function is one act is one transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from foidesk.desk import fees, heads, index, permits
from foidesk.desk.alerts.raising import pass_on, raise_at_once
from foidesk.desk.clearance import demand_approved
from foidesk.desk.finding import indexing, words
from foidesk.desk.firstfacts import Parties, first_facts, read_back
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.registration import MOST_OTHER, Registration, correct
from foidesk.desk.texts import Change, narrowed, narrowed_facts
from foidesk.errors import DeskError, NotThere
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.case import Case, case
from foidesk.rules.guard import judge
from foidesk.rules.position import OPEN_STATES
from foidesk.store import applicants, log, numbers, people, searchtokens, worklist
from foidesk.store.people import Person
from foidesk.store.worklist import Row

#: details of the applicant that a correction may name
CORRECTABLE = ("name", "id_type", "id_number", "telephone", "address", "postcode", "email")


@dataclass(frozen=True, slots=True)
class File:
    """One application as read: its row, its log with who typed what when, its case, its applicant."""

    row: Row
    entries: tuple[log.Entry, ...]
    case: Case
    people: Mapping[int, Person]  #: by row: applicants, agent, consulted parties

    @property
    def applicant(self) -> Person:
        """The applicant, of joint ones the first named."""
        return self.people[self.case.registered.applicant]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an act changed."""

    row: Row
    before: Case
    after: Case
    changes: tuple[Change, ...] = ()  #: what was narrowed in the words of the facts


# --- registering ---------------------------------------------------------------------------------


def register(office: Office, registration: Registration, by: By) -> tuple[Row, Case]:
    """Give an application its number and write its first facts (条例 31, 45); row and case."""
    with office.database.writing() as conn:
        return registered(conn, office, registration, by)


def registered(conn: Connection, office: Office, registration: Registration, by: By) -> tuple[Row, Case]:
    """`register` inside a transaction that writes more than the application."""
    permits.demand(by, Act.REGISTER)
    _not_in_future(registration, by)
    application = numbers.take(conn, office.key, numbers.APPLICATION)
    number, n = _numbered(conn, office, registration)
    applicant = people.add(conn, office.vault, office.key, registration.person)
    others = [people.add(conn, office.vault, office.key, each) for each in registration.joint]
    representative = registration.representative
    agent = people.add(conn, office.vault, office.key, representative) if representative else None
    applicants.add(conn, office.key, application, (applicant, *others))
    if registration.split_from is not None:
        _can_be_split(conn, office, registration)
    parties = Parties(applicant, tuple(others), agent)
    facts = (*first_facts(registration, number, n, parties), *read_back(registration, by.who))
    for place, fact in enumerate(facts[2:], 2):
        judge(facts[:place], fact, office.calendar, today=by.today, readings=office.readings)
    folded = case(facts, office.calendar)
    head = log.append(conn, office.vault, office.key, application, 0, facts, by.now, by.who)
    row, days = index.keep(conn, office, application, folded, head, fresh=True)
    raise_at_once(conn, office, application, days, row.handler, by.now)
    searchtokens.add(conn, office.key, application, words_of(office, registration, row))
    return row, folded


def words_of(office: Office, registration: Registration, row: Row) -> set[int]:
    """What `indexing.tokens` would read, from what is at hand."""
    strange = (row.number,) if row.n == 0 else ()
    joint = (each.name for each in registration.joint)
    names = (registration.person.name, *joint, registration.agent or "")
    return words.of_request(office.vault, office.key, registration.request, *strange) | words.of_names(
        office.vault, office.key, *names
    )


def _can_be_split(conn: Connection, office: Office, registration: Registration) -> None:
    """A split happens at registration only: the other part came the same day and is not yet answered."""
    # READING(adr-003)
    other = find(conn, office, registration.split_from or "")
    entries = log.load(conn, office.vault, office.key, other.application)
    if entries[0].event.on != registration.arrived or other.closed_on is not None:
        raise DeskError(
            f"不能从“{other.number}”拆分。",
            why="一件申请只能在登记时拆分，拆分的各件同日收到。",
            do="请核对到达日期和 split_from。",
        )


def _not_in_future(registration: Registration, by: By) -> None:
    latest = max(registration.arrived, registration.confirmed or registration.arrived)
    if latest > by.today:
        raise DeskError(
            f"到达或者确认的日期{latest}晚于今天（{by.today}）。",
            why="只登记已经收到的申请。",
            do="请核对日期。",
        )


def _numbered(conn: Connection, office: Office, registration: Registration) -> tuple[str, int]:
    """The number and its place in the year; a number kept from elsewhere takes no place of ours."""
    year = registration.arrived.year
    if registration.number is None:
        return next_number(conn, office, year)
    n = place_of(office, year, registration.number)
    if n:
        reach_number(conn, office, year, n)
    return registration.number, n


def next_number(conn: Connection, office: Office, year: int) -> tuple[str, int]:
    """The next number of a year, and its place in it."""
    n = numbers.take(conn, office.key, f"number:{year}")
    return number_of(office, year, n), n


def reach_number(conn: Connection, office: Office, year: int, n: int) -> None:
    """Let the numbers of a year go on after one that was given elsewhere."""
    numbers.reach(conn, office.key, f"number:{year}", n)


def place_of(office: Office, year: int, number: str) -> int:
    """The place in its year of a number of the agency's own pattern, 0 for any other."""
    ours = re.escape(number_of(office, year, 0)).replace("第0号", "第([1-9][0-9]{0,8})号")
    found = re.fullmatch(ours, number)
    return int(found[1]) if found and found.groups() else 0


def number_of(office: Office, year: int, n: int) -> str:
    """申请编号 by the agency's pattern."""
    return office.agency.number_pattern.format(code=office.agency.code, year=year, n=n)


# --- finding -------------------------------------------------------------------------------------


def full_number(office: Office, text: str, by: By) -> str:
    """A number as typed: in full, as 2026-31, or as 31 of this year; one kept just so is found first."""
    typed = narrowed("申请编号", text, [])
    if len(typed) > MOST_OTHER or not typed.isprintable():
        raise DeskError("这不是申请编号。", why="编号是一行不太长的文字。", do="请核对编号。")
    short = re.fullmatch(r"(?:([0-9]{4})-)?([0-9]{1,9})", typed)
    if short is None:
        return typed.replace("[", "〔").replace("]", "〕")
    with office.database.reading() as conn:
        if worklist.find_number(conn, office.key, typed) is not None:
            return typed
    return number_of(office, int(short[1] or by.today.year), int(short[2]))


def find(conn: Connection, office: Office, number: str) -> Row:
    """The row of an application; NotThere when there is none."""
    row = worklist.find_number(conn, office.key, number)
    if row is None:
        raise NotThere(
            f"没有编号为“{number}”的申请。",
            why=f"{office.agency.name}的登记簿中没有这个编号。",
            do="请核对编号；用 foidesk list --all 查看全部申请。",
        )
    return row


def open_file(office: Office, number: str) -> File:
    """Everything about one application."""
    with office.database.reading() as conn:
        return file_of(conn, office, find(conn, office, number))


def file_of(conn: Connection, office: Office, row: Row) -> File:
    """Everything about the application of a row."""
    entries = log.load(conn, office.vault, office.key, row.application)
    folded = case(facts_of(entries), office.calendar)
    named = people.get_many(conn, office.vault, office.key, _rows_of_people(folded))
    if folded.registered.applicant not in named:  # says what is missing
        people.get(conn, office.vault, office.key, folded.registered.applicant)
    return File(row, entries, folded, named)


def _rows_of_people(case: Case) -> set[int]:
    registered = case.registered
    parties = {event.party for event in case.standing if isinstance(event, ev.ConsultationSent)}
    named = {registered.applicant, *registered.joint, registered.agent, *parties}
    return {row for row in named if row is not None}


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
    if not events:
        raise DeskError("没有要登记的内容。", why="所给的列表是空的。", do="请至少写一项。")
    changes: list[Change] = []
    kept = narrowed_facts(events, changes)
    with office.database.writing() as conn:
        done = append(conn, office, number, kept, by, seen=seen)
    return replace(done, changes=tuple(changes))


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
    for event in events:
        permits.demand(by, *permits.acts_of(type(event)))
    row = find(conn, office, number)
    entries = log.load(conn, office.vault, office.key, row.application)
    if seen is not None and not 0 < seen <= len(entries):
        raise DeskError(
            f"登记项数{seen}不对。",
            why=f"该申请现有{len(entries)}项登记。",
            do="请用 foidesk show 查看后重试。",
        )
    if seen is not None and seen < len(entries):
        raise log.ChangedMeanwhile([(e.recorded_by, e.event.name) for e in entries[seen:]])
    facts = facts_of(entries)
    before = case(facts, office.calendar)
    new: list[ev.Event] = []
    for event in events:
        checked = _completed(conn, office, row, before, event, by)
        demand_approved(before, checked, by)
        judge((*facts, *new), checked, office.calendar, today=by.today, readings=office.readings)
        new.append(checked)
    after = case((*facts, *new), office.calendar)
    head = log.append(conn, office.vault, office.key, row.application, len(entries), new, by.now, by.who)
    made, days = index.keep(conn, office, row.application, after, head)
    raise_at_once(conn, office, row.application, days, made.handler, by.now)
    if made.handler != row.handler:
        pass_on(conn, office, row.application, made.handler, by.now)
    indexing.correct(conn, office, row.application, before, after)
    return Recorded(made, before, after)


#: Steps of an approval, and the field that says whose step it is.
_SIGNED: Mapping[type[ev.Event], str] = {
    ev.Submitted: "submitted_by",
    ev.Reviewed: "reviewed_by",
    ev.SentBack: "sent_back_by",
    ev.Approved: "approved_by",
    ev.Recalled: "recalled_by",
}


def _completed(conn: Connection, office: Office, row: Row, case: Case, event: ev.Event, by: By) -> ev.Event:
    """The act with what the desk knows and the clerk need not type; DeskError for what does not fit the office."""
    if isinstance(event, ev.Struck) and event.struck_by is None:
        return replace(event, struck_by=by.who)
    if name := _SIGNED.get(type(event)):
        # a person signs for himself; the command line may record what somebody else did on paper
        own = by.roles is not None or getattr(event, name) is None
        signed: dict[str, Any] = {name: by.who}
        return replace(event, **signed) if own else event
    if isinstance(event, ev.ReceiptCorrected | ev.RegistrationCorrected) and event.corrected_by is None:
        event = replace(event, corrected_by=by.who)
    if isinstance(event, ev.FeeNotified):
        return fees.assessed(conn, office, row, event)
    demand_fitting(conn, office, row, event)
    if isinstance(event, ev.Extended):
        # READING(adr-013): the opinion in force when it was told goes into the log; a clerk does not type it.
        opinion = office.agency.second_extension_opinion if case.position.extension_used else None
        return replace(event, opinion=opinion or None)
    if isinstance(event, ev.LetterIssued):
        _number_is_free(case, event)
    if isinstance(event, ev.RegistrationCorrected | ev.AddressChanged) and event.applicant is not None:
        people.get(conn, office.vault, office.key, event.applicant)
        applicants.correct(conn, office.key, row.application, case.registered.applicant, event.applicant)
    return event


def demand_fitting(conn: Connection, office: Office, row: Row, event: ev.Event) -> None:
    """DeskError for an act that does not fit the office or another application, which the rules cannot know."""
    if isinstance(event, ev.Extended):
        _approved_by_the_head(conn, office, event)
    if isinstance(event, ev.Merged):
        _can_be_merged(conn, office, row, event)


def _approved_by_the_head(conn: Connection, office: Office, event: ev.Extended) -> None:
    who = heads.on(conn, office, event.on)
    if event.approved_by is not None and event.approved_by not in who:
        raise DeskError(
            f"延期须经政府信息公开工作机构负责人同意，“{event.approved_by}”不是负责人。",
            why=f"{law.EXTEND.cite}；{event.on}的负责人是{'、'.join(who)}。",
            do="请由负责人批准后登记；负责人有变动的，先更改配置的 head，或者调整账号的角色。",
        )


def _number_is_free(case: Case, event: ev.LetterIssued) -> None:
    """A document number is the application's own and is never used again, not even after a strike."""
    used = {entry.doc_number for entry in case.log if isinstance(entry, ev.LetterIssued)}
    if event.doc_number in used or not event.doc_number.startswith(f"{case.number}-"):
        raise DeskError(
            f"文号“{event.doc_number}”不能使用。",
            why="文号由申请编号加后缀组成，用过的不再使用。",
            do="请用 foidesk letter --issue 签发，由系统编号。",
        )


def correct_applicant(
    office: Office, number: str, changed: Mapping[str, str], on: date, reason: str, by: By
) -> Recorded:
    """Put the applicant's own details right: a new row of people, named by a correcting event."""
    file = open_file(office, number)
    unknown = [name for name in changed if name not in CORRECTABLE]
    if unknown:
        raise DeskError(
            f"不能更正“{'、'.join(unknown)}”。",
            why=f"可更正：{'、'.join(CORRECTABLE)}。",
            do="请改正后重试。",
        )
    changes: list[Change] = []
    corrected = correct(file.applicant, changed, changes)
    with office.database.writing() as conn:
        person = people.add(conn, office.vault, office.key, corrected)
        event = ev.RegistrationCorrected(on=on, applicant=person, reason=reason, corrected_by=by.who)
        done = append(conn, office, number, [event], by, seen=len(file.entries))
    return replace(done, changes=tuple(changes))


def _can_be_merged(conn: Connection, office: Office, row: Row, event: ev.Merged) -> None:
    """The same applicant's earlier application, not yet answered (law: the earlier receipt goes on)."""
    other = find(conn, office, event.into)
    wrong = None
    if other.number == row.number:
        wrong = "不能并入自己"
    elif other.state not in {state.key for state in OPEN_STATES}:
        wrong = f"“{other.number}”已经办结"
    elif (other.received or row.received or date.max) > (row.received or date.max):
        wrong = f"“{other.number}”收到在后，应当并入先收到的一件"
    elif not fees.same_person(conn, office, row, other):
        wrong = f"“{other.number}”是另一申请人的申请"
    if wrong:
        raise DeskError(
            f"不能并案：{wrong}。",
            why="同一申请人以两种渠道提出同一申请的，并入先收到的一件。",
            do="请核对 into。",
        )
