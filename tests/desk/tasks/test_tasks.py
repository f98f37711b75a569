"""Tasks: asked for with what they follow or not at all, carried out once, taken over from the dead."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.desk.conftest import clerk, office, register  # noqa: F401 - fixtures
from tests.desk.ledger.conftest import PLAIN, as_csv
from tests.desk.letterroom import MONDAY, order

from foidesk import content
from foidesk.desk import issuing, rebuilding
from foidesk.desk.installation import Installation
from foidesk.desk.ledger import importing, incoming
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.desk.tasks import asking, carrying
from foidesk.desk.tasks.kinds import KEPT
from foidesk.errors import DeskError, NotThere
from foidesk.rules.vocabulary import Role
from foidesk.store import tasks
from foidesk.store.tasks import Key, Task
from foidesk.store.worklist import Row

NOW = datetime(2026, 11, 27, 10, tzinfo=CHINA)
ME, OTHER = 7, 8
MINE = By("周敏", NOW, frozenset({Role.CLERK}))


@pytest.fixture
def house(office: Office) -> Installation:  # noqa: F811
    return Installation(office.settings, office.database, content.calendar())


def later(seconds: float = 0) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(seconds=seconds)


def look(office: Office, task: int) -> Task:  # noqa: F811
    return asking.one(office, task, ME, MINE)


def ledger(count: int) -> bytes:
    return as_csv(*({**PLAIN, "申请内容": f"第{n}号道路命名批复"} for n in range(count)))


def asked_import(office: Office, count: int) -> int:  # noqa: F811
    incoming.hold(office, ME, "台账.csv", ledger(count), MINE)
    return asking.ask_for_import(office, ME, MINE, skip_bad=False)


def test_letters_asked_for_are_printed_and_fetched_by_the_person_alone(
    house: Installation,
    office: Office,  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
) -> None:
    for _ in range(3):
        issuing.issue(office, register(MONDAY).number, "receipt", order(), clerk(MONDAY))
    wanted = {"first": MONDAY.isoformat(), "last": MONDAY.isoformat(), "duplex": False}
    task = asking.ask(office, "letters", wanted, ME, MINE)
    assert look(office, task).state == tasks.WAITING
    assert carrying.carry_ready(house, later()) == 1
    found = look(office, task)
    assert (found.state, found.done, found.total) == (tasks.DONE, 3, 3)
    assert found.said == "3份文书，前附发文登记。"
    assert asking.fetched(office, task, ME, MINE).content.startswith(b"%PDF")
    with pytest.raises(NotThere):
        asking.fetched(office, task, OTHER, MINE)
    assert carrying.carry_ready(house, later(600)) == 0


def test_who_may_no_longer_see_it_does_not_fetch_it(
    house: Installation,
    office: Office,  # noqa: F811
    register: Callable[..., Row],  # noqa: F811
) -> None:
    issuing.issue(office, register(MONDAY).number, "receipt", order(), clerk(MONDAY))
    wanted = {"first": MONDAY.isoformat(), "last": MONDAY.isoformat()}
    task = asking.ask(office, "letters", wanted, ME, MINE)
    carrying.carry_ready(house, later())
    with pytest.raises(NotPermitted):
        asking.fetched(office, task, ME, By("周敏", NOW, frozenset({Role.AUDITOR})))
    with pytest.raises(NotPermitted):
        asking.ask(office, "letters", wanted, ME, By("审计员", NOW, frozenset({Role.AUDITOR})))


def test_the_files_of_a_report_come_together(house: Installation, office: Office) -> None:  # noqa: F811
    task = asking.ask(office, "report", {"year": 2025}, ME, MINE)
    carrying.carry_ready(house, later())
    made = asking.fetched(office, task, ME, MINE)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        kinds = {name.rpartition(".")[2] for name in archive.namelist()}
    assert kinds == {"docx", "pdf", "xlsx", "html", "json"}


def test_a_refusal_is_the_result_of_the_task(house: Installation, office: Office) -> None:  # noqa: F811
    task = asking.ask(office, "letters", {"first": "2026-03-02", "last": "2026-03-02"}, ME, MINE)
    carrying.carry_ready(house, later())
    found = look(office, task)
    assert found.state == tasks.FAILED
    assert "没有签发文书" in (found.said or "")


def test_a_ledger_that_was_broken_off_goes_on_and_is_one_import(
    house: Installation,
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "PORTION", 10)
    task = asked_import(office, 35)
    with office.database.writing() as conn:
        dead = tasks.claim(conn, Key(office.key, task), NOW, NOW + carrying.HELD)
    assert dead is not None

    class Killed(BaseException):
        pass

    def dies(done: int, total: int) -> None:
        if done == 20:
            raise Killed

    by = By("周敏", NOW, frozenset({Role.CLERK}))
    with pytest.raises(Killed):
        _import(office, by, dies)
    assert rebuilding.check(office).applications == 20
    assert carrying.carry_ready(house, later(5)) == 0  # who holds it may still be alive
    assert carrying.carry_ready(house, later(21)) == 1
    assert rebuilding.check(office).applications == 35
    assert look(office, task).said == "已导入35件，此前已有0件。"
    [batch] = incoming.batches(office, MINE)
    assert batch.applications == 35
    with office.database.writing() as conn:  # the dead one was only slow
        assert not tasks.hold(conn, dead, NOW, 1, 2)
        assert not tasks.fail(conn, dead, "", NOW)


def _import(office: Office, by: By, progress: Callable[[int, int], None]) -> Any:  # noqa: F811
    from foidesk.desk.ledger import checking, source

    reading = checking.check(office, source.from_bytes("台账.csv", ledger(35)), by.today)
    return importing.bring_in(office, reading, by, progress=progress, again=True)


def test_two_that_bring_in_the_same_rows_bring_each_once(office: Office) -> None:  # noqa: F811
    from foidesk.desk.ledger import checking, source

    reading = checking.check(office, source.from_bytes("台账.csv", ledger(5)), date(2026, 11, 27))
    others = By("刘建", NOW, frozenset({Role.CLERK}))
    started = importing._begin(office, reading, reading.good, others)
    assert importing.bring_in(office, reading, MINE).new == 5
    assert importing._write(office, reading.good, started, others).new == 0
    assert rebuilding.check(office).applications == 5


def test_what_always_kills_its_worker_is_given_up(house: Installation, office: Office) -> None:  # noqa: F811
    task = asking.ask(office, "report", {"year": 2025}, ME, MINE)
    for death in range(5):
        with office.database.writing() as conn:
            moment = NOW + timedelta(minutes=death)
            assert tasks.claim(conn, Key(office.key, task), moment, moment + carrying.HELD)
    carrying.carry_ready(house, later(3600))
    assert "多次中断" in (look(office, task).said or "")


def test_what_is_rolled_back_leaves_no_task(office: Office) -> None:  # noqa: F811
    def refused() -> None:
        with office.database.writing() as conn:
            asking.asked(conn, office, "report", {"year": 2025}, ME, MINE)
            raise DeskError("没有登记。")

    with pytest.raises(DeskError):
        refused()
    assert asking.mine(office, ME, MINE) == []


def test_old_results_are_forgotten(house: Installation, office: Office) -> None:  # noqa: F811
    task = asking.ask(office, "report", {"year": 2025}, ME, MINE)
    carrying.carry_ready(house, later())
    old = By("周敏", NOW + KEPT * 1.1, MINE.roles)
    assert asking.mine(office, ME, old) == []
    with pytest.raises(NotThere):
        asking.fetched(office, task, ME, old)
    carrying.carry_ready(house, lambda: old.now)
    with office.database.reading() as conn:
        left = conn.scalar(text("SELECT count(*) FROM tasks WHERE task = :task"), {"task": task})
    assert left == 0
