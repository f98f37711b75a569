"""Deadlines in force over a million applications: the sweep, a change of the calendar, the digests of a morning."""

from __future__ import annotations

import json
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.timing import Result
from foidesk.desk import reprojection
from foidesk.desk.alerts import reach
from foidesk.desk.alerts.delivery import deliver, make_digests
from foidesk.desk.alerts.sweep import steps, sweep
from foidesk.desk.index import index_row
from foidesk.desk.office import CHINA, By, Office, open_office
from foidesk.desk.setup import initialise
from foidesk.rules import events as ev
from foidesk.rules import wire
from foidesk.rules.case import case
from foidesk.rules.vocabulary import ApplicantKind, Channel, Role
from foidesk.rules.watch import watched
from foidesk.rules.workdays import Notice, Span
from foidesk.settings import Mail, load
from foidesk.store import accounts, watches
from foidesk.store.tables import NEVER
from foidesk.store.watches import Step
from foidesk.store.worklist import Row

ROOT = Path(__file__).parents[1]
COUNT = 1_000_000
HANDLERS = 300
FIRST = date(2026, 11, 30)
TODAY = date(2026, 12, 22)
NOTICE = Notice(
    year=2027, number="国办发明电〔2026〕8号", issued=date(2026, 11, 4), work=(), amendments=(),
    off=(Span("元旦", date(2027, 1, 1), date(2027, 1, 3)), Span("春节", date(2027, 1, 18), date(2027, 1, 22))),
)  # fmt: skip


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def results() -> Iterator[Result]:
    with _office(COUNT, opened=30_000) as office:
        yield from _sweep(office)
    with _office(COUNT, opened=COUNT) as office:
        yield from _reprojection(office)
    with _office(20_000, opened=20_000) as office:
        yield _digests(office)


# --- the sweep -----------------------------------------------------------------------------------
def _sweep(office: Office) -> Iterator[Result]:
    raw = sqlite3.connect(office.database.url.removeprefix("sqlite:///"))
    with office.database.reading() as conn:
        wanted = steps(conn, office, TODAY)
        found = _median(lambda: watches.reached(conn, office.key, steps(conn, office, TODAY), TODAY))
        count = len(watches.reached(conn, office.key, wanted, TODAY))
    by_hand = _by_hand(office, wanted)
    assert len(raw.execute(*by_hand).fetchall()) == count
    peer = _median(lambda: raw.execute(*by_hand).fetchall())
    yield Result(
        f"what is due soon among {COUNT:,}, 30,000 open, {count:,} found, against raw SQL that knows the days",
        f"{found * 1e3:.1f} ms against {peer * 1e3:.1f} ms: {found / peer:.2f} ×",
        "≤ 2 ×",
        found <= 2 * peer,
    )
    now = at(TODAY)
    started = time.perf_counter()
    raised = sweep(office, now)
    first = time.perf_counter() - started
    again = _median(lambda: sweep(office, now))
    scan = "SELECT application, due, handler FROM applications NOT INDEXED WHERE due <= ?"
    soon = office.calendar.add(TODAY, 7).isoformat()
    slow = _median(lambda: raw.execute(scan, [soon]).fetchall(), 5)
    yield Result(
        f"a sweep after the first of the day, which raised {raised:,} alerts in {first:.1f} s, against a scan",
        f"{again * 1e3:.1f} ms against {slow * 1e3:.0f} ms: {slow / again:.0f} ×",
        "≥ 100 ×",
        slow >= 100 * again,
    )


def _by_hand(office: Office, wanted: list[Step]) -> tuple[str, list[str]]:
    """The statement that somebody would write who knew which days have which step today."""
    marks = ", ".join("(?, ?, ?)" for _ in wanted)
    given = [value for each in wanted for value in (each.watch, each.due.isoformat(), each.rung)]
    query = (
        f"WITH steps(watch, due, rung) AS (VALUES {marks}) SELECT w.application, w.watch, w.due, s.rung, a.handler"
        " FROM steps s JOIN watches w ON w.agency = ? AND w.watch = s.watch AND w.due = s.due"
        " JOIN applications a ON a.agency = w.agency AND a.application = w.application"
        " WHERE w.told <> s.rung AND (w.silent_until IS NULL OR w.silent_until < ?) AND NOT EXISTS"
        " (SELECT 1 FROM alerts t WHERE t.agency = w.agency AND t.application = w.application"
        " AND t.watch = w.watch AND t.rung = s.rung AND t.due = w.due)"
    )
    return query, [*given, office.key, TODAY.isoformat()]


# --- a change of the calendar --------------------------------------------------------------------
def _reprojection(office: Office) -> Iterator[Result]:
    then = office.with_calendar(office.calendar.with_notices([NOTICE]))
    started = time.perf_counter()
    count, moved = reprojection.reproject(then, at(TODAY), 2027)
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert count == COUNT
    yield Result(
        f"{COUNT:,} open applications counted anew under another calendar, {len(moved):,} moved and told",
        f"{taken:.0f} s",
        "≤ 60 s",
        taken <= 60,
    )
    yield Result("its peak memory", f"{peak:.0f} MB", "≤ 500 MB", peak <= 500)


# --- the digests ---------------------------------------------------------------------------------
class _Post:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "250 OK"


