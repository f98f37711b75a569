"""One application as its page shows it: found by its row, remedies with their days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foidesk.desk import letters, permits
from foidesk.desk.applications import File, file_of
from foidesk.desk.letterfacts.matter import issued
from foidesk.desk.letters import Paper
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import NotThere
from foidesk.rules import events as ev
from foidesk.rules import remedies
from foidesk.rules.vocabulary import RemedyRoute
from foidesk.store import audit, worklist
from foidesk.store.people import Person


@dataclass(frozen=True, slots=True)
class Challenge:
    """A remedy against the reply: when the copy came, by when the agency must answer, how it ended."""

    filed: ev.RemedyFiled
    answer_by: date
    result: ev.RemedyDecided | None


def by_key(office: Office, application: int, by: By) -> File:
    """The file of a row; NotThere when there is none, NotPermitted for those who may not read."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        row = worklist.get(conn, office.key, application)
        if row is not None:
            return file_of(conn, office, row)
    raise NotThere("没有这件申请。", why=f"{office.agency.name}的登记簿中没有。", do="请从申请列表重新进入。")


def challenges(office: Office, file: File) -> Iterator[Challenge]:
    """Reconsiderations and suits with the agency's days to answer (复议法 48, 54; 行诉法 67)."""
    decided = [e for e in file.case.standing if isinstance(e, ev.RemedyDecided)]
    for filed in (e for e in file.case.standing if isinstance(e, ev.RemedyFiled)):
        if filed.route is RemedyRoute.RECONSIDERATION:
            last = remedies.answer_to_reconsideration(filed.on, office.calendar, simplified=filed.simplified)
        else:
            last = remedies.answer_to_court(filed.on, office.calendar)
        result = next((e for e in decided if e.route is filed.route and e.on >= filed.on), None)
        yield Challenge(filed, last, result)


def parts(file: File) -> Iterator[tuple[int, str, Person]]:
    """Everybody of the application by row, with the part played in it, in Chinese; the applicants first."""
    registered = file.case.registered
    told = {registered.applicant: "申请人", **dict.fromkeys(registered.joint, "共同申请人")}
    if registered.agent is not None:
        told[registered.agent] = "代理人"
    for key, person in sorted(file.people.items(), key=lambda each: each[0] not in told):
        yield key, told.get(key, "被征求意见方"), person


def reveal(office: Office, application: int, by: By) -> dict[int, Person]:
    """The people of an application in full; that somebody looked goes into the audit trail first."""
    permits.demand(by, Act.READ_PERSONAL)
    file = by_key(office, application, by)
    with office.database.writing() as conn:
        audit.add(conn, office.key, by.now, by.who, "查看完整个人信息", file.row.number, None)
    return dict(file.people)


def paper(office: Office, application: int, doc_number: str, by: By) -> Paper:
    """An issued letter as it left the house. It names people, so that somebody took it goes into the audit trail first.

    NotThere when no such letter was issued.
    """
    permits.demand(by, Act.READ_PERSONAL)
    file = by_key(office, application, by)
    letter = issued(file.case, doc_number)
    with office.database.writing() as conn:
        audit.add(conn, office.key, by.now, by.who, "取出文书", letter.doc_number, None)
    return letters.fetched(office, letter)
