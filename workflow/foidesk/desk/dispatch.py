"""Letters on their way: handed to the post, sent by e-mail, served, come back, refused; and a new address.

Service of a notice also starts or stops the clock: one act records both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from foidesk import mail
from foidesk.desk import letters
from foidesk.desk.applications import File, Recorded, append, open_file
from foidesk.desk.letterfacts.consultations import CONSULTED
from foidesk.desk.letterfacts.matter import issued
from foidesk.desk.office import By, Office
from foidesk.desk.recipients import recipients
from foidesk.desk.registration import correct
from foidesk.desk.texts import Change
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.guard import judge
from foidesk.rules.vocabulary import Service
from foidesk.store import frozen, people
from foidesk.store.people import Person

MESSAGE = "message/rfc822"

#: What the service of a kind of letter means for the clock.
_SERVED: Mapping[str, Callable[[date, ev.LetterIssued], ev.Event]] = {
    "clarification": lambda on, letter: ev.ClarificationServed(on=on),
    "explanation": lambda on, letter: ev.ExplanationServed(on=on),
    "fee": lambda on, letter: ev.FeeNoticeServed(on=on),
    "third_party": lambda on, letter: ev.ConsultationServed(on=on, id=letter.about or ""),
    "co_maker": lambda on, letter: ev.ConsultationServed(on=on, id=letter.about or ""),
    "other_agency": lambda on, letter: ev.ConsultationServed(on=on, id=letter.about or ""),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out, and the e-mail as sent."""

    recorded: Recorded
    message: bytes = b""


def posted(
    office: Office,
    number: str,
    doc_number: str,
    on: date,
    by: By,
    *,
    service: Service,
    tracking: str | None = None,
) -> Recorded:
    """A letter was handed to the post (with the number of the item), to a courier, an agency or the addressee."""
    file = open_file(office, number)
    letter = issued_letter(file, doc_number)
    event = ev.LetterSent(
        on=on,
        doc_number=letter.doc_number,
        service=service,
        tracking=tracking,
        to="；".join(filter(None, map(_postal, recipients(file.case, file.people, letter)))) or None,
    )
    return _append(office, file, [event], by)


def emailed(office: Office, number: str, doc_number: str, by: By) -> tuple[Sent, ...]:
    """Send an issued letter with its attachments to each addressee that has an e-mail address; the messages are kept.

    DeskError when nobody has an address, there is no mail service, or the server refuses; what went out before
    is recorded.
    """
    file = open_file(office, number)
    letter = issued_letter(file, doc_number)
    to = [person for person in recipients(file.case, file.people, letter) if person.email]
    if not to:
        raise DeskError(
            "收件人没有电子邮箱。",
            why="文书按收件人选择的方式送达，登记的联系方式中没有电子邮箱。",
            do="请改用其他方式，或者先登记收件人提供的电子邮箱。",
        )
    return tuple(_mailed(office, file, letter, person, by) for person in to)


def _mailed(office: Office, file: File, letter: ev.LetterIssued, to: Person, by: By) -> Sent:
    address = to.email or ""
    event = ev.LetterSent(on=by.today, doc_number=letter.doc_number, service=Service.ELECTRONIC, to=address)
    judge(file.case.log, event, office.calendar, today=by.today, readings=office.readings)
    message = mail.compose(
        address,
        f"{office.agency.name}：{letter.doc_number}",
        _cover(office, to, letter),
        _enclosed(office, letter),
        by.now,
        office.settings.mail,
    )
    sent = mail.send(message, office.settings.mail)
    try:
        with office.database.writing() as conn:
            digest = frozen.freeze(conn, office.vault, office.key, MESSAGE, sent)
            kept = replace(event, message_sha256=digest)
            return Sent(append(conn, office, file.row.number, (kept,), by), sent)
    except DeskError as error:
        raise DeskError(
            f"邮件已经发出（{address}），但是没有登记。",
            why=f"{error.what}{error.why}",
            do="请不要再次发送；处理之后用 foidesk service sent 补登，送达方式为 electronic。",
        ) from error


