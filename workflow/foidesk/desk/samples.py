"""A sample of every kind of letter, from one invented case whose names hold rare characters; needs no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from foidesk import content
from foidesk.desk import catalogue
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.writing import Templates, write
from foidesk.paper.letter import Letter
from foidesk.rules import events as ev
from foidesk.rules import wire
from foidesk.rules.case import case
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.settings import Agency
from foidesk.store.people import Person


def letter(kind: str, agency: Agency, templates: Templates = catalogue.template) -> Letter:
    """The sample letter of a kind, in the shipped wording unless other templates are given.

    A blank that an agency's own template asks for beyond the shipped one is filled with its meaning.
    """
    about = matter(kind, agency)
    known = catalogue.template(kind).asked
    beyond = {name: each for name, each in templates(kind).asked.items() if name not in known}
    fillers = {name: each.meaning for name, each in beyond.items() if not each.optional}
    return write(replace(about, stated={**fillers, **about.stated}), kind, templates)


def matter(kind: str, agency: Agency) -> Matter:
    """The sample case as it stands when a letter of the kind is written."""
    told = content.sample_letter(kind)
    common = content.sample_letter("_case")
    number = agency.number_pattern.format(code=agency.code, **common["number"])
    events = [*common["events"], *told.get("events", ())]
    if told.get("alone"):
        events = told["events"]
    log = tuple(_event(each, number, common["number"], told.get("facts")) for each in events)
    return Matter(
        agency=agency,
        case=case(log, content.calendar()),
        people=_people(),
        about=_own(told.get("about", ""), number),
        stated={name: _own(text, number) for name, text in told.get("stated", {}).items()},
        signed_on=told.get("signed_on"),
    )


@cache
def _people() -> Mapping[int, Person]:
    named: dict[str, dict[str, Any]] = content.sample_letter("_case")["person"]
    return {
        int(row): Person(**{**about, "kind": ApplicantKind(about["kind"])} if "kind" in about else about)
        for row, about in named.items()
    }


def _event(told: Mapping[str, Any], number: str, place: Mapping[str, int], facts: Any) -> ev.Event:
    """An event as wire data; numbers follow the agency's pattern, facts belong to the reply."""
    data = {name: _plain(value, number) for name, value in told.items()}
    if data["event"] == ev.Registered.name:
        data = {**place, "number": number, **data}
    if data["event"] == ev.Replied.name and facts and "facts" not in data:
        data["facts"] = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return wire.decode(data)


def _plain(value: Any, number: str) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return _own(value, number) if isinstance(value, str) else value


def _own(text: str, number: str) -> str:
    """“-补” stands for the sample's own number with that suffix."""
    return f"{number}{text}" if text.startswith("-") else text
