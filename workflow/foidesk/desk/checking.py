"""A letter's check at the desk: what its matter and the register know, for paper.check to hold it against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from foidesk.desk import letterfacts
from foidesk.desk.applications import facts_of
from foidesk.desk.letterfacts.consultations import CONSULTED, consultation, party
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.office import Office
from foidesk.paper.check import Against, Approver, Earlier
from foidesk.paper.letter import Letter
from foidesk.paper.wording.blanks import chinese_date
from foidesk.paper.wording.template import Template
from foidesk.rules import decisions
from foidesk.rules import events as ev
from foidesk.rules.case import Case, case
from foidesk.rules.vocabulary import Consulted
from foidesk.store import log, people, samepeople, worklist
from foidesk.store.people import Person

#: Grounds that put a request aside, so that nothing was decided on what it asks for.
_ASIDE = frozenset({"petition", "repeat", "mass", "still_unclear", "confirm_again"})
_REPLIES = letterfacts.REPLIES
#: The end of an address that names one household: 3栋402, 2单元501, 4组12号.
_DOOR = re.compile(r"\d+(?:[栋幢楼座]|号楼)(?:\d+单元)?\d+|\d+单元\d+|\d+组\d+号")


def against(
    matter: Matter,
    template: Template,
    letter: Letter,
    *,
    approver: str,
    attached: Sequence[str] | None = None,
    remains: Sequence[str] = (),
    approvers: Sequence[Approver] = (),
    earlier: Earlier | None = None,
    corrected: Letter | None = None,
) -> Against:
    """What a letter of this matter must agree with. Raises DeskError where the matter lacks a fact of its kind."""
    agency, reply = matter.agency, matter.case.position.reply
    return Against(
        case=matter.case,
        template=template,
        addressees=_addressees(matter, template.kind),
        hidden=_identity(matter) if _about_party(matter, template.kind) else (),
        agency=agency.name,
        agency_type=agency.type,
        signs_for=agency.signs_for,
        reconsiders=tuple(zip(agency.reconsideration_agency, agency.reconsideration_role, strict=True)),
        remedy=_remedy(matter, template, letter),
        approver=approver,
        approvers=tuple(approvers),
        earlier=earlier,
        attached=None if attached is None else tuple(attached),
        remains=tuple(remains),
        replied_on=reply.on if template.kind in _REPLIES and reply is not None else None,
        about=letterfacts.subject(matter, template.kind),
        corrected=corrected,
    )


def _remedy(matter: Matter, template: Template, letter: Letter) -> str:
    """The paragraph that the rules give a letter of this kind and date."""
    if template.remedy not in ("by_result", "choice"):
        return ""
    dated = replace(matter, signed_on=letter.signed_on)
    return str(letterfacts.FACTS[template.kind](dated).get("remedy") or "")


# --- people ----------------------------------------------------------------------------------------
def _addressees(matter: Matter, kind: str) -> tuple[str, ...]:
    to_party = _about_party(matter, kind)
    if to_party is None:
        return tuple(person.name for person in matter.applicants)
    consulted, about = to_party
    person = party(matter, consultation(replace(matter, about=about), consulted))
    return (person.name,) if person is not None else ()


def _about_party(matter: Matter, kind: str) -> tuple[Consulted, str] | None:
    """Whom a letter to a consulted party asks, and in which consultation; None for a letter to the applicant."""
    if kind in (*CONSULTED, "third_party_slip"):
        return Consulted(kind.removesuffix("_told").removesuffix("_slip")), matter.about
    if kind in ("erratum", "service_proof"):
        for letter in _letters_about(matter):
            if letter.kind in CONSULTED:
                return _about_party(replace(matter, about=letter.about or ""), letter.kind)
    return None


def _letters_about(matter: Matter) -> Iterator[ev.LetterIssued]:
    """The issued letters that `about` names, by number or suffix, parted by 、."""
    named = [text.strip() for text in matter.about.split("、") if text.strip()]
    for letter in matter.case.letters:
        if not named or any(letter.doc_number.endswith(text) for text in named):
            yield letter


def _identity(matter: Matter) -> tuple[str, ...]:
    """What tells who applied: of the applicants and the agent, never to be read by anybody else."""
    agent = matter.case.registered.agent
    persons = [*matter.applicants, *([matter.people[agent]] if agent is not None else [])]
    told = [p for person in persons for p in (person.name, person.id_number, person.telephone, person.email)]
    # “长沙市芙蓉区” tells nobody; a street and a number do
    addresses = [p.address for p in persons if p.address and any(map(str.isdigit, p.address))]
    told += [*addresses, *(door[0] for address in addresses for door in _DOOR.finditer(address))]
    return tuple(dict.fromkeys(text for text in told if text))


# --- the earlier reply -----------------------------------------------------------------------------
def earlier_reply(conn: Connection, office: Office, matter: Matter) -> Earlier | None:
    """The earlier reply that the matter's reply rests on (条例 36(6)); None when the register does not have it.

    Its day is that of the letter, or the day it was sent where the reply states that one.
    """
    stated = _stated(matter)
    if stated is None:
        return None
    number, on = stated
    row = worklist.find_number(conn, office.key, number.rpartition("-")[0])
    if row is None:
        return None
    found = case(
        facts_of(log.load(conn, office.vault, office.key, row.application)), office.calendar, office.readings
    )
    issued = next((e for e in found.log if isinstance(e, ev.LetterIssued) and e.doc_number == number), None)
    if issued is None or issued.kind not in _REPLIES:
        return None
    reply = _sent_with(found, issued)
    standing = issued in found.letters and reply is not None
    return Earlier(
        number=number,
        on=reply.on if reply is not None and chinese_date(reply.on) == on else issued.on,
        same_applicant=_same_applicants(conn, office, matter, found),
        in_substance=reply is not None and any(g.key not in _ASIDE for g in decisions.grounds_of(reply)),
        stands=standing and not _annulled_since(found, reply),
    )


def _stated(matter: Matter) -> tuple[str, str] | None:
    """Number and day of the earlier reply as the reply states them."""
    reply = matter.case.position.reply
    for item in decisions.items_of(reply) if reply is not None else ():
        number = item.facts.get("earlier_number", "").strip()
        if item.ground.key in ("repeat", "confirm_again") and number:
            return number, item.facts.get("earlier_date", "").strip()
    return None


def _same_applicants(conn: Connection, office: Office, matter: Matter, found: Case) -> bool:
    """Whether everybody who applies now was answered then."""
    rows = (found.registered.applicant, *found.registered.joint)
    answered = people.get_many(conn, office.vault, office.key, rows)
    return all(_among(conn, office, person, answered) for person in matter.applicants)


def _among(conn: Connection, office: Office, person: Person, answered: Mapping[int, Person]) -> bool:
    """By identity number, or by name and telephone; by name alone against somebody of whom there is no more."""
    if answered.keys() & set(samepeople.same(conn, office.vault, office.key, person)):
        return True
    return any(
        other.name == person.name and (_only_a_name(other) or _only_a_name(person))
        for other in answered.values()
    )


def _only_a_name(person: Person) -> bool:
    """As joint applicants are registered."""
    return not (person.id_number or person.telephone)


def _sent_with(found: Case, issued: ev.LetterIssued) -> ev.Replied | None:
    """The reply that the letter carried: the first one recorded on its day or later."""
    replies = (e for e in found.standing if isinstance(e, ev.Replied) and e.on >= issued.on)
    return next(replies, None)


def _annulled_since(found: Case, reply: ev.Replied | None) -> bool:
    later = found.standing[found.standing.index(reply) :] if reply is not None else ()
    return any(isinstance(event, ev.ReplyAnnulled) for event in later)
