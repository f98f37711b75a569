"""An application registered as the desk would, and what a test may ask of a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind, Channel
from foidesk.store import log, numbers, people, worklist
from foidesk.store.database import Database

AGENCY = "dongcheng"
NOON = datetime(2026, 3, 2, 4, 0, 0, 123456, UTC)
DAY = date(2026, 3, 2)
PERSON = people.Person(
    name="张三丰",
    kind=ApplicantKind.NATURAL_PERSON,
    id_type="居民身份证",
    id_number="11010119900307001X",
    telephone="13812340000",
    address="东城区某胡同一号",
    postcode="100010",
    email="zhang@example.cn",
)
REQUEST = "请公开张三丰户的征收补偿方案"


def register(database: Database, agency: str = AGENCY) -> int:
    """Two counters, a person, two events, a text and an index row in one transaction; the new key."""
    with database.writing() as conn:
        application = numbers.take(conn, agency, numbers.APPLICATION)
        n = numbers.take(conn, agency, "number 2026")
        applicant = people.add(conn, database.vault, agency, PERSON)
        registered = ev.Registered(
            on=DAY,
            number=f"2026-{n:04}",
            year=2026,
            n=n,
            applicant=applicant,
            applicant_kind=ApplicantKind.NATURAL_PERSON,
            request=REQUEST,
        )
        facts = [ev.Received(on=DAY, channel=Channel.INTERNET), registered]
        head = log.append(conn, database.vault, agency, application, 0, facts, NOON, "王经办")
        worklist.put(conn, row(application, head=head, seq=2, agency=agency))
    return application


def row(application: int, **changes: object) -> worklist.Row:
    values: dict[str, object] = {
        "agency": AGENCY,
        "application": application,
        "number": f"2026-{application:04}",
        "year": 2026,
        "n": application,
        "state": "open",
        "seq": 2,
        "head": "0" * 64,
        "calendar": "2026:1",
        "received": DAY,
    }
    return worklist.Row(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def registered(database: Database) -> int:
    return register(database)


@pytest.fixture
def tamper(database: Database) -> Callable[[str], None]:
    """Run SQL behind the program's back, as somebody with the administrator's rights could."""

    def run(sql: str) -> None:
        with database.writing() as conn:
            if conn.dialect.name == "sqlite":
                conn.exec_driver_sql("DROP TRIGGER IF EXISTS events_no_update")
                conn.exec_driver_sql("DROP TRIGGER IF EXISTS events_no_delete")
                conn.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            else:
                conn.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER USER")
            conn.exec_driver_sql(sql)

    return run
