"""Files that a letter is to enclose, and its DOCX changed elsewhere: kept first, then named in the proposal."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.files import SentFile
from foidesk.api.proposals import Enclosed
from foidesk.api.seat import Sending
from foidesk.desk import keptfiles

router = APIRouter(prefix="/files", tags=["letters"])


class Files(BaseModel):
    """Files to keep, all or none."""

    model_config = ConfigDict(extra="forbid")

    files: Annotated[list[SentFile], Field(min_length=1, max_length=keptfiles.MOST)]


class Kept(BaseModel):
    """What was kept, to be named in `enclosed` or, by its SHA-256, in `outside`."""

    files: list[Enclosed]


@router.post("", status_code=201, response_model=Kept)
def keep(sent: Sending, body: Files) -> Response:
    """Keep files, sealed."""

    def act() -> Kept:
        named = [(each.name, each.content) for each in body.files]
        kept = keptfiles.keep(sent.seat.office, named, sent.seat.by)
        return Kept(files=[Enclosed.model_validate(each, from_attributes=True) for each in kept])

    return sent.once(201, act)
