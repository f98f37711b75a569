"""The words of many applications at once, for lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from foidesk.store import prose as texts
from foidesk.store.tables import events, prose
from foidesk.store.vault import Vault

AT_ONCE = 500


def requests(conn: Connection, vault: Vault, agency: str, applications: Sequence[int]) -> dict[int, str]:
    """What each application asks for, by its key; erased or tampered text reads as such."""
    found: dict[int, str] = {}
    for start in range(0, len(applications), AT_ONCE):
        some = applications[start : start + AT_ONCE]
        rows = conn.execute(
            select(events.c.application, events.c.seq, events.c.payload, prose.c.sealed)
            .outerjoin(
                prose,
                (prose.c.agency == events.c.agency)
                & (prose.c.application == events.c.application)
                & (prose.c.seq == events.c.seq)
                & (prose.c.field == "request"),
            )
            .where(events.c.agency == agency, events.c.application.in_(some), events.c.kind == "registered")
        )
        for application, seq, payload, sealed in rows:
            found[application] = texts.read(vault, agency, application, seq, "request", payload, sealed)
    return found
