"""The duties on several machines: Procrastinate workers on PostgreSQL, any number of them.

Each duty is queued once for its minute, whoever queues it; one worker does it; what a dead worker left is done by another.
Done twice a duty does no harm (`desk.alerts`, `desk.tasks`). What an event causes is queued in its own transaction, besides
being written in a table of the desk: the queue makes it prompt, the table makes it certain.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import DEFAULT_QUEUE, Status
from sqlalchemy import Connection, make_url, text

from foidesk.desk.alerts import delivery, rounds
from foidesk.desk.alerts.raising import DELIVER
from foidesk.desk.installation import Installation
from foidesk.desk.office import Defer
from foidesk.desk.tasks import carrying
from foidesk.desk.tasks.asking import CARRY_OUT
from foidesk.errors import DeskError

STALLED = 30  #: seconds without a sign of life after which a worker counts as dead
_LONG = "long"  #: the queue of what may take minutes
_MAKING = 4_711_005  #: the advisory lock while the queue's tables are made
_ALIVE = text(
    "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :seconds) LIMIT 1"
)


def connected(url: str) -> App:
    """Procrastinate on the database of the desk; DeskError on SQLite, which one machine works with alone."""
    made = make_url(url)
    if made.get_backend_name() != "postgresql":
        raise DeskError(
            "多机工作进程需要 PostgreSQL。",
            why="SQLite 数据库只供一台机器使用，定时提醒已包含在网页办理台中。",
            do="单机运行不需要本命令；多机运行请在配置中把 database.url 改为 PostgreSQL。",
        )
    address = made.set(drivername="postgresql").render_as_string(hide_password=False)
    return App(connector=PsycopgConnector(conninfo=address))


def with_duties(app: App, house: Installation, now: Callable[[], datetime]) -> App:
    """The app with what workers do, and when."""
    _alerts(app, house, now)
    _tasks(app, house, now)
    _take_over(app)
    return app


def _alerts(app: App, house: Installation, now: Callable[[], datetime]) -> None:
    @app.periodic(cron="* * * * *")
    @app.task(name="watch", queueing_lock="watch", lock="watch", retry=3)
    async def watch(timestamp: int) -> None:
        portions = rounds.portions(house)
        if len(portions) == 1:
            await asyncio.to_thread(rounds.watch, house, now)
            return
        waiting = (await asyncio.to_thread(rounds.to_watch, house, now())).agencies
        for place, portion in enumerate(portions):
            if waiting.isdisjoint(portion):
                continue
            name = f"watch {place}"
            queued = app.tasks["watch_some"].configure(queueing_lock=name, lock=name)
            with suppress(AlreadyEnqueued):  # since the last minute
                await queued.defer_async(portion=place)

    @app.task(name="watch_some", retry=3)
    def watch_some(portion: int) -> None:
        rounds.watch(house, now, rounds.portions(house)[portion])

    @app.periodic(cron="* * * * *")
    @app.task(name="send", queueing_lock="send", retry=3)
    def send(timestamp: int) -> None:
        rounds.send(house, now)

    @app.task(name=DELIVER, retry=3)
    def deliver(agency: str) -> None:
        delivery.deliver(house.office(agency), now)


def _tasks(app: App, house: Installation, now: Callable[[], datetime]) -> None:
    @app.task(name=CARRY_OUT, queue=_LONG, retry=3)
    def carry_out(agency: str, task: int) -> None:
        carrying.carry_out(house.office(agency), task, now)

    @app.periodic(cron="* * * * * */10")  # the last field: seconds
    @app.task(name="left_over", queue=_LONG, queueing_lock="left_over", retry=3)
    def left_over(timestamp: int) -> None:
        carrying.carry_ready(house, now)


def _take_over(app: App) -> None:
    @app.periodic(cron="* * * * *")
    @app.task(name="take_over", queueing_lock="take_over", pass_context=True)
    async def take_over(context: JobContext, timestamp: int) -> None:
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            try:
                await manager.retry_job(job)
            except UniqueViolation:  # the next one of its kind is queued already
                await manager.finish_job(job, Status.FAILED, delete_job=False)


def deferring(app: App) -> Defer:
    """What leaves duties to the workers, in the transaction of what they follow. For an app `with_duties`.

    While no worker lives nothing is queued, which nobody would ever take out again: the first to start looks in the tables.
    """

    def defer(conn: Connection, duty: str, what: Mapping[str, Any]) -> None:
        if conn.execute(_ALIVE, {"seconds": STALLED}).first() is None:
            return
        raw = conn.connection.driver_connection
        app.tasks[duty].configure(connection=raw).defer(**what)

    return defer


def prepare(app: App, house: Installation) -> None:
    """Make the tables of the queue where there are none. Of several at once one makes them and the others wait."""
    with house.database.writing() as conn:
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING})
        if conn.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            raw: Any = conn.connection.driver_connection
            raw.execute(app.schema_manager.get_schema())


async def run(app: App, *, wait: bool = True) -> None:
    """Work until interrupted; without `wait` until nothing is queued. What takes long holds up nothing else."""
    async with app.open_async():
        works = [
            asyncio.create_task(
                app.run_worker_async(
                    queues=[queue],
                    wait=wait,
                    concurrency=at_once,
                    stalled_worker_timeout=STALLED,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            )
            for queue, at_once in ((DEFAULT_QUEUE, 2), (_LONG, 1))
        ]
        if wait:
            for each in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(each, _stop, works)
        ended = await asyncio.gather(*works, return_exceptions=True)
    for end in ended:
        if isinstance(end, Exception):  # a stop is a CancelledError, which is none
            raise end


def _stop(works: Sequence[asyncio.Task[None]]) -> None:
    """What is being done is finished first."""
    for work in works:
        work.cancel()
