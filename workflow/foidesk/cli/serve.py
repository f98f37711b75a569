"""foidesk serve: the desk in the browser."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli.frame import Config, app, moment, options, settings, tell
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from foidesk.desk.installation import Installation
    from foidesk.desk.office import Defer
    from foidesk.settings import Settings


@app.command("serve")
def serve(
    config: Config = None,
    host: Annotated[
        str | None, typer.Option("--host", help="只在这个地址上提供服务；默认本机的全部地址")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口")] = 8000,
    no_jobs: Annotated[
        bool, typer.Option("--no-jobs", help="不运行定时提醒，由 foidesk jobs 或者 foidesk worker 另行运行")
    ] = False,
) -> None:
    """启动网页办理台，供浏览器使用；按 Ctrl+C 停止。"""
    options(config)
    run(settings(), host, port, moment, with_jobs=not no_jobs)


def run(
    chosen: Settings, host: str | None, port: int, now: Callable[[], datetime], *, with_jobs: bool = True
) -> None:
    """Serve until interrupted, and do the duties beside it. `now` is the clock of both."""
    import uvicorn

    from foidesk.cli.faces import faces
    from foidesk.desk.installation import open_installation
    from foidesk.jobs import running

    with open_installation(chosen) as installation:
        listening = _listen(host, port)
        tell(f"办理台：http://{host or 'localhost'}:{port}/　按 Ctrl+C 停止。")
        server = uvicorn.Server(
            uvicorn.Config(faces(installation, now), log_level="warning", access_log=False)
        )
        if not with_jobs:
            installation.defer = _left_to_workers(installation, now)
        with running(installation, now, tell) if with_jobs else nullcontext():
            server.run(sockets=listening)


def _left_to_workers(installation: Installation, now: Callable[[], datetime]) -> Defer:
    """With a queue what an event causes is queued with it; without one `foidesk jobs` finds it in the tables."""
    from foidesk.desk.office import nobody_waits

    if not installation.database.url.startswith("postgres"):
        return nobody_waits
    try:
        from foidesk import workers
    except ModuleNotFoundError:
        return nobody_waits
    queue = workers.connected(installation.database.url)
    workers.prepare(queue, installation)
    return workers.deferring(workers.with_duties(queue, installation, now))


def _listen(host: str | None, port: int) -> list[socket.socket]:
    """IPv6 and IPv4 alike; a machine without IPv6 serves IPv4 alone. DeskError when the port is taken."""
    try:
        if host is not None:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            return [socket.create_server((host, port), family=family, backlog=256)]
        if socket.has_dualstack_ipv6():
            return [
                socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=256)
            ]
        return [socket.create_server(("0.0.0.0", port), backlog=256)]
    except OSError as error:
        raise DeskError(
            f"端口 {port} 不能使用。",
            why=f"{error.strerror}。",
            do="请停止占用它的程序，或用 --port 另选一个。",
        ) from None
