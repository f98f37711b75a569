"""What can be recorded, what a reply can decide, which letters there are, and who one is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from foidesk.api.facts import described
from foidesk.api.seat import Sitting
from foidesk.desk import acts, catalogue, guidance, permits
from foidesk.desk.letterfacts import FACTS, REPLIES
from foidesk.desk.permits import Act
from foidesk.rules.outcomes import GROUNDS, Need

router = APIRouter(tags=["reference"])


class Kind(BaseModel):
    """An event: its name, its Chinese label, the acts of which one is needed, its fields as a JSON schema."""

    event: str
    label: str
    needs: list[str]
    fields: dict[str, Any]


class Kinds(BaseModel):
    """Every event that can be recorded."""

    events: list[Kind]


class Told(BaseModel):
    """A text to be given by name, and what it means, in Chinese."""

    name: str
    meaning: str


class Ground(BaseModel):
    """What a reply can decide: `line` of the annual report, provisions, what must be stated, or stated instead."""

    ground: str
    label: str
    line: str
    article: list[str]
    remedy: str
    needs: list[Told]
    instead: list[Told]
    may: list[Told]


class Outcomes(BaseModel):
    """Every ground of a reply."""

    outcomes: list[Ground]


class Question(BaseModel):
    """A question, and the grounds among which a yes leads, as /reference/outcomes names them."""

    text: str
    grounds: list[str]


class Questions(BaseModel):
    """The questions."""

    questions: list[Question]


class LetterKind(BaseModel):
    """A kind of letter beside replies, and what is asked when it is drafted."""

    kind: str
    name: str
    asked: list[Told]


class LetterKinds(BaseModel):
    """The kinds of letter of this agency."""

    letters: list[LetterKind]


class Client(BaseModel):
    """The client, its agency, its roles and what they allow."""

    name: str
    agency: str
    roles: list[str]
    may: list[str] = Field(description="Acts, as `needs` of /reference/events names them.")


@router.get("/reference/events")
def events(seat: Sitting) -> Kinds:
    """The events that `POST /applications/{application}/events` takes."""
    return Kinds(
        events=[
            Kind(
                event=kind.name,
                label=kind.label,
                needs=[act.value for act in permits.acts_of(kind)],
                fields=described(kind),
            )
            for kind in acts.VERBS
        ]
    )


@router.get("/reference/outcomes")
def outcomes(seat: Sitting) -> Outcomes:
    """The grounds of a reply and the facts each must state."""
    return Outcomes(
        outcomes=[
            Ground(
                ground=each.key,
                label=each.label,
                line=each.outcome.code,
                article=[provision.cite for provision in each.cites],
                remedy=each.remedy.value,
                needs=_told(each.needs),
                instead=_told(each.instead),
                may=_told(each.may),
            )
            for each in GROUNDS.values()
            if each.by_reply
        ]
    )


@router.get("/reference/questions")
def questions(seat: Sitting) -> Questions:
    """The questions that lead from what was found to the ground of the reply, in the order to ask them."""
    return Questions(
        questions=[Question(text=each.text, grounds=list(each.keys)) for each in guidance.QUESTIONS]
    )


@router.get("/reference/letters")
def letters(seat: Sitting) -> LetterKinds:
    """The kinds of letter that can be drafted, beside replies and extensions."""
    folder = seat.office.settings.letters.path
    found = [
        catalogue.template(kind, folder)
        for kind in catalogue.kinds(folder)
        if kind in FACTS and kind not in REPLIES
    ]
    return LetterKinds(
        letters=[
            LetterKind(
                kind=each.kind,
                name=each.name,
                asked=[Told(name=name, meaning=one.meaning) for name, one in each.asked.items()],
            )
            for each in found
        ]
    )


@router.get("/whoami")
def whoami(seat: Sitting) -> Client:
    """Whose token this is."""
    roles = seat.by.roles or frozenset()
    return Client(
        name=seat.by.who,
        agency=seat.office.key,
        roles=sorted(role.value for role in roles),
        may=[act.value for act in Act if permits.may(seat.by, act)],
    )


def _told(needs: tuple[Need, ...]) -> list[Told]:
    return [Told(name=need.name, meaning=need.meaning) for need in needs]
