"""Free text of events, sealed apart from the log, because people write names into sentences.

The log keeps a fingerprint under the field's name; the text is a row of `prose`. Erasing that row leaves
the chain whole and, since the fingerprint's salt goes with it, nothing to guess the text by.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete

from foidesk.rules import wire
from foidesk.store.tables import prose
from foidesk.store.vault import ERASED, SALT, NotOpened, Place, Vault

TAMPERED = "（内容与登记时不符）"  #: what a text reads as whose row no longer fits the log


def take_out(
    vault: Vault, agency: str, application: int, seq: int, data: dict[str, Any]
) -> list[dict[str, Any]]:
    """Put fingerprints in the place of the free text of an event's JSON data; the rows to keep of it."""
    rows = []
    for field in wire.shape(data["event"]).prose:
        text = data.get(field)
        if text is None:
            continue
        place = _place(agency, application, seq, field)
        salt, value = os.urandom(SALT), text.encode()
        data[field] = vault.fingerprint(salt, value, place)
        sealed = vault.seal(salt + value, place)
        rows.append(
            {"agency": agency, "application": application, "seq": seq, "field": field, "sealed": sealed}
        )
    return rows


def put_back(
    vault: Vault, agency: str, application: int, seq: int, data: dict[str, Any], rows: Mapping[str, bytes]
) -> list[str]:
    """Put the texts back into an event's JSON data; the fields whose row no longer fits, read as `TAMPERED`."""
    wrong = []
    known = wire.shape(data["event"]).prose
    for field in known:
        fingerprint = data.get(field)
        if fingerprint is None:
            continue
        sealed = rows.get(field)
        if sealed is None:
            data[field] = ERASED
            continue
        text = _opened(vault, sealed, _place(agency, application, seq, field), fingerprint)
        data[field] = TAMPERED if text is None else text
        if text is None:
            wrong.append(field)
    return wrong + [field for field in rows if field not in known or data.get(field) is None]


def read(
    vault: Vault, agency: str, application: int, seq: int, field: str, payload: str, sealed: bytes | None
) -> str:
    """One text of a stored event by its payload and sealed row, empty when the event has none."""
    fingerprint = json.loads(payload).get(field)
    if fingerprint is None:
        return ""
    if sealed is None:
        return ERASED
    text = _opened(vault, sealed, _place(agency, application, seq, field), fingerprint)
    return TAMPERED if text is None else text


def _opened(vault: Vault, sealed: bytes, place: Place, fingerprint: str) -> str | None:
    try:
        opened = vault.unseal(sealed, place)
    except NotOpened:
        return None
    salt, value = opened[:SALT], opened[SALT:]
    fits = hmac.compare_digest(vault.fingerprint(salt, value, place), str(fingerprint))
    return value.decode() if fits else None


def _place(agency: str, application: int, seq: int, field: str) -> Place:
    return Place("prose", field, f"{application}/{seq}", agency)


_ERASE = delete(prose).where(
    prose.c.agency == bindparam("agency"), prose.c.application == bindparam("application")
)


def erase_many(conn: Connection, agency: str, applications: Collection[int]) -> None:
    """`erase` for many."""
    if applications:
        conn.execute(_ERASE, [{"agency": agency, "application": key} for key in applications])


def erase(conn: Connection, agency: str, application: int) -> int:
    """Erase all free text of one application for good; the number of texts. The chain stays whole."""
    return conn.execute(_ERASE, {"agency": agency, "application": application}).rowcount
