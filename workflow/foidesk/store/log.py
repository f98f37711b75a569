"""The log: events of an application, appended, hash-chained, never changed.

Nothing here updates or deletes an event, and triggers in the database refuse it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from foidesk.errors import DeskError
from foidesk.rules import wire
from foidesk.rules.events import KINDS, Event
from foidesk.store import chain
from foidesk.store import prose as texts
from foidesk.store.chain import canonical, genesis, link
from foidesk.store.ready import Ready
from foidesk.store.tables import events, prose
from foidesk.store.vault import Vault

Stored = Row[*tuple[Any, ...]]  #: a row as selected

AT_ONCE = 200  #: applications held in memory while going through all of them


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a log: the event, when (UTC) and by whom it was typed in, and the hash up to it."""

    seq: int
    event: Event
    recorded_at: datetime
    recorded_by: str
    hash: str


class ChangedMeanwhile(DeskError):
    """Somebody else appended to the log after it was read. Read it again and decide anew."""

    def __init__(self, others: Sequence[tuple[str, str]]) -> None:
        who = "、".join(dict.fromkeys(by for by, _ in others)) or "他人"
        what = "、".join(f"“{KINDS[kind].label}”" if kind in KINDS else kind for _, kind in others)
        super().__init__(
            f"该申请刚刚由{who}更改。",
            why=f"您打开之后又登记了{what}。" if what else "您打开之后又有新的登记。",
            do="请刷新后核对，再决定是否继续登记。",
        )


# --- reading ---------------------------------------------------------------------------------------

