"""Examples of the casebook as rows: proposed, confirmed, withdrawn, found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from foidesk.store import numbers
from foidesk.store.casebooktables import examples

_c = examples.c
_SEARCHED = (_c.title, _c.facts, _c.reasoning, _c.point, _c.letter)


class Standing(Enum):
    """How far an example has come."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "可以参考"
    WITHDRAWN = "withdrawn", "已撤下"

    def __init__(self, key: str, label: str) -> None:
        self.key, self.label = key, label


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an example says."""

    title: str
    ground: str  #: key of outcomes.Ground
    line: str  #: code of outcomes.Outcome
    facts: str
    reasoning: str
    point: str
    letter: str | None = None
    since: date
    until: date | None = None
    shared: bool = False  #: with the other agencies of the installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example with where it comes from and who did what to it."""

    agency: str
    example: int
    application: int
    said: Said
    proposed_at: datetime
    proposed_by: str
    confirmed_at: datetime | None
    confirmed_by: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_why: str | None

    @property
    def standing(self) -> Standing:
        """Whether it is waited for, may be used, or is used no longer."""
        if self.withdrawn_at is not None:
            return Standing.WITHDRAWN
        return Standing.PROPOSED if self.confirmed_at is None else Standing.CONFIRMED

    @property
    def version(self) -> str:
        """What tells this text from an earlier or a later one."""
        return f"{self.proposed_at.timestamp():.6f}"

    def in_force(self, on: date) -> bool:
        """Whether it may be followed on the day."""
        until = self.said.until
        return self.standing is Standing.CONFIRMED and self.said.since <= on and (not until or on <= until)


def add(conn: Connection, agency: str, application: int, said: Said, by: str, at: datetime) -> int:
    """Keep a proposed example; its key among those of the agency."""
    key = numbers.take(conn, agency, "example")
    row = {"agency": agency, "example": key, "application": application, **asdict(said)}
    conn.execute(insert(examples), {**row, "proposed_at": at, "proposed_by": by})
    return key


def change(conn: Connection, agency: str, key: int, said: Said, by: str, at: datetime) -> None:
    """Let a proposed example say this; who changed it proposes it from then on."""
    values = {**asdict(said), "proposed_at": at, "proposed_by": by}
    conn.execute(update(examples).where(*_mine(agency, key)).values(values))


def confirm(conn: Connection, agency: str, key: int, by: str, at: datetime) -> None:
    """Let others see it."""
    values = {"confirmed_at": at, "confirmed_by": by}
    conn.execute(update(examples).where(*_mine(agency, key)).values(values))


def withdraw(conn: Connection, agency: str, key: int, why: str, by: str, at: datetime) -> None:
    """Show it no longer among those that may be used; it stays with the reason."""
    values = {"withdrawn_at": at, "withdrawn_by": by, "withdrawn_why": why}
    conn.execute(update(examples).where(*_mine(agency, key)).values(values))


def get(conn: Connection, agency: str, key: int) -> Example | None:
    """One example of the agency."""
    row = conn.execute(select(examples).where(*_mine(agency, key))).one_or_none()
    return _read(row) if row is not None else None


def of_application(conn: Connection, agency: str, application: int) -> list[Example]:
    """The examples made of an application, oldest first."""
    wanted = select(examples).where(_c.agency == agency, _c.application == application)
    return [_read(row) for row in conn.execute(wanted.order_by(_c.example))]


def find(
    conn: Connection,
    agency: str,
    *,
    words: Sequence[str] = (),
    grounds: Sequence[str] = (),
    lines: Sequence[str] = (),
    standing: Standing = Standing.CONFIRMED,
    skip: int = 0,
    limit: int,
) -> list[Example]:
    """The examples that hold every word and rest on one of the grounds or lines, the newest first.

    Confirmed ones of the agency and those others share; of the agency alone what is proposed or withdrawn.
    """
    wanted = select(examples).where(_of_standing(agency, standing))
    for word in words:
        wanted = wanted.where(or_(*(each.icontains(word, autoescape=True) for each in _SEARCHED)))
    if grounds or lines:
        wanted = wanted.where(or_(_c.ground.in_(grounds), _c.line.in_(lines)))
    ordered = wanted.order_by(_c.proposed_at.desc(), _c.agency, _c.example.desc())
    return [_read(row) for row in conn.execute(ordered.offset(skip).limit(limit))]


def _of_standing(agency: str, standing: Standing) -> ColumnElement[bool]:
    own, kept = _c.agency == agency, _c.withdrawn_at.is_(None)
    match standing:
        case Standing.CONFIRMED:
            return and_(or_(own, _c.shared), kept, _c.confirmed_at.is_not(None))
        case Standing.PROPOSED:
            return and_(own, kept, _c.confirmed_at.is_(None))
        case Standing.WITHDRAWN:
            return and_(own, _c.withdrawn_at.is_not(None))


def _mine(agency: str, key: int) -> tuple[ColumnElement[bool], ...]:
    return (_c.agency == agency, _c.example == key)


def _read(row: object) -> Example:
    kept = dict(row._mapping)  # type: ignore[attr-defined]
    said = Said(**{name: kept.pop(name) for name in Said.__dataclass_fields__})
    return Example(said=said, **kept)
