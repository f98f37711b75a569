"""Opening, migrating and refusing."""

from __future__ import annotations

import re
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from tests.store.conftest import register

from foidesk.errors import DeskError
from foidesk.store import (
    alerttables,
    casebooktables,
    desktables,
    migrations,
    registertables,
    reporttables,
    supervisiontables,
    tasktables,
    turn,
)
from foidesk.store.database import Database, migrate
from foidesk.store.engines import pair, parsed
from foidesk.store.tables import SCHEMA
from foidesk.store.vault import Place, Vault, open_vault

# every module of tables must be read before the metadata holds them all
(metadata,) = {
    each.metadata
    for each in (
        alerttables,
        casebooktables,
        desktables,
        registertables,
        reporttables,
        supervisiontables,
        tasktables,
    )
}

# --- schema ----------------------------------------------------------------------------------------


def test_the_migrations_make_exactly_the_tables_that_statements_are_built_from(database: Database) -> None:
    with database.writing() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_on_sqlite_the_migrated_tables_say_the_same_as_the_metadata(tmp_path: Path, vault: Vault) -> None:
    migrate(f"sqlite:///{tmp_path / 'migrated.db'}")
    created = create_engine(f"sqlite:///{tmp_path / 'created.db'}")
    metadata.create_all(created)
    created.dispose()
    written = (
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND name <> 'alembic_version'"
    )
    schemas = []
    for name in ("migrated.db", "created.db"):
        with sqlite3.connect(tmp_path / name) as raw:
            # a column added later stands behind the constraints
            schemas.append(
                {key: sorted(re.split(r"[,()]\s*", sql)) for key, sql in raw.execute(written) if sql}
            )
    assert schemas[0] == schemas[1]


def test_every_primary_key_starts_with_the_agency() -> None:
    assert all(next(iter(table.primary_key)).name == "agency" for table in metadata.sorted_tables)


def test_the_program_works_with_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_migrating_twice_changes_nothing_and_says_nothing(
    url: str, vault: Vault, capfd: pytest.CaptureFixture[str]
) -> None:
    database = Database.open(url, vault)
    register(database)
    migrate(url)
    register(database)
    database.close()
    assert capfd.readouterr() == ("", "")


def test_a_database_that_was_never_made_is_refused_with_what_to_do(empty_url: str, vault: Vault) -> None:
    with pytest.raises(DeskError) as refused:
        Database.open(empty_url, vault)
    assert "foidesk init" in refused.value.do
    if empty_url.startswith("sqlite"):
        assert not Path(empty_url.removeprefix("sqlite:///")).exists()


@pytest.mark.parametrize(("found", "said"), [("0000", "foidesk init"), ("9999", "升级程序")])
def test_a_database_of_another_release_is_refused(url: str, vault: Vault, found: str, said: str) -> None:
    write, _ = pair(parsed(url))
    with write.begin() as conn:
        conn.execute(text(f"UPDATE alembic_version SET version_num = '{found}'"))
    write.dispose()
    with pytest.raises(DeskError) as refused:
        Database.open(url, vault)
    assert said in refused.value.do
    with pytest.raises(DeskError, match="数据库比程序新"):
        migrate(url)


# --- trouble ---------------------------------------------------------------------------------------


def test_a_database_sealed_with_another_key_is_refused(url: str, vault: Vault, tmp_path: Path) -> None:
    Database.open(url, vault).close()
    with pytest.raises(DeskError, match="密钥与数据库不符"):
        Database.open(url, open_vault(tmp_path / "other.key", create=True))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "不是数据库地址"),
        ("sqlite://", "内存"),
        ("mysql://root@localhost/x", "不支持"),
        ("sqlite:////proc/nowhere/x.db", "无法使用数据库"),
        ("postgresql://postgres:geheim@127.0.0.1:1/x", "无法使用数据库"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_refusal_without_the_password(
    vault: Vault, url: str, said: str
) -> None:
    with pytest.raises(DeskError) as refused:
        migrate(url)
    assert said in str(refused.value)
    assert "geheim" not in str(refused.value)
    with pytest.raises(DeskError):
        Database.open(url, vault)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "x.db").write_text("这不是数据库，只是一些文字。" * 100)
    with pytest.raises(DeskError, match="无法使用数据库"):
        Database.open(f"sqlite:///{tmp_path / 'x.db'}", vault)
    with pytest.raises(DeskError, match="无法使用数据库"):
        migrate(f"sqlite:///{tmp_path / 'x.db'}")


def test_a_locked_database_is_a_refusal_and_writing_goes_on_afterwards(
    tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    migrate(f"sqlite:///{path}")
    monkeypatch.setattr("foidesk.store.engines.BUSY_SECONDS", 0.1)
    monkeypatch.setattr(turn, "BUSY_SECONDS", 0.1)
    database = Database.open(f"sqlite:///{path}", vault)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(turn.Busy, match="没有写入"), database.writing():
        pass
    other.execute("COMMIT")
    other.close()
    register(database)
    with database.writing(), pytest.raises(turn.Busy), database.writing():
        pass
    register(database)
    database.close()


def test_a_committed_registration_is_durable_and_sqlite_is_set_up_so(tmp_path: Path, vault: Vault) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    migrate(url)
    database = Database.open(url, vault)
    with database.writing() as conn:
        pragmas = ["journal_mode", "synchronous", "foreign_keys", "secure_delete"]
        values = [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert values == ["wal", 2, 1, 1]
    database.close()
    assert stat.S_IMODE((tmp_path / "x.db").stat().st_mode) == 0o600


# --- the key file ----------------------------------------------------------------------------------


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "master.key"
    vault = open_vault(path, create=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_vault(path, create=True).identity == open_vault(path, create=False).identity == vault.identity
    assert len(path.read_text().strip()) == 44


@pytest.mark.parametrize("content", ["", "abc", "c2hvcnQ=", "密钥", "!" * 44])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(DeskError, match="不是密钥"):
        open_vault(path, create=True)
    assert path.read_text() == content


def test_a_missing_key_and_one_that_others_can_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="没有密钥文件"):
        open_vault(tmp_path / "master.key", create=False)
    open_vault(tmp_path / "master.key", create=True)
    (tmp_path / "master.key").chmod(0o644)
    with pytest.raises(DeskError, match="chmod 600"):
        open_vault(tmp_path / "master.key", create=False)


def test_a_sealed_value_opens_in_its_place_only(vault: Vault) -> None:
    place = Place("people", "name", "1", "a")
    sealed = vault.seal("张三".encode(), place)
    assert vault.unseal(sealed, place).decode() == "张三"
    assert vault.seal("张三".encode(), place) != sealed
    for other in (place._replace(row="2"), place._replace(agency="b"), place._replace(column="email")):
        with pytest.raises(DeskError, match="无法解开"):
            vault.unseal(sealed, other)
    for broken in (b"", sealed[:-1], b"\x02" + sealed[1:], sealed[:5]):
        with pytest.raises(DeskError, match="无法解开"):
            vault.unseal(broken, place)
