"""Several machines on one host: `serve --no-jobs` and `worker` as processes of their own, behind a proxy, on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from foidesk.cli import main; main()")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Machines:
    """The processes of an installation, each to be started and killed alone."""

    def __init__(self, folder: Path, url: str, **environment: str) -> None:
        self.folder = folder
        shutil.copy(ROOT / "config.toml", folder)
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "workflow"),
            "FOIDESK_DATABASE__URL": url,
            "FOIDESK_CONFIG": str(folder / "config.toml"),
            "FOIDESK_DATABASE__KEY_FILE": str(folder / "var" / "foidesk.key"),
            **environment,
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def foidesk(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command; what it says goes to a file named after it."""
        with (self.folder / f"{words[0]}{len(self._running)}.txt").open("wb") as said:
            started = subprocess.Popen(
                [*PROGRAM, *words], cwd=self.folder, env=self._environment, stdout=said, stderr=said
            )
        self._running.append(started)
        return started

    def done(self, *words: str) -> None:
        """Run a command to its end."""
        subprocess.run([*PROGRAM, *words], cwd=self.folder, env=self._environment, check=True, timeout=120)

    def said(self) -> str:
        """What all of them said."""
        return "".join(each.read_text("utf-8") for each in sorted(self.folder.glob("*.txt")))

    def serve(self, *words: str) -> int:
        """A web process; its port, once it answers."""
        port = free_port()
        started = self.foidesk("serve", "--host", "127.0.0.1", "--port", str(port), *words)
        until(lambda: _answers(port) or self._ended(started), 60)
        return port

    def _ended(self, started: subprocess.Popen[bytes]) -> bool:
        if started.poll() is None:
            return False
        raise AssertionError(self.said())

    def stop(self) -> None:
        """End everything that still runs."""
        for each in self._running:
            if each.poll() is None:
                each.send_signal(signal.SIGTERM)
        for each in self._running:
            try:
                each.wait(20)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()


def until(done: object, seconds: float) -> None:
    """Wait until `done()` is true."""
    assert callable(done)
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"not done in {seconds} s")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


# --- the proxy -------------------------------------------------------------------------------------


@contextmanager
def proxy(*ports: int) -> Iterator[int]:
    """Give each connection to the next web process in turn, as a proxy without sticky sessions does; its port."""
    loop = asyncio.new_event_loop()
    listening: asyncio.Future[int] = loop.create_future()
    turns = cycle(ports)

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there = await asyncio.open_connection("127.0.0.1", next(turns))
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, there[1]), _pass_on(there[0], writer))

    async def run() -> None:
        server = await asyncio.start_server(one, "127.0.0.1", 0)
        listening.set_result(server.sockets[0].getsockname()[1])
        with suppress(asyncio.CancelledError):
            await server.serve_forever()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    until(listening.done, 10)
    try:
        yield listening.result()
    finally:
        for task in asyncio.all_tasks(loop):
            loop.call_soon_threadsafe(task.cancel)
        thread.join(5)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.CancelledError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
