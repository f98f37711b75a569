"""Many clerks at once, in threads and in processes, some of which die in the middle."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.store import clerk
from tests.store.conftest import AGENCY, DAY, NOON, register

from foidesk.store import log, numbers, worklist
from foidesk.store.database import Database
from foidesk.store.vault import Vault, open_vault
from foidesk.store.verify import verify

CLERK = str(Path(clerk.__file__))


def start(url: str, key_file: Path, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, CLERK, url, str(key_file), *map(str, arguments)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def finished(clerks: Sequence[subprocess.Popen[bytes]]) -> list[int]:
    codes = []
    for each in clerks:
        _, said = each.communicate(timeout=120)
        assert each.returncode in (0, -9), said.decode()
        codes.append(each.returncode)
    return codes


def in_threads(work: object, count: int) -> list[BaseException | None]:
    results: list[BaseException | None] = [None] * count
    together = threading.Barrier(count)

    def run(place: int) -> None:
        together.wait()
        try:
            work()  # type: ignore[operator]
        except BaseException as wrong:  # noqa: BLE001 - handed to the test
            results[place] = wrong

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_of_two_clerks_at_once_exactly_one_is_told_that_the_case_has_changed(
    database: Database, registered: int
) -> None:
    def act() -> None:
        with database.writing() as conn:
            log.append(conn, database.vault, AGENCY, registered, 2, [clerk.ev.Noted(on=DAY)], NOON, "某人")

    results = in_threads(act, 6)
    refused = [each for each in results if each is not None]
    assert len(refused) == 5
    assert all(isinstance(each, log.ChangedMeanwhile) for each in refused)
    with database.reading() as conn:
        assert len(log.load(conn, database.vault, AGENCY, registered)) == 3


def test_threads_register_without_gaps_or_doubles(database: Database) -> None:
    assert in_threads(lambda: [register(database) for _ in range(10)], 8) == [None] * 8
    with database.reading() as conn:
        assert [row.n for row in worklist.iterate(conn, AGENCY)] == list(range(1, 81))
        assert verify(conn, AGENCY, database.vault) == []


def test_processes_of_which_some_are_killed_leave_neither_gaps_nor_doubles(
    url: str, key_file: Path, database: Database
) -> None:
    deaths: list[int] = [-1, 3, -1, 0, -1, 7, -1, 11]
    codes = finished([start(url, key_file, "register", 15, die_at) for die_at in deaths])
    assert [code == -9 for code in codes] == [die_at >= 0 for die_at in deaths]
    expected = sum(15 if die_at < 0 else die_at for die_at in deaths)
    with database.reading() as conn:
        rows = list(worklist.iterate(conn, "a"))
        assert [row.application for row in rows] == list(range(1, expected + 1))
        assert sorted(row.n for row in rows) == list(range(1, expected + 1))
        assert verify(conn, "a", database.vault) == []


def test_processes_that_act_on_one_case_all_get_their_turn(
    url: str, key_file: Path, database: Database
) -> None:
    finished([start(url, key_file, "register", 1)])
    finished([start(url, key_file, "append", 8) for _ in range(4)])
    with database.reading() as conn:
        entries = log.load(conn, database.vault, "a", 1)
    assert [entry.seq for entry in entries] == list(range(1, 35))


def test_first_starts_at_the_same_time_make_one_database_and_one_key(empty_url: str, key_file: Path) -> None:
    finished([start(empty_url, key_file, "init", 0) for _ in range(6)])
    opened = Database.open(empty_url, open_vault(key_file, create=False))
    with opened.reading() as conn:
        assert conn.scalar(text("SELECT count(*) FROM seals")) == 1
    opened.close()
    assert [file.name for file in key_file.parent.glob("*key*")] == [key_file.name]


def test_a_number_is_given_back_by_a_transaction_that_fails(database: Database) -> None:
    def fail() -> None:
        with database.writing() as conn:
            assert numbers.take(conn, AGENCY, "x") == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.writing() as conn:
        assert [numbers.take(conn, AGENCY, "x") for _ in range(3)] == [1, 2, 3]
        assert numbers.take(conn, "other", "x") == 1


def test_readers_see_one_moment_while_others_write(database: Database, vault: Vault) -> None:
    register(database)
    with database.reading() as conn:
        before = [row.n for row in worklist.iterate(conn, AGENCY)]
        register(database)
        assert [row.n for row in worklist.iterate(conn, AGENCY)] == before
    with database.reading() as conn:
        assert len(list(worklist.iterate(conn, AGENCY))) == 2
