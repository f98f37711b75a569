"""A province on PostgreSQL: 10,000 agencies, 10 million applications, 300,000 of them open; one morning's sweep and digests.

`python -m bench.province SERVER_URL [AGENCIES [CLOSED]]` makes a database of its own on the server, measures twice (before and after
the closed applications are there) and drops it. What is real: in each
agency 30 open applications with their people, logs, index and watched days, accounts and addresses, as the import of a ledger
writes them; written once and copied to every agency, where the sealed columns cannot be opened, which no step here does.
What is not: the closed ones are rows of the index alone, without a log; no message is sent.
"""

from __future__ import annotations

import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from foidesk.desk.alerts import rounds
from foidesk.desk.installation import Installation, open_installation
from foidesk.desk.ledger import checking, importing, source
from foidesk.desk.ledger.headings import HEADINGS
from foidesk.desk.office import CHINA, By, Office
from foidesk.rules.vocabulary import Role
from foidesk.settings import Settings, load
from foidesk.store import accounts, contacts
from foidesk.store.contacts import Contact
from foidesk.store.database import migrate
from foidesk.store.engines import parsed
from foidesk.store.vault import open_vault

ROOT = Path(__file__).parents[1]
AGENCIES = 10_000
OPEN = 30  #: of each agency
CLOSED = 970  #: of each agency
SINCE = date(2025, 1, 1)
FIRST, SECOND = date(2026, 3, 30), date(2026, 3, 31)
_STAFF = (("周敏", Role.CLERK), ("刘建", Role.CLERK), ("周明远", Role.HEAD))


def main(server: str, agencies: int = AGENCIES, closed: int = CLOSED) -> None:
    with database_on(server) as url, tempfile.TemporaryDirectory(prefix="foidesk-bench-") as folder:
        _measure(url, Path(folder), agencies, closed)


@contextmanager
def database_on(server: str) -> Iterator[str]:
    """The URL of an empty database of its own, dropped at the end."""
    name = f"foidesk_bench_{secrets.token_hex(4)}"
    _on_server(server, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: str, statement: str) -> None:
    engine = create_engine(parsed(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(statement))
    engine.dispose()


def _measure(url: str, folder: Path, agencies: int, closed: int) -> None:
    key_file = folder / "master.key"
    open_vault(key_file, create=True)
    migrate(url)
    settings = _settings(url, key_file, agencies)
    with open_installation(settings) as house:
        _timed("open applications written", lambda: _fill(house))
        _sql(house, "ANALYZE")
        _told(house, "before the closed ones are there")
        _morning(house, FIRST)
        _timed("closed applications written", lambda: _close(house, closed))
        _told(house, "with the closed ones")
        _morning(house, SECOND)


def _settings(url: str, key_file: Path, agencies: int) -> Settings:
    loaded = load(ROOT / "config.toml")
    first = loaded.agency[0]
    every = tuple(
        first.model_copy(update={"key": f"a{n:05}", "name": f"第{n}机关", "short_name": f"第{n}机关"})
        for n in range(agencies)
    )
    database = loaded.database.model_copy(update={"url": url, "key_file": key_file})
    return loaded.model_copy(update={"agency": every, "database": database})


# --- filling ---------------------------------------------------------------------------------------

#: what the rows of the first agency become in another; the keys of every table begin with the agency
_COPIED: dict[str, dict[str, str]] = {
    "accounts": {"login": "login || '-' || g", "name": "name || g"},
    "roles": {},
    "contacts": {},
    "people": {},
    "applicants": {},
    "events": {},
    "prose": {},
    "applications": {"handler": "handler || g", "by_handler": "by_handler || g"},
    "watches": {},
    "imports": {},
    "imported_rows": {},
    "counters": {},
}


def _fill(house: Installation) -> None:
    first = house.office("a00000")
    _staff(first)
    _open_ones(first)
    _sql(house, "ALTER TABLE applications DISABLE TRIGGER applications_counted")
    for table, changed in _COPIED.items():
        _copy(house, table, changed)
    _sql(house, "ALTER TABLE applications ENABLE TRIGGER applications_counted")


def _copy(house: Installation, table: str, changed: dict[str, str]) -> None:
    changed = {"agency": "'a' || lpad(g::text, 5, '0')", **changed}
    names = _columns(house, table)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    _sql(
        house,
        f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table}, generate_series(1, {len(house.settings.agency) - 1}) g"
        " WHERE agency = 'a00000'",
    )


def _columns(house: Installation, table: str) -> list[str]:
    wanted = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"
    return [str(row[0]) for row in _sql(house, wanted)]


def _staff(office: Office) -> None:
    at = datetime(SINCE.year, SINCE.month, SINCE.day, tzinfo=CHINA)
    with office.database.writing() as conn:
        for place, (name, role) in enumerate(_STAFF):
            account = accounts.add(
                conn, office.key, login=f"p{place}", name=name, unit=None, password=None, at=at, by="测试"
            )
            accounts.give(conn, office.key, account, {role}, SINCE)
            reached = Contact(f"p{place}@agency.example.cn", None)
            contacts.put(conn, office.vault, office.key, account, reached, at)


