"""Logs without their free text, many at once: enough to count days by, and nothing to open.

Days never rest on what a text says, only on whether one was written; it reads as `vault.ERASED` here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from foidesk.rules import wire
from foidesk.rules.events import Event
from foidesk.store.tables import events
from foidesk.store.vault import ERASED

#: Fields of a registration that tell one application from another and move no day.
_IDENTITY = ("number", "year", "n", "applicant", "joint", "agent")
_c = events.c
_OF_THESE = (
    select(_c.application, _c.kind, _c.on_day, _c.payload, _c.hash)
    .where(_c.agency == bindparam("agency"), _c.application.in_(bindparam("these", expanding=True)))
    .order_by(_c.application, _c.seq)
)


@dataclass(slots=True)
class Bare:
    """A log as stored: its facts as JSON data, and the hash of the last."""

    facts: list[dict[str, Any]]
    head: str

    def events(self) -> tuple[Event, ...]:
        """The events, their texts erased."""
        return tuple(wire.decode(fact) for fact in self.facts)

    def shape(self) -> str:
        """The same for two logs whose days are the same: all but who applied and under which number."""
        return repr(
            [
                {key: value for key, value in fact.items() if key not in _IDENTITY}
                if fact["event"] == "registered"
                else fact
                for fact in self.facts
            ]
        )


def of_these(conn: Connection, agency: str, applications: Sequence[int]) -> Mapping[int, Bare]:
    """The logs of these applications."""
    found: dict[int, Bare] = {}
    for application, kind, on, payload, head in conn.execute(
        _OF_THESE, {"agency": agency, "these": applications}
    ):
        bare = found.get(application)
        if bare is None:
            bare = found[application] = Bare([], head)
        bare.facts.append(_fact(kind, on, payload))
        bare.head = head
    return found


def _fact(kind: str, on: date, payload: str) -> dict[str, Any]:
    fact: dict[str, Any] = {"event": kind, "on": on.isoformat(), **json.loads(payload)}
    for field in wire.shape(kind).prose:
        if fact.get(field) is not None:
            fact[field] = ERASED
    return fact
