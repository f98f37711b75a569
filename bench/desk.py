"""The desk over a million applications: a page of the worklist, a search, likeness."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from statistics import median
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response

from bench import million
from bench.timing import Result
from foidesk import content
from foidesk.desk.demo import staff
from foidesk.desk.finding import words
from foidesk.desk.finding.likeness import alike
from foidesk.desk.finding.search import search
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.worklists import pages
from foidesk.desk.worklists.views import Show, View
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, people, sessions
from foidesk.store.requests import requests
from foidesk.web import worklist
from foidesk.web.app import create
from foidesk.web.frame import COOKIE, Seat, seated

COUNT = 1_000_000
BY = By("周敏", datetime.combine(million.TODAY, datetime.min.time(), CHINA), frozenset({Role.CLERK}))
VIEW = View(show=Show.ALL)


def results() -> Iterator[Result]:
    with million.office(COUNT) as office:
        yield from _worklist(office)
        yield from _search(office)
        yield _likeness(office)


# --- the worklist --------------------------------------------------------------------------------
def _worklist(office: Office) -> Iterator[Result]:
    app, cookie = _app(office)
    found = pages.page(office, VIEW, BY)
    assert (len(found.lines), found.counts.open) == (pages.PAGE, million.OPEN)
    shown: Any = asyncio.run(_home(app, cookie))
    assert shown.body.decode().count('class="chip') >= pages.PAGE
    rendering = _median(lambda: shown.template.render(shown.context))
    whole = _median(lambda: asyncio.run(_home(app, cookie)))
    yield Result(
        f"a page of 50 from {COUNT:,}, asked for by a browser, against rendering it alone",
        f"{whole * 1e3:.1f} ms against {rendering * 1e3:.1f} ms: {rendering / whole:.2f} ×",
        "≥ 0.5 ×",
        rendering / whole >= 0.5,
    )
    one, other = [], []
    for _ in range(3):
        one.append(asyncio.run(_rate(app, cookie, "/")))
        other.append(asyncio.run(_rate(app, cookie, "/pooled")))
    inline, pooled = median(one), median(other)
    yield Result(
        "the same page to 16 clients at once, inline against a thread-pool handler",
        f"{inline:.0f} against {pooled:.0f} a second: {inline / pooled:.2f} ×",
        "≥ 2 ×",
        inline / pooled >= 2,
    )
    first = _median(lambda: pages.page(office, VIEW, BY))
    place = found.after
    for _ in range(400):
        assert place is not None
        last, place = place, pages.page(office, VIEW, BY, place).after
    later = _median(lambda: pages.page(office, VIEW, BY, last))
    yield Result(
        "page 400 against page 1",
        f"{later * 1e3:.1f} ms against {first * 1e3:.1f} ms: {later / first:.2f} ×",
        "≤ 2 ×",
        later <= 2 * first,
    )


def _app(office: Office) -> tuple[FastAPI, str]:
    """The desk as it is served, with the home page once more as a handler in threads; and a clerk's cookie."""
    house = Installation(office.settings, office.database, content.calendar())
    app = create(house, lambda: BY.now)
    staff.seat(office, BY)
    with office.database.writing() as conn:
        account = next(each for each in accounts.listing(conn, office.key) if each.name == BY.who)
        cookie = sessions.start(conn, office.key, account.account, BY.now)

    @app.get("/pooled")
    def pooled(seat: Annotated[Seat, Depends(seated)]) -> Response:
        try:
            worklist.home(seat).send(None)
        except StopIteration as done:
            answer: Response = done.value
            return answer
        raise AssertionError

    return app, cookie


async def _home(app: FastAPI, cookie: str) -> Response:
    """The answer of the home page, before it is sent."""
    request = Request({**_scope("/", cookie), "app": app})
    return await worklist.home(await seated(request))


async def _rate(app: Any, cookie: str, path: str, clients: int = 16, seconds: float = 2.0) -> float:
    done = 0
    until = time.perf_counter() + seconds

    async def client() -> None:
        nonlocal done
        while time.perf_counter() < until:
            await _asked(app, _scope(path, cookie))
            done += 1

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return done / (time.perf_counter() - started)


def _scope(path: str, cookie: str) -> dict[str, Any]:
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "path": path,
        "raw_path": path.encode(), "query_string": b"show=all", "headers": [(b"cookie", f"{COOKIE}={cookie}".encode())],
        "scheme": "http", "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip


async def _asked(app: Callable[..., Awaitable[None]], scope: dict[str, Any]) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
        await asyncio.sleep(0)

    await app(scope, receive, send)


# --- finding -------------------------------------------------------------------------------------
def _search(office: Office) -> Iterator[Result]:
    for said, what in (
        ("隆平", "a place"),
        ("合同", "a common word"),
        ("李珺", "a name"),
        ("飞船", "a word nobody wrote"),
    ):
        keys = [line.row.application for line in search(office, said, BY).lines]
        assert keys == _scanned(office, said, len(keys)), said
        taken = _median(lambda said=said: search(office, said, BY), 30)
        yield Result(
            f"two characters in {COUNT:,}, {what}, {len(keys)} hits on the page",
            f"{taken * 1e3:.1f} ms",
            "≤ 10 ms",
            taken <= 0.010,
        )


def _scanned(office: Office, said: str, most: int) -> list[int]:
    """The newest applications that hold the words, by opening them one after the other; all when `most` is 0."""
    found: list[int] = []
    with office.database.reading() as conn:
        for last in range(COUNT, 0, -500) if most else range(COUNT, COUNT - 20_000, -500):
            keys = list(range(last, last - 500, -1))
            texts = requests(conn, office.vault, office.key, keys)
            named = _names(conn, office, keys)
            found += [
                key for key in keys if said in words.plain(texts.get(key, "")) or said in named.get(key, "")
            ]
            if most and len(found) >= most:
                break
    return found[:most] if most else found


def _names(conn: Any, office: Office, keys: list[int]) -> dict[int, str]:
    return {key: person.name for key, person in people.get_many(conn, office.vault, office.key, keys).items()}


def _likeness(office: Office) -> Result:
    text = "隆平社区2023年国有土地使用权出让合同和附图"
    assert alike(office, text, BY)
    taken = _median(lambda: alike(office, text, BY), 20)
    return Result(f"likeness to {COUNT:,} requests", f"{taken * 1e3:.1f} ms", "≤ 50 ms", taken <= 0.050)


def _median(call: Callable[[], object], times: int = 15) -> float:
    call()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return median(taken)
