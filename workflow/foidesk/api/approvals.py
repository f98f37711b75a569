"""Approval: sent in, reviewed, approved, sent back, recalled, and issued exactly as it was approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.attachments import N
from foidesk.api.files import ANY, file_of, given
from foidesk.api.letters import Draft, drafted
from foidesk.api.proposals import Proposal, told
from foidesk.api.seat import Key, Seat, Sending, Sitting
from foidesk.api.summaries import Line, Summary, line, recorded
from foidesk.desk import approvals, letterfiles, queues
from foidesk.desk.applications import Recorded
from foidesk.desk.letters import PDF
from foidesk.desk.queues import Waiting
from foidesk.rules import proposals

router = APIRouter(tags=["approvals"])
Sequence = Annotated[int, Path(ge=1, le=10**9, description="The entry of the log that sent it in.")]
Remark = Annotated[str, Field(max_length=2000)]


class Submission(BaseModel):
    """A letter sent for approval."""

    model_config = ConfigDict(extra="forbid")

    proposal: Proposal
    note: Remark = ""


class Note(BaseModel):
    """A remark; required to send back, and to approve in spite of warnings."""

    model_config = ConfigDict(extra="forbid")

    note: Remark = ""


class Submitted(BaseModel):
    """A proposal and where it stands: review, approval, issue, sent_back, recalled or done."""

    sequence: int
    kind: str
    about: str | None
    stage: str
    on: date
    submitted_by: str | None
    reviewed_by: str | None
    approved_by: str | None
    sent_back: str | None = Field(description="Why it was sent back.")


class Proposals(BaseModel):
    """The proposals of an application, in order."""

    proposals: list[Submitted]


class Queued(Submitted):
    """A proposal in a queue; `in_place_of`: whose step it is, when that person is absent."""

    application: int
    number: str
    title: str
    in_place_of: str | None


class Queues(BaseModel):
    """What waits for this client's step, what came back to it, and what it sent that others have.

    `units`: what lies with a unit in charge; `applicants`: what waits for clarification or payment.
    """

    mine: list[Queued]
    back: list[Queued]
    sent: list[Queued]
    units: list[Line]
    applicants: list[Line]


class Whole(Submitted):
    """A proposal with its content; while it waits, with its letter and what the check says, or why there is none."""

    proposal: Proposal
    draft: Draft | None
    trouble: str | None


@router.get("/approvals")
def queue(seat: Sitting) -> Queues:
    """The queues of this client, the nearest target first."""
    found = queues.queues(seat.office, seat.by)
    return Queues(
        mine=list(map(_queued, found.mine)),
        back=list(map(_queued, found.back)),
        sent=list(map(_queued, found.sent)),
        units=list(map(line, found.units)),
        applicants=list(map(line, found.applicants)),
    )


@router.get("/applications/{application}/proposals")
def of_application(seat: Sitting, application: Key) -> Proposals:
    """What was sent for approval, and what became of it."""
    return Proposals(proposals=[_submitted(each) for each in seat.file(application).case.proposals])


@router.post("/applications/{application}/proposals", status_code=201, response_model=Summary)
def submit(sent: Sending, application: Key, body: Submission) -> Response:
    """Send a letter for approval."""

    def act(seat: Seat, number: str) -> Recorded:
        return approvals.submit(seat.office, number, body.proposal.read(), seat.by, body.note)

    return _done(sent, application, act, 201)


_ONE = "/applications/{application}/proposals/{sequence}"


@router.get(_ONE)
def one(seat: Sitting, application: Key, sequence: Sequence) -> Whole:
    """What was sent for approval."""
    found = letterfiles.submitted(seat.office, application, sequence, seat.by)
    return Whole(
        **_submitted(found.found).model_dump(),
        proposal=told(found.proposed),
        draft=drafted(found.draft) if found.draft else None,
        trouble=found.trouble.what if found.trouble else None,
    )


@router.get(f"{_ONE}/pdf", response_class=Response, responses=file_of(PDF))
def paper(seat: Sitting, application: Key, sequence: Sequence) -> Response:
    """The letter as submitted."""
    made = letterfiles.submitted_paper(seat.office, application, sequence, seat.by)
    return given(made.pdf, PDF, f"送审{sequence}.pdf")


@router.get(f"{_ONE}/files/{{n}}", response_class=Response, responses=file_of(ANY))
def enclosed(seat: Sitting, application: Key, sequence: Sequence, n: N) -> Response:
    """The n-th file that goes with it."""
    found = letterfiles.of_submitted(seat.office, application, sequence, n, seat.by)
    return given(found.data, found.media_type, found.name)


@router.post(f"{_ONE}/review", response_model=Summary)
def review(sent: Sending, application: Key, sequence: Sequence, body: Note) -> Response:
    """Pass it on to the head."""
    return _done(
        sent, application, lambda seat, n: approvals.review(seat.office, n, sequence, seat.by, body.note)
    )


@router.post(f"{_ONE}/return", response_model=Summary)
def send_back(sent: Sending, application: Key, sequence: Sequence, body: Note) -> Response:
    """Send it back; the note is required."""
    return _done(
        sent, application, lambda seat, n: approvals.send_back(seat.office, n, sequence, seat.by, body.note)
    )


@router.post(f"{_ONE}/approve", response_model=Summary)
def approve(sent: Sending, application: Key, sequence: Sequence, body: Note) -> Response:
    """Approve it; a note is required where the check warns."""
    return _done(
        sent, application, lambda seat, n: approvals.approve(seat.office, n, sequence, seat.by, body.note)
    )


@router.post(f"{_ONE}/recall", response_model=Summary)
def recall(sent: Sending, application: Key, sequence: Sequence, body: Note) -> Response:
    """Take it back before it is issued."""
    return _done(
        sent, application, lambda seat, n: approvals.recall(seat.office, n, sequence, seat.by, body.note)
    )


@router.post(f"{_ONE}/issue", response_model=Summary)
def issue(sent: Sending, application: Key, sequence: Sequence) -> Response:
    """Issue exactly what was approved; a reply and an extension are recorded with it."""
    return _done(
        sent, application, lambda seat, n: approvals.issue(seat.office, n, sequence, seat.by).recorded
    )


def _done(
    sent: Sending, application: int, act: Callable[[Seat, str], Recorded], status: int = 200
) -> Response:
    seat = sent.seat
    return sent.once(status, lambda: recorded(act(seat, seat.file(application).row.number)))


def _submitted(found: proposals.Proposal) -> Submitted:
    event = found.submitted
    return Submitted(
        sequence=found.sequence,
        kind=event.kind,
        about=event.about,
        stage=found.stage.key,
        on=event.on,
        submitted_by=event.submitted_by,
        reviewed_by=found.reviewed.reviewed_by if found.reviewed else None,
        approved_by=found.approved.approved_by if found.approved else None,
        sent_back=found.sent_back.note if found.sent_back else None,
    )


def _queued(found: Waiting) -> Queued:
    return Queued(
        **_submitted(found.proposal).model_dump(),
        application=found.row.application,
        number=found.row.number,
        title=found.title,
        in_place_of=found.in_place_of,
    )
