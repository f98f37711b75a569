"""The log: appended, chained, never changed, and nobody in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.store.conftest import AGENCY, DAY, NOON, PERSON, REQUEST, register

from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind, Channel
from foidesk.rules.wire import NotReadable
from foidesk.store import log, prose, worklist
from foidesk.store.database import Database
from foidesk.store.vault import ERASED
from foidesk.store.verify import verify


def note(words: str) -> ev.Noted:
    return ev.Noted(on=DAY, text=words)


def append(database: Database, application: int, after: int, *facts: ev.Event, by: str = "王经办") -> str:
    """Append and keep the index in step, as the desk does."""
    with database.writing() as conn:
        head = log.append(conn, database.vault, AGENCY, application, after, facts, NOON, by)
        kept = worklist.get(conn, AGENCY, application)
        assert kept is not None
        changed = {name: getattr(kept, name) for name in worklist._NAMES}
        worklist.put(conn, worklist.Row(**{**changed, "seq": after + len(facts), "head": head}))
    return head


def load(database: Database, application: int) -> tuple[log.Entry, ...]:
    with database.reading() as conn:
        return log.load(conn, database.vault, AGENCY, application)


def faults(database: Database) -> list[str]:
    with database.reading() as conn:
        return verify(conn, AGENCY, database.vault)


# --- reading back ----------------------------------------------------------------------------------


def test_what_was_appended_is_read_back_whole(database: Database, registered: int) -> None:
    head = append(
        database, registered, 2, note("申请人来电\n\t“尽快”"), ev.Extended(on=date(2026, 3, 20), days=20)
    )
    entries = load(database, registered)
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert entries[0].event == ev.Received(on=DAY, channel=Channel.INTERNET)
    assert entries[1].event == ev.Registered(
        on=DAY,
        number="2026-0001",
        year=2026,
        n=1,
        applicant=1,
        applicant_kind=ApplicantKind.NATURAL_PERSON,
        request=REQUEST,
    )
    assert entries[2].event == note("申请人来电\n\t“尽快”")
    assert (entries[3].recorded_at, entries[3].recorded_by, entries[3].hash) == (NOON, "王经办", head)
    assert faults(database) == []


def test_an_application_without_log_reads_as_empty(database: Database) -> None:
    assert load(database, 99) == ()


def test_all_logs_come_in_the_order_of_their_keys_a_batch_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "AT_ONCE", 2)
    keys = [register(database) for _ in range(5)]
    register(database, agency="other")
    with database.reading() as conn:
        found = dict(log.load_many(conn, database.vault, AGENCY))
    assert list(found) == keys
    assert all(found[key] == load(database, key) for key in keys)


def test_the_moment_of_recording_is_the_same_in_every_zone(database: Database, registered: int) -> None:
    there = datetime(2026, 3, 3, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    with database.writing() as conn:
        log.append(conn, database.vault, AGENCY, 7, 0, [note("一")], there, "李")
    assert load(database, 7)[0].recorded_at == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


def test_an_event_that_could_not_be_read_back_is_not_written(database: Database, registered: int) -> None:
    with pytest.raises(NotReadable), database.writing() as conn:
        log.append(conn, database.vault, AGENCY, registered, 2, [note("好"), note("a\x00b")], NOON, "王")
    assert len(load(database, registered)) == 2


def test_an_error_leaves_nothing_behind(database: Database, registered: int) -> None:
    def fail() -> None:
        with database.writing() as conn:
            log.append(conn, database.vault, AGENCY, registered, 2, [note("一")], NOON, "王")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(load(database, registered)) == 2
    append(database, registered, 2, note("二"))
    assert faults(database) == []


# --- two at once -----------------------------------------------------------------------------------


def test_whoever_appends_to_a_log_that_has_grown_is_told_who_did_what(
    database: Database, registered: int
) -> None:
    append(database, registered, 2, ev.Extended(on=DAY, days=5), by="李审核")
    with pytest.raises(log.ChangedMeanwhile) as refused:
        append(database, registered, 2, note("一"), note("二"))
    assert "李审核" in refused.value.what
    assert "延长答复期限" in refused.value.why
    assert "一" not in refused.value.why
    assert "记事" not in refused.value.why
    assert len(load(database, registered)) == 3


def test_a_registration_under_a_key_in_use_is_refused(database: Database, registered: int) -> None:
    with pytest.raises(log.ChangedMeanwhile, match="王经办"):
        append(database, registered, 0, note("一"))


def test_appending_after_a_row_that_is_not_there_is_refused(database: Database, registered: int) -> None:
    with pytest.raises(DeskError, match="没有第5条"):
        append(database, registered, 5, note("一"))


# --- never changed ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sql", ["UPDATE events SET kind = 'x'", "DELETE FROM events"])
def test_the_database_itself_refuses_to_change_an_event(
    database: Database, registered: int, sql: str
) -> None:
    with pytest.raises(DBAPIError, match="only ever appended"), database.writing() as conn:
        conn.execute(text(sql))
    assert len(load(database, registered)) == 2


def test_postgresql_refuses_to_empty_the_log(database: Database, registered: int) -> None:
    if database._write.dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="only ever appended"), database.writing() as conn:
        conn.execute(text("TRUNCATE events CASCADE"))


def test_a_reader_cannot_write(database: Database, registered: int) -> None:
    with pytest.raises((DBAPIError, DeskError)), database.reading() as conn:
        conn.execute(text("DELETE FROM counters"))


@pytest.mark.parametrize(
    "change",
    [
        "agency = 'x'",
        "application = 5",
        "seq = 9",
        "on_day = '2026-03-03'",
        "kind = 'receipt_confirmed'",
        "payload = '{}'",
        "recorded_at = '2026-03-02 04:00:01'",
        "recorded_by = '李审核'",
        "hash = 'ff'",
    ],
)
@pytest.mark.parametrize("seq", [1, 2, 3])
def test_every_change_of_one_row_is_found(
    database: Database, registered: int, tamper: Callable[[str], None], change: str, seq: int
) -> None:
    append(database, registered, 2, ev.FeePaid(on=DAY, yuan=5))
    tamper("DELETE FROM prose")
    assert faults(database) == []
    tamper(f"UPDATE events SET {change} WHERE seq = {seq}")
    assert faults(database) != []


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_row_that_is_gone_is_found(
    database: Database, registered: int, tamper: Callable[[str], None], seq: int
) -> None:
    append(database, registered, 2, ev.FeePaid(on=DAY, yuan=5))
    tamper("DELETE FROM prose")
    tamper(f"DELETE FROM events WHERE seq = {seq}")
    assert any("缺少" in fault or "截断" in fault for fault in faults(database))


def test_a_log_that_is_gone_is_found_even_without_its_index_row(
    database: Database, tamper: Callable[[str], None]
) -> None:
    for _ in range(3):
        register(database)
    tamper("DELETE FROM prose")
    tamper("DELETE FROM events WHERE application = 2")
    assert "申请2026-0002：索引中有，日志中没有。" in faults(database)
    tamper("DELETE FROM applications WHERE application = 2")
    assert any("整件日志被删除" in fault for fault in faults(database))


def test_two_rows_in_exchanged_places_are_found(
    database: Database, registered: int, tamper: Callable[[str], None]
) -> None:
    append(database, registered, 2, ev.FeePaid(on=DAY, yuan=5), ev.FeePaid(on=DAY, yuan=6))
    for move in ("99 WHERE seq = 3", "3 WHERE seq = 4", "4 WHERE seq = 99"):
        tamper(f"UPDATE events SET seq = {move}")
    assert any("第3条" in fault for fault in faults(database))
    assert any("第4条" in fault for fault in faults(database))


def test_a_log_passed_off_as_that_of_another_application_is_found(
    database: Database, tamper: Callable[[str], None]
) -> None:
    register(database)
    register(database)
    tamper("DELETE FROM prose")
    for move in ("99 WHERE application = 1", "1 WHERE application = 2", "2 WHERE application = 99"):
        tamper(f"UPDATE events SET application = {move}")
    assert len([fault for fault in faults(database) if "第1条" in fault]) == 2


# --- nobody in it ----------------------------------------------------------------------------------


def test_no_person_and_no_free_text_stands_in_the_database(database: Database, registered: int) -> None:
    append(database, registered, 2, note(f"{PERSON.name}电话{PERSON.telephone}"))
    personal = [PERSON.name, PERSON.id_number, PERSON.telephone, PERSON.address, PERSON.email, REQUEST]
    dumped = dump(database)
    assert b"2026-0001" in dumped
    for said in personal:
        assert said is not None
        assert said.encode() not in dumped
        assert said.encode("unicode_escape") not in dumped


def dump(database: Database) -> bytes:
    """Everything the database holds: the bytes of its files, or all rows of all tables."""
    if database._write.dialect.name == "sqlite":
        path = Path(str(database._write.url.database))
        with sqlite3.connect(path) as raw:
            raw.execute("PRAGMA wal_checkpoint")
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    from foidesk.store.tables import metadata

    with database.reading() as conn:
        rows = [tuple(row) for table in metadata.sorted_tables for row in conn.execute(table.select())]
    return "\n".join(
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row
    ).encode()


def test_the_same_text_twice_leaves_no_equal_traces(database: Database, registered: int) -> None:
    append(database, registered, 2, note("同样的话"), note("同样的话"))
    with database.reading() as conn:
        payloads = conn.execute(text("SELECT payload FROM events WHERE seq > 2")).scalars().all()
        sealed = conn.execute(text("SELECT sealed FROM prose WHERE seq > 2")).scalars().all()
    assert len(set(payloads)) == len(set(sealed)) == 2


def test_erased_text_reads_as_erased_and_leaves_the_chain_whole(database: Database, registered: int) -> None:
    append(database, registered, 2, note("一"))
    with database.writing() as conn:
        assert prose.erase(conn, AGENCY, registered) == 2
    assert load(database, registered)[2].event == note(ERASED)
    assert faults(database) == []


def test_a_changed_text_is_found_and_never_shown(
    database: Database, registered: int, tamper: Callable[[str], None]
) -> None:
    append(database, registered, 2, note("一"), note("二"))
    tamper("UPDATE prose SET sealed = (SELECT sealed FROM prose WHERE seq = 4) WHERE seq = 3")
    assert [entry.event for entry in load(database, registered)][2:] == [note(prose.TAMPERED), note("二")]
    assert faults(database) == ["申请2026-0001：第3条的文字内容（text）被改动。"]


def test_a_text_put_under_an_event_that_has_none_is_found(
    database: Database, registered: int, tamper: Callable[[str], None]
) -> None:
    tamper("INSERT INTO prose SELECT agency, application, 1, 'note', sealed FROM prose")
    assert any("第1条的文字内容（note）" in fault for fault in faults(database))
