"""Letters as facts: drafted, issued, sent, served, come back or refused, and where they are to go."""

from __future__ import annotations

from foidesk.rules.facts import Event, fact, prose
from foidesk.rules.vocabulary import Service


@fact("拟稿")
class Drafted(Event):
    """拟稿: a letter was drafted. What the clerk stated and rewrote is kept, so that another can go on with it."""

    kind: str
    about: str | None = None  #: the consultation or letter it concerns, where there are several
    stated: str | None = prose(default=None)  #: JSON: blanks of [asked] -> text
    passages: str | None = prose(default=None)  #: JSON: names of free blocks -> text
    decided: str | None = prose(default=None)  #: JSON: decision or extension that goes with the letter


@fact("签发文书")
class LetterIssued(Event):
    """签发: signed and numbered."""

    kind: str
    doc_number: str
    title: str | None = None
    about: str | None = None
    approved_by: str | None = None
    pdf_sha256: str | None = None
    docx_sha256: str | None = None
    letter_sha256: str | None = None  #: the words as composed, kept beside the bytes
    sealed_sha256: str | None = None  #: the PDF as the seal or the signature returned it
    template: str | None = None  #: version of the wording
    calendar: str | None = None  #: version of the calendar its dates were counted with
    agency: str | None = None  #: the agency that signs
    stated: str | None = prose(default=None)  #: JSON: what only this letter says
    outside: bool = False  #: the text was changed outside the program and attached
    attachments: tuple[str, ...] = ()  #: SHA-256 of the files that go with it
    confirmed_by: str | None = None  #: who let it go in spite of a warning
    confirmed: str | None = prose(default=None)  #: and why
    doubts: str | None = prose(default=None)  #: the warnings, one a line


@fact("发出文书")
class LetterSent(Event):
    """发出: handed to the post with its number, given to another agency, or sent by e-mail."""

    doc_number: str
    service: Service
    tracking: str | None = None  #: number of the item of post
    to: str | None = prose(default=None)  #: the address it was sent to
    message_sha256: str | None = None  #: the e-mail as sent


@fact("文书送达")
class LetterServed(Event):
    """送达: a letter reached its addressee; the applicant's own periods run from here."""

    doc_number: str
    service: Service | None = None


@fact("文书退回")
class LetterReturned(Event):
    """退回: posted in time, it stays in time; no period begins for the applicant, another contact is tried."""

    doc_number: str
    note: str | None = prose(default=None)


@fact("文书拒收")
class LetterRefused(Event):
    """拒收: the addressee would not take it; who saw it is written down."""

    doc_number: str
    note: str | None = prose(default=None)
    witness: str | None = prose(default=None)


@fact("变更送达地址")
class AddressChanged(Event):
    """The applicant gave another address; it counts from the day the agency has it."""

    applicant: int  #: row of the people table with the new address
