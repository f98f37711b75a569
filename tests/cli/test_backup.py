"""foidesk backup: a copy that opens and proves its logs, and the record of it."""

from __future__ import annotations

import sqlite3
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from foidesk import settings
from foidesk.desk import backing
from foidesk.desk.installation import open_installation
from foidesk.desk.office import By
from foidesk.store.database import Database
from foidesk.store.vault import open_vault
from foidesk.store.verify import verify

from .conftest import Desk

BY = By("管理员", datetime(2026, 3, 2, tzinfo=UTC))
TABLES = "SELECT count(*) FROM events"


@pytest.fixture
def registered(desk: Desk) -> Desk:
    """A desk with one application."""
    desk.register()
    return desk


def load(desk: Desk) -> settings.Settings:
    return settings.load(desk.folder / "config.toml")


def last(desk: Desk) -> backing.Backup | None:
    with open_installation(load(desk)) as house:
        return backing.last(house.database)


def test_the_copy_opens_and_proves_its_logs(registered: Desk) -> None:
    desk, to = registered, registered.folder / "copy.db"
    assert last(desk) is None
    said = desk("backup", str(to), "--by", "管理员")
    assert said.code == 0, said.err
    assert "1件申请的记录链完整" in said.out
    assert "foidesk.key 不在其中" in said.out
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert not list(desk.folder.glob(".copy.db.*"))

    chosen = load(desk)
    copy = Database.open(f"sqlite:///{to}", open_vault(chosen.database.key_file, create=False))
    with copy.reading() as conn:
        assert verify(conn, chosen.agency[0].key, copy.vault) == []
    copy.close()
    with (
        sqlite3.connect(to) as here,
        sqlite3.connect(chosen.database.url.removeprefix("sqlite:///")) as there,
    ):
        assert here.execute(TABLES).fetchall() == there.execute(TABLES).fetchall()

    found = last(desk)
    assert found is not None
    assert (found.who, found.where) == ("管理员", str(to))
    assert "记录链完整" in found.found


def test_a_folder_is_enough_and_nothing_is_overwritten(registered: Desk) -> None:
    folder = registered.folder / "backups"
    folder.mkdir()
    made = registered("backup", str(folder), "--json").json
    assert Path(made["file"]).parent == folder
    assert (made["applications"], made["faults"], len(made["sha256"])) == (1, [], 64)
    again = registered("backup", made["file"])
    assert (again.code, "已经存在" in again.err) == (2, True)
    nowhere = registered("backup", str(registered.folder / "none" / "copy.db"))
    assert (nowhere.code, "不能备份到" in nowhere.err) == (2, True)


def test_clerks_work_on_while_it_is_made(registered: Desk) -> None:
    chosen = load(registered)
    stop = threading.Event()

    def write() -> None:
        with open_installation(chosen) as house:
            while not stop.is_set():
                backing.record(house.database, "别处", BY)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = backing.back_up(chosen, registered.folder / "busy.db", BY)
    finally:
        stop.set()
        writer.join()
    assert (made.applications, made.faults) == (1, ())


def test_a_log_that_was_tampered_with_is_told_and_the_copy_kept(registered: Desk) -> None:
    file = load(registered).database.url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE events SET recorded_by = '别人' WHERE seq = 1")
    said = registered("backup", str(registered.folder / "copy.db"))
    assert (said.code, "被改动" in said.out) == (1, True)
    assert (registered.folder / "copy.db").exists()
    found = last(registered)
    assert found is not None
    assert "不符" in found.found


def test_a_database_of_an_older_release_is_copied_before_the_upgrade(registered: Desk) -> None:
    file = load(registered).database.url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    said = registered("backup", str(registered.folder / "copy.db"))
    assert said.code == 0, said.err
    assert "没有核对记录" in said.out


@pytest.mark.parametrize("arguments", [(), ("a.db", "--recorded", "b"), ("--recorded", " ")])
def test_one_place_must_be_named(registered: Desk, arguments: tuple[str, ...]) -> None:
    assert registered("backup", *arguments).code == 2


def test_a_backup_made_by_other_means_is_recorded(registered: Desk) -> None:
    assert registered("backup", "--recorded", "备份服务器 /backup/1.dump", "--by", "管理员").code == 0
    found = last(registered)
    assert found is not None
    assert (found.where, found.found) == ("备份服务器 /backup/1.dump", "另行备份，由管理员登记")


def test_the_office_goes_on_from_a_copy_put_in_the_place_of_the_database(registered: Desk) -> None:
    copy = registered.folder / "copy.db"
    registered.done("backup", str(copy))
    registered.register()
    file = Path(load(registered).database.url.removeprefix("sqlite:///"))
    for each in file.parent.glob(file.name + "*"):
        each.unlink()
    copy.rename(file)
    registered.done("init")
    assert registered.data("rebuild", "--check") == {"applications": 1, "faults": []}
    assert registered.register().endswith("第2号")


@pytest.mark.parametrize("name", ["config.toml/copy.db", "x" * 250, "x" * 300, f"{'y' * 5000}/a"])
def test_a_place_that_cannot_be_is_refused(registered: Desk, name: str) -> None:
    before = sorted(registered.folder.iterdir())
    said = registered("backup", str(registered.folder / name))
    assert (said.code, "不能备份到" in said.err) == (2, True), said.err
    assert "File name" not in said.err
    assert sorted(registered.folder.iterdir()) == before
    assert last(registered) is None
