"""Sample replies with a fact stated otherwise, left out or added."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.desk.letters.drafting import sample, with_log

from foidesk.desk.letterfacts.matter import Matter
from foidesk.rules import events as ev
from foidesk.rules.decisions import facts_of


def stating(kind: str | Matter, **facts: str | None) -> Matter:
    """The sample with these facts of its last reply; None leaves one out. `_2_what` is said of the second item."""
    matter = kind if isinstance(kind, Matter) else sample(kind)
    reply = matter.case.position.reply
    assert reply is not None
    stated: dict[str, str] = dict(facts_of(reply))
    for name, text in facts.items():
        key = name[1:].replace("_", ".", 1) if name.startswith("_") else name
        if text is None:
            stated.pop(key)
        else:
            stated[key] = text
    return replied(matter, facts=json.dumps(stated, ensure_ascii=False))


def replied(kind: str | Matter, **fields: Any) -> Matter:
    """The sample whose last reply differs in these fields."""
    matter = kind if isinstance(kind, Matter) else sample(kind)
    reply = matter.case.position.reply
    assert reply is not None
    return with_log(matter, [replace(e, **fields) if e is reply else e for e in matter.case.log])


def before_the_reply(matter: Matter, *events: ev.Event) -> Matter:
    """The case in which that happened too, before the last reply."""
    reply = matter.case.position.reply
    log = list(matter.case.log)
    place = log.index(reply)
    return with_log(matter, [*log[:place], *events, *log[place:]])
