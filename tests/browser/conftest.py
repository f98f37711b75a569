"""A real Chromium at a desk that really listens; no request may leave this machine."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, sync_playwright

from foidesk import content, settings
from foidesk.cli.faces import faces
from foidesk.desk.demo import staff
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA, By
from foidesk.store.database import Database, migrate
from foidesk.store.vault import open_vault

ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 2)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=CHINA)


@dataclass(slots=True)
class Desk:
    """Where the desk listens, the one password of its people, and what is wrong with what was looked at."""

    url: str
    password: str
    installation: Installation
    now: list[datetime] = field(default_factory=lambda: [at(DAY)])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    url = f"sqlite:///{folder / 'foidesk.db'}"
    migrate(url)
    database = Database.open(url, open_vault(folder / "master.key", create=True))
    loaded = settings.load(ROOT / "config.toml")
    here = loaded.database.model_copy(update={"url": url, "key_file": folder / "master.key"})
    chosen = loaded.model_copy(update={"database": here})
    house = Installation(chosen, database, content.calendar())
    password = staff.seat(house.office("furong"), By("测试", at(date(2026, 1, 5))))
    listening = socket.create_server(("127.0.0.1", 0))
    made = Desk(f"http://127.0.0.1:{listening.getsockname()[1]}", password, house)
    app = faces(house, lambda: made.now[0])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield made
    server.should_exit = True
    thread.join(10)
    database.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI tests the pages in a browser: install chromium")
        pytest.skip("install chromium to test the pages in a browser")
    with sync_playwright() as played:
        browser = played.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def sit(desk: Desk, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Log somebody in; at the end nothing may have been asked of another host, and no script have failed."""
    left: list[str] = []
    broken: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((desk.url, "data:", "blob:", "chrome")):
            left.append(request.url)

    def seated(login: str, width: int = 1366, height: int = 768) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        page = context.new_page()
        page.on("request", asked)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(desk.url + "/login")
        page.fill("#login", login)
        page.fill("#password", desk.password)
        page.click("button[type=submit]")
        page.wait_for_selector("header")
        return page

    yield seated
    assert left == []
    assert broken == []


def serious(page: Page) -> list[str]:
    """What axe-core finds serious on the page."""
    axe = (files("foidesk") / "assets" / "tests" / "axe.min.js").read_text("utf-8")
    # evaluated through the debugger: the page's policy lets no script in
    page.evaluate(axe)
    found: list[str] = page.evaluate(
        "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html).join(' | ')))"
    )
    return found


def badly_headed(page: Page) -> list[str]:
    """What is wrong with the headings: one of the first level, and no level left out on the way down."""
    levels: list[int] = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(e => Number(e.tagName[1]))"
    )
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of the first level"]
    return found + [
        f"level {after} below level {before}" for before, after in pairwise(levels) if after > before + 1
    ]


def hard_to_use(page: Page, urls: Iterable[str]) -> dict[str, list[str]]:
    """What keeps people from using these pages, by their address: not there, barriers, headings, wider than the screen."""
    faults = {}
    for url in urls:
        answer = page.goto(url)
        found = [*serious(page), *badly_headed(page)]
        if answer is None or not answer.ok:
            found.append("no page")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append("wider than the screen")
        if found:
            faults[url] = found
    return faults
