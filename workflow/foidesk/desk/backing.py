"""备份: a copy that was opened and proved, and the record of when and where the last one was made (adr-062)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from foidesk.desk import permits
from foidesk.desk.office import CHINA, By
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.settings import Settings
from foidesk.store import audit, backups, worklist
from foidesk.store.database import Database, OtherRelease
from foidesk.store.tables import EVERYWHERE
from foidesk.store.vault import Vault, open_vault
from foidesk.store.verify import verify

MADE = "备份数据库"
LONGEST_PLACE = 300  #: characters


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup that is known of: where it lies, what was found, who made or recorded it."""

    at: datetime  #: UTC
    who: str
    where: str
    found: str


@dataclass(frozen=True, slots=True)
class Made:
    """A copy; `applications`: how many it holds, None where it is of an older release and could not be proved."""

    file: Path
    bytes: int
    sha256: str
    applications: int | None
    faults: tuple[str, ...]


def back_up(settings: Settings, to: Path, by: By) -> Made:
    """Copy a SQLite database that may be at work, open the copy and prove its logs, and put it on record.

    `to`: a file that is not there yet, or a folder. A copy whose logs are not whole is kept all the same: it is
    evidence. DeskError for PostgreSQL, and when the copy cannot be made.
    """
    permits.demand(by, Act.ADMINISTER)
    source = backups.file_behind(settings.database.url)
    if source is None:
        raise DeskError(
            "PostgreSQL 数据库不由本命令备份。",
            why="数据库在另外的服务中，用其自带的工具备份才完整。",
            do="请用 pg_dump -Fc 备份，再运行 foidesk backup --recorded 存放位置 登记。",
        )
    if not source.exists():
        raise DeskError(f"没有数据库文件“{source}”。", why="还没有建库。", do="请核对 database.url。")
    to = backups.in_folder(to, f"foidesk-{by.now.astimezone(CHINA):%Y%m%d-%H%M%S}.db")
    vault = open_vault(settings.database.key_file, create=False)
    with backups.copied(source, to) as part:
        count, faults = _proved(settings, part, vault)
        made = Made(to, part.stat().st_size, backups.sha256(part), count, faults)
    if count is not None:
        found = f"{count}件申请，" + (f"记录链有{len(faults)}处不符" if faults else "记录链完整")
        database = Database.open(settings.database.url, vault)
        try:
            _note(database, str(to.resolve()), f"{found}，SHA-256 {made.sha256}", by)
        finally:
            database.close()
    return made


def record(database: Database, where: str, by: By) -> None:
    """Put on record that a backup was made by other means. DeskError for a place that says nothing."""
    permits.demand(by, Act.ADMINISTER)
    where = where.strip()
    if not where or len(where) > LONGEST_PLACE or not where.isprintable():
        raise DeskError(
            "没有登记备份。",
            why=f"存放位置应为1至{LONGEST_PLACE}个字，不换行。",
            do="请写明备份放在哪里，例如“备份服务器 /backup/foidesk-20261127.dump”。",
        )
    _note(database, where, "另行备份，由管理员登记", by)


def last(database: Database) -> Backup | None:
    """The last backup on record."""
    with database.reading() as conn:
        found = audit.page(conn, EVERYWHERE, what=MADE, limit=1)
    return Backup(found[0].at, found[0].who, found[0].about or "", found[0].detail or "") if found else None


def _proved(settings: Settings, part: Path, vault: Vault) -> tuple[int | None, tuple[str, ...]]:
    """How many applications the copy holds, and what is wrong with its logs. DeskError where the key is another."""
    try:
        copy = Database.open(f"sqlite:///{part.resolve()}", vault)
    except OtherRelease:  # before an upgrade: every page is whole, the logs cannot be read by this program
        return None, ()
    try:
        count, faults = 0, []
        with copy.reading() as conn:
            for agency in settings.agency:
                faults += verify(conn, agency.key, vault)
                count += sum(1 for _ in worklist.iterate(conn, agency.key))
        return count, tuple(faults)
    finally:
        copy.close()


def _note(database: Database, where: str, found: str, by: By) -> None:
    with database.writing() as conn:
        audit.add(conn, EVERYWHERE, by.now, by.who, MADE, where, found)
