"""What holds for every route: no POST without the value of the log-in, headers on every answer, flags of the cookie."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from foidesk.cli.faces import faces
from foidesk.desk import entering
from foidesk.desk.installation import Installation
from foidesk.desk.office import Office
from foidesk.store import audit
from foidesk.web import app as web

from .conftest import DAY, PASSWORD, at

#: before there is a session: guarded by the Origin instead
BEFORE = {"/login", "/start"}
POSTS = sorted(
    {
        route.path
        for router in web.ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in route.methods
    }
    - BEFORE
)
WANTED = (
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
)


@pytest.fixture
def app(house: Installation, staffed: Office) -> FastAPI:
    return faces(house, lambda: at(DAY))


def entered(app: FastAPI, base: str = "http://testserver") -> TestClient:
    client = TestClient(app, base_url=base, follow_redirects=False, raise_server_exceptions=False)
    answer = client.post("/login", data={"login": "zhoumin", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def test_no_form_is_taken_without_the_value_of_the_log_in(app: FastAPI) -> None:
    client = entered(app)
    assert len(POSTS) > 15
    for path in POSTS:
        address = re.sub(r"{[^}]*}", "1", path)
        for given in ({}, {"csrf": "another"}):
            assert client.post(address, data=given).status_code == 403, address
        stranger = TestClient(app, follow_redirects=False).post(address)
        assert stranger.headers["location"].startswith("/login"), address


def test_a_log_in_form_of_another_site_is_refused(app: FastAPI) -> None:
    client = TestClient(app, follow_redirects=False)
    form = {"login": "zhoumin", "password": PASSWORD}
    for path in sorted(BEFORE):
        assert client.post(path, data=form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/login", data=form, headers={"Origin": "http://testserver"}).status_code == 303


def test_every_answer_carries_the_headers(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    client = entered(app)
    answers = [
        client.get(path)
        for path in (
            "/",
            "/login",
            "/none",
            "/static/desk.css",
            "/api/whoami",
            "/api/none",
            "/healthz",
            "/metrics",
        )
    ]
    monkeypatch.setattr("foidesk.desk.worklists.pages.page", None)
    answers.append(client.get("/"))
    assert (answers[-1].status_code, "程序出错" in answers[-1].text) == (500, True)
    answers.append(client.post("/logout"))
    for answer in answers:
        assert not [name for name in WANTED if name not in answer.headers], answer.url
        kept = "static" in str(answer.url)
        assert kept or answer.headers["cache-control"] == "no-store", answer.url


def test_the_cookie_is_hidden_from_scripts_and_secure_behind_https(app: FastAPI) -> None:
    form = {"login": "zhoumin", "password": PASSWORD}
    plain = TestClient(app, follow_redirects=False).post("/login", data=form).headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Secure" not in plain
    direct = TestClient(app, base_url="https://desk", follow_redirects=False).post("/login", data=form)
    assert "Secure" in direct.headers["set-cookie"]
    assert "max-age" in direct.headers["strict-transport-security"]
    proxied = TestClient(ProxyHeadersMiddleware(app, trusted_hosts="*"), follow_redirects=False)
    answer = proxied.post("/login", data=form, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


def test_logging_in_changes_the_session_and_ends_the_one_before(app: FastAPI) -> None:
    client = entered(app)
    before = client.cookies["foidesk"]
    client.post("/login", data={"login": "zhoumin", "password": PASSWORD})
    assert client.cookies["foidesk"] != before
    old = TestClient(app, cookies={"foidesk": before}, follow_redirects=False)
    assert old.get("/password").status_code == 303
    planted = TestClient(app, cookies={"foidesk": "planted"}, follow_redirects=False)
    planted.post("/login", data={"login": "zhoumin", "password": PASSWORD})
    assert (
        TestClient(app, cookies={"foidesk": "planted"}).get("/password", follow_redirects=False).is_redirect
    )


def test_logging_out_ends_the_session_and_is_noted(
    app: FastAPI, staffed: Office, browser: Callable[..., TestClient]
) -> None:
    client = entered(app)
    kept = client.cookies["foidesk"]
    csrf = client.get("/password").text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    assert client.post("/logout", data={"csrf": csrf}).status_code == 303
    again = TestClient(app, cookies={"foidesk": kept}, follow_redirects=False)
    assert again.get("/password").status_code == 303
    with staffed.database.reading() as conn:
        assert audit.page(conn, "furong")[0].what == "退出登录"


def test_failures_are_counted_by_all_processes_together(house: Installation, staffed: Office) -> None:
    now = {"is": at(DAY)}
    processes = [TestClient(faces(house, lambda: now["is"]), follow_redirects=False) for _ in range(2)]
    for n in range(entering.MOST_OF_A_NAME):
        assert processes[n % 2].post("/login", data={"login": "liujian", "password": "no"}).status_code == 422
    right = {"login": "liujian", "password": PASSWORD}
    for process in processes:
        assert process.post("/login", data=right).status_code == 429
    now["is"] += entering.WINDOW + timedelta(seconds=1)
    assert processes[0].post("/login", data=right).status_code == 303


def test_a_session_ends_after_twelve_hours_even_in_use(house: Installation, staffed: Office) -> None:
    now = {"is": at(DAY, 8)}
    client = TestClient(faces(house, lambda: now["is"]), follow_redirects=False)
    client.post("/login", data={"login": "zhoumin", "password": PASSWORD})
    for _ in range(12):
        now["is"] += timedelta(hours=1)
        assert client.get("/password").status_code == 200
    now["is"] += timedelta(minutes=1)
    assert client.get("/password").status_code == 303
