"""When the duties are done on one machine: by a scheduler inside the serving process, or alone.

The scheduler keeps nothing: what was done stands in the database. A round that is late, missed or done twice, here or in
another process, does no harm; rounds that were missed become one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from foidesk.desk.alerts import rounds
from foidesk.desk.installation import Installation
from foidesk.desk.tasks import carrying
from foidesk.errors import DeskError

EVERY = timedelta(minutes=1)  #: between two rounds
SOON = timedelta(seconds=2)  #: somebody waits for a task before the screen
Duty = Callable[[Installation, Callable[[], datetime]], object]
DUTIES: tuple[tuple[str, Duty, timedelta], ...] = (
    ("watch", rounds.watch, EVERY),
    ("send", rounds.send, EVERY),
    ("tasks", carrying.carry_ready, SOON),
)


@contextmanager
def running(
    house: Installation, now: Callable[[], datetime], tell: Callable[[str], None]
) -> Iterator[BackgroundScheduler]:
    """Do the duties while the block runs, the first at once. What cannot be done is told and tried again."""
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")
    # apart, so that a mail server that does not answer holds up no sweep
    for name, duty, every in DUTIES:
        scheduler.add_job(
            _tried,
            "interval",
            (duty, house, now, tell),
            id=name,
            seconds=every.total_seconds(),
            next_run_time=datetime.now().astimezone(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=True)


def _tried(
    duty: Duty,
    house: Installation,
    now: Callable[[], datetime],
    tell: Callable[[str], None],
) -> None:
    try:
        duty(house, now)
    except DeskError as error:
        tell(f"定时任务没有完成，稍后自动再试：{error.what}{error.why}")
