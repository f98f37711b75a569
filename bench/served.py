"""The page of an application as it is served: a real server, sixteen browsers that ask without a pause."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from bench.timing import Result
from foidesk.cli.faces import faces
from foidesk.desk.demo import loading, staff
from foidesk.desk.installation import Installation, open_installation
from foidesk.desk.office import By
from foidesk.desk.setup import initialise
from foidesk.settings import load
from foidesk.store import accounts, sessions, worklist
from foidesk.web.frame import COOKIE

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)
CLIENTS, SECONDS, WARM = 16, 6.0, 1.0


def results() -> Iterator[Result]:
    with _sample() as (house, cookie, keys), _served(house) as port:
        times = asyncio.run(_asked(port, cookie, keys))
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    yield Result(
        f"the page of an application to {CLIENTS} clients at once, {len(times)} pages",
        f"half within {middle * 1e3:.0f} ms, 95 % within {late * 1e3:.0f} ms",
        "95 % ≤ 100 ms",
        late <= 0.100,
    )


@contextmanager
def _sample() -> Iterator[tuple[Installation, str, list[int]]]:
    """The sample year with a clerk's cookie, and the applications of it."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        shutil.copy(ROOT / "config.toml", config)
        settings = load(config)
        initialise(settings)
        by = By("样例", NOW)
        with open_installation(settings) as house:
            office = house.office(None)
            loading.load(office, loading.around(office, by.today))
            staff.seat(office, by)
            with office.database.writing() as conn:
                clerk = next(each for each in accounts.listing(conn, office.key) if each.name == "周敏")
                cookie = sessions.start(conn, office.key, clerk.account, NOW)
                keys = [row.application for row in worklist.iterate(conn, office.key)]
            yield house, cookie, keys


@contextmanager
def _served(house: Installation) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(faces(house, lambda: NOW), log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(10)


async def _asked(port: int, cookie: str, keys: list[int]) -> list[float]:
    """How long each answer took, asked for from a process of its own so that it does not share the server's turn."""
    client = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _CLIENT,
        str(port),
        cookie,
        ",".join(map(str, keys)),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await client.communicate()
    assert client.returncode == 0
    return [float(line) for line in said.decode().split()]


_CLIENT = f"""
import asyncio, sys, time
port, cookie, keys = int(sys.argv[1]), sys.argv[2], sys.argv[3].split(",")
began = time.perf_counter()
async def browse(n):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    turn = n
    while (started := time.perf_counter()) < began + {WARM + SECONDS}:
        path = f"/applications/{{keys[turn % len(keys)]}}"
        writer.write(f"GET {{path}} HTTP/1.1\\r\\nHost: desk\\r\\nCookie: {COOKIE}={{cookie}}\\r\\n\\r\\n".encode())
        head = (await reader.readuntil(b"\\r\\n\\r\\n")).decode().lower()
        assert " 200 " in head.split("\\r\\n")[0], head
        length = int(head.split("content-length: ")[1].split("\\r\\n")[0])
        await reader.readexactly(length)
        if started > began + {WARM}:
            print(time.perf_counter() - started)
        turn += {CLIENTS}
async def main():
    await asyncio.gather(*(browse(n) for n in range({CLIENTS})))
asyncio.run(main())
"""
