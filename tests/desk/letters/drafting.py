"""Letters of the sample cases as they come out of the desk, and the same cases changed in a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foidesk import content, settings
from foidesk.desk import catalogue, samples
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.writing import write
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.wording.composition import MissingFact
from foidesk.rules import events as ev
from foidesk.rules.case import case
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.rules.workdays import Calendar

AGENCY = settings.load(Path(__file__).resolve().parents[3] / "config.toml").agency[0]
PERSON, COMPANY, BUREAU = 1, 2, 3  #: rows of the people of the sample case
NAMES = {PERSON: "欧阳喆堃", COMPANY: "湖南䶮源建设工程有限公司", BUREAU: "长沙市芙蓉区住房和城乡建设局"}
REQUEST = "2023年至2025年荷花园片区老旧小区改造项目的初步设计批复、概算批复及竣工验收备案文件"


def sample(kind: str) -> Matter:
    """The sample case as it stands when a letter of the kind is written."""
    return samples.matter(kind, AGENCY)


def drafted(matter: Matter, kind: str, passages: Mapping[str, str] | None = None) -> Letter:
    """The letter of the kind that the desk makes of the matter."""
    return write(matter, kind, catalogue.template, passages)


def text(kind: str, matter: Matter | None = None) -> str:
    """Its words."""
    return drafted(matter or sample(kind), kind).text


def of(letter: Letter, style: Style) -> list[Block]:
    """Its blocks of one style."""
    return [block for block in letter.blocks if block.style is style]


def missing(kind: str, matter: Matter) -> tuple[str, ...]:
    """What the letter is refused for lacking, by its meaning."""
    with pytest.raises(MissingFact) as refused:
        drafted(matter, kind)
    return refused.value.meanings


# --- the case changed ----------------------------------------------------------------------------
def with_log(matter: Matter, log: list[ev.Event], calendar: Calendar | None = None) -> Matter:
    """The matter of another log."""
    return replace(matter, case=case(tuple(log), calendar or content.calendar()))


def and_then(matter: Matter, *events: ev.Event) -> Matter:
    """What else happened."""
    return with_log(matter, [*matter.case.log, *events])


def without(matter: Matter, *kinds: type[ev.Event]) -> Matter:
    """The case in which that was never recorded."""
    return with_log(matter, [event for event in matter.case.log if not isinstance(event, kinds)])


def altered(matter: Matter, kind: type[ev.Event], **fields: Any) -> Matter:
    """The case in which events of that kind were otherwise."""
    change: Callable[[ev.Event], ev.Event] = lambda event: (  # noqa: E731
        replace(event, **fields) if isinstance(event, kind) else event
    )
    return with_log(matter, [change(event) for event in matter.case.log])


def by_company(matter: Matter) -> Matter:
    """The case in which a company applied."""
    return altered(matter, ev.Registered, applicant=COMPANY, applicant_kind=ApplicantKind.BUSINESS)


def jointly(matter: Matter) -> Matter:
    """The case in which a person and a company applied together."""
    return altered(matter, ev.Registered, joint=(COMPANY,))


def clarified(matter: Matter, on: date, content: str = "荷花园小区东区改造项目的初步设计批复") -> Matter:
    """The case in which a clarification was asked for on 2026-03-09 and came in on the day."""
    asked = ev.ClarificationAsked(
        on=date(2026, 3, 9), answer_by=date(2026, 3, 30), defects="小区不明|请写明小区"
    )
    return and_then(matter, asked, ev.Clarified(on=on, content=content))
