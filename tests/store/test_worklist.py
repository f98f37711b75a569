"""The index that lists read."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from tests.store.conftest import AGENCY, DAY, NOON, row

from foidesk.store import calendars, frozen, listing, worklist
from foidesk.store.database import Database
from foidesk.store.listing import Order, Wanted
from foidesk.store.tables import applications
from foidesk.store.vault import NotOpened
from foidesk.store.worklist import NumberTaken, Row


def put(database: Database, *rows: Row) -> None:
    with database.writing() as conn:
        for each in rows:
            worklist.put(conn, each)


def listed(database: Database, order: Order = Order.TARGET, **wanted: Any) -> list[int]:
    with database.reading() as conn:
        found = listing.page(conn, AGENCY, Wanted(**wanted), order, limit=100)
    return [each.application for each in found.rows]


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


def test_lists_are_sorted_by_target_with_those_without_one_after_them_and_closed_ones_last(
    database: Database,
) -> None:
    targets = {1: None, 2: date(2026, 5, 1), 3: date(2026, 4, 1), 4: None, 5: date(2026, 4, 1)}
    put(database, *(row(key, target=target) for key, target in targets.items()))
    put(database, row(6, state="replied", closed_on=DAY), row(7, due=DAY))
    assert listed(database) == [3, 5, 2, 1, 4, 7, 6]
    assert listed(database, Order.DUE)[0] == 7
    assert listed(database, Order.NEWEST) == [7, 6, 5, 4, 3, 2, 1]
    assert listed(database, Order.OLDEST) == [1, 2, 3, 4, 5, 6, 7]
    assert listed(database, Order.OLDEST, closed=False) == [1, 2, 3, 4, 5, 7]
    assert listed(database, Order.NEWEST, closed=False) == [7, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other_forwards_and_backwards_without_gap_or_double(
    database: Database, order: Order
) -> None:
    dice = random.Random(5)
    days = [None, *(DAY + timedelta(days=n) for n in range(4))]
    put(
        database,
        *(
            row(
                key, target=dice.choice(days), due=dice.choice(days), closed_on=dice.choice([None, None, DAY])
            )
            for key in range(1, 41)
        ),
    )
    every = listed(database, order)
    assert sorted(every) == list(range(1, 41))
    pages: list[list[int]] = []
    place = None
    with database.reading() as conn:
        while True:
            found = listing.page(conn, AGENCY, Wanted(), order, place, limit=7)
            pages.append([each.application for each in found.rows])
            assert (found.before is None) == (len(pages) == 1)
            if (place := found.after) is None:
                break
        assert [key for page in pages for key in page] == every
        back = [pages[-1]]
        while (place := found.before) is not None:
            found = listing.page(conn, AGENCY, Wanted(), order, place, limit=7)
            back.append([each.application for each in found.rows])
            assert found.after is not None
    assert back == pages[::-1]


def test_lists_are_narrowed_by_every_field(database: Database) -> None:
    later = DAY + timedelta(days=1)
    put(
        database,
        row(1, due=DAY, awaiting="review", channel="fax"),
        row(2, closed_on=DAY, state="replied", line="三（一）", year=2025),
        row(3, due=later, handler="王", paused_until=later),
        row(4, state="clarifying", waiting_until=DAY, unit="区城管局", unit_answer_by=DAY),
    )
    assert listed(database, closed=False) == [1, 3, 4]
    assert listed(database, closed=True) == [2]
    assert listed(database, states=frozenset({"clarifying", "replied"})) == [4, 2]
    assert listed(database, due_to=DAY) == [1]
    assert listed(database, due_from=later, due_to=later) == [3]
    assert listed(database, handler="王") == [3]
    assert listed(database, channel="fax") == [1]
    assert listed(database, line="三（一）") == listed(database, year=2025) == [2]
    assert listed(database, awaiting=frozenset({"review"})) == [1]
    assert listed(database, unit=True) == [4]
    assert listed(database, paused_on=later) == [3, 4]
    assert listed(database, paused_on=later + timedelta(days=1)) == [4]


def test_the_counts_are_the_lengths_of_the_lists(database: Database) -> None:
    days = [None, *(DAY + timedelta(days=n) for n in range(-2, 5))]
    dice = random.Random(6)
    put(
        database,
        *(
            row(
                key,
                due=dice.choice(days),
                state=(state := dice.choice(["open", "clarifying", "awaiting_payment", "replied"])),
                closed_on=DAY if state == "replied" else None,
                awaiting=dice.choice([None, "issue"]) if state == "open" else None,
            )
            for key in range(1, 61)
        ),
    )
    soon = DAY + timedelta(days=2)
    standing = frozenset({"clarifying", "awaiting_payment"})
    with database.reading() as conn:
        counts = listing.counts(conn, AGENCY, standing, DAY, soon)
    assert counts.open == len(listed(database, closed=False))
    assert counts.overdue == len(listed(database, closed=False, due_to=DAY - timedelta(days=1)))
    assert counts.soon == len(listed(database, closed=False, due_from=DAY, due_to=soon))
    assert counts.waiting == len(listed(database, states=standing))
    assert counts.awaiting == len(listed(database, awaiting=frozenset({"issue"})))
    assert min(counts.open, counts.overdue, counts.soon, counts.waiting, counts.awaiting) > 0


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
