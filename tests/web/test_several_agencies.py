"""Several agencies in one installation: each keeps its own, and few look after all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from tests.web.conftest import DAY, PASSWORD, at, csrf
from tests.web.test_pages import NOTICE, moved, once

from foidesk.desk import accounts, applications, registration
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts as stored
from foidesk.store import worklist
from foidesk.store.tables import metadata
from foidesk.web.app import ROUTERS, create

Enter = Callable[[str], TestClient]
JANUARY = at(date(2026, 1, 5))
#: log-in: name, agency, role
PEOPLE = {
    "zhumin": ("朱敏", "yuhua", Role.CLERK),
    "yuadmin": ("雨花管理员", "yuhua", Role.ADMINISTRATOR),
    "yuaudit": ("雨花审计员", "yuhua", Role.AUDITOR),
    "zhoumin": ("周敏", "furong", Role.CLERK),
    "furadmin": ("芙蓉管理员", "furong", Role.ADMINISTRATOR),
    "zhuguan": ("市主管", "*", Role.SUPERVISOR),
}


@pytest.fixture
def both(house: Installation) -> Installation:
    """Two agencies, the first administrator, and people of each."""
    first = house.settings.agency[0]
    other = first.model_copy(
        update={
            "key": "yuhua",
            "name": "长沙市雨花区人民政府",
            "short_name": "雨花区人民政府",
            "code": "雨政公开",
            "head": "吴远",
        }
    )
    made = Installation(
        house.settings.model_copy(update={"agency": (first, other)}), house.database, house.calendar()
    )
    accounts.open_first(made.office("furong"), "admin", "总管理员", PASSWORD, JANUARY)
    admin = By("总管理员", JANUARY, frozenset({Role.ADMINISTRATOR}))
    for login, (name, agency, role) in PEOPLE.items():
        opened(made.office("yuhua" if agency == "yuhua" else "furong"), login, name, role, admin)
    return made


def opened(office: Office, login: str, name: str, role: Role, admin: By) -> None:
    _, first = accounts.open_account(office, login, name, "", {role}, admin)
    with office.database.reading() as conn:
        account = stored.by_login(conn, login)
    assert account is not None
    accounts.change_password(office.database, account, first, PASSWORD, JANUARY)


@pytest.fixture
def enter(both: Installation) -> Enter:
    def done(login: str) -> TestClient:
        client = TestClient(create(both, lambda: at(DAY)), follow_redirects=False)
        assert client.post("/login", data={"login": login, "password": PASSWORD}).status_code == 303
        return client

    return done


def key(both: Installation, login: str) -> int:
    with both.database.reading() as conn:
        found = stored.by_login(conn, login)
    assert found is not None
    return found.account


def sent(client: TestClient, page: str, **fields: str) -> dict[str, str]:
    text = client.get(page).text
    return {**fields, "csrf": csrf(text), "once": once(text)}


# --- accounts ------------------------------------------------------------------------------------
def test_the_first_administrator_of_several_agencies_looks_after_each(
    both: Installation, enter: Enter
) -> None:
    admin = enter("admin")
    page = admin.get("/administration").text
    assert "芙蓉管理员" in page
    assert "朱敏" not in page
    admin.post("/agency", data={"agency": "yuhua", "csrf": csrf(page)})
    page = admin.get("/administration").text
    assert "朱敏" in page
    assert "芙蓉管理员" not in page
    fields = sent(admin, "/administration", name="林静", login="linjing", roles=Role.CLERK.value)
    assert admin.post("/administration/accounts", data=fields).status_code == 200
    with both.database.reading() as conn:
        account = stored.by_login(conn, "linjing")
    assert account is not None
    assert account.agency == "yuhua"


def test_an_administrator_of_one_agency_reaches_no_other(both: Installation, enter: Enter) -> None:
    theirs = enter("yuadmin")
    page = theirs.get("/administration").text
    assert "芙蓉管理员" not in page
    assert f"/administration/accounts/{key(both, 'zhuguan')}" not in page
    for login in ("zhuguan", "admin", "furadmin", "zhoumin"):
        address = f"/administration/accounts/{key(both, login)}"
        for act in ({"do": "reset"}, {"do": "close"}, {"do": "roles", "roles": "administrator"}):
            answer = theirs.post(address, data=sent(theirs, "/administration", **act))
            assert answer.status_code == 422
    assert enter("zhuguan").get("/").status_code == 200
    fields = sent(theirs, "/administration", name="某人", login="someone", roles="supervisor")
    assert "不能管理全部机关的账号" in theirs.post("/administration/accounts", data=fields).text
    fields = sent(
        theirs, "/administration", name="某人", login="someone", roles="administrator", everywhere="1"
    )
    assert "不能管理全部机关的账号" in theirs.post("/administration/accounts", data=fields).text


@pytest.mark.parametrize(
    ("login", "roles", "words"),
    [
        ("zhuguan", {Role.CLERK}, "只能是主管部门或者系统管理员"),
        ("zhuguan", {Role.SUPERVISOR, Role.CLERK}, "不能兼任"),
        ("zhoumin", {Role.SUPERVISOR}, "不能改为主管部门"),
    ],
)
def test_nobody_handles_applications_of_every_agency(
    both: Installation, login: str, roles: set[Role], words: str
) -> None:
    admin = By("总管理员", JANUARY, frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(DeskError, match=words):
        accounts.set_roles(both.office("furong"), key(both, login), roles, admin)


def test_the_trail_of_all_agencies_is_read_by_who_looks_after_them(enter: Enter) -> None:
    enter("zhuguan")
    admin = enter("admin")
    admin.post("/login", data={"login": "nobody", "password": "x"})
    seen = '<td class="number">市主管</td>'
    assert seen not in admin.get("/administration/audit").text
    told = admin.get("/administration/audit?everywhere=1").text
    assert seen in told
    assert "<td>登录失败</td>" in told
    refused = enter("yuaudit").get("/administration/audit?everywhere=1")
    assert refused.status_code == 422


def test_the_trail_is_read_up_to_a_day(enter: Enter) -> None:
    admin = enter("furadmin")
    row = "<td>开设账号</td>"
    assert row in admin.get("/administration/audit?until=2026-01-05").text
    assert row not in admin.get("/administration/audit?until=2026-01-04").text
    assert row in admin.get("/administration/audit?until=9999-12-31").text
    for wrong in ("x", "2026-02-30"):
        assert admin.get(f"/administration/audit?until={wrong}").status_code == 422


# --- the calendar is the same for all ------------------------------------------------------------
def test_a_notice_moves_days_in_every_agency_and_tells_of_others_only_how_many(
    both: Installation,
) -> None:
    december = date(2026, 12, 28)
    for agency, name in (("furong", "周敏"), ("yuhua", "朱敏")):
        given = {
            "channel": "in_person",
            "arrived": december.isoformat(),
            "applicant_kind": "natural_person",
            "name": "李珺",
            "telephone": "13800000040",
            "request": "某文物保护单位的保护范围图",
            "form": "纸质",
        }
        applications.register(both.office(agency), registration.read(given), By(name, at(december)))
    client = TestClient(create(both, lambda: at(december)), follow_redirects=False)
    client.post("/login", data={"login": "zhoumin", "password": PASSWORD})
    fields = {"text": NOTICE, "csrf": csrf(client.get("/calendar").text)}
    for address in ("/calendar/reading", "/calendar"):
        told = client.post(address, data=fields).text
        assert moved("2027-01-25 周一", "2027-01-26 周二") in told
        assert "雨政公开" not in told
        assert "雨花区人民政府 1 件" in told


# --- what each keeps to itself -------------------------------------------------------------------
FILLED = {
    "application": "1", "sequence": "3", "n": "1", "key": "1", "row": "1", "event": "noted", "form": "pdf",
    "ending": "pdf", "doc_number": "芙政公开〔2026〕第1号-答", "account": "1", "client": "1", "agency": "furong",
}  # fmt: skip
#: what a GET needs beside its address
ASKED = {"draft": "?kind=not_held", "draft.{form}": "?kind=not_held", "{n:key}": "?kind=not_held"}


def addresses(method: str, *of: str) -> list[str]:
    """Every address of the pages with one of these names in it, filled in for what the first agency has."""
    paths = (route.path for router in ROUTERS for route in router.routes if method in _methods(route))
    return [
        re.sub(r"\{(\w+)(:\w+)?\}", lambda found: FILLED[found[1]], path) + ASKED.get(path.split("/")[-1], "")
        for path in paths
        if any(name == "" or f"{{{name}" in path for name in of)
    ]


def _methods(route: object) -> set[str]:
    return set(getattr(route, "methods", ()))


def _registered(office: Office, name: str) -> None:
    given = {
        "channel": "in_person", "arrived": DAY.isoformat(), "applicant_kind": "natural_person", "name": "李珺",
        "telephone": "13800000040", "request": "某文物保护单位的保护范围图", "form": "纸质",
    }  # fmt: skip
    applications.register(office, registration.read(given), By(name, at(DAY)))


OWN = ("application", "sequence", "key")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_clerk_finds_nothing_of_another_agency(both: Installation, enter: Enter, method: str) -> None:
    _registered(both.office("furong"), "周敏")
    clerk = enter("zhumin")
    answers = {}
    for address in addresses(method, *OWN):
        fields = {"csrf": csrf(clerk.get("/register").text), "seen": "2"}
        answer = clerk.get(address) if method == "GET" else clerk.post(address, data=fields)
        answers[address] = answer.status_code
    # a form that says nothing may be refused for that first
    refusals = {404} if method == "GET" else {404, 422}
    assert {address: status for address, status in answers.items() if status not in refusals} == {}
    assert "李珺" not in clerk.get("/people/1").text
    for page in ("/?show=all", "/search?q=2026-1", "/search?q=保护范围", "/approvals"):
        told = clerk.get(page, follow_redirects=True).text
        assert "芙政公开" not in told, page
        assert "李*" not in told, page
    with both.database.reading() as conn:
        assert worklist.get(conn, "furong", 1) is not None
        row = worklist.get(conn, "furong", 1)
        assert row is not None
        assert row.seq == 2


@pytest.mark.parametrize("who", ["zhuguan", "yuaudit"])
def test_who_only_reads_can_send_no_form(both: Installation, enter: Enter, who: str) -> None:
    for agency, name in (("furong", "周敏"), ("yuhua", "朱敏")):
        _registered(both.office(agency), name)
    reader = enter(who)
    own = {"/login", "/start", "/logout", "/password", "/agency", "/saved-views", "/register/preview"}
    own |= {"/search", "/matters/search", "/applications/1/acts/noted/effect"}  # these only read
    every = {a for a in addresses("POST", "") if a not in own and not a.startswith("/alerts/")}
    before, answers = _state(both), {}
    for address in sorted(every):
        fields = {
            "csrf": csrf(reader.get("/").text), "seen": "2", "text": "x", "year": "2027", "reason": "x", "do": "reset",
            "act": "review", "kind": "not_held", "name": "某人", "login": "someone", "roles": "clerk", "to": "a@example.cn",
        }  # fmt: skip
        answer = reader.post(address, data=fields)
        answers[address] = answer.status_code
    assert {address: status for address, status in answers.items() if not 400 <= status < 500} == {}
    assert _state(both) == before


def _state(both: Installation) -> list[tuple[int, ...]]:
    """How many rows each table has that is not the trail of what was looked at."""
    left_out = {"audit", "counters", "numbers", "submissions", "sessions", "saved_filters"}
    with both.database.reading() as conn:
        return [
            tuple(conn.execute(select(func.count()).select_from(table)).one())
            for table in metadata.sorted_tables
            if table.name not in left_out
        ]
