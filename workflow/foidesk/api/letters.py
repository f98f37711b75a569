"""Letters of an application: drafted, held against the case, issued, and taken out as PDF or DOCX."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.proposals import Proposal, Texts
from foidesk.api.seat import Key, Sending, Sitting
from foidesk.api.summaries import Summary, recorded
from foidesk.desk import dossier, issuing, letters, proposing
from foidesk.desk.issuing import Order
from foidesk.desk.letters import DOCX, PDF
from foidesk.desk.permits import Act
from foidesk.paper.check import Finding

router = APIRouter(prefix="/applications/{application}", tags=["letters"])
Number = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


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


class Letter(BaseModel):
    """A letter that goes out without approval: its fact is recorded already and it decides nothing."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(min_length=1, max_length=40)]
    about: Annotated[str, Field(max_length=100)] = ""
    stated: Texts = {}
    passages: Texts = {}


def file_of(media_type: str) -> dict[int | str, dict[str, Any]]:
    """What the OpenAPI document says of an answer that is a file."""
    return {200: {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}}


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
    return _file(paper.pdf, PDF, f"{paper.number}.pdf")


@router.get("/letters/docx", response_class=Response, responses=file_of(DOCX))
def as_docx(seat: Sitting, application: Key, doc_number: Number) -> Response:
    """The same words as DOCX; noted in the audit trail."""
    paper = dossier.paper(seat.office, application, doc_number, seat.by)
    return _file(paper.docx, DOCX, f"{paper.number}.docx")


@router.post("/drafts/check")
def checked(seat: Sitting, application: Key, body: Proposal) -> Draft:
    """The letter as it would be, and what the check says. Nothing is kept, so no idempotency key is needed."""
    seat.may(Act.DRAFT)
    number = seat.file(application).row.number
    found = proposing.drafted(seat.office, number, body.read(), seat.by)
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
        findings=[_remark(each) for each in found.findings],
    )


@router.post("/drafts/pdf", response_class=Response, responses=file_of(PDF))
def drawn(seat: Sitting, application: Key, body: Proposal) -> Response:
    """The same as PDF. Nothing is kept, so no idempotency key is needed."""
    seat.may(Act.DRAFT)
    number = seat.file(application).row.number
    found = proposing.drafted(seat.office, number, body.read(), seat.by)
    paper = letters.render(found.letter, seat.office.settings.fonts.path)
    return _file(paper.pdf, PDF, f"{number}{letters.DRAFT}.pdf")


@router.post("/drafts", response_model=Summary)
def keep(sent: Sending, application: Key, body: Proposal) -> Response:
    """Keep a draft over the one before."""
    seat = sent.seat

    def act() -> Summary:
        number = seat.file(application).row.number
        return recorded(proposing.save(seat.office, number, body.read(), seat.by))

    return sent.once(200, act)


@router.post("/letters", status_code=201, response_model=Summary)
def issue(sent: Sending, application: Key, body: Letter) -> Response:
    """Issue a letter that needs no approval; what was approved is issued under `proposals`."""
    seat = sent.seat

    def act() -> Summary:
        seat.may(Act.DRAFT)
        number = seat.file(application).row.number
        order = Order(approved_by=seat.by.who, about=body.about, stated=body.stated, passages=body.passages)
        return recorded(issuing.issue(seat.office, number, body.kind, order, seat.by).recorded)

    return sent.once(201, act)


def _remark(finding: Finding) -> Remark:
    return Remark(what=finding.what, why=finding.why, do=finding.do, refuses=finding.refuses)


def _file(data: bytes, media_type: str, name: str) -> Response:
    told = f"attachment; filename*=UTF-8''{quote(letters.file_name(name), safe='')}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": told})
