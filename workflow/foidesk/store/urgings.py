"""督办: kept sealed, numbered over the whole installation, answered once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, insert, select, update

from foidesk.store import numbers
from foidesk.store.supervisiontables import urgings
from foidesk.store.tables import EVERYWHERE, applications
from foidesk.store.vault import ERASED, Place, Vault

_c = urgings.c
_COUNTER = "urging"
_ROWS = select(urgings, applications.c.number.label("about")).outerjoin(
    applications, and_(applications.c.agency == _c.agency, applications.c.application == _c.application)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Urging:
    """What was asked of an agency; `answer` once it was answered."""

    agency: str
    urging: int
    number: str
    application: int | None
    about: str | None  #: its number
    text: str
    answer_by: date
    sent_at: datetime
    sent_by: str
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None

    @property
    def open(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered_at is None

    def late(self, on: date) -> bool:
        """Whether the answer is owed longer than it should be."""
        return self.open and on > self.answer_by


def number_of(conn: Connection, year: int) -> str:
    """督办〔2026〕1号: the next number of a year, whatever the agency."""
    return f"督办〔{year}〕{numbers.take(conn, EVERYWHERE, f'urging:{year}')}号"


def add(conn: Connection, vault: Vault, agency: str, facts: dict[str, Any], text: str) -> int:
    """Keep a new one; its key."""
    key = numbers.take(conn, agency, _COUNTER)
    sealed = _sealed(vault, agency, key, "text", text)
    conn.execute(insert(urgings), {**facts, "agency": agency, "urging": key, "text": sealed})
    return key


def answer(conn: Connection, vault: Vault, agency: str, key: int, text: str, at: datetime, by: str) -> bool:
    """Keep its answer; whether it had none before."""
    sealed = _sealed(vault, agency, key, "answer", text)
    here = (_c.agency == agency, _c.urging == key, _c.answered_at.is_(None))
    done = conn.execute(update(urgings).where(*here).values(answer=sealed, answered_at=at, answered_by=by))
    return done.rowcount == 1


def get(conn: Connection, vault: Vault, agency: str, key: int) -> Urging | None:
    """One of an agency."""
    row = conn.execute(_ROWS.where(_c.agency == agency, _c.urging == key)).one_or_none()
    return _opened(vault, row) if row else None


def listing(conn: Connection, vault: Vault, agencies: Collection[str], limit: int) -> Sequence[Urging]:
    """Those of some agencies: what waits for an answer first, by its day, then the answered ones, the newest first."""
    waits = case((_c.answered_at.is_(None), _c.answer_by))
    order = (_c.answered_at.is_not(None), waits, _c.sent_at.desc(), _c.urging.desc())
    wanted = _ROWS.where(_c.agency.in_(sorted(agencies))).order_by(*order).limit(limit)
    return _read(conn, vault, wanted)


def of_application(conn: Connection, vault: Vault, agency: str, application: int) -> Sequence[Urging]:
    """Those about one application, the newest first."""
    wanted = _ROWS.where(_c.agency == agency, _c.application == application)
    return _read(conn, vault, wanted.order_by(_c.urging.desc()))


def owed(conn: Connection, agency: str | None = None) -> dict[str, frozenset[date]]:
    """By agency, the last days of what waits for an answer; of all agencies without one."""
    wanted = select(_c.agency, _c.answer_by).where(_c.answered_at.is_(None)).distinct()
    if agency is not None:
        wanted = wanted.where(_c.agency == agency)
    found: dict[str, frozenset[date]] = {}
    for key, day in conn.execute(wanted):
        found[key] = found.get(key, frozenset()) | {day}
    return found


def _read(conn: Connection, vault: Vault, wanted: Select[Any]) -> list[Urging]:
    return [_opened(vault, row) for row in conn.execute(wanted)]


def _sealed(vault: Vault, agency: str, key: int, column: str, text: str) -> bytes:
    return vault.seal(text.encode(), Place("urgings", column, str(key), agency))


def _opened(vault: Vault, row: Row[*tuple[Any, ...]]) -> Urging:
    kept = dict(row._mapping)
    for column in ("text", "answer"):
        sealed = kept[column]
        place = Place("urgings", column, str(kept["urging"]), kept["agency"])
        kept[column] = None if sealed is None else vault.unseal(sealed, place).decode()
    return Urging(**kept | {"text": kept["text"] if kept["text"] is not None else ERASED})
