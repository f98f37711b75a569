"""The annual report over a million applications, of all agencies, and reading a ledger."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median

import openpyxl

from bench.timing import Result
from foidesk import content
from foidesk.desk.ledger import checking, importing, source
from foidesk.desk.ledger.headings import HEADINGS
from foidesk.desk.office import By, Office, open_office
from foidesk.desk.setup import initialise
from foidesk.desk.tables import workbook
from foidesk.paper.sheets.spreadsheet import Heading, spreadsheet
from foidesk.rules.outcomes import Outcome
from foidesk.rules.report import ROWS, table_three
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.settings import load
from foidesk.store import reporting

ROOT = Path(__file__).parents[1]
COUNT, OTHERS, OF_EACH = 1_000_000, 49, 2_000
YEAR = 2025
LEDGER = 20_000
_RAW = (
    "SELECT applicant_kind, counted_from >= :first, counted_on IS NOT NULL AND counted_on <= :last,"
    " CASE WHEN counted_on <= :last THEN counted_line END, count(*) FROM applications"
    " WHERE agency = :agency AND counted_from <= :last AND (counted_on IS NULL OR counted_on >= :first)"
    " GROUP BY 1, 2, 3, 4"
)


def results() -> Iterator[Result]:
    yield from _tables()
    yield _reading()
    yield _importing()


# --- the tables ------------------------------------------------------------------------------------
def _tables() -> Iterator[Result]:
    with _filled() as (office, path):
        raw = sqlite3.connect(path)
        asked = {"agency": office.key, "first": f"{YEAR}-01-01", "last": f"{YEAR}-12-31"}
        with office.database.reading() as conn:

            def ours() -> object:
                return table_three(reporting.groups(conn, office.key, YEAR))

            mine, peer = _seconds(ours), _seconds(lambda: raw.execute(_RAW, asked).fetchall())
            yield Result(
                f"the annual table of one agency over {COUNT:,} ÷ raw SQL",
                f"{mine * 1e3:.0f} ms against {peer * 1e3:.0f} ms: {mine / peer:.2f} ×",
                "≤ 3 ×",
                mine <= 3 * peer,
            )
            agencies = [office.key, *(f"a{n}" for n in range(OTHERS))]
            kept = _seconds(
                lambda: {a: table_three(g) for a, g in reporting.kept_groups(conn, YEAR, agencies).items()}
            )
            for agency, groups in reporting.kept_groups(conn, YEAR, agencies).items():
                counted, scanned = table_three(groups), table_three(reporting.groups(conn, agency, YEAR))
                assert [counted.row(row) for row in ROWS] == [scanned.row(row) for row in ROWS], agency
            yield Result(
                f"the tables of {len(agencies)} agencies from the kept counters, equal to the scan",
                f"{kept * 1e3:.1f} ms",
                "≤ 100 ms",
                kept <= 0.1,
            )


@contextmanager
def _filled() -> Iterator[tuple[Office, Path]]:
    """An index of very many applications, written in bulk; the triggers count them as they come."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
        settings = load(config)
        initialise(settings)
        path = Path(folder) / "var/foidesk.db"
        conn = sqlite3.connect(path, isolation_level=None)
        conn.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; BEGIN")
        dice = random.Random(2026)
        sizes = {settings.agency[0].key: COUNT, **{f"a{n}": OF_EACH for n in range(OTHERS)}}
        for agency, count in sizes.items():
            rows = (_row(agency, key, count, dice) for key in range(1, count + 1))
            names = (
                "agency, application, number, year, n, applicant_kind, state, received, provisional, extended,"
                " problems, seq, head, calendar, counted_from, counted_on, counted_line"
            )
            conn.executemany(f"INSERT INTO applications ({names}) VALUES ({', '.join('?' * 17)})", rows)
        conn.execute("COMMIT")
        conn.close()
        with open_office(settings) as office:
            yield office, path


def _row(agency: str, key: int, count: int, dice: random.Random) -> tuple[object, ...]:
    received = date(2020, 1, 1) + timedelta(days=key * 2_190 // count)
    done = received + timedelta(days=dice.randrange(5, 60))
    closed = done < date(2025, 12, 20)
    kind = dice.choice(tuple(ApplicantKind)).value
    line = dice.choice(tuple(Outcome)).code if closed else None
    state = "replied" if closed else "open"
    since, on = received.isoformat(), done.isoformat() if closed else None
    number = f"{agency}-{key}"
    return (agency, key, number, received.year, key, kind, state, since, 0, 0, 0, 1, "", "", since, on, line)


# --- the ledger ------------------------------------------------------------------------------------
def _ledger(count: int) -> bytes:
    sample = content.sample_ledger()
    rows = (
        [
            f"芙政公开〔2025〕第{n}号" if heading == "申请编号" else sample[n % len(sample)][heading]
            for heading in HEADINGS
        ]
        for n in range(1, count + 1)
    )
    return spreadsheet("台账", [Heading(each) for each in HEADINGS], rows)


def _reading() -> Result:
    data = _ledger(LEDGER)

    def peer() -> int:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True)
        return sum(1 for _ in book.active.iter_rows(values_only=True))

    def ours() -> int:
        return len(workbook.read("台账.xlsx", data).rows)

    assert ours() == peer() == LEDGER + 1
    mine, theirs = _seconds(ours, 3), _seconds(peer, 3)
    return Result(
        f"reading a spreadsheet of {LEDGER:,} rows, checked, as text ÷ openpyxl, read only",
        f"{mine:.2f} s against {theirs:.2f} s: {theirs / mine:.1f} ×",
        "≥ 5 ×",
        theirs >= 5 * mine,
    )


def _importing() -> Result:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
        settings = load(config)
        initialise(settings)
        by = By("周敏", datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
        data = _ledger(100_000)
        with open_office(settings) as office:
            started = time.perf_counter()
            reading = checking.check(office, source.from_bytes("台账.xlsx", data), by.today)
            assert not reading.bad
            assert importing.bring_in(office, reading, by).new == 100_000
            taken = time.perf_counter() - started
    return Result("bringing in a ledger of 100,000 rows", f"{taken:.0f} s", "≤ 60 s", taken <= 60)


def _seconds(call: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return median(taken)