_ONE = [events.c.agency == bindparam("agency"), events.c.application == bindparam("application")]
_COLUMNS = (
    events.c.application,
    events.c.seq,
    events.c.on_day,
    events.c.kind,
    events.c.payload,
    events.c.recorded_at,
    events.c.recorded_by,
    events.c.hash,
)
_LOG = select(*_COLUMNS).where(*_ONE).order_by(events.c.seq)
_TEXTS = select(prose.c.application, prose.c.seq, prose.c.field, prose.c.sealed).where(
    prose.c.agency == bindparam("agency"), prose.c.application == bindparam("application")
)
_NEXT = (
    select(events.c.application)
    .where(events.c.agency == bindparam("agency"), events.c.application > bindparam("after"))
    .group_by(events.c.application)
    .order_by(events.c.application)
    .limit(bindparam("limit"))
)
_SPAN = (
    select(*_COLUMNS)
    .where(
        events.c.agency == bindparam("agency"),
        events.c.application.between(bindparam("first"), bindparam("last")),
    )
    .order_by(events.c.application, events.c.seq)
)
_SPAN_TEXTS = select(prose.c.application, prose.c.seq, prose.c.field, prose.c.sealed).where(
    prose.c.agency == bindparam("agency"),
    prose.c.application.between(bindparam("first"), bindparam("last")),
)
_LAST_SHIFT = (
    select(events.c.recorded_by, events.c.kind, events.c.hash)
    .where(*_ONE, events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
)
_HASH = select(events.c.hash).where(*_ONE, events.c.seq == bindparam("seq"))

Texts = Mapping[tuple[int, int], Mapping[str, bytes]]


def load(conn: Connection, vault: Vault, agency: str, application: int) -> tuple[Entry, ...]:
    """The log of one application in order; empty when there is none. Erased text reads as `vault.ERASED`."""
    key = {"agency": agency, "application": application}
    rows = conn.execute(_LOG, key).all()
    sealed = gathered(conn.execute(_TEXTS, key).all()) if rows else {}
    return tuple(_entry(vault, agency, row, sealed) for row in rows)


def load_many(conn: Connection, vault: Vault, agency: str) -> Iterator[tuple[int, tuple[Entry, ...]]]:
    """All applications of an agency with their logs, by key, holding `AT_ONCE` of them in memory."""
    for first, last in spans(conn, agency):
        sealed = span_texts(conn, agency, first, last)
        for application, rows in span(conn, agency, first, last):
            yield application, tuple(_entry(vault, agency, row, sealed) for row in rows)


def length(conn: Connection, agency: str) -> int:
    """How many entries all logs of the agency have."""
    return conn.execute(select(func.count()).where(events.c.agency == agency)).scalar_one()


def spans(conn: Connection, agency: str) -> Iterator[tuple[int, int]]:
    """First and last key of each batch of `AT_ONCE` applications."""
    after = -(2**63)
    while found := conn.execute(_NEXT, {"agency": agency, "after": after, "limit": AT_ONCE}).scalars().all():
        yield found[0], found[-1]
        after = found[-1]


def span(conn: Connection, agency: str, first: int, last: int) -> Iterator[tuple[int, list[Stored]]]:
    """The stored rows of a batch, by application."""
    rows = conn.execute(_SPAN, {"agency": agency, "first": first, "last": last}).all()
    for application, of_it in groupby(rows, key=itemgetter(0)):
        yield application, list(of_it)


def span_texts(conn: Connection, agency: str, first: int, last: int) -> Texts:
    """The sealed texts of a batch, by application and sequence."""
    return gathered(conn.execute(_SPAN_TEXTS, {"agency": agency, "first": first, "last": last}).all())


def gathered(rows: Sequence[Stored]) -> Texts:
    sealed: dict[tuple[int, int], dict[str, bytes]] = {}
    for application, seq, field, value in rows:
        sealed.setdefault((application, seq), {})[field] = value
    return sealed


def _entry(vault: Vault, agency: str, row: Stored, sealed: Texts) -> Entry:
    application, seq, on_day, kind, payload, recorded_at, recorded_by, hashed = row
    data: dict[str, Any] = {"event": kind, "on": on_day.isoformat(), **json.loads(payload)}
    if kind in KINDS and wire.shape(kind).prose:
        texts.put_back(vault, agency, application, seq, data, sealed.get((application, seq), {}))
    return Entry(seq, wire.decode(data), recorded_at, recorded_by, hashed)


# --- appending -------------------------------------------------------------------------------------

# A conflict that raised would end the transaction on PostgreSQL, and with it the answer to "who was it?".
_APPEND = Ready(lambda into: into(events).on_conflict_do_nothing())
_KEEP = Ready(lambda into: into(prose))


def append(
    conn: Connection,
    vault: Vault,
    agency: str,
    application: int,
    after: int,
    new: Sequence[Event],
    at: datetime,
    by: str,
) -> str:
    """Append events after the row `after` (0: the first); the new head hash.

    `at` is the moment in any zone, `by` who typed it in. Raises `ChangedMeanwhile` when the log has grown
    since `after`, and `NotReadable` for an event that could not be read back; then nothing may be committed.
    """
    key = {"agency": agency, "application": application}
    made = _rows(vault, key, after, _head(conn, key, after), new, at, by)
    if not made.events:
        return made.head
    if _APPEND.many(conn, made.events) != len(made.events):
        raise _changed(conn, key, after, made.events)
    if made.prose:
        _KEEP.many(conn, made.prose)
    return made.head


def begin_many(
    conn: Connection, vault: Vault, agency: str, logs: Mapping[int, Sequence[Event]], at: datetime, by: str
) -> dict[int, str]:
    """Write the logs of many new applications at once; their head hashes."""
    made = {
        application: _rows(
            vault,
            {"agency": agency, "application": application},
            0,
            genesis(agency, application),
            new,
            at,
            by,
        )
        for application, new in logs.items()
    }
    _APPEND.many(conn, [row for each in made.values() for row in each.events])
    _KEEP.many(conn, [row for each in made.values() for row in each.prose])
    return {application: each.head for application, each in made.items()}


@dataclass(frozen=True, slots=True)
class _Made:
    """Rows to write, and the hash of the last."""

    head: str
    events: list[dict[str, Any]]
    prose: list[dict[str, Any]]


def _rows(
    vault: Vault, key: dict[str, Any], after: int, head: str, new: Sequence[Event], at: datetime, by: str
) -> _Made:
    agency, application = key["agency"], key["application"]
    moment = chain.moment(at)
    rows: list[dict[str, Any]] = []
    sealed: list[dict[str, Any]] = []
    for seq, event in enumerate(new, after + 1):
        data = wire.encode(event)
        wire.decode(data)
        sealed += texts.take_out(vault, agency, application, seq, data)
        del data["event"], data["on"]
        payload = canonical(data)
        head = link(head, agency, application, seq, event.on, event.name, payload, moment, by)
        rows.append(
            {
                **key,
                "seq": seq,
                "on_day": event.on,
                "kind": event.name,
                "payload": payload,
                "recorded_at": at,
                "recorded_by": by,
                "hash": head,
            }
        )
    return _Made(head, rows, sealed)


def _head(conn: Connection, key: dict[str, Any], after: int) -> str:
    if after == 0:
        return genesis(key["agency"], key["application"])
    head = conn.execute(_HASH, {**key, "seq": after}).scalar_one_or_none()
    if head is None:
        raise DeskError(
            f"该申请的日志没有第{after}条。",
            why="日志比预期的短，可能被截断。",
            do="请运行 foidesk rebuild --check 核对，并从备份恢复。",
        )
    return str(head)


def _changed(
    conn: Connection, key: dict[str, Any], after: int, ours: Sequence[Mapping[str, Any]]
) -> ChangedMeanwhile:
    mine = {row["hash"] for row in ours}
    found = conn.execute(_LAST_SHIFT, {**key, "after": after}).all()
    return ChangedMeanwhile([(by, kind) for by, kind, hashed in found if hashed not in mine])
