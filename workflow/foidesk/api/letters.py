"""Letters of an application: drafted, held against the case, issued, and taken out as PDF or DOCX."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from foidesk.api.attachments import N
from foidesk.api.files import ANY, file_of, given
from foidesk.api.proposals import Proposal, Written, told
from foidesk.api.seat import Key, Seat, Sending, Sitting
from foidesk.api.summaries import Summary, recorded
from foidesk.desk import dossier, issuing, letterfiles, letters, proposing
from foidesk.desk.letters import DOCX, PDF, Attached, Paper
from foidesk.desk.permits import Act

router = APIRouter(prefix="/applications/{application}", tags=["letters"])
Number = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Kind = Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f]+$")]
About = Annotated[str, Query(max_length=100, pattern=r"^[^\x00-\x1f]*$")]


class Issued(BaseModel):
    """A letter that left the house, by its number; `pdf_sha256`: of the PDF as rendered, before any seal."""

    doc_number: str
    kind: str
    about: str | None
    on: date
    approved_by: str | None
    pdf_sha256: str | None
    docx_sha256: str | None


class Letters(BaseModel):
    """The issued letters of an application, in order."""

    letters: list[Issued]


class Remark(BaseModel):
    """What the check says; one that refuses keeps the letter from being issued, the others the head may confirm."""

    what: str
    why: str
    do: str
    refuses: bool


class Passage(BaseModel):
    """A paragraph of a letter, or a table of rows; `free`: whether a draft may rewrite it, by its name."""

    name: str
    style: str
    text: str
    rows: list[list[str]]
    free: bool


class Draft(BaseModel):
    """A letter as it would be issued today."""

    kind: str
    title: str
    signed_on: date
    passages: list[Passage]
    findings: list[Remark]


@router.get("/letters")
def issued(seat: Sitting, application: Key) -> Letters:
    """The letters that were issued."""
    return Letters(
        letters=[Issued.model_validate(e, from_attributes=True) for e in seat.file(application).case.letters]
    )


@router.get("/letters/pdf", response_class=Response, responses=file_of(PDF))
def as_pdf(seat: Sitting, application: Key, doc_number: Number) -> Response:
    """An issued letter as PDF, sealed where it was; noted in the audit trail."""
    paper = dossier.paper(seat.office, application, doc_number, seat.by)
    return given(paper.pdf, PDF, letters.file_name(f"{paper.number}.pdf"))


@router.get("/letters/docx", response_class=Response, responses=file_of(DOCX))
def as_docx(seat: Sitting, application: Key, doc_number: Number) -> Response:
    """The same words as DOCX; noted in the audit trail."""
    paper = dossier.paper(seat.office, application, doc_number, seat.by)
    return given(paper.docx, DOCX, letters.file_name(f"{paper.number}.docx"))


@router.get("/letters/files/{n}", response_class=Response, responses=file_of(ANY))
def enclosed(seat: Sitting, application: Key, n: N, doc_number: Number) -> Response:
    """The n-th file that went with an issued letter; noted in the audit trail."""
    return _attached(letterfiles.of_issued(seat.office, application, doc_number, n, seat.by))


@router.get("/drafts")
def kept(seat: Sitting, application: Key, kind: Kind, about: About = "") -> Proposal:
    """What was last drafted or sent for approval of a kind, and is not yet issued."""
    return told(letterfiles.draft(seat.office, application, kind, about, seat.by))


@router.get("/drafts/files/{n}", response_class=Response, responses=file_of(ANY))
def enclosed_in_draft(seat: Sitting, application: Key, n: N, kind: Kind, about: About = "") -> Response:
    """The n-th file of a kept draft."""
    return _attached(letterfiles.of_draft(seat.office, application, kind, about, n, seat.by))


@router.post("/drafts/check")
def checked(seat: Sitting, application: Key, body: Proposal) -> Draft:
    """The letter as it would be, and what the check says. Nothing is kept, so no idempotency key is needed."""
    seat.may(Act.DRAFT)
    number = seat.file(application).row.number
    return drafted(proposing.drafted(seat.office, number, body.read(), seat.by))


@router.post("/drafts/pdf", response_class=Response, responses=file_of(PDF))
def drawn(seat: Sitting, application: Key, body: Proposal) -> Response:
    """The same as PDF. Nothing is kept, so no idempotency key is needed."""
    return given(_drawn(seat, application, body).pdf, PDF, f"{letters.DRAFT}.pdf")


@router.post("/drafts/docx", response_class=Response, responses=file_of(DOCX))
def worded(seat: Sitting, application: Key, body: Proposal) -> Response:
    """The same as DOCX, to be changed in a word processor. Nothing is kept, so no idempotency key is needed."""
    return given(_drawn(seat, application, body).docx, DOCX, f"{letters.DRAFT}.docx")


@router.post("/drafts", response_model=Summary)
def keep(sent: Sending, application: Key, body: Proposal) -> Response:
    """Keep a draft over the one before."""
    seat = sent.seat

    def act() -> Summary:
        number = seat.file(application).row.number
        return recorded(proposing.save(seat.office, number, body.read(), seat.by))

    return sent.once(200, act)


@router.post("/letters", status_code=201, response_model=Summary)
def issue(sent: Sending, application: Key, body: Written) -> Response:
    """Issue a letter that needs no approval: its fact is recorded and it decides nothing.

    What was approved is issued under `proposals`.
    """
    seat = sent.seat

    def act() -> Summary:
        seat.may(Act.DRAFT)
        number = seat.file(application).row.number
        order = proposing.order(seat.office, body.read(), seat.by.who)
        return recorded(issuing.issue(seat.office, number, body.kind, order, seat.by).recorded)

    return sent.once(201, act)


def drafted(found: issuing.Draft) -> Draft:
    """A draft as the API tells it."""
    return Draft(
        kind=found.letter.kind,
        title=found.letter.title,
        signed_on=found.letter.signed_on,
        passages=[
            Passage(
                name=each.name,
                style=each.style.name.lower(),
                text=each.text,
                rows=[list(row) for row in each.rows],
                free=each.free,
            )
            for each in found.letter.blocks
        ],
        findings=[
            Remark(what=each.what, why=each.why, do=each.do, refuses=each.refuses) for each in found.findings
        ],
    )


def _drawn(seat: Seat, application: int, body: Proposal) -> Paper:
    seat.may(Act.DRAFT)
    number = seat.file(application).row.number
    found = proposing.drafted(seat.office, number, body.read(), seat.by)
    return letters.render(found.letter, seat.office.settings.fonts.path)


def _attached(found: Attached) -> Response:
    return given(found.data, found.media_type, found.name)
