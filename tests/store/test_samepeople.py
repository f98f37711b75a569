"""Rows of people that are one person: found together, joined, parted."""

from __future__ import annotations

from dataclasses import replace

from tests.store.conftest import AGENCY, NOON, PERSON

from foidesk.store import people, samepeople
from foidesk.store.database import Database
from foidesk.store.people import Person

BY_NAME = replace(PERSON, id_type=None, id_number=None, telephone="13900000000")


def add(database: Database, *persons: Person) -> list[int]:
    with database.writing() as conn:
        return [people.add(conn, database.vault, AGENCY, person) for person in persons]


def of(database: Database, row: int) -> tuple[int, ...]:
    with database.reading() as conn:
        return samepeople.of(conn, database.vault, AGENCY, row)


def join(database: Database, row: int, to: int) -> tuple[int, int]:
    with database.writing() as conn:
        return samepeople.join(conn, AGENCY, row, to)


def part(database: Database, row: int) -> int | None:
    with database.writing() as conn:
        return samepeople.part(conn, AGENCY, row)


def test_rows_with_one_identity_number_are_one_person_without_being_joined(database: Database) -> None:
    one, other, stranger = add(database, PERSON, replace(PERSON, telephone="13700000000"), BY_NAME)
    assert of(database, one) == of(database, other) == (one, other)
    assert of(database, stranger) == (stranger,)


def test_joining_brings_everything_together_that_either_row_is_the_same_as(database: Database) -> None:
    one, again, old, older = add(database, PERSON, PERSON, BY_NAME, BY_NAME)
    join(database, old, again)
    every = (one, again, old, older)
    assert [of(database, row) for row in every] == [every] * 4
    with database.reading() as conn:
        assert samepeople.same(conn, database.vault, AGENCY, BY_NAME) == every


def test_joins_are_taken_back_one_by_one_in_any_order(database: Database) -> None:
    a, b, c = add(database, *(replace(BY_NAME, telephone=f"1390000000{n}") for n in range(3)))
    assert join(database, a, b) == (a, b)
    assert join(database, a, c) == (b, c)
    assert of(database, a) == (a, b, c)
    assert part(database, a) == b
    assert of(database, a) == (a,)
    assert of(database, b) == (b, c)
    assert part(database, a) is None


def test_a_joined_row_that_was_erased_still_leads_to_the_others(database: Database) -> None:
    a, b = add(database, PERSON, BY_NAME)
    join(database, a, b)
    with database.writing() as conn:
        people.erase(conn, AGENCY, a, NOON)
    assert of(database, a) == of(database, b) == (a, b)


def test_a_person_of_another_agency_is_another(database: Database) -> None:
    (one,) = add(database, PERSON)
    with database.writing() as conn:
        people.add(conn, database.vault, "other", PERSON)
        assert samepeople.links(conn, "other", [1]) == {}
    assert of(database, one) == (one,)
