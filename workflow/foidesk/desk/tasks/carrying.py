"""Carrying tasks out: taken on for a while, held by signs of life, taken over when those stop.

Where several can do it, whoever comes first does. What is carried out can be begun anew at any point, so that a death
costs time and nothing else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.desk.tasks.kinds import KEPT, carried
from foidesk.errors import DeskError, NotNow
from foidesk.rules.vocabulary import Role
from foidesk.store import tasks
from foidesk.store.tasks import Key, Task

HELD = timedelta(seconds=20)  #: without a sign of life
_SIGN = 5.0  #: seconds between two signs
_TOLD = 0.5  #: seconds between two reports of progress
_MOST_TRIES = 5  #: deaths in a row that are no accident


class TakenOver(Exception):
    """Somebody else has taken the task on; nothing of this one may be written any more."""


def carry_ready(house: Installation, now: Callable[[], datetime]) -> int:
    """Carry out all that waits, of every agency; how many tasks. What was kept long enough is let go."""
    with house.database.reading() as conn:
        waiting = tasks.ready(conn, now())
        outlived = tasks.outlived(conn, now() - KEPT)
    if outlived:
        with house.database.writing() as conn:
            tasks.forget(conn, now() - KEPT)
    known = {agency.key for agency in house.settings.agency}
    return sum(carry_out(house.office(key.agency), key.task, now) for key in waiting if key.agency in known)


def carry_out(office: Office, task: int, now: Callable[[], datetime]) -> bool:
    """Carry one out; False when it is done already or another process is at it.

    A refusal becomes the result of the task. NotNow passes, and leaves it to the next; so does a bug, which fails it.
    """
    with office.database.writing() as conn:
        taken = tasks.claim(conn, Key(office.key, task), now(), now() + HELD)
    if taken is None:
        return False
    if taken.tries > _MOST_TRIES:
        _fail(office, taken, "任务多次中断，没有完成。请系统管理员查看运行日志。", now())
        return True
    try:
        _carry(office, taken, now)
    except TakenOver:
        return False
    except NotNow:
        with office.database.writing() as conn:
            tasks.let_go(conn, taken)
        raise
    except DeskError as refused:
        _fail(office, taken, f"{refused.what}{refused.why}{refused.do}", now())
    except Exception:
        _fail(office, taken, "程序出错，没有完成。请把时间告诉系统管理员。", now())
        raise
    return True


def _carry(office: Office, task: Task, now: Callable[[], datetime]) -> None:
    # the act is of the moment in which it was asked for: begun anew it says the same
    roles = frozenset(Role(each) for each in task.roles.split("、") if each)
    by = By(task.asked_by, task.asked_at, roles)
    with _signs(office, task, now) as progress:
        with office.database.reading() as conn:
            sent = tasks.sent(conn, office.vault, task)
        made = carried(task.kind, office, task.wanted, sent, by, progress)
    with office.database.writing() as conn:
        if not tasks.finish(
            conn,
            office.vault,
            task,
            made.said,
            now(),
            name=made.name,
            media_type=made.media_type,
            made=made.content,
        ):
            raise TakenOver


def _fail(office: Office, task: Task, said: str, at: datetime) -> None:
    with office.database.writing() as conn:
        tasks.fail(conn, task, said, at)


@contextmanager
def _signs(office: Office, task: Task, now: Callable[[], datetime]) -> Iterator[Callable[[int, int], None]]:
    """Give signs of life while the block runs; what it yields tells how far the work is."""
    over, lost = threading.Event(), threading.Event()

    def sign(done: int | None = None, total: int | None = None) -> None:
        with office.database.writing() as conn:
            if not tasks.hold(conn, task, now() + HELD, done, total):
                lost.set()

    def beat() -> None:
        while not over.wait(_SIGN) and not lost.is_set():
            try:
                sign()
            except NotNow:  # the next sign is as good
                continue

    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TOLD or done == total:
            with suppress(NotNow):  # the next report is as good
                sign(done, total)
            told = time.monotonic()
        if lost.is_set():
            raise TakenOver

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield progress
    finally:
        over.set()
        beating.join()
