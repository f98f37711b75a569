"""Is the log whole? Finds rows that were changed, moved, added, removed or cut off behind the program's back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, bindparam, func, select

from foidesk.rules.events import KINDS
from foidesk.store import log, numbers
from foidesk.store import prose as texts
from foidesk.store.chain import genesis, link, moment
from foidesk.store.tables import applications, counters, events
from foidesk.store.vault import Vault

_INDEX = select(
    applications.c.application, applications.c.number, applications.c.seq, applications.c.head
).where(
    applications.c.agency == bindparam("agency"),
    applications.c.application.between(bindparam("first"), bindparam("last")),
)
_WITHOUT_LOG = (
    select(applications.c.number)
    .where(
        applications.c.agency == bindparam("agency"),
        ~select(events.c.seq)
        .where(events.c.agency == applications.c.agency, events.c.application == applications.c.application)
        .exists(),
    )
    .order_by(applications.c.application)
)
_COUNTED = select(counters.c.value).where(
    counters.c.agency == bindparam("agency"), counters.c.name == numbers.APPLICATION
)
_FOUND = select(
    func.count(events.c.application.distinct()),
    func.max(events.c.application),
    func.min(events.c.application),
).where(events.c.agency == bindparam("agency"))

MISSING_ROW = "日志中有，索引中没有。"  #: the one fault that rebuilding the index mends


def verify(conn: Connection, agency: str, vault: Vault | None = None) -> list[str]:
    """Everything that is wrong with an agency's logs, in Chinese; empty when they are whole.

    Chain, sequence and length (against the index) of every log, and that no registered application is gone;
    with the vault also that every free text is the one that was recorded. Memory stays bounded.
    """
    faults: list[str] = []
    for first, last in log.spans(conn, agency):
        key = {"agency": agency, "first": first, "last": last}
        index = {row.application: row for row in conn.execute(_INDEX, key)}
        sealed = log.span_texts(conn, agency, first, last) if vault else {}
        for application, rows in log.span(conn, agency, first, last):
            known = index.get(application)
            name = f"申请{known.number}" if known else f"第{application}号日志"
            faults += [f"{name}：{fault}" for fault in _chain(agency, application, rows)]
            faults += [f"{name}：{fault}" for fault in _length(rows, known)]
            if vault:
                faults += [f"{name}：{fault}" for fault in _texts(vault, agency, rows, sealed)]
    faults += [
        f"申请{number}：索引中有，日志中没有。"
        for number in conn.execute(_WITHOUT_LOG, {"agency": agency}).scalars()
    ]
    return faults + list(_gone(conn, agency))


def _chain(agency: str, application: int, rows: Sequence[log.Stored]) -> Iterator[str]:
    previous = genesis(agency, application)
    for place, row in enumerate(rows, 1):
        if row.seq != place:
            yield f"缺少第{place}条，其后无法核对。"
            return
        wanted = link(
            previous,
            agency,
            application,
            row.seq,
            row.on_day,
            row.kind,
            row.payload,
            moment(row.recorded_at),
            row.recorded_by,
        )
        if wanted != row.hash:
            yield f"第{row.seq}条被改动，或与前一条不相接。"
        # Going on from what is stored names the changed row alone, not all that follow it.
        previous = row.hash


def _length(rows: Sequence[log.Stored], known: log.Stored | None) -> Iterator[str]:
    if known is None:
        yield MISSING_ROW
    elif (known.seq, known.head) != (rows[-1].seq, rows[-1].hash):
        yield f"索引记到第{known.seq}条，日志止于第{rows[-1].seq}条或末条不同：日志或索引被截断、增添或替换。"


def _texts(vault: Vault, agency: str, rows: Sequence[log.Stored], sealed: log.Texts) -> Iterator[str]:
    for row in rows:
        found = sealed.get((row.application, row.seq), {})
        if row.kind not in KINDS:
            continue
        try:
            payload = json.loads(row.payload)
        except ValueError:
            continue  # the chain has told of it already
        data = {"event": row.kind, **payload} if isinstance(payload, dict) else {"event": row.kind}
        for field in texts.put_back(vault, agency, row.application, row.seq, data, found):
            yield f"第{row.seq}条的文字内容（{field}）被改动。"


def _gone(conn: Connection, agency: str) -> Iterator[str]:
    counted = conn.execute(_COUNTED, {"agency": agency}).scalar_one_or_none()
    if counted is None:
        return
    found, highest, lowest = conn.execute(_FOUND, {"agency": agency}).one()
    if found != counted or (found and (lowest, highest) != (1, counted)):
        yield f"共登记过{counted}件申请，日志中只能找到{found}件，或编号不相连：有整件日志被删除或增添。"
