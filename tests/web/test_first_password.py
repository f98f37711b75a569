"""A password that an administrator gave opens the page that changes it, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from foidesk.cli.faces import faces
from foidesk.desk import accounts, entering
from foidesk.desk.demo import staff
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts as stored
from foidesk.web import app as web
from foidesk.web.frame import COOKIE

from .conftest import DAY, PASSWORD, at, csrf

BY = By("系统管理员", at(DAY), frozenset({Role.ADMINISTRATOR}))
OWN = "一句只有自己知道的话123"
#: open to anybody, or to a person who comes to change the password or to go
OPEN = re.compile(r"/login.*|/start|/logout|/password|/feeds/.*")
ROUTES = sorted(
    (method, re.sub(r"{[^}]*}", "1", route.path))
    for router in web.ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and not OPEN.fullmatch(route.path)
    for method in route.methods or ()
)


@pytest.fixture
def given(staffed: Office) -> str:
    """The first password of 李军."""
    return accounts.open_account(staffed, "lijun", "李军", "", {Role.CLERK}, BY)[1]


def entered(house: Installation, password: str, login: str = "lijun") -> TestClient:
    client = TestClient(faces(house, lambda: at(DAY)), follow_redirects=False)
    assert client.post("/login", data={"login": login, "password": password}).status_code == 303
    return client


def test_every_page_but_one_leads_to_the_change_of_the_password(house: Installation, given: str) -> None:
    client = entered(house, given)
    page = client.get("/password").text
    assert "初始密码" in page
    assert 'href="/calendar"' not in page, "nothing is offered that is refused"
    for method, path in ROUTES:
        answer = client.request(method, path, data={"csrf": csrf(page)} if method == "POST" else None)
        assert (answer.status_code, answer.headers.get("location")) == (303, "/password"), (method, path)
    answer = client.get("/", headers={"hx-request": "true"})
    assert answer.headers["hx-redirect"] == "/password"
    assert client.post("/logout", data={"csrf": csrf(page)}).headers["location"] == "/login"


def test_after_the_change_the_person_comes_in_with_the_new_one(house: Installation, given: str) -> None:
    client = entered(house, given)
    other = entered(house, given)
    sent = {"csrf": csrf(client.get("/password").text), "old": given, "new": OWN, "again": OWN}
    assert client.post("/password", data={**sent, "new": given, "again": given}).status_code == 422
    assert client.post("/password", data=sent).headers["location"] == "/login"
    assert other.get("/password").headers["location"].startswith("/login"), "every session has ended"
    now = entered(house, OWN)
    assert now.get("/").status_code == 200
    assert "初始密码" not in now.get("/password").text


def test_a_password_that_was_reset_must_be_changed_again(house: Installation, staffed: Office) -> None:
    with staffed.database.reading() as conn:
        zhoumin = stored.by_login(conn, "zhoumin")
    assert zhoumin is not None
    assert entered(house, PASSWORD, "zhoumin").get("/").status_code == 200
    again = accounts.reset_password(staffed, zhoumin.account, BY)
    assert entered(house, again, "zhoumin").get("/").headers["location"] == "/password"


def test_the_desk_itself_gives_no_role_to_a_session_held_back(house: Installation, given: str) -> None:
    cookie = entering.log_in(house.database, "lijun", given, at(DAY))
    with pytest.raises(entering.MustChangePassword):
        entering.seated(house.database, cookie, at(DAY), DAY)
    held = entering.seated(house.database, cookie, at(DAY), DAY, to_change=True)
    assert (held.held_back, held.roles) == (True, frozenset())


def test_who_comes_by_the_identity_provider_is_not_held_back(house: Installation, given: str) -> None:
    client = TestClient(faces(house, lambda: at(DAY)), follow_redirects=False)
    client.cookies.set(COOKIE, entering.pinned(house.database, "lijun", at(DAY)))
    assert client.get("/").status_code == 200
    assert entered(house, given).get("/").headers["location"] == "/password", "the password is not excused"


def test_the_accounts_of_the_trial_work_at_once(house: Installation) -> None:
    office = house.office()
    password = staff.seat(office, By("试用", at(date(2026, 1, 5))))
    for login, *_ in staff.STAFF:
        assert entered(house, password, login).get("/calendar").status_code == 200
