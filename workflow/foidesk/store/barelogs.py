"""Logs without their free text, many at once: enough to count days by, and nothing to open.

Days never rest on what a text says, only on whether one was written; it reads as `vault.ERASED` here.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from foidesk.rules import wire
from foidesk.rules.events import Event
from foidesk.store.among import ONCE, among
from foidesk.store.tables import events
from foidesk.store.vault import ERASED

#: Fields that tell one application from another and move no day.
_OWN = {
    "registered": frozenset({"number", "year", "n", "applicant", "joint", "agent"}),
    "assigned": frozenset({"handler"}),
}
_c = events.c
Stored = tuple[str, date, str]  #: kind, legal day, the rest as stored
Bare = list[Stored]


def of_these(
    conn: Connection, agency: str, applications: Sequence[int], *, until: datetime | None = None
) -> Mapping[int, Bare]:
    """The logs of these applications; with `until` what had been recorded by that moment."""
    found: dict[int, Bare] = {each: [] for each in applications}
    wanted = (
        select(_c.application, _c.kind, _c.on_day, _c.payload)
        .where(_c.agency == agency, among(_c.application, applications))
        .order_by(_c.application, _c.seq)
    )
    if until is not None:
        wanted = wanted.where(_c.recorded_at <= until)
    for application, kind, on, payload in conn.execute(wanted, execution_options=ONCE).all():
        found[application].append((kind, on, payload))
    return found


def events_of(log: Bare) -> tuple[Event, ...]:
    """The events, their texts erased."""
    return tuple(wire.decode(_fact(*stored)) for stored in log)


def shape(log: Bare) -> Hashable:
    """The same for two logs whose days are the same: all but who applied, who handles it, and under which number."""
    return tuple(_common(stored) if _tells_apart(stored[0]) else stored for stored in log)


def letters_of(log: Bare) -> tuple[tuple[str, str], ...]:
    """Document number and SHA-256 of the words of each letter that was issued from the program."""
    issued = (json.loads(payload) for kind, _, payload in log if kind == "letter_issued")
    return tuple((fact["doc_number"], fact["letter_sha256"]) for fact in issued if fact.get("letter_sha256"))


@cache
def _tells_apart(kind: str) -> bool:
    """Whether what is stored differs between applications that count alike."""
    return kind in _OWN or bool(wire.shape(kind).prose)


def _common(stored: Stored) -> Hashable:
    kind, on, payload = stored
    fact, own = _without_text(kind, payload), _OWN.get(kind, frozenset())
    return kind, on, repr([item for item in fact.items() if item[0] not in own])


def _fact(kind: str, on: date, payload: str) -> dict[str, Any]:
    return {"event": kind, "on": on.isoformat(), **_without_text(kind, payload)}


def _without_text(kind: str, payload: str) -> dict[str, Any]:
    fact: dict[str, Any] = json.loads(payload)
    for field in wire.shape(kind).prose:
        if fact.get(field) is not None:
            fact[field] = ERASED
    return fact
