"""The duties of alerts on several machines: Procrastinate workers on PostgreSQL, any number of them.

Each duty is queued once for its minute, whoever queues it; one worker does it; what a dead worker left is done by another.
Done twice a duty does no harm (`desk.alerts`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from sqlalchemy import make_url, text

from foidesk.desk.alerts import rounds
from foidesk.desk.installation import Installation
from foidesk.errors import DeskError

STALLED = 30  #: seconds without a sign of life after which a worker counts as dead
_MAKING = 4_711_005  #: the advisory lock while the queue's tables are made


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

    @app.periodic(cron="* * * * *")
    @app.task(name="watch", queueing_lock="watch", lock="watch", retry=3)
    def watch(timestamp: int) -> None:
        rounds.watch(house, now)

    @app.periodic(cron="* * * * *")
    @app.task(name="send", queueing_lock="send", retry=3)
    def send(timestamp: int) -> None:
        rounds.send(house, now)

    @app.periodic(cron="* * * * *")
    @app.task(name="take_over", queueing_lock="take_over", pass_context=True)
    async def take_over(context: JobContext, timestamp: int) -> None:
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            try:
                await manager.retry_job(job)
            except UniqueViolation:  # the next one of its kind is queued already
                await manager.finish_job(job, Status.FAILED, delete_job=False)

    return app


def prepare(app: App, house: Installation) -> None:
    """Make the tables of the queue where there are none. Of several at once one makes them and the others wait."""
    with house.database.writing() as conn:
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING})
        if conn.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            raw: Any = conn.connection.driver_connection
            raw.execute(app.schema_manager.get_schema())


async def run(app: App, *, wait: bool = True) -> None:
    """Work until interrupted; without `wait` until nothing is queued."""
    async with app.open_async():
        await app.run_worker_async(
            wait=wait,
            concurrency=2,
            stalled_worker_timeout=STALLED,
            delete_jobs="successful",
            install_signal_handlers=wait,
        )
