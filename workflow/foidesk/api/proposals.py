"""A letter as a client proposes it: its kind, what it decides, what it states, the passages rewritten."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from foidesk.desk.proposing import Longer, Outline, Proposed
from foidesk.rules import outcomes
from foidesk.rules.vocabulary import Service

Short = Annotated[str, Field(max_length=100)]
Texts = Annotated[
    dict[Short, Annotated[str, Field(max_length=20_000)]],
    Field(
        max_length=100, description="Texts by the names that /reference/letters and /reference/outcomes give."
    ),
]


class Decision(BaseModel):
    """What a reply decides: one ground an item, by the keys of /reference/outcomes."""

    model_config = ConfigDict(extra="forbid")

    grounds: Annotated[list[Short], Field(min_length=1, max_length=50)]
    main: Short = Field("", description="The ground that counts, where several stand and nothing is given.")
    service: Service
    facts: Texts = {}


class Extension(BaseModel):
    """An extension of the period for the reply."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(ge=1, le=20, description="Working days.")
    service: Service
    reason: str = Field(min_length=1, max_length=2000)


class Proposal(BaseModel):
    """A letter: `reply` with its decision, `extended` with its extension, or a kind of /reference/letters."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(min_length=1, max_length=40)]
    about: Short = Field(
        "", description="The consultation or the letter it concerns, for kinds that need one."
    )
    decision: Decision | None = None
    extension: Extension | None = None
    stated: Texts = {}
    passages: Texts = {}

    def read(self) -> Proposed:
        """As the desk takes it; DeskError for an unknown ground."""
        decision, extension = self.decision, self.extension
        return Proposed(
            kind=self.kind,
            about=self.about,
            decision=Outline(
                grounds=tuple(outcomes.find(each).key for each in decision.grounds),
                main=decision.main,
                service=decision.service,
                facts=decision.facts,
            )
            if decision
            else None,
            extension=Longer(days=extension.days, service=extension.service, reason=extension.reason)
            if extension
            else None,
            stated=self.stated,
            passages=self.passages,
        )
