"""People: sealed, found without being opened, erased for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.store.conftest import AGENCY, NOON, PERSON

from foidesk.errors import DeskError
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store import people
from foidesk.store.database import Database
from foidesk.store.people import Person, masked_id_number, masked_name, masked_telephone
from foidesk.store.vault import ERASED, NotOpened

FIRM = Person(name="某某有限公司", kind=ApplicantKind.BUSINESS)


def add(database: Database, person: Person) -> int:
    with database.writing() as conn:
        return people.add(conn, database.vault, AGENCY, person)


def find(database: Database, **wanted: str) -> tuple[int, ...]:
    with database.reading() as conn:
        return people.find(conn, database.vault, AGENCY, **wanted)


def test_a_person_is_read_back_as_given(database: Database) -> None:
    keys = [add(database, PERSON), add(database, FIRM)]
    with database.reading() as conn:
        assert people.get(conn, database.vault, AGENCY, keys[0]) == PERSON
        assert people.get_many(conn, database.vault, AGENCY, [*keys, 99]) == {1: PERSON, 2: FIRM}
        assert people.get_many(conn, database.vault, AGENCY, []) == {}


def test_a_person_is_found_by_identity_number_or_by_name_and_telephone(database: Database) -> None:
    add(database, FIRM)
    key = add(database, PERSON)
    assert find(database, id_number="11010119900307001x") == (key,)
    assert find(database, id_number=" １１０１０１ 19900307 001X ") == (key,)
    assert find(database, name="张 三丰", telephone="+86 138-1234-0000") == (key,)
    assert find(database, name="张三丰") == ()
    assert find(database, telephone="13812340000") == ()
    assert find(database, name="张三", telephone="13812340000") == ()
    assert find(database) == ()


def test_people_of_another_agency_are_not_found_and_look_different(database: Database) -> None:
    add(database, PERSON)
    with database.writing() as conn:
        people.add(conn, database.vault, "other", PERSON)
        indexes = conn.execute(text("SELECT id_number_index FROM people")).scalars().all()
        assert len({bytes(index) for index in indexes}) == 2
    assert find(database, id_number=str(PERSON.id_number)) == (1,)


def test_an_erased_person_is_gone_and_the_row_stays(database: Database) -> None:
    key = add(database, PERSON)
    with database.writing() as conn:
        people.erase(conn, AGENCY, key, NOON)
        people.erase(conn, AGENCY, key, NOON.replace(year=2030))
        assert people.get(conn, database.vault, AGENCY, key) == Person(name=ERASED, erased_at=NOON)
        row = conn.execute(text("SELECT * FROM people")).one()
    assert [value for value in row if value is not None][:2] == [AGENCY, key]
    assert len([value for value in row if value is not None]) == 3
    assert find(database, id_number=str(PERSON.id_number)) == ()


def test_a_sealed_value_moved_to_another_row_or_column_does_not_open(
    database: Database, tamper: Callable[[str], None]
) -> None:
    add(database, PERSON)
    add(database, replace(PERSON, name="李四"))
    tamper("UPDATE people SET email = address WHERE person = 1")
    tamper("UPDATE people SET name = (SELECT p.name FROM people p WHERE p.person = 1) WHERE person = 2")
    with database.reading() as conn:
        for key in (1, 2):
            with pytest.raises(NotOpened, match="无法解开"):
                people.get(conn, database.vault, AGENCY, key)


def test_a_row_that_the_log_names_and_nobody_has_is_told(database: Database) -> None:
    with database.reading() as conn, pytest.raises(DeskError, match="没有第7号人员记录"):
        people.get(conn, database.vault, AGENCY, 7)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("李四", ApplicantKind.NATURAL_PERSON, "李*"),
        ("张三丰", ApplicantKind.NATURAL_PERSON, "张**"),
        ("阿卜杜拉·买买提", ApplicantKind.NATURAL_PERSON, "阿**"),
        ("李", ApplicantKind.NATURAL_PERSON, "李*"),
        ("某某有限公司", ApplicantKind.BUSINESS, "某某有限公司"),
        ("不明之人", None, "不**"),
        (ERASED, None, ERASED),
    ],
)
def test_names_of_natural_persons_are_masked(name: str, kind: ApplicantKind | None, shown: str) -> None:
    assert masked_name(name, kind) == shown


@pytest.mark.parametrize(
    ("telephone", "shown"),
    [
        ("13800000000", "138****0000"),
        ("010-65120000", "010*****0000"),
        ("65120000", "******00"),
        ("12", "**"),
    ],
)
def test_telephones_are_masked(telephone: str, shown: str) -> None:
    assert masked_telephone(telephone) == shown


def test_identity_numbers_are_masked() -> None:
    assert masked_id_number("11010119900307001X") == "110*************1X"
