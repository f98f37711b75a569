"""The register of what is no application: sealed like the log's texts, with an answer and what it became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from foidesk.store import numbers
from foidesk.store.registertables import matters
from foidesk.store.vault import ERASED, Place, Vault

_c = matters.c
_COUNTER = "matter"
_SEALED = ("subject", "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One entry of the register."""

    matter: int
    number: str
    kind: str
    received: date
    channel: str
    sender: int | None
    subject: str
    answer: str | None
    handler: str | None
    answered_on: date | None
    application: int | None  #: what it became after all
    recorded_at: datetime
    recorded_by: str


def add(conn: Connection, vault: Vault, agency: str, facts: dict[str, Any], subject: str) -> int:
    """Keep a new entry; its key."""
    key = numbers.take(conn, agency, _COUNTER)
    conn.execute(
        insert(matters),
        {
            **facts,
            "agency": agency,
            "matter": key,
            "subject": _sealed(vault, agency, key, "subject", subject),
        },
    )
    return key


def answer(conn: Connection, vault: Vault, agency: str, key: int, text: str, on: date) -> None:
    """Keep how it was answered."""
    sealed = _sealed(vault, agency, key, "answer", text)
    conn.execute(_one(agency, key).values(answer=sealed, answered_on=on))


def become(conn: Connection, agency: str, key: int, application: int) -> None:
    """Note the application that it turned out to be."""
    conn.execute(_one(agency, key).values(application=application))


def get(conn: Connection, vault: Vault, agency: str, key: int) -> Matter | None:
    """One entry, held until the end of a transaction that writes."""
    wanted = select(matters).where(_c.agency == agency, _c.matter == key)
    row = conn.execute(wanted).one_or_none()
    return _opened(vault, row) if row else None


def page(
    conn: Connection, vault: Vault, agency: str, *, open_only: bool, before: int | None, limit: int
) -> Sequence[Matter]:
    """The newest entries, or those before a key; `open_only`: neither answered nor an application."""
    wanted = select(matters).where(_c.agency == agency)
    if open_only:
        wanted = wanted.where(_c.answered_on.is_(None), _c.application.is_(None))
    if before is not None:
        wanted = wanted.where(_c.matter < before)
    rows = conn.execute(wanted.order_by(_c.matter.desc()).limit(limit))
    return [_opened(vault, row) for row in rows]


def _one(agency: str, key: int) -> Any:
    return update(matters).where(_c.agency == agency, _c.matter == key)


def _sealed(vault: Vault, agency: str, key: int, column: str, text: str) -> bytes:
    return vault.seal(text.encode(), Place("matters", column, str(key), agency))


def _opened(vault: Vault, row: Row[*tuple[Any, ...]]) -> Matter:
    kept = dict(row._mapping)
    agency = kept.pop("agency")
    for column in _SEALED:
        sealed = kept[column]
        place = Place("matters", column, str(kept["matter"]), agency)
        kept[column] = None if sealed is None else vault.unseal(sealed, place).decode()
    return Matter(**kept | {"subject": kept["subject"] if kept["subject"] is not None else ERASED})
