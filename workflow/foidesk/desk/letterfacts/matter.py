"""What a letter is written from: the case, the people in it, the agency, and what the clerk states for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foidesk.desk import catalogue
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError, NotThere
from foidesk.rules import events as ev
from foidesk.rules.case import Case
from foidesk.rules.vocabulary import ApplicantKind, Channel
from foidesk.settings import Agency
from foidesk.store.people import Person

_BY = {
    Channel.IN_PERSON: "当面提交",
    Channel.SIGNED_POST: "邮寄",
    Channel.ORDINARY_POST: "平常信函",
    Channel.INTERNET: "互联网",
    Channel.EMAIL: "电子邮件",
    Channel.FAX: "传真",
    Channel.ORAL: "口头",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One letter to be written. Facts come from here and from nowhere else."""

    agency: Agency
    case: Case
    people: Mapping[int, Person]  #: by row: applicants, agent, consulted parties
    about: str = ""  #: the consultation or the letter it concerns, where the case has several
    stated: Mapping[str, str] = field(default_factory=dict)  #: blanks of [asked], as the clerk filled them in
    signed_on: date | None = None  #: None: the day of the fact it tells

    @property
    def applicant(self) -> Person:
        """The applicant, of joint ones the first named."""
        return self.people[self.case.registered.applicant]

    @property
    def applicants(self) -> tuple[Person, ...]:
        """Every applicant of this one application."""
        registered = self.case.registered
        return tuple(self.people[row] for row in (registered.applicant, *registered.joint))

    def last(self, kind: type[ev.E]) -> ev.E:
        """The last standing fact of that kind. Raises DeskError when there is none."""
        found = [event for event in self.case.standing if isinstance(event, kind)]
        if not found:
            raise DeskError(
                f"案件中没有“{kind.label}”。",
                why="文书的内容来自已经登记的事实。",
                do=f"请先登记“{kind.label}”（{kind.name}）。",
            )
        return found[-1]

    def letter(self, number: str) -> ev.LetterIssued:
        """The issued letter of that number; see `issued`."""
        return issued(self.case, number)

    def last_number(self, kind: str) -> str | None:
        """文号 of the last issued letter of that kind, None when there is none."""
        letters = reversed(self.case.letters)
        return next((letter.doc_number for letter in letters if letter.kind == kind), None)


def issued(case: Case, number: str) -> ev.LetterIssued:
    """The issued letter of that number, written in full or as its suffix (“补”). Raises NotThere for no such letter."""
    full = (
        number
        if not number or number.startswith(case.number)
        else f"{case.number}-{number.removeprefix('-')}"
    )
    for letter in case.letters:
        if letter.doc_number == full:
            return letter
    known = "、".join(letter.doc_number for letter in case.letters)
    raise NotThere(
        f"该申请没有签发过文号为“{full}”的文书。",
        why=f"已签发：{known or '无'}。",
        do="请核对文号。",
    )


def shared(matter: Matter) -> dict[str, Any]:
    """What every letter may say."""
    agency, case = matter.agency, matter.case
    return {
        "agency": agency.name,
        "head": agency.name if agency.red_head else "",
        "signed_on": matter.signed_on,
        "applicant": "、".join(person.name for person in matter.applicants),
        "you": you(matter),
        "received_on": case.clock.received,
        "channel": _BY[case.received.channel],
        "number": case.number,
        "request": case.registered.request,
        "office": agency.office,
        "contact": "，".join(
            part for part in (agency.telephone, agency.address, agency.office_hours) if part
        ),
        "return_to": f"送交或者邮寄至{agency.office}（{agency.address}，邮政编码{agency.postcode}），"
        f"或者发送至电子邮箱{agency.email}",
        "clarified_on": case.position.clarified,
        "clarified_request": _clarified_request(case),
    }


def you(matter: Matter) -> str:
    """您 for a person, 你单位 for an organisation, 你们 for several."""
    if len(matter.applicants) > 1:
        return "你们"
    return addressed(matter.applicant.kind)


def addressed(kind: ApplicantKind | None) -> str:
    """您 for a person, 你单位 for an organisation."""
    return "您" if kind is ApplicantKind.NATURAL_PERSON else "你单位"


def titled(letter: ev.LetterIssued) -> str:
    """The title an issued letter bears."""
    return letter.title or catalogue.template(letter.kind).title


def day_stated(meaning: str, text: str) -> date:
    """A day as somebody wrote it. Raises DeskError that says what the day was to mean."""
    try:
        return parse_day(text)
    except DeskError as error:
        raise DeskError(f"{meaning}：{error.what}", why=error.why, do=error.do) from error


def sentence(text: str) -> str:
    """A fact as a sentence of the letter."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；" else text + "。"


def _clarified_request(case: Case) -> str | None:
    answers = [e.content for e in case.standing if isinstance(e, ev.Clarified) and e.content]
    return answers[-1] if answers else None