def _digests(office: Office) -> Result:
    """A thousand people with unseen alerts each get a mail, over a mail server in another thread."""
    server = Controller(_Post(), hostname="127.0.0.1", port=18_025)
    server.start()
    mail = Mail(host="127.0.0.1", port=18_025, security="none", sender="xxgk@furong.example.cn")
    office = replace(office, settings=office.settings.model_copy(update={"mail": mail}))
    for n in range(HANDLERS, 1_000):
        with office.database.writing() as conn:
            conn.exec_driver_sql(
                "UPDATE applications SET handler = ? WHERE application BETWEEN ? AND ?",
                (f"承办人{n}", n * 20, n * 20 + 19),
            )
    people = [_person(office, n) for n in range(1_000)]
    sweep(office, at(TODAY, 7))
    started = time.perf_counter()
    made = make_digests(office, at(TODAY))
    sent = failed = 0
    while sent + failed < made:
        went, waits = deliver(office, lambda: at(TODAY))
        sent, failed = sent + went, failed + waits
    taken = time.perf_counter() - started
    server.stop()
    assert failed == 0
    return Result(
        f"the morning's digests for {made:,} of {len(people):,} people, made and handed to a mail server",
        f"{taken:.1f} s",
        "≤ 30 s",
        taken <= 30,
    )


def _person(office: Office, n: int) -> int:
    name, since = f"承办人{n}", date(2026, 1, 1)
    with office.database.writing() as conn:
        given = {"login": f"handler{n}", "name": name, "unit": None, "password": None}
        account = accounts.add(conn, office.key, **given, at=at(since), by="bench")
        accounts.give(conn, office.key, account, {Role.CLERK}, since)
    reach.change(office, account, f"handler{n}@furong.example.cn", "", By(name, at(since)))
    return account


# --- the database --------------------------------------------------------------------------------
@contextmanager
def _office(count: int, opened: int) -> Iterator[Office]:
    """An agency with so many applications, the newest of them open and received over the last weeks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.toml").write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
        settings = load(folder / "config.toml")
        initialise(settings)
        with open_office(settings) as desk:
            _write(desk, folder / "var/foidesk.db", count, opened)
            yield desk


def _write(desk: Office, path: Path, count: int, opened: int) -> None:
    conn = sqlite3.connect(path, isolation_level=None)
    conn.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-50000; BEGIN")
    days = list(desk.calendar.workdays(FIRST, TODAY))
    made = [_one(desk, day) for day in days]
    for first in range(0, count, 20_000):
        keys = range(first, min(first + 20_000, count))
        _portion(conn, desk, [(key, made[key % len(made)], key >= count - opened) for key in keys])
    conn.execute("COMMIT")
    conn.execute("ANALYZE")
    conn.close()


Made = tuple[Row, list[dict[str, Any]], list[dict[str, Any]]]


def _one(desk: Office, on: date) -> Made:
    """Row, stored events and watched days of an application received on the day."""
    registered = ev.Registered(
        on=on, number="", year=2026, n=0, applicant=1, applicant_kind=ApplicantKind.NATURAL_PERSON, request="图",
    )  # fmt: skip
    facts = (ev.Received(on=on, channel=Channel.SIGNED_POST), registered, ev.Assigned(on=on, handler="周敏"))
    folded = case(facts, desk.calendar)
    events = []
    for seq, fact in enumerate(facts, 1):
        data = wire.encode(fact)
        kind, day = data.pop("event"), data.pop("on")
        events.append({"seq": seq, "on_day": day, "kind": kind, "data": data})
    days = [
        {"watch": each.watch, "due": each.due.isoformat(), "silent_until": None}
        for each in watched(folded, desk.calendar)
    ]
    return index_row(desk.key, 0, folded, "", desk.calendar), events, days


def _portion(conn: sqlite3.Connection, desk: Office, portion: list[tuple[int, Made, bool]]) -> None:
    rows, events, days = [], [], []
    moment = "2026-11-30 02:00:00.000000"
    for key, (row, facts, to_keep), is_open in portion:
        number = f"芙政公开〔2026〕第{key}号"
        mine = replace(
            row, application=key, number=number, n=key, handler=f"承办人{key % HANDLERS}",
            **({} if is_open else {"state": "replied", "closed_on": row.received, "due": None, "target": None}),
        )  # fmt: skip
        rows.append(_stored(mine))
        for fact in facts:
            own = {"registered": {"number": number, "n": key}, "assigned": {"handler": mine.handler}}
            data = fact["data"] | own.get(fact["kind"], {})
            events.append((desk.key, key, fact["seq"], fact["on_day"], fact["kind"],
                           json.dumps(data, ensure_ascii=False), moment, "周敏", ""))  # fmt: skip
        if is_open:
            days += [(desk.key, key, each["watch"], each["due"], None) for each in to_keep]
    names = ", ".join(rows[0])
    marks = ", ".join("?" * len(rows[0]))
    conn.executemany(
        f"INSERT INTO applications ({names}) VALUES ({marks})", [tuple(row.values()) for row in rows]
    )
    conn.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", events)
    conn.executemany("INSERT INTO watches VALUES (?, ?, ?, ?, ?, '')", days)


def _stored(row: Row) -> dict[str, Any]:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    values |= {
        "closed": row.closed_on is not None,
        "by_target": row.target or NEVER,
        "by_due": row.due or NEVER,
        "by_received": row.received or NEVER,
        "by_handler": row.handler or "",
    }
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _median(call: Any, times: int = 15) -> float:
    call()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return median(taken)
