"""What is not there, cannot be read, or was broken off: plain words, and no traceback in the log."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.types import Message, Scope

from foidesk.web import app as web

Browser = Callable[..., TestClient]


@pytest.mark.parametrize("row", ["999", "0", "x", "9" * 30])
def test_a_person_who_is_not_there_is_not_found(row: str, browser: Browser) -> None:
    answer = browser("zhoumin").get(f"/people/{row}")
    assert answer.status_code == 404
    assert "没有这个" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_an_address_that_says_nothing_sensible_is_refused_in_words(browser: Browser) -> None:
    answer = browser("zhoumin").get("/reports?year=neunzehn")
    assert answer.status_code == 422
    assert "无法识别" in answer.text
    assert "integer" not in answer.text


def test_a_browser_that_goes_away_leaves_one_quiet_line(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser("zhoumin")
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/register",
        "raw_path": b"/register",
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [
            (b"host", b"testserver"),
            (b"cookie", cookie.encode()),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", b"1000"),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)

    with caplog.at_level(logging.WARNING):
        asyncio.run(client.app(scope, receive, send))
    assert said[0]["status"] == 400
    [line] = caplog.records
    assert "客户端中途断开" in line.getMessage()
    assert line.exc_info is None


def test_a_number_that_no_row_can_have_leads_to_no_page(browser: Browser) -> None:
    clerk, administrator = browser("zhoumin"), browser("admin")
    for router in web.ROUTERS:
        for route in router.routes:
            if not isinstance(route, APIRoute) or "GET" not in route.methods:
                continue
            for number in ("9" * 19, "9" * 30):
                address = re.sub(r"{(\w+:key|row|application)}", number, route.path)
                if address != route.path:
                    person = administrator if "/administration" in address else clerk
                    answer = person.get(re.sub("{[^}]*}", "pdf", address))
                    assert (answer.status_code, "没有这个页面" in answer.text) == (404, True), address
