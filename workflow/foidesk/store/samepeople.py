"""Which rows of people are one person: by identity number, by name and telephone, or because a clerk said so.

Two rows are joined by `same_as` of one naming the other; parting them takes that one link back and no other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, or_, select, update

from foidesk.errors import NotThere
from foidesk.store import people as persons
from foidesk.store.people import Person
from foidesk.store.tables import people
from foidesk.store.vault import Vault

AT_ONCE = 500  #: SQLite limits how many values one statement takes
_c = people.c
_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_LINKS = select(_c.person, _c.same_as).where(
    _c.agency == bindparam("agency"),
    or_(_c.person.in_(_SOME), _c.same_as.in_(_SOME)),
    _c.same_as.is_not(None),
)
_INDEXES = select(_c.id_number_index, _c.contact_index).where(
    _c.agency == bindparam("agency"), _c.person.in_(_SOME)
)
_WITH = {
    column: select(_c.person).where(_c.agency == bindparam("agency"), column.in_(_SOME))
    for column in (_c.id_number_index, _c.contact_index)
}


def same(conn: Connection, vault: Vault, agency: str, person: Person) -> tuple[int, ...]:
    """Every row that is this person."""
    found = persons.find(
        conn, vault, agency, id_number=person.id_number, name=person.name, telephone=person.telephone
    )
    return _with_joined(conn, agency, set(found))


def of(conn: Connection, vault: Vault, agency: str, row: int) -> tuple[int, ...]:
    """Every row that is the person of this row, itself among them. NotThere when there is no such row."""
    person = persons.get_many(conn, vault, agency, [row]).get(row)
    if person is None:
        raise NotThere("没有这个申请人。", why="登记簿中没有这条人员记录。", do="请从申请的页面打开申请人。")
    return _with_joined(conn, agency, {row, *same(conn, vault, agency, person)})


def links(conn: Connection, agency: str, rows: Collection[int]) -> dict[int, int]:
    """The joins between these rows: the row joined, and the row it was joined to."""
    return {person: to for person, to in _links(conn, agency, rows) if person in rows and to in rows}


def join(conn: Connection, agency: str, row: int, to: int) -> tuple[int, int]:
    """Make the people of two rows one; the row that names another from now on, and which. Not joined yet."""
    end, other = _end(conn, agency, row), _end(conn, agency, to)
    conn.execute(update(people).where(_c.agency == agency, _c.person == end).values(same_as=other))
    return end, other


def part(conn: Connection, agency: str, row: int) -> int | None:
    """Take the join of a row back; the row it was joined to, None when it was not joined."""
    link = conn.scalar(select(_c.same_as).where(_c.agency == agency, _c.person == row))
    conn.execute(update(people).where(_c.agency == agency, _c.person == row).values(same_as=None))
    return link


def _end(conn: Connection, agency: str, row: int) -> int:
    """The row at the end of the joins from a row on."""
    while (to := conn.scalar(select(_c.same_as).where(_c.agency == agency, _c.person == row))) is not None:
        row = to
    return row


def _with_joined(conn: Connection, agency: str, found: set[int]) -> tuple[int, ...]:
    """The rows with those joined to them, and with those that are the same person as one joined."""
    while joined := {row for link in _links(conn, agency, found) for row in link} - found:
        found |= joined | _alike(conn, agency, joined)
    return tuple(sorted(found))


def _links(conn: Connection, agency: str, rows: Collection[int]) -> Iterator[tuple[int, int]]:
    for some in _portions(sorted(rows)):
        for link in conn.execute(_LINKS, {"agency": agency, "some": some}):
            yield link.person, link.same_as


def _alike(conn: Connection, agency: str, rows: Collection[int]) -> set[int]:
    """Rows with the identity number, or with the name and telephone, of one of these rows."""
    found: set[int] = set()
    for some in _portions(sorted(rows)):
        indexes = conn.execute(_INDEXES, {"agency": agency, "some": some}).all()
        for place, statement in enumerate(_WITH.values()):
            values = {row[place] for row in indexes if row[place] is not None}
            if values:
                found.update(conn.execute(statement, {"agency": agency, "some": list(values)}).scalars())
    return found


def _portions(rows: list[int]) -> Iterator[list[int]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
