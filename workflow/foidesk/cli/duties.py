"""foidesk due, sweep and jobs: what has to be kept, and telling people of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foidesk.cli.frame import (
    Agency,
    AsJson,
    Config,
    app,
    moment,
    office,
    options,
    put,
    say,
    settings,
    tell,
    today,
)
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from foidesk.desk.office import Office
    from foidesk.store.watches import Dated


@app.command("due")
def due(
    handler: Annotated[str | None, typer.Option("--handler", metavar="NAME", help="只看这位承办人")] = None,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """列出已逾期、今日到期、本周到期的各项期限；暂停计算的不列。"""
    options(config, agency)
    from foidesk.desk.alerts import due as dues

    with office() as opened:
        found, on = dues.due(opened, today(), handler), today()
        groups = {"overdue": found.overdue, "today": found.today, "week": found.week}
        if as_json:
            put(
                {
                    "as_of": on,
                    **{key: [_data(opened, each, on) for each in days] for key, days in groups.items()},
                }
            )
            return
        for key, title in (("overdue", "已逾期或者届满"), ("today", "今日到期"), ("week", "本周到期")):
            say(f"{title}（{len(groups[key])}）")
            _show(opened, groups[key], on)


def _show(opened: Office, days: Sequence[Dated], on: date) -> None:
    from foidesk.rules.watch import Watch

    for each in days:
        left = opened.calendar.count(on, each.due)
        words = (
            f"还有{left}个工作日" if each.due > on else "今日" if each.due == on else f"已过{-left}个工作日"
        )
        provisional = "（暂定）" if each.provisional else ""
        say(
            f"  {each.number}　{Watch(each.watch).label} {each.due}{provisional}　{words}　{each.handler or '未指定承办人'}"
        )


def _data(opened: Office, day: Dated, on: date) -> dict[str, Any]:
    return {
        "number": day.number,
        "watch": day.watch,
        "due": day.due,
        "left": opened.calendar.count(on, day.due),
        "provisional": day.provisional,
        "handler": day.handler,
    }


@app.command("sweep")
def sweep(config: Config = None, as_json: AsJson = False) -> None:
    """立即检查一遍期限：生成提醒，发送应发的消息；可由 cron 定时运行，重复运行没有影响。"""
    options(config)
    from foidesk.desk.alerts import rounds
    from foidesk.desk.installation import open_installation

    with open_installation(settings()) as house:
        done = rounds.make(house, moment)
    if as_json:
        put({"raised": done.raised, "sent": done.sent, "failed": done.failed})
        return
    failed = f"，{done.failed} 条没有发出，会自动重试" if done.failed else ""
    say(f"新生成 {done.raised} 项提醒，发出 {done.sent} 条消息{failed}。")


@app.command("jobs")
def jobs(config: Config = None) -> None:
    """只运行定时提醒和批量任务，不提供网页；按 Ctrl+C 停止。网页办理台运行时已包含在内。"""
    options(config)
    from foidesk.desk.installation import open_installation
    from foidesk.jobs import running

    with open_installation(settings()) as house, running(house, moment, tell):
        tell("定时提醒和批量任务正在运行，按 Ctrl+C 停止。")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


@app.command("worker")
def worker(config: Config = None) -> None:
    """多机运行时的工作进程（需要 PostgreSQL）：定时检查期限、发送提醒、完成批量任务，可以同时运行多个；按 Ctrl+C 停止。"""
    options(config)
    import asyncio

    from foidesk.desk.installation import open_installation

    try:
        from foidesk import workers
    except ModuleNotFoundError as missing:
        raise DeskError(
            "没有安装多机工作进程所需的组件。",
            why=f"缺少 {missing.name}。",
            do="请安装 foidesk[workers]；单机运行不需要本命令。",
        ) from None
    chosen = settings()
    queue = workers.connected(chosen.database.url)
    with open_installation(chosen) as house:
        workers.prepare(queue, house)
        duties = workers.with_duties(queue, house, moment)
        tell("工作进程正在运行，按 Ctrl+C 停止。")
        asyncio.run(workers.run(duties))
