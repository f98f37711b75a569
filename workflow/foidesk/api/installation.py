"""The installation as an administrator sees it: settings, health, a test message, samples of letters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.files import file_of, given
from foidesk.api.seat import Sending, Sitting
from foidesk.desk import catalogue, health, letters, samples, trialmail
from foidesk.desk.permits import Act
from foidesk.settings import showing

router = APIRouter(prefix="/installation", tags=["installation"])


class Setting(BaseModel):
    """A key of `config.toml`, what it means, its value, and where that came from. No password is among them."""

    path: str
    meaning: str
    value: str
    origin: str


class Section(BaseModel):
    """A section of `config.toml`; without a name: keys that stand in none."""

    name: str
    title: str
    settings: list[Setting]


class Settings(BaseModel):
    """Every key, section by section."""

    sections: list[Section]


class Finding(BaseModel):
    """One thing looked at: good, or what it means and what to do."""

    name: str
    good: bool
    told: str
    do: str


class Health(BaseModel):
    """What was looked at."""

    findings: list[Finding]


class Trial(BaseModel):
    """Where a test message goes."""

    model_config = ConfigDict(extra="forbid")

    to: Annotated[str, Field(min_length=3, max_length=300, pattern=r"^[^\x00-\x20]+$")]


class Tried(BaseModel):
    """The server took the message; whether it arrived is seen at the other end."""

    to: str


class Kind(BaseModel):
    """A kind of letter."""

    kind: str
    name: str


class Kinds(BaseModel):
    """Every kind of letter."""

    letters: list[Kind]


@router.get("/settings")
def settings(seat: Sitting) -> Settings:
    """Every key with its value and where it came from."""
    seat.may(Act.ADMINISTER)
    return Settings(
        sections=[
            Section(
                name=section.name,
                title=section.title,
                settings=[Setting.model_validate(each, from_attributes=True) for each in section.keys],
            )
            for section in showing.sections(seat.office.settings)
        ]
    )


@router.get("/health")
def look(
    seat: Sitting,
    logs: Annotated[bool, Query(description="Prove every log too, which takes a while.")] = False,
) -> Health:
    """Whether the installation can do its work."""
    found = health.look(seat.office, seat.by, logs=logs)
    return Health(findings=[Finding.model_validate(each, from_attributes=True) for each in found])


@router.post("/test-mail", response_model=Tried)
def try_mail(sent: Sending, body: Trial) -> Response:
    """Send a test message."""

    def act() -> Tried:
        trialmail.send(sent.seat.office, body.to, sent.seat.by)
        return Tried(to=body.to)

    return sent.once(200, act)


@router.get("/letters")
def kinds(seat: Sitting) -> Kinds:
    """The kinds of letter, replies too, in the wording this agency uses."""
    seat.may(Act.ADMINISTER)
    folder = seat.office.settings.letters.path
    found = [catalogue.template(kind, folder) for kind in catalogue.kinds(folder)]
    return Kinds(letters=[Kind(kind=each.kind, name=each.name) for each in found])


@router.get("/letters/{kind}.pdf", response_class=Response, responses=file_of(letters.PDF))
def sample(seat: Sitting, kind: Annotated[str, Path(pattern="^[a-z_]{1,40}$")]) -> Response:
    """One kind of letter as this agency would print it, about an invented case."""
    seat.may(Act.ADMINISTER)
    chosen = seat.office.settings
    made = samples.letter(kind, seat.office.agency, catalogue.templates(chosen.letters.path))
    return given(letters.render(made, chosen.fonts.path).pdf, letters.PDF, f"{kind}.pdf")
