"""The page of one application to sixteen browsers at once: a real server, a real log-in, against rendering alone."""

from __future__ import annotations

import http.client
import multiprocessing
import re
import socket
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi.responses import HTMLResponse

from bench.timing import Result
from foidesk.cli.faces import faces
from foidesk.desk.demo import loading, staff
from foidesk.desk.installation import open_installation
from foidesk.desk.office import CHINA, By, open_office
from foidesk.desk.setup import initialise
from foidesk.settings import load
from foidesk.web import applications

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)
CLIENTS, SECONDS = 16, 6.0


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
        password = _sample_year(config)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = multiprocessing.get_context("spawn").Process(target=_serve, args=(config, port))
        server.start()
        try:
            cookie = _logged_in(port, password)
            paths = _open_applications(port, cookie)
            ours = _times(port, cookie, paths)
            bare = _times(port, cookie, [f"/bare{path}" for path in paths])
        finally:
            server.terminate()
            server.join()
    slow, alone = _p95(ours), _p95(bare)
    yield Result(
        f"the page of an application to {CLIENTS} browsers at once, p95 ({len(ours) / SECONDS:.0f} pages a second)",
        f"{slow * 1e3:.0f} ms against {alone * 1e3:.0f} ms for rendering alone",
        "≤ 100 ms",
        slow <= 0.1,
    )


def _sample_year(config: Path) -> str:
    """Load the sample year; the password of its accounts."""
    settings = load(config)
    initialise(settings)
    with open_office(settings) as office:
        loading.load(office, loading.around(office, NOW.date()), lambda *_: None)
        return staff.seat(office, By("样例", NOW))


def _serve(config: Path, port: int) -> None:
    """The desk as it is served, and every page once more from what it showed the first time."""
    shown: dict[int, Any] = {}
    with open_installation(load(config)) as house:
        app = faces(house, lambda: NOW)

        async def bare(seat: applications.AtDesk, application: int) -> Any:
            if application not in shown:
                shown[application] = await applications.show(seat, application)
            found = shown[application]
            return HTMLResponse(found.template.render(found.context))

        app.get("/bare/applications/{application:int}")(bare)
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


def _logged_in(port: int, password: str) -> str:
    for _ in range(600):
        try:
            browser = http.client.HTTPConnection("127.0.0.1", port)
            body = urlencode({"login": "zhoumin", "password": password})
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            browser.request("POST", "/login", body, form)
            answer = browser.getresponse()
            return str(answer.headers["set-cookie"]).partition(";")[0]
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise TimeoutError


def _open_applications(port: int, cookie: str) -> list[str]:
    browser = http.client.HTTPConnection("127.0.0.1", port)
    browser.request("GET", "/?show=all", headers={"Cookie": cookie})
    page = browser.getresponse().read().decode()
    found = sorted(set(re.findall(r"/applications/\d+(?=\")", page)))
    assert found, page[:500]
    return found


def _times(port: int, cookie: str, paths: list[str]) -> list[float]:
    """Seconds of each page."""
    until = time.perf_counter() + SECONDS

    def browse(n: int) -> list[float]:
        browser, taken = http.client.HTTPConnection("127.0.0.1", port), []
        while (started := time.perf_counter()) < until:
            browser.request("GET", paths[(n + len(taken)) % len(paths)], headers={"Cookie": cookie})
            answer = browser.getresponse()
            answer.read()
            assert answer.status == 200
            taken.append(time.perf_counter() - started)
        return taken

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [each for one in pool.map(browse, range(CLIENTS)) for each in one]


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]
