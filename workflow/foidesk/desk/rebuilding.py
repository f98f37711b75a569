"""The index made anew from the logs, and the proof that it equals them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from sqlalchemy import Connection

from foidesk.desk.applications import facts_of
from foidesk.desk.finding import indexing
from foidesk.desk.index import index_row
from foidesk.desk.office import Office
from foidesk.rules.case import case
from foidesk.rules.watch import Watched, watched
from foidesk.store import log, searchtokens, watches, worklist
from foidesk.store.verify import MISSING_ROW, verify
from foidesk.store.worklist import Row


@dataclass(slots=True)
class Health:
    """How many applications were looked at, and what was found wrong, in Chinese."""

    applications: int = 0
    faults: list[str] = field(default_factory=list)


def check(office: Office) -> Health:
    """Whether every chain of the log holds and the index equals the fold of the logs."""
    health = Health()
    with office.database.reading() as conn:
        health.faults += verify(conn, office.key, office.vault)
        kept = searchtokens.of_all(conn, office.key)
        days = watches.of_all(conn, office.key)
        for row, folded, found_by, to_keep in _pairs(conn, office):
            health.applications += 1
            if days.pop(folded.application, frozenset()) != to_keep:
                health.faults.append(f"{folded.number}：提醒所看的期限与日志不符")
            if kept.pop(folded.application, set()) != found_by:
                health.faults.append(f"{folded.number}：检索词与登记的内容不符")
            if row is None:
                health.faults.append(f"{folded.number}：索引中没有这件申请")
                continue
            # a closed application keeps the version it was closed under, as long as nothing else differs
            different = [
                name
                for name in _NAMES
                if getattr(row, name) != getattr(folded, name)
                and (name != "calendar" or row.closed_on is None)
            ]
            if different:
                told = "、".join(
                    f"{n}（索引 {getattr(row, n)}，日志 {getattr(folded, n)}）" for n in different
                )
                health.faults.append(f"{folded.number}：索引与日志不符：{told}")
        health.faults += [f"检索词指向没有登记的申请（{application}）" for application in kept]
        health.faults += [f"提醒所看的期限属于没有登记的申请（{application}）" for application in days]
    return health


def rebuild(office: Office) -> Health:
    """Write every row of the index anew, in one transaction; not over logs that were tampered with."""
    health = Health()
    with office.database.writing() as conn:
        health.faults += [
            fault for fault in verify(conn, office.key, office.vault) if MISSING_ROW not in fault
        ]
        if health.faults:  # the index is the evidence of what a log once held
            return health
        searchtokens.clear(conn, office.key)
        watches.clear(conn, office.key)
        for row, folded, found_by, to_keep in _pairs(conn, office):
            health.applications += 1
            searchtokens.add(conn, office.key, folded.application, found_by)
            watches.put(conn, office.key, folded.application, to_keep, fresh=True)
            if row != folded:
                worklist.put(conn, folded)
    return health


_NAMES = tuple(each.name for each in fields(Row))


def _pairs(
    conn: Connection, office: Office
) -> Iterator[tuple[Row | None, Row, set[int], frozenset[Watched]]]:
    """The stored row beside the one that the log gives, the tokens of the application's words, its watched days."""
    for application, entries in log.load_many(conn, office.vault, office.key):
        row = worklist.get(conn, office.key, application)
        folded = case(facts_of(entries), office.calendar)
        made = index_row(office.key, application, folded, entries[-1].hash, office.calendar)
        yield row, made, indexing.tokens(conn, office, folded), watched(folded, office.calendar)
