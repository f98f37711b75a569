"""The index that lists read."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete
from tests.store.conftest import AGENCY, DAY, NOON, row

from foidesk.store import calendars, frozen, worklist
from foidesk.store.database import Database
from foidesk.store.tables import applications
from foidesk.store.vault import NotOpened
from foidesk.store.worklist import NumberTaken, Row


def put(database: Database, *rows: Row) -> None:
    with database.writing() as conn:
        for each in rows:
            worklist.put(conn, each)


def listed(database: Database, **wanted: object) -> list[int]:
    with database.reading() as conn:
        return [each.application for each in worklist.listing(conn, AGENCY, **wanted)]  # type: ignore[arg-type]


def test_a_row_is_read_back_as_put_and_put_again_in_its_place(database: Database) -> None:
    first = row(1, due=DAY, target=DAY, in_time=True, problems=2, extended=True, unit_answer_by=DAY)
    put(database, first)
    second = replace(first, state="replied", in_time=None, closed_on=DAY)
    with database.reading() as conn:
        assert worklist.get(conn, AGENCY, 1) == first
    put(database, second)
    with database.reading() as conn:
        assert worklist.get(conn, AGENCY, 1) == second
        assert worklist.find_number(conn, AGENCY, "2026-0001") == second
        assert worklist.find_number(conn, "other", "2026-0001") is None
        assert worklist.get(conn, AGENCY, 2) is None


def test_a_number_in_use_is_refused_within_an_agency_only(database: Database) -> None:
    put(database, row(1))
    put(database, row(1, agency="other"))
    with pytest.raises(NumberTaken, match="2026-0001"):
        put(database, row(2, number="2026-0001"))
    assert listed(database) == [1]


def test_lists_are_sorted_by_target_with_those_without_one_last(database: Database) -> None:
    targets = {1: None, 2: date(2026, 5, 1), 3: date(2026, 4, 1), 4: None, 5: date(2026, 4, 1)}
    put(database, *(row(key, target=target) for key, target in targets.items()))
    assert listed(database) == [3, 5, 2, 1, 4]


def test_pages_follow_each_other_without_gap_or_double(database: Database) -> None:
    dice = random.Random(5)
    days = [None, *(DAY + timedelta(days=n) for n in range(4))]
    put(database, *(row(key, target=dice.choice(days)) for key in range(1, 41)))
    seen: list[int] = []
    after = None
    with database.reading() as conn:
        while page := worklist.listing(conn, AGENCY, limit=7, after=after):
            seen += [each.application for each in page]
            after = (page[-1].target, page[-1].application)
    assert seen == listed(database, limit=100)
    assert sorted(seen) == list(range(1, 41))


def test_lists_are_narrowed_by_state_day_and_handler(database: Database) -> None:
    put(
        database,
        row(1, due=DAY),
        row(2, due=DAY, closed_on=DAY, state="replied"),
        row(3, due=DAY + timedelta(days=1), handler="王"),
        row(4, state="clarifying"),
    )
    assert listed(database, states=["open", "clarifying"]) == [1, 3, 4]
    assert listed(database, states=[]) == []
    assert listed(database, due_before=DAY + timedelta(days=1)) == [1, 2]
    assert listed(database, overdue_on=DAY) == []
    assert listed(database, overdue_on=DAY + timedelta(days=1)) == [1]
    assert listed(database, handler="王") == [3]
    assert listed(database, limit=1) == [1]


def test_the_index_of_one_agency_can_be_emptied_and_made_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, *(row(key) for key in (3, 1, 2)), row(1, agency="other"))
    with database.reading() as conn:
        kept = list(worklist.iterate(conn, AGENCY))
    assert [each.application for each in kept] == [1, 2, 3]
    with database.writing() as conn:
        conn.execute(delete(applications).where(applications.c.agency == AGENCY))
        assert list(worklist.iterate(conn, AGENCY)) == []
        assert worklist.get(conn, "other", 1) is not None
        for each in kept:
            worklist.put(conn, each)
    assert listed(database) == [1, 2, 3]


def test_the_newest_version_of_each_notice_holds_and_the_earlier_ones_stay(database: Database) -> None:
    with database.writing() as conn:
        assert calendars.put(conn, 2027, "国办发明电〔2026〕9号", "{}", NOON, "王") == 1
        assert calendars.put(conn, 2027, "国办发明电〔2026〕10号", '{"a": 1}', NOON, "李") == 2
        assert calendars.put(conn, 2026, "国办发明电〔2025〕7号", "{}", NOON, "王") == 1
    with database.reading() as conn:
        found = calendars.current(conn)
    assert [(each.year, each.version, each.content) for each in found] == [
        (2026, 1, "{}"),
        (2027, 2, '{"a": 1}'),
    ]
    assert found[1].entered_at == NOON


def test_an_issued_letter_is_kept_sealed_and_once(database: Database) -> None:
    content = b"%PDF-1.7 " + "张三丰".encode()
    with database.writing() as conn:
        digest = frozen.freeze(conn, database.vault, AGENCY, "application/pdf", content)
        assert frozen.freeze(conn, database.vault, AGENCY, "application/pdf", content) == digest
        assert frozen.thaw(conn, database.vault, AGENCY, digest) == ("application/pdf", content)
        stored = conn.exec_driver_sql("SELECT sealed FROM frozen_letters").scalars().all()
        assert len(stored) == 1
        assert "张三丰".encode() not in stored[0]
        conn.exec_driver_sql("UPDATE frozen_letters SET agency = 'other'")
        with pytest.raises(NotOpened):
            frozen.thaw(conn, database.vault, "other", digest)
