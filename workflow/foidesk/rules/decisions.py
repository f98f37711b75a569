"""What a reply decides, item by item: the ground of each item and the facts stated for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from foidesk.rules import events as ev
from foidesk.rules import outcomes
from foidesk.rules.outcomes import Ground, Need

#: What an item of several asked for, in the words of the request.
WHAT = Need("what", "该项申请公开的内容")

_OF_ITEM = re.compile(r"([1-9]\d{0,2})\.(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a reply; a reply to the whole request has one."""

    n: int  #: counted from 1
    ground: Ground
    facts: Mapping[str, str]


def facts_of(reply: ev.Replied) -> Mapping[str, str]:
    """The facts a reply states, by name as typed; none when they cannot be read."""
    return readable(reply.facts) or {}


def readable(facts: str | None) -> dict[str, str] | None:
    """The facts of a reply out of their JSON, None when that is not what is written there."""
    try:
        found = json.loads(facts or "{}")
    except ValueError:
        return None
    fits = isinstance(found, dict) and all(isinstance(text, str) for text in found.values())
    return found if fits else None


def grounds_of(reply: ev.Replied) -> tuple[Ground, ...]:
    """The grounds of a reply: one, or one per item. Unknown keys are left out."""
    keys = reply.items or ((reply.ground,) if reply.ground else ())
    return tuple(outcomes.GROUNDS[key] for key in keys if key in outcomes.GROUNDS)


def items_of(reply: ev.Replied) -> tuple[Item, ...]:
    """The items with their own facts: `2.reason` is said of the second item, `reason` of every one."""
    facts, grounds = facts_of(reply), grounds_of(reply)
    shared = {
        name: text for name, text in facts.items() if not (len(grounds) > 1 and _OF_ITEM.fullmatch(name))
    }
    return tuple(
        Item(n, ground, shared | _own(facts, n, len(grounds))) for n, ground in enumerate(grounds, 1)
    )


def strange_names(reply: ev.Replied) -> list[str]:
    """The names of facts that no item of the reply can state."""
    grounds = grounds_of(reply)
    several = len(grounds) > 1
    strange = []
    for name in facts_of(reply):
        match = _OF_ITEM.fullmatch(name) if several else None
        meant = grounds[int(match[1]) - 1 : int(match[1])] if match else grounds
        known = {need.name for ground in meant for need in ground.may_state}
        known |= {WHAT.name} if match and meant else set()
        if (match[2] if match else name) not in known:
            strange.append(name)
    return strange


def _own(facts: Mapping[str, str], n: int, items: int) -> dict[str, str]:
    found = ((_OF_ITEM.fullmatch(name), text) for name, text in facts.items()) if items > 1 else ()
    return {match[2]: text for match, text in found if match and int(match[1]) == n}
