"""A ledger on its way in at the desk: held, looked at, its foreign headings explained, then brought in or let go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foidesk.desk import permits
from foidesk.desk.ledger import badrows, checking, importing, source
from foidesk.desk.ledger.checking import Reading
from foidesk.desk.ledger.headings import HEADINGS, plain
from foidesk.desk.ledger.importing import Imported
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.store import imports, pendingledgers
from foidesk.store.imports import Batch

MOST_BYTES = 20_000_000  #: through the browser; larger files come in at the machine itself
LARGE_BYTES = 100_000  #: several hundred rows
MOST_FOREIGN = 60  #: headings that can be explained at once


@dataclass(frozen=True, slots=True)
class Preview:
    """A held file as it would come in."""

    file: str
    foreign: Mapping[str, str]  #: headings of the file that are not ours, and what they mean so far
    reading: Reading | None = None
    foreseen: Imported | None = None
    error: DeskError | None = None  #: why it cannot be read yet


def hold(office: Office, account: int, file: str, content: bytes, by: By) -> None:
    """Hold the file of a person. DeskError when it is too large or no ledger at all."""
    permits.demand(by, Act.IMPORT)
    _demand_small(content)
    if not file:
        raise DeskError("没有选择文件。", why="表单中没有文件。", do="请选择 .xlsx 或者 .csv 文件。")
    source.head_of(file, content)
    with office.database.writing() as conn:
        pendingledgers.hold(conn, office.vault, office.key, account, file[:200], content, by.now)


def preview(office: Office, account: int, by: By) -> Preview | None:
    """The held file of a person, read and checked; None when there is none."""
    permits.demand(by, Act.IMPORT)
    with office.database.reading() as conn:
        held = pendingledgers.held(conn, office.vault, office.key, account)
        named = pendingledgers.named(conn, office.key)
    if held is None:
        return None
    file, content = held
    strange = [cell for cell in source.head_of(file, content) if plain(cell) not in HEADINGS]
    foreign = {cell: named.get(cell, "") for cell in dict.fromkeys(strange[:MOST_FOREIGN])}
    try:
        reading = checking.check(office, source.from_bytes(file, content, named), by.today)
    except DeskError as error:
        return Preview(file, foreign, error=error)
    return Preview(file, foreign, reading, importing.foreseen(office, reading, by))


def read(office: Office, file: str, content: bytes, by: By) -> Reading:
    """A file that is not held, read and checked. DeskError when it is too large or cannot be read."""
    permits.demand(by, Act.IMPORT)
    _demand_small(content)
    with office.database.reading() as conn:
        named = pendingledgers.named(conn, office.key)
    return checking.check(office, source.from_bytes(file, content, named), by.today)


def is_large(office: Office, account: int, by: By) -> bool:
    """Whether the held file takes longer than a page may."""
    permits.demand(by, Act.IMPORT)
    with office.database.reading() as conn:
        held = pendingledgers.held(conn, office.vault, office.key, account)
    return held is not None and len(held[1]) > LARGE_BYTES


def explain(office: Office, meant: Mapping[str, str], by: By) -> None:
    """Remember what the headings of the agency's own sheets mean. DeskError for a heading that there is not."""
    permits.demand(by, Act.IMPORT)
    unknown = [heading for heading in meant.values() if heading and heading not in HEADINGS]
    if unknown:
        raise DeskError(
            f"没有“{unknown[0][:20]}”这一标题。", why="台账的标题是固定的。", do="请从列表中选择。"
        )
    with office.database.writing() as conn:
        pendingledgers.name(conn, office.key, {said[:100]: to for said, to in meant.items()}, by.now, by.who)


def bring_in(office: Office, account: int, by: By, *, skip_bad: bool) -> Imported:
    """Bring the held file in and let it go; with `skip_bad` only the rows that can be read, and it stays held."""
    found = preview(office, account, by)
    if found is None:
        raise DeskError("没有等待导入的文件。", why="文件已经导入或者取消。", do="请重新选择文件。")
    if found.reading is None:
        raise found.error or DeskError("文件不能读取。")
    done = importing.bring_in(office, found.reading, by, skip_bad=skip_bad)
    if not found.reading.bad:
        let_go(office, account, by)
    return done


def bad_rows(office: Office, account: int, by: By) -> bytes:
    """The rows of the held file that cannot be read, as a spreadsheet to put right."""
    found = preview(office, account, by)
    return as_bad_rows(found.reading if found else None)


def as_bad_rows(reading: Reading | None) -> bytes:
    """The rows of a reading that cannot be read, as a spreadsheet to put right. DeskError where there are none."""
    if reading is None or not reading.bad:
        raise DeskError(
            "没有不能读取的行。", why="文件中各行都能读取，或者没有等待导入的文件。", do="请返回。"
        )
    return badrows.as_spreadsheet(reading.bad)


def let_go(office: Office, account: int, by: By) -> None:
    """Forget the held file."""
    permits.demand(by, Act.IMPORT)
    with office.database.writing() as conn:
        pendingledgers.drop(conn, office.key, account)


def batches(office: Office, by: By) -> list[Batch]:
    """The files brought in, newest first."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return imports.batches(conn, office.vault, office.key)


def _demand_small(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise DeskError(
            f"文件超过{MOST_BYTES // 1_000_000}兆字节，不能在网页上导入。",
            why="台账只有文字，不应当这样大。",
            do="请按年份拆分；或者请系统管理员在服务器上导入。",
        )