def served(
    office: Office, number: str, doc_number: str, on: date, by: By, *, service: Service | None = None
) -> Recorded:
    """A letter reached its addressee: recorded together with what that means for the clock."""
    file = open_file(office, number)
    letter = issued_letter(file, doc_number)
    events: list[ev.Event] = [ev.LetterServed(on=on, doc_number=letter.doc_number, service=service)]
    if letter.kind in _SERVED:
        meant = _SERVED[letter.kind](on, letter)
        if not _known(file, meant):
            events.append(meant)
    return _append(office, file, events, by)


def returned(
    office: Office, number: str, doc_number: str, on: date, by: By, *, note: str | None = None
) -> Recorded:
    """A letter came back; of a consultation the clock is told too."""
    file = open_file(office, number)
    letter = issued_letter(file, doc_number)
    events: list[ev.Event] = [ev.LetterReturned(on=on, doc_number=letter.doc_number, note=note)]
    if letter.kind in _SERVED and letter.kind in CONSULTED:
        meant = ev.ConsultationReturned(on=on, id=letter.about or "")
        if not _known(file, meant):
            events.append(meant)
    return _append(office, file, events, by)


def refused(
    office: Office, number: str, doc_number: str, on: date, by: By, *, witness: str, note: str | None = None
) -> Recorded:
    """The addressee would not take a letter; who saw it is written down."""
    file = open_file(office, number)
    event = ev.LetterRefused(
        on=on,
        doc_number=issued_letter(file, doc_number).doc_number,
        witness=witness.strip() or None,
        note=note,
    )
    return _append(office, file, [event], by)


def moved(office: Office, number: str, changed: Mapping[str, str], on: date, by: By) -> Recorded:
    """The applicant gave another address, telephone or e-mail: it counts from the day the agency has it."""
    file = open_file(office, number)
    allowed = ("telephone", "address", "postcode", "email")
    if not changed or (unknown := [name for name in changed if name not in allowed]):
        raise DeskError(
            f"不能变更“{'、'.join(unknown)}”。" if changed else "没有写明新的联系方式。",
            why=f"可变更：{'、'.join(allowed)}。",
            do="姓名、证件登记有误的，请用 registration_corrected 更正。",
        )
    changes: list[Change] = []
    person = correct(file.applicant, changed, changes)
    with office.database.writing() as conn:
        row = people.add(conn, office.vault, office.key, person)
        event = ev.AddressChanged(on=on, applicant=row)
        done = append(conn, office, number, [event], by, seen=len(file.entries))
    return replace(done, changes=tuple(changes))


# --- whom it goes to -----------------------------------------------------------------------------


def issued_letter(file: File, doc_number: str) -> ev.LetterIssued:
    """The letter of that number, or of that suffix where the number is the application's own (“补”)."""
    return issued(file.case, doc_number)


def _postal(person: Person) -> str | None:
    parts = (person.postcode, person.address, person.name)
    return " ".join(part for part in parts if part) if person.address else None


def _cover(office: Office, to: Person, letter: ev.LetterIssued) -> str:
    agency = office.agency
    return (
        f"{to.name}：\n\n"
        f"现发送本机关文书{letter.doc_number}，见附件。\n"
        f"如无法打开附件，请与{agency.office}联系：{agency.telephone}。\n\n"
        f"{agency.name}\n"
    )


def _enclosed(office: Office, letter: ev.LetterIssued) -> Sequence[mail.Attachment]:
    paper = letters.fetched(office, letter)
    own = mail.Attachment(f"{letters.file_name(letter.doc_number)}.pdf", letters.PDF, paper.pdf)
    others = (mail.Attachment(e.name, e.media_type, e.data) for e in letters.attached(office, letter))
    return [own, *others]


# --- recording -----------------------------------------------------------------------------------


def _known(file: File, fact: ev.Event) -> bool:
    """Whether the clock has been told already, for this notice or this consultation."""
    mine = [
        event
        for event in file.case.standing
        if type(event) is type(fact) and getattr(event, "id", None) == getattr(fact, "id", None)
    ]
    return any(event.on == fact.on for event in mine)


def _append(office: Office, file: File, events: Sequence[ev.Event], by: By) -> Recorded:
    with office.database.writing() as conn:
        return append(conn, office, file.row.number, events, by, seen=len(file.entries))
