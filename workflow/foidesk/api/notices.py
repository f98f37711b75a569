"""The State Council's notices of days off: what was entered, what one would move, entered and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk import content
from foidesk.api.seat import Sending, Sitting
from foidesk.desk import calendars, noticetext, reprojection
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.office import Office
from foidesk.desk.permits import Act
from foidesk.desk.reprojection import Moved
from foidesk.rules.workdays import Notice

router = APIRouter(prefix="/notices", tags=["calendar"])
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]


class Version(BaseModel):
    """A notice as it was entered, or taken back."""

    year: int
    version: int
    number: str
    withdrawn: bool
    entered_at: datetime
    entered_by: str


class Versions(BaseModel):
    """Everything that was entered, the latest first; the shipped notices are under /calendar."""

    notices: list[Version]


class Pasted(BaseModel):
    """A notice as pasted text, or as `toml`: a file of holidays/; the rest only where the text does not say it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=noticetext.MOST_CHARACTERS)] = ""
    toml: Annotated[str, Field(max_length=100_000)] | None = None
    number: Annotated[str, Field(max_length=100)] | None = None
    issued: date | None = None
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None


class Sentence(BaseModel):
    """A sentence and what was understood of it; nothing: it says nothing about days off."""

    holiday: str
    text: str
    understood: list[str]


class Move(BaseModel):
    """An open application whose due day moves; null while nothing runs."""

    agency: str
    number: str
    before: date | None
    after: date | None


class Foreseen(BaseModel):
    """What the text says and which due days of this agency it would move; nothing is kept."""

    year: int
    number: str
    issued: date
    off: list[date]
    work: list[date]
    sentences: list[Sentence]
    not_told: list[str]
    doubts: list[str]
    moved: list[Move]


class Entered(BaseModel):
    """What a notice entered or taken back did: all agencies are computed anew, the moves are those of this one."""

    year: int
    number: str | None
    version: int | None
    recomputed: int
    moved: list[Move]


class Withdrawal(BaseModel):
    """Why a notice is taken back."""

    model_config = ConfigDict(extra="forbid")

    # kept in the audit trail as text, which PostgreSQL cannot hold with a NUL
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


@router.get("")
def listing(seat: Sitting) -> Versions:
    """What was entered."""
    return Versions(
        notices=[
            Version(
                year=each.year,
                version=each.version,
                number=each.number,
                withdrawn=not each.content,
                entered_at=each.entered_at,
                entered_by=each.entered_by,
            )
            for each in reprojection.entered_notices(seat.office)
        ]
    )


@router.post("/reading")
def foresee(seat: Sitting, body: Pasted) -> Foreseen:
    """What a pasted notice says, sentence by sentence, and what it would move; no idempotency key is needed."""
    seat.may(Act.KEEP_CALENDAR)
    found = _reading(body)
    notice = found.notice
    return Foreseen(
        year=notice.year,
        number=notice.number,
        issued=notice.issued,
        off=sorted(notice.effective_off),
        work=list(notice.work),
        sentences=[
            Sentence(holiday=each.holiday, text=each.text, understood=list(each.understood))
            for each in found.sentences
        ],
        not_told=list(found.not_told),
        doubts=calendars.doubts(notice, seat.by.today),
        moved=_moves(seat.office, reprojection.foreseen(seat.office, notice, seat.by)),
    )


@router.post("", status_code=201, response_model=Entered)
def enter(sent: Sending, body: Pasted) -> Response:
    """Enter a notice; every open application is computed anew."""

    def act() -> Entered:
        sent.seat.may(Act.KEEP_CALENDAR)
        notice: Notice = _reading(body).notice
        done = reprojection.enter(sent.seat.office.settings, notice, sent.seat.by)
        return Entered(
            year=notice.year,
            number=notice.number,
            version=done.version,
            recomputed=done.recomputed,
            moved=_moves(sent.seat.office, done.moved),
        )

    return sent.once(201, act)


@router.post("/{year}/withdrawal", response_model=Entered)
def withdraw(sent: Sending, year: Year, body: Withdrawal) -> Response:
    """Take back what was entered for a year; the shipped notice, if there is one, holds again."""

    def act() -> Entered:
        done = reprojection.withdraw(sent.seat.office.settings, year, body.reason, sent.seat.by)
        return Entered(
            year=year,
            number=None,
            version=None,
            recomputed=done.recomputed,
            moved=_moves(sent.seat.office, done.moved),
        )

    return sent.once(200, act)


def _reading(body: Pasted) -> noticetext.Reading:
    if body.toml:
        return noticetext.Reading(content.notice_of("notice.toml", body.toml), (), ())
    return noticetext.read(body.text, number=body.number, issued=body.issued, year=body.year)


def _moves(office: Office, moved: Sequence[Moved]) -> list[Move]:
    """Those of the client's own agency."""
    return [Move.model_validate(each, from_attributes=True) for each in reprojection.told(office, moved).own]
