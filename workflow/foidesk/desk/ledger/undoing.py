"""Taking a whole import back, until something follows: the wrong file, the wrong columns, the wrong agency.

A log is never shortened. Each application gets an entry that lets it count nowhere; its texts and people are erased,
and its number is free for the row that comes in rightly (adr-070).
"""

from __future__ import annotations

from sqlalchemy import Connection

from foidesk.desk import index, permits
from foidesk.desk.ledger.checking import Progress, silent
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError, NotThere
from foidesk.rules import events as ev
from foidesk.rules.case import case
from foidesk.store import (
    applicants,
    audit,
    barelogs,
    imports,
    log,
    numbers,
    people,
    prose,
    publishedreports,
    searchtokens,
    worklist,
)

_PORTION = 1_000
_NAMED = 5  #: applications named in a refusal


def undo(office: Office, batch: int, by: By, progress: Progress = silent) -> int:
    """撤销导入 of a file; how many applications, all or none. DeskError when something followed."""
    permits.demand(by, Act.IMPORT)
    agency = office.key
    with office.database.writing() as conn:
        numbers.take_many(conn, agency, numbers.APPLICATION, 0)  # no import goes on meanwhile
        keys = imports.became(conn, agency, batch)
        worklist.lock_many(conn, agency, keys)  # nor does anything follow
        _demand_nothing_followed(conn, office, batch)
        for start in range(0, len(keys), _PORTION):
            _void(conn, office, keys[start : start + _PORTION], by)
            progress(min(start + _PORTION, len(keys)), len(keys))
        if keys:
            searchtokens.forget(conn, agency, keys)
        imports.undo(conn, agency, batch, by.now, by.who)
        audit.add(conn, agency, by.now, by.who, "撤销导入", f"第{batch}次", f"{len(keys)}件")
    return len(keys)


def _demand_nothing_followed(conn: Connection, office: Office, batch: int) -> None:
    found = imports.get(conn, office.key, batch)
    if found is None:
        raise NotThere("没有这一次导入。", why=f"本机关没有第{batch}次导入。", do="请从导入过的文件中选择。")
    at, undone_at = found
    if undone_at is not None:
        raise DeskError(f"第{batch}次导入已经撤销。", why="不能撤销两次。", do="可以改正文件后重新导入。")
    if followed := imports.followed(conn, office.key, batch, at, _NAMED + 1):
        told = "、".join(followed[:_NAMED]) + ("等" if len(followed) > _NAMED else "")
        raise DeskError(
            f"第{batch}次导入不能撤销。",
            why=f"导入以后，{told}已经有新的登记、材料、督办、案例，有其他申请并入，或者申请人已登记为同一人。",
            do="请逐件更正有误的登记；整件有误的，记事说明。",
        )
    if publishedreports.since(conn, office.key, at):
        raise DeskError(
            f"第{batch}次导入不能撤销。",
            why="导入以后已经发布过年度报告，报告中可能统计了这些申请。",
            do="请逐件更正有误的登记，再更正发布年度报告。",
        )


def _void(conn: Connection, office: Office, keys: list[int], by: By) -> None:
    agency = office.key
    undone = ev.ImportUndone(on=by.today)
    logs = barelogs.of_these(conn, agency, keys)
    for row in worklist.get_many(conn, agency, keys):
        head = log.append(conn, office.vault, agency, row.application, row.seq, [undone], by.now, by.who)
        folded = case((*barelogs.events_of(logs[row.application]), undone), office.calendar)
        index.keep(conn, office, row.application, folded, head)
    people.erase_many(conn, agency, applicants.forget(conn, agency, keys), by.now)
    prose.erase_many(conn, agency, keys)
