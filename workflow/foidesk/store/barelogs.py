"""Logs without their free text, many at once: enough to count days by, and nothing to open.

Days never rest on what a text says, only on whether one was written; it reads as `vault.ERASED` here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from foidesk.rules import wire
from foidesk.rules.events import Event
from foidesk.store.tables import events
from foidesk.store.vault import ERASED

#: Fields that tell one application from another and move no day.
_OWN = {
    "registered": frozenset({"number", "year", "n", "applicant", "joint", "agent"}),
    "assigned": frozenset({"handler"}),
}
_c = events.c
_OF_THESE = (
    select(_c.application, _c.kind, _c.on_day, _c.payload)
    .where(_c.agency == bindparam("agency"), _c.application.in_(bindparam("these", expanding=True)))
    .order_by(_c.application, _c.seq)
)


Bare = list[dict[str, Any]]  #: a log as its facts in JSON data


def events_of(log: Bare) -> tuple[Event, ...]:
    """The events, their texts erased."""
    return tuple(wire.decode(fact) for fact in log)


def shape(log: Bare) -> str:
    """The same for two logs whose days are the same: all but who applied, who handles it, and under which number."""
    return repr([_common(fact) for fact in log])


def _common(fact: dict[str, Any]) -> dict[str, Any]:
    own = _OWN.get(fact["event"])
    return fact if own is None else {key: value for key, value in fact.items() if key not in own}


def of_these(conn: Connection, agency: str, applications: Sequence[int]) -> Mapping[int, Bare]:
    """The logs of these applications."""
    found: dict[int, Bare] = {each: [] for each in applications}
    for application, kind, on, payload in conn.execute(_OF_THESE, {"agency": agency, "these": applications}):
        found[application].append(_fact(kind, on, payload))
    return found


def _fact(kind: str, on: date, payload: str) -> dict[str, Any]:
    fact: dict[str, Any] = {"event": kind, "on": on.isoformat(), **json.loads(payload)}
    for field in wire.shape(kind).prose:
        if fact.get(field) is not None:
            fact[field] = ERASED
    return fact
