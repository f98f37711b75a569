"""The entrance: who comes in, and how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi.testclient import TestClient

from foidesk.desk.installation import Installation
from foidesk.desk.office import Office
from foidesk.web.app import create

from .conftest import DAY, PASSWORD, at, csrf


def _client(house: Installation) -> TestClient:
    return TestClient(create(house, lambda: at(DAY)), follow_redirects=False)


def test_the_first_start_asks_for_the_administrator_and_no_password_is_given_by_default(
    house: Installation,
) -> None:
    client = _client(house)
    assert "第一个系统管理员" in client.get("/login").text
    short = {"login": "admin", "name": "管理员", "password": "123456", "again": "123456"}
    assert client.post("/start", data=short).status_code == 422
    assert client.post("/start", data={**short, "password": PASSWORD, "again": PASSWORD}).status_code == 303
    again = client.post("/start", data={**short, "password": PASSWORD, "again": PASSWORD})
    assert "系统已经启用" in again.text


def test_whoever_is_not_logged_in_is_sent_to_the_door_and_back(house: Installation, staffed: Office) -> None:
    client = _client(house)
    answer = client.get("/password")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?to=/password"
    entered = client.post("/login", data={"login": "zhoumin", "password": PASSWORD, "to": "/password"})
    assert entered.headers["location"] == "/password"
    assert "HttpOnly" in entered.headers["set-cookie"]


def test_another_site_is_no_way_back(house: Installation, staffed: Office) -> None:
    entered = _client(house).post(
        "/login", data={"login": "zhoumin", "password": PASSWORD, "to": "//evil.example"}
    )
    assert entered.headers["location"] == "/"


def test_a_form_without_the_value_of_this_login_is_refused(browser: Callable[..., TestClient]) -> None:
    client = browser("zhoumin")
    assert client.post("/logout").status_code == 403
    page = client.get("/password").text
    assert client.post("/logout", data={"csrf": csrf(page)}).status_code == 303
    assert client.get("/password").status_code == 303


def test_a_session_ends_after_two_hours_without_use(house: Installation, staffed: Office) -> None:
    now = {"hour": 9}
    client = TestClient(create(house, lambda: at(DAY, now["hour"])), follow_redirects=False)
    client.post("/login", data={"login": "zhoumin", "password": PASSWORD})
    assert client.get("/password").status_code == 200
    now["hour"] = 12
    assert client.get("/password").status_code == 303


def test_after_five_failures_the_name_is_locked_even_for_the_right_password(
    house: Installation, staffed: Office
) -> None:
    client = _client(house)
    for _ in range(5):
        client.post("/login", data={"login": "liujian", "password": "wrong"})
    locked = client.post("/login", data={"login": "liujian", "password": PASSWORD})
    assert "暂时不能登录" in locked.text


def test_every_answer_carries_a_policy_without_inline_script(house: Installation) -> None:
    headers = _client(house).get("/login").headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_closed_account_is_out_at_once(
    house: Installation, staffed: Office, browser: Callable[..., TestClient]
) -> None:
    from foidesk.desk import accounts
    from foidesk.desk.office import By
    from foidesk.rules.vocabulary import Role
    from foidesk.store import accounts as stored

    client = browser("zhoumin")
    with staffed.database.reading() as conn:
        account = stored.by_login(conn, "zhoumin")
    assert account is not None
    by = By("系统管理员", at(date(2026, 3, 2)), frozenset({Role.ADMINISTRATOR}))
    accounts.close_account(staffed, account.account, by)
    assert client.get("/password").status_code == 303
