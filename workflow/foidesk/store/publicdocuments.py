"""What is already public: documents with the place where anybody can read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, or_, select, update

from foidesk.store import numbers
from foidesk.store.registertables import public_documents

_c = public_documents.c
_TOLD = (_c.title, _c.number, _c.place, _c.published_on, _c.repealed_on, _c.note)


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A document as the index tells it."""

    title: str
    number: str | None  #: 文号
    place: str  #: address of a page, or where and how to read it
    published_on: date | None = None
    repealed_on: date | None = None
    note: str | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two lines the same document: the title with the number, or with the place where it has none."""
        return self.title, self.number or self.place


@dataclass(frozen=True, slots=True)
class Entered:
    """A document with its key in the index."""

    key: int
    document: PublicDocument


def add(conn: Connection, agency: str, document: PublicDocument, by: str, at: datetime) -> int:
    """Enter a document; its key."""
    key = numbers.take(conn, agency, "public document")
    row = {"agency": agency, "document": key, "entered_by": by, "entered_at": at, **asdict(document)}
    conn.execute(insert(public_documents), row)
    return key


def change(conn: Connection, agency: str, key: int, document: PublicDocument, by: str, at: datetime) -> None:
    """Let the entry say this from now on."""
    mine = (_c.agency == agency, _c.document == key)
    values = {"entered_by": by, "entered_at": at, **asdict(document)}
    conn.execute(update(public_documents).where(*mine).values(**values))


def remove(conn: Connection, agency: str, key: int, at: datetime) -> None:
    """Take an entry out of the index."""
    mine = (_c.agency == agency, _c.document == key)
    conn.execute(update(public_documents).where(*mine).values(removed_at=at))


def get(conn: Connection, agency: str, key: int) -> Entered | None:
    """The entry of a key; None for one that was never made or was taken out."""
    wanted = select(_c.document, *_TOLD).where(
        _c.agency == agency, _c.document == key, _c.removed_at.is_(None)
    )
    row = conn.execute(wanted).one_or_none()
    return Entered(row[0], PublicDocument(*row[1:])) if row else None


def same(conn: Connection, agency: str, document: PublicDocument) -> Entered | None:
    """The entry of the same document."""
    wanted = select(_c.document, *_TOLD).where(
        _c.agency == agency, _c.title == document.title, _c.removed_at.is_(None)
    )
    for row in conn.execute(wanted):
        found = Entered(row[0], PublicDocument(*row[1:]))
        if found.document.identity == document.identity:
            return found
    return None


def everything(conn: Connection, agency: str, limit: int) -> Sequence[Entered]:
    """The whole index, the oldest entry first; at most `limit`."""
    wanted = (
        select(_c.document, *_TOLD)
        .where(_c.agency == agency, _c.removed_at.is_(None))
        .order_by(_c.document)
        .limit(limit)
    )
    return [Entered(row[0], PublicDocument(*row[1:])) for row in conn.execute(wanted)]


def find(
    conn: Connection, agency: str, words: Sequence[str], *, before: int | None = None, limit: int
) -> Sequence[Entered]:
    """The entries whose title or number holds every word, the newest entry first; from below the key `before`."""
    wanted = select(_c.document, *_TOLD).where(_c.agency == agency, _c.removed_at.is_(None))
    for word in words:
        told = (_c.title, _c.number)
        wanted = wanted.where(or_(*(each.icontains(word, autoescape=True) for each in told)))
    if before is not None:
        wanted = wanted.where(_c.document < before)
    found = conn.execute(wanted.order_by(_c.document.desc()).limit(limit))
    return [Entered(row[0], PublicDocument(*row[1:])) for row in found]
