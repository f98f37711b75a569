"""An installation on several machines at work: two web processes, three workers, one of them killed in the middle.

Used by the test of it, and by `bench.several` with more letters and rows.
"""

from __future__ import annotations

import re
import signal
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text
from tests.desk.ledger.conftest import PLAIN, as_csv
from tests.jobs.machines import Machines, proxy, until

from foidesk.desk import accounts, applications, issuing, registration
from foidesk.desk.issuing import Order
from foidesk.desk.office import CHINA, By, Office, open_office
from foidesk.rules.vocabulary import Role
from foidesk.settings import Settings, load
from foidesk.store import accounts as stored

LOGIN, NAME, PASSWORD = "zhoumin", "周敏", "correct horse battery"
MONDAY = date(2026, 3, 2)
_BY = By(NAME, datetime(2026, 3, 2, 10, tzinfo=CHINA))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was seen."""

    webs: int  #: web processes that answered requests of the one session
    before_death: int  #: applications brought in when the worker was killed
    applications: int
    letters: int
    batches: int  #: imports noted
    twice: int  #: rows or numbers that are there more than once
    after_death: float  #: seconds from the death until all was done
    altogether: float  #: seconds from the first request


def settings_of(folder: Path, url: str) -> Settings:
    """The settings that the processes use."""
    loaded = load(folder / "config.toml")
    database = loaded.database.model_copy(update={"url": url, "key_file": folder / "var" / "foidesk.key"})
    return loaded.model_copy(update={"database": database})


def work(folder: Path, url: str, *, letters: int, rows: int, workers: int = 3) -> Outcome:
    """Do all of it in an empty database."""
    machines = Machines(folder, url)
    machines.done("init")
    with open_office(settings_of(folder, url)) as office, ExitStack() as stack:
        stack.callback(machines.stop)
        _begin(office, letters)
        webs = [machines.serve("--no-jobs"), machines.serve("--no-jobs")]
        working: dict[int, subprocess.Popen[bytes]] = {}
        for _ in range(workers):
            _start(machines, office, working)
        port = stack.enter_context(proxy(*webs))
        desk = _Desk(f"http://127.0.0.1:{port}")
        started = time.monotonic()
        desk.upload(rows)
        desk.post("/ledger/import", do="import")
        for _ in range(2):
            desk.post("/tasks", kind="letters", first=MONDAY.isoformat())
        before = _until_some_came_in(office)
        killed = _kill_who_brings_in(office, working)
        assert killed.poll() == -signal.SIGKILL
        died = time.monotonic()
        until(lambda: desk.finished() == 3, 240)
        ended = time.monotonic()
        files = desk.files()
        assert len(files) == 2
        assert all(each.startswith(b"%PDF") for each in files)
        return Outcome(
            webs=desk.answered(webs),
            before_death=before,
            applications=_one(office, "SELECT count(*) FROM applications") - letters,
            letters=letters,
            batches=_one(office, "SELECT count(*) FROM imports"),
            twice=_one(
                office,
                "SELECT (SELECT count(*) - count(DISTINCT application) FROM imported_rows)"
                " + (SELECT count(*) - count(DISTINCT number) FROM applications)",
            ),
            after_death=ended - died,
            altogether=ended - started,
        )


def _begin(office: Office, letters: int) -> None:
    with office.database.writing() as conn:
        kept = accounts.hashed(PASSWORD)
        given = {"login": LOGIN, "name": NAME, "unit": None, "password": kept}
        account = stored.add(conn, office.key, **given, at=_BY.now, by=NAME)
        stored.change(conn, office.key, account, must_change=False)
        stored.give(conn, office.key, account, {Role.CLERK}, date(2025, 1, 1))
    facts = {
        "channel": "in_person",
        "arrived": MONDAY.isoformat(),
        "applicant_kind": "natural_person",
        "name": "李珺",
        "telephone": "13800000040",
        "request": "某文物保护单位的保护范围图",
        "form": "纸质",
    }
    for _ in range(letters):
        row, _ = applications.register(office, registration.read(facts), _BY)
        issuing.issue(office, row.number, "receipt", Order(approved_by="周明远"), _BY)


def _start(machines: Machines, office: Office, working: dict[int, subprocess.Popen[bytes]]) -> None:
    """Start a worker, and note by which keys the queue knows it."""
    started = machines.foidesk("worker")

    def known() -> list[int]:
        with office.database.reading() as conn:
            found = conn.execute(text("SELECT id FROM procrastinate_workers")).scalars()
            return [key for key in found if key not in working]

    until(lambda: len(known()) == 2, 60)  # one of each queue
    working.update(dict.fromkeys(known(), started))


def _until_some_came_in(office: Office) -> int:
    until(lambda: _one(office, "SELECT count(*) FROM imported_rows") > 0, 120)
    return _one(office, "SELECT count(*) FROM imported_rows")


def _kill_who_brings_in(
    office: Office, working: dict[int, subprocess.Popen[bytes]]
) -> subprocess.Popen[bytes]:
    found = _one(
        office,
        "SELECT min(worker_id) FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'carry_out'"
        " AND (args->>'task')::int = (SELECT task FROM tasks WHERE kind = 'ledger')",
    )
    working[found].kill()
    working[found].wait()
    return working[found]


def _one(office: Office, statement: str) -> int:
    with office.database.reading() as conn:
        return int(conn.scalar(text(statement)) or 0)


class _Desk:
    """A clerk behind the proxy; each request is a connection of its own, so that the processes take turns."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(
            base_url=address,
            timeout=60,
            headers={"Connection": "close"},
            limits=httpx.Limits(max_connections=1),
        )
        answer = self._client.post("/login", data={"login": LOGIN, "password": PASSWORD})
        assert answer.status_code == 303, answer.text

    def get(self, to: str) -> httpx.Response:
        answer = self._client.get(to)
        assert answer.status_code == 200, (to, answer.text)
        return answer

    def post(self, to: str, files: Any = None, **fields: str) -> None:
        sent = {"csrf": _csrf(self.get("/tasks").text), **fields}
        answer = self._client.post(to, data=sent, files=files)
        assert answer.status_code == 303, answer.text

    def upload(self, rows: int) -> None:
        lines = ({**PLAIN, "申请内容": f"第{n}号道路命名批复，{'详' * 60}"} for n in range(rows))
        self.post("/ledger", files={"file": ("台账.csv", as_csv(*lines))})

    def finished(self) -> int:
        page = self.get("/tasks/progress").text
        assert "没有完成" not in page, page
        return page.count(">完成<")

    def files(self) -> list[bytes]:
        links = re.findall(r'href="(/tasks/\d+/file)"', self.get("/tasks/progress").text)
        return [self.get(link).content for link in links]

    def answered(self, ports: list[int]) -> int:
        """How many of the web processes know the session."""
        cookies = dict(self._client.cookies)
        answers = (httpx.get(f"http://127.0.0.1:{port}/tasks", cookies=cookies) for port in ports)
        return sum(answer.status_code == 200 for answer in answers)


def _csrf(page: str) -> str:
    return page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