def _open_ones(office: Office) -> None:
    """Received on the working days before the morning, so that each day has a few that are due."""
    days = [office.calendar.add(FIRST, -(1 + k % 21)) for k in range(OPEN)]
    rows = [
        (
            day.isoformat(),
            "网络",
            "自然人",
            f"李珺{k}",
            f"{office.agency.name}第{k}号道路命名批复",
            _STAFF[k % 2][0],
        )
        for k, day in enumerate(days)
    ]
    used = ("收到日期", "申请方式", "申请人类型", "申请人", "申请内容", "承办人")
    assert set(used) <= set(HEADINGS)
    content = "\n".join(",".join(each) for each in (used, *rows)).encode()
    reading = checking.check(office, source.from_bytes("台账.csv", content), FIRST)
    by = By("周敏", datetime(2026, 3, 29, 18, tzinfo=CHINA))
    done = importing.bring_in(office, reading, by)
    assert done.new == OPEN, done


def _close(house: Installation, closed: int) -> None:
    """The closed ones by copies of the open rows of the index: new keys and numbers, closed long ago."""
    replaced = {
        "application": "1000 + g",
        "number": "'旧' || g",
        "n": "0",
        "state": "'replied'",
        "due": "NULL",
        "target": "NULL",
        "received": "DATE '2008-05-01' + g * 6",
        "closed_on": "DATE '2008-05-21' + g * 6",
        "line": "'三（一）'",
        "closed": "TRUE",
        "by_target": "DATE '9999-12-31'",
        "by_due": "DATE '9999-12-31'",
        "by_received": "DATE '2008-05-01' + g * 6",
        "counted_from": "NULL",
    }
    names = _columns(house, "applications")
    values = ", ".join(replaced.get(name, f"a.{name}") for name in names)
    indexes = _sql(
        house,
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'applications'"
        " AND indexname NOT LIKE 'pk%' AND indexname NOT LIKE 'uq%' AND indexname NOT LIKE '%pkey'",
    )
    with house.database.writing() as conn:
        conn.execute(text("SET LOCAL synchronous_commit = off"))
        for name, _ in indexes:
            conn.execute(text(f"DROP INDEX {name}"))
        conn.execute(text("ALTER TABLE applications DISABLE TRIGGER applications_counted"))
        conn.execute(
            text(
                f"INSERT INTO applications ({', '.join(names)}) SELECT {values} FROM"
                f" (SELECT * FROM applications WHERE application = 1) a, generate_series(1, {closed}) g"
            )
        )
        conn.execute(text("ALTER TABLE applications ENABLE TRIGGER applications_counted"))
        conn.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        for _, made in indexes:
            conn.execute(text(made))
    _sql(house, "ANALYZE")


# --- the morning -----------------------------------------------------------------------------------


def _told(house: Installation, when: str) -> None:
    [(rows, every, size)] = _sql(
        house,
        "SELECT (SELECT count(*) FROM applications), (SELECT count(*) FROM watches),"
        " pg_size_pretty(pg_database_size(current_database()))",
    )
    print(
        f"{when}: {len(house.settings.agency):,} agencies, {rows:,} applications, {every:,} watched days, {size}"
    )


def _morning(house: Installation, day: date) -> None:
    early = datetime(day.year, day.month, day.day, 0, 5, tzinfo=CHINA)
    late = datetime.combine(day, house.settings.alerts.digest, CHINA) + timedelta(minutes=1)
    for what, moment in (
        ("sweep", early),
        ("a round with nothing to tell", early + timedelta(minutes=1)),
        ("digests", late),
        ("a round after the digests", late + timedelta(minutes=1)),
    ):
        _timed(f"{day} {what}", lambda moment=moment: rounds.watch(house, lambda: moment))
    [(alerts, inbox, mails)] = _sql(
        house,
        "SELECT (SELECT count(*) FROM alerts), (SELECT count(*) FROM inbox),"
        " (SELECT count(*) FROM deliveries WHERE next_try IS NOT NULL)",
    )
    print(f"{day} so far: {alerts:,} alerts, {inbox:,} in inboxes, {mails:,} messages to send")


def _timed(what: str, done: Callable[[], object]) -> None:
    started = time.perf_counter()
    found = done()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    said = f", {found:,} alerts" if isinstance(found, int) else ""
    print(f"{what}: {seconds:.1f} s{said}, peak {peak} MB", flush=True)


def _sql(house: Installation, statement: str) -> list[tuple[object, ...]]:
    with house.database.writing() as conn:
        found = conn.execute(text(statement))
        return [tuple(row) for row in found] if found.returns_rows else []


if __name__ == "__main__":
    main(sys.argv[1], *(int(each) for each in sys.argv[2:]))
