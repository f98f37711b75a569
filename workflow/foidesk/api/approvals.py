"""Approval: sent in, reviewed, approved, sent back, recalled, and issued exactly as it was approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.proposals import Proposal
from foidesk.api.seat import Key, Seat, Sending, Sitting
from foidesk.api.summaries import Summary, recorded
from foidesk.desk import approvals, queues
from foidesk.desk.applications import Recorded
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
    """What waits for this client's step, what came back to it, and what it sent that others have."""

    mine: list[Queued]
    back: list[Queued]
    sent: list[Queued]


@router.get("/approvals")
def queue(seat: Sitting) -> Queues:
    """The queues of this client, the nearest target first."""
    found = queues.queues(seat.office, seat.by)
    return Queues(
        mine=list(map(_queued, found.mine)),
        back=list(map(_queued, found.back)),
        sent=list(map(_queued, found.sent)),
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
