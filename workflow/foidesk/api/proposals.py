"""A letter as a client proposes it: its kind, what it decides, what it states, the passages rewritten."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from foidesk.desk import keptfiles
from foidesk.desk.keptfiles import Kept
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


class Enclosed(BaseModel):
    """A file that was kept under /files: the name as the letter lists it, the file's own, and its SHA-256."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    file_name: Annotated[str, Field(min_length=1, max_length=200)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Written(BaseModel):
    """A letter without what it decides. `withheld`: words that no enclosed file may still hold.

    `outside`: the SHA-256 of its DOCX as it was changed outside the program, kept under /files before.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(min_length=1, max_length=40)]
    about: Short = Field(
        "", description="The consultation or the letter it concerns, for kinds that need one."
    )
    stated: Texts = {}
    passages: Texts = {}
    enclosed: Annotated[list[Enclosed], Field(max_length=keptfiles.MOST)] = []
    withheld: Annotated[list[Short], Field(max_length=100)] = []
    outside: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""

    def read(self) -> Proposed:
        """As the desk takes it."""
        return Proposed(
            kind=self.kind,
            about=self.about,
            stated=self.stated,
            passages=self.passages,
            enclosed=tuple(Kept(each.name, each.file_name, each.sha256) for each in self.enclosed),
            withheld=tuple(self.withheld),
            outside=self.outside,
        )


class Proposal(Written):
    """A letter: `reply` with its decision, `extended` with its extension, or a kind of /reference/letters."""

    decision: Decision | None = None
    extension: Extension | None = None

    def read(self) -> Proposed:
        """As the desk takes it; DeskError for an unknown ground."""
        decision, extension = self.decision, self.extension
        return replace(
            super().read(),
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
        )


def told(proposed: Proposed) -> Proposal:
    """What the desk keeps as the API takes it, to be changed and sent again."""
    return Proposal.model_validate(
        {name: value for name, value in asdict(proposed).items() if value is not None}
    )
