"""Letters that differ from a sample in just one point, and what the check says of them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from foidesk import content, settings
from foidesk.desk import catalogue, checking, samples
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.writing import write
from foidesk.paper.check import Against, Earlier, check, refusals, warnings
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.rules import events as ev
from foidesk.rules.case import case
from foidesk.settings import Agency

AGENCY: Agency = settings.load(Path(__file__).parents[2] / "config.toml").agency[0]


@cache
def matter(kind: str) -> Matter:
    return samples.matter(kind, AGENCY)


def held(about: Matter, kind: str, *, earlier: Earlier | None = None) -> tuple[Letter, Against]:
    """A letter and what it is held against, as the desk makes both."""
    letter, template = write(about, kind, catalogue.template), catalogue.template(kind)
    return letter, checking.against(about, template, letter, approver=AGENCY.head, earlier=earlier)


@cache
def sample(kind: str) -> tuple[Letter, Against]:
    return held(matter(kind), kind)


def refused(letter: Letter, against: Against) -> list[str]:
    return [finding.what for finding in refusals(check(letter, against))]


def warned(letter: Letter, against: Against) -> list[str]:
    return [finding.what for finding in warnings(check(letter, against))]


# --- one point changed -----------------------------------------------------------------------------
def saying(letter: Letter, old: str, new: str) -> Letter:
    """The letter with some of its words exchanged."""
    assert old in letter.text, f"“{old}” does not stand in the sample"
    return replace(
        letter,
        number=letter.number.replace(old, new),
        blocks=tuple(
            replace(
                block,
                text=block.text.replace(old, new),
                rows=tuple(tuple(cell.replace(old, new) for cell in row) for row in block.rows),
            )
            for block in letter.blocks
        ),
    )


def adding(letter: Letter, sentence: str) -> Letter:
    """The letter with one paragraph more, after the opening."""
    place = next(n for n, block in enumerate(letter.blocks) if block.style is Style.BODY) + 1
    added = Block(Style.BODY, sentence, name="facts", free=True)
    return replace(letter, blocks=(*letter.blocks[:place], added, *letter.blocks[place:]))


def with_log(about: Matter, log: tuple[ev.Event, ...]) -> Matter:
    return replace(about, case=case(log, content.calendar()))


def altered(kind: str, event: type[ev.Event], **fields: Any) -> Matter:
    """The sample case with the fields of one kind of event changed."""
    log = matter(kind).case.log
    assert any(isinstance(each, event) for each in log)
    return with_log(
        matter(kind), tuple(replace(each, **fields) if isinstance(each, event) else each for each in log)
    )


def without(kind: str, *events: type[ev.Event]) -> Matter:
    """The sample case without some kinds of events."""
    return with_log(matter(kind), tuple(e for e in matter(kind).case.log if not isinstance(e, events)))


def stating(kind: str, **facts: str | None) -> Matter:
    """The sample case whose reply states some facts otherwise; None leaves one out."""
    reply = matter(kind).case.position.reply
    assert reply is not None
    stated = {**json.loads(reply.facts or "{}"), **facts}
    kept = {name: text for name, text in stated.items() if text is not None}
    return altered(kind, ev.Replied, facts=json.dumps(kept, ensure_ascii=False))


def deciding(kind: str, *items: tuple[str, dict[str, str]]) -> Matter:
    """The sample case with a reply that decides on several items: ground and facts of each."""
    facts = {f"{n}.{name}": text for n, (_, own) in enumerate(items, 1) for name, text in own.items()}
    return altered(
        kind,
        ev.Replied,
        ground=None,
        items=tuple(ground for ground, _ in items),
        main=items[0][0],
        facts=json.dumps(facts, ensure_ascii=False),
    )
