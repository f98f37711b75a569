"""The casebook: examples found, proposed from a closed application, put right, confirmed, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.seat import Key, Sending, Sent, Sitting
from foidesk.api.views import Plain
from foidesk.desk.casebook import finding, keeping
from foidesk.desk.casebook.finding import Found
from foidesk.rules.outcomes import GROUNDS
from foidesk.store.casebook import Standing

router = APIRouter(tags=["casebook"])
ExampleKey = Annotated[int, Path(ge=1, le=10**17)]
Agency = Annotated[str, Path(max_length=40)]
_STANDINGS = {each.key: each for each in Standing}
_LONGEST = 12_000


class Told(BaseModel):
    """What an example says; nothing in it may tell who somebody is."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=80)]
    ground: Annotated[str, Field(max_length=60, description="Key of a ground; see /reference/outcomes.")]
    facts: Annotated[str, Field(max_length=_LONGEST)]
    reasoning: Annotated[str, Field(max_length=_LONGEST)]
    point: Annotated[str, Field(max_length=_LONGEST)]
    letter: Annotated[str, Field(max_length=_LONGEST)] | None = None
    since: date
    until: date | None = None
    shared: bool = Field(False, description="With the other agencies of the installation.")

    def typed(self) -> dict[str, str]:
        """As a form would send it."""
        said = self.model_dump(mode="json", exclude={"shared"}, exclude_none=True)
        return {**said, "shared": "是" if self.shared else ""}


class Example(Told):
    """An example with its standing; `application` only for the agency it comes from."""

    agency: str
    example: int
    application: int | None
    line: str = Field(description="The result as a line of the annual report.")
    standing: Literal["proposed", "confirmed", "withdrawn"]
    proposed_by: str
    confirmed_by: str | None
    withdrawn_why: str | None
    version: str = Field(description="Of the text; sent when it is confirmed.")


class Examples(BaseModel):
    """A page of them, and whether another follows."""

    examples: list[Example]
    more: bool


class Seen(BaseModel):
    """Which text was read; another one is not confirmed."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[str, Field(max_length=40)]


class Why(BaseModel):
    """Why it must no longer be followed."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(min_length=1, max_length=500)]


@router.get("/casebook")
def listing(
    seat: Sitting,
    words: Annotated[str, Query(max_length=100, pattern=Plain)] = "",
    ground: Annotated[str, Query(max_length=60)] = "",
    standing: Literal["proposed", "confirmed", "withdrawn"] = "confirmed",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Examples:
    """Examples with all the words, of a ground; an example names nobody, so that its words may stand in an address."""
    found, more = finding.find(
        seat.office,
        seat.by,
        words=words,
        ground=ground if ground in GROUNDS else "",
        standing=_STANDINGS[standing],
        page=page,
    )
    return Examples(examples=[_told(each) for each in found], more=more)


@router.get("/casebook/{agency}/{example}")
def one(seat: Sitting, agency: Agency, example: ExampleKey) -> Example:
    """One example: of the agency itself, or one that another shares."""
    return _told(finding.get(seat.office, agency, example, seat.by))


@router.get("/applications/{application}/example")
def begun(seat: Sitting, application: Key) -> dict[str, str]:
    """What a proposal would begin with, the particulars of people taken out of it; to be read by a person."""
    return keeping.begun(seat.office, application, seat.by)[1]


@router.post("/applications/{application}/example", status_code=201, response_model=Example)
def propose(sent: Sending, application: Key, body: Told) -> Response:
    """Propose a closed application as an example."""
    seat = sent.seat

    def act() -> Example:
        key = keeping.propose(seat.office, application, body.typed(), seat.by)
        return _told(finding.get(seat.office, seat.office.key, key, seat.by))

    return sent.once(201, act)


@router.put("/casebook/{example}", response_model=Example)
def change(sent: Sending, example: ExampleKey, body: Told) -> Response:
    """Put a proposal right."""
    seat = sent.seat
    return _after(sent, example, lambda: keeping.change(seat.office, example, body.typed(), seat.by))


@router.post("/casebook/{example}/confirmation", response_model=Example)
def confirm(sent: Sending, example: ExampleKey, body: Seen) -> Response:
    """Confirm what somebody else proposed, as it was read."""
    seat = sent.seat
    return _after(sent, example, lambda: keeping.confirm(seat.office, example, body.version, seat.by))


@router.post("/casebook/{example}/withdrawal", response_model=Example)
def withdraw(sent: Sending, example: ExampleKey, body: Why) -> Response:
    """Withdraw it with a reason."""
    seat = sent.seat
    return _after(sent, example, lambda: keeping.withdraw(seat.office, example, body.why, seat.by))


def _after(sent: Sent, example: int, act: Callable[[], None]) -> Response:
    seat = sent.seat

    def done() -> Example:
        act()
        return _told(finding.get(seat.office, seat.office.key, example, seat.by))

    return sent.once(200, done)


def _told(found: Found) -> Example:
    example = found.example
    said = example.said
    return Example.model_validate(
        {
            "title": said.title,
            "ground": said.ground,
            "facts": said.facts,
            "reasoning": said.reasoning,
            "point": said.point,
            "letter": said.letter,
            "since": said.since,
            "until": said.until,
            "shared": said.shared,
            "line": said.line,
            "agency": example.agency,
            "example": example.example,
            "application": example.application if found.own else None,
            "standing": example.standing.key,
            "proposed_by": example.proposed_by,
            "confirmed_by": example.confirmed_by,
            "withdrawn_why": example.withdrawn_why,
            "version": example.version,
        }
    )
