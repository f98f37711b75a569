"""The papers that came with an application: listed, kept, taken out, removed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.files import ANY, SentFile, file_of, given
from foidesk.api.seat import Key, Seat, Sending, Sitting
from foidesk.desk.filing import attachments
from foidesk.desk.filing.attachments import MOST_AT_ONCE, PaperKind, Upload

router = APIRouter(prefix="/applications/{application}/attachments", tags=["attachments"])
N = Annotated[int, Path(ge=1, le=10**9, description="The number of the file within its application.")]


class Paper(SentFile):
    """A file and what it is."""

    kind: PaperKind


class Papers(BaseModel):
    """Files to be kept, all or none."""

    model_config = ConfigDict(extra="forbid")

    files: Annotated[list[Paper], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Attachment(BaseModel):
    """A file that is kept, or was: of a removed one who, when and why remain."""

    n: int
    kind: PaperKind
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str
    removed_at: datetime | None
    removed_by: str | None
    removed_why: str | None


class Attachments(BaseModel):
    """The files of an application in the order they were added."""

    attachments: list[Attachment]


class Removal(BaseModel):
    """Why a file is removed; it stays on record."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=200)]


@router.get("")
def listing(seat: Sitting, application: Key) -> Attachments:
    """The files, the removed ones too."""
    return _listed(seat, application)


@router.post("", status_code=201, response_model=Attachments)
def attach(sent: Sending, application: Key, body: Papers) -> Response:
    """Keep files with the application."""
    seat = sent.seat

    def act() -> Attachments:
        attachments.attach(seat.office, application, uploads(body.files), seat.by)
        return _listed(seat, application)

    return sent.once(201, act)


@router.get("/{n}", response_class=Response, responses=file_of(ANY))
def give(seat: Sitting, application: Key, n: N) -> Response:
    """One file; that it was taken out is noted in the audit trail."""
    found = attachments.give(seat.office, application, n, seat.by)
    return given(found.data, found.media_type, found.name)


@router.post("/{n}/removal", response_model=Attachments)
def remove(sent: Sending, application: Key, n: N, body: Removal) -> Response:
    """Erase a file for good."""
    seat = sent.seat

    def act() -> Attachments:
        attachments.remove(seat.office, application, n, body.reason, seat.by)
        return _listed(seat, application)

    return sent.once(200, act)


def uploads(papers: list[Paper]) -> list[Upload]:
    """The files as the desk takes them."""
    return [Upload(each.kind, each.name, each.content) for each in papers]


def _listed(seat: Seat, application: int) -> Attachments:
    seat.file(application)  # an application that is not there is told as such
    found = attachments.listing(seat.office, application, seat.by)
    return Attachments(attachments=[Attachment.model_validate(each, from_attributes=True) for each in found])
