"""Logging in by the identity provider: only standing accounts, only on a word that can be believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from foidesk import settings
from foidesk.desk import accounts
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.settings import Oidc
from foidesk.store import accounts as stored
from foidesk.store import audit
from foidesk.store.tables import EVERYWHERE
from foidesk.web.app import create

from .conftest import DAY, PASSWORD, at
from .identityprovider import CLIENT, SECRET, Provider, running


@dataclass
class Desk:
    """A browser before the desk that knows the provider, on a clock that can be set."""

    client: TestClient
    house: Installation
    now: datetime


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(Provider(at(DAY).timestamp())) as found:
        yield found


@pytest.fixture
def desk(house: Installation, staffed: Office, provider: Provider) -> Desk:
    oidc = Oidc(
        issuer=provider.issuer,
        client_id=CLIENT,
        client_secret=SECRET,
        address="https://foidesk.example.cn",
        label="区统一认证登录",
    )
    house.settings = house.settings.model_copy(update={"oidc": oidc})
    found = Desk(None, house, at(DAY))  # type: ignore[arg-type]
    found.client = TestClient(
        create(house, lambda: found.now), base_url="https://foidesk.example.cn", follow_redirects=False
    )
    return found


def left(desk: Desk, to: str = "/") -> str:
    """The address at the provider that the browser is sent to."""
    answer = desk.client.get("/login/provider", params={"to": to})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def refused(desk: Desk, back: str) -> str:
    """Coming back so does not log in; the page says why."""
    answer = desk.client.get(back)
    assert answer.status_code in (422, 503), answer.headers
    assert "foidesk=" not in answer.headers.get("set-cookie", "").replace("foidesk-login=", "")
    assert desk.client.get("/password").status_code == 303
    return answer.text


def test_without_the_section_there_is_no_button_and_no_way(house: Installation, staffed: Office) -> None:
    client = TestClient(create(house, lambda: at(DAY)), follow_redirects=False)
    assert "/login/provider" not in client.get("/login").text
    assert client.get("/login/provider").status_code == 422
    assert client.get("/login/provider/back?code=x&state=y").status_code == 422


def test_a_standing_account_comes_in_where_it_wanted_to_go(desk: Desk, provider: Provider) -> None:
    assert "区统一认证登录" in desk.client.get("/login").text
    answer = desk.client.get(provider.agreed(left(desk, "/password")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/password")
    assert "周敏" in desk.client.get("/password").text
    cookie = answer.headers["set-cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    with desk.house.database.reading() as conn:
        assert audit.page(conn, "furong")[0].what == "以统一身份认证登录"


def test_an_unknown_and_a_closed_account_stay_out_and_none_is_made(
    desk: Desk, provider: Provider, staffed: Office
) -> None:
    provider.login = "nobody"
    assert "没有与统一身份认证相符的账号" in refused(desk, provider.agreed(left(desk)))
    with staffed.database.reading() as conn:
        assert stored.by_login(conn, "nobody") is None
        assert audit.page(conn, EVERYWHERE)[0].what == "统一身份认证登录失败"
        closed = stored.by_login(conn, "zhoumin")
    assert closed is not None
    accounts.close_account(
        staffed, closed.account, By("系统管理员", at(DAY), frozenset({Role.ADMINISTRATOR}))
    )
    provider.login = "zhoumin"
    assert "没有与统一身份认证相符的账号" in refused(desk, provider.agreed(left(desk)))


WRONG: tuple[dict[str, object], ...] = (
    {"nonce": "another"},
    {"nonce": None},
    {"iss": "https://evil.example"},
    {"aud": "another client"},
    {"aud": [CLIENT, "another"], "azp": "another"},
    {"exp": 1},
    {"iat": 4_000_000_000},
    {"preferred_username": None},
    {"preferred_username": ["zhoumin"]},
)


def test_a_word_that_is_not_right_in_everything_is_not_believed(desk: Desk, provider: Provider) -> None:
    for claims in WRONG:
        provider.changed = claims
        assert "统一身份认证没有成功" in refused(desk, provider.agreed(left(desk))), claims


def test_a_word_under_another_key_or_none_is_not_believed(desk: Desk, provider: Provider) -> None:
    provider.other_key = True
    assert "统一身份认证没有成功" in refused(desk, provider.agreed(left(desk)))
    provider.other_key, provider.unsigned = False, True
    assert "统一身份认证没有成功" in refused(desk, provider.agreed(left(desk)))


def test_a_provider_that_calls_itself_otherwise_is_not_asked(desk: Desk, provider: Provider) -> None:
    provider.issuer_said = "https://evil.example"
    answer = desk.client.get("/login/provider")
    assert (answer.status_code, "issuer" in answer.text) == (422, True)


def test_the_answer_belongs_to_the_browser_that_asked_and_to_ten_minutes(
    desk: Desk, provider: Provider
) -> None:
    back = provider.agreed(left(desk))
    desk.client.cookies.clear()
    assert "不是从本机的登录页面开始的" in refused(desk, back)
    assert "不是从本机的登录页面开始的" in refused(desk, provider.agreed(left(desk), state="another"))
    desk.client.cookies.set("foidesk-login", "6e6f74206f757273", domain="foidesk.example.cn")
    assert "不是从本机的登录页面开始的" in refused(desk, provider.agreed(left(desk)).replace("state=", "x="))
    back = provider.agreed(left(desk))
    desk.now += timedelta(minutes=11)
    assert "已经超过10分钟" in refused(desk, back)


def test_an_answer_counts_once(desk: Desk, provider: Provider) -> None:
    address = left(desk)
    kept = desk.client.cookies["foidesk-login"]
    back = provider.agreed(address)
    assert desk.client.get(back).status_code == 303
    desk.client.cookies.clear()
    desk.client.cookies.set("foidesk-login", kept, domain="foidesk.example.cn", path="/login/provider")
    assert "认证系统没有认可" in refused(desk, back)


def test_no_way_leads_to_another_site(desk: Desk, provider: Provider) -> None:
    elsewhere = ("//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil")
    for to in elsewhere:
        assert desk.client.get(provider.agreed(left(desk, to))).headers["location"] == "/", to
        entered = desk.client.post("/login", data={"login": "zhoumin", "password": PASSWORD, "to": to})
        assert entered.headers["location"] == "/", to


def test_a_provider_that_does_not_answer_is_told_and_the_password_still_works(
    desk: Desk, house: Installation
) -> None:
    assert house.settings.oidc is not None
    gone = house.settings.oidc.model_copy(update={"issuer": "http://127.0.0.1:9"})
    house.settings = house.settings.model_copy(update={"oidc": gone})
    answer = desk.client.get("/login/provider")
    assert (answer.status_code, "用密码登录" in answer.text) == (503, True)
    assert desk.client.post("/login", data={"login": "zhoumin", "password": PASSWORD}).status_code == 303


def test_the_secret_comes_from_the_environment_and_never_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = (Path(__file__).parents[2] / "config.toml").read_text("utf-8")
    section = '[oidc]\nissuer = "https://sso.example.cn"\nclient_id = "foidesk"\naddress = "https://foidesk.example.cn"\n'
    file = tmp_path / "config.toml"
    file.write_text(sample + section, "utf-8")
    monkeypatch.setenv("FOIDESK_OIDC__CLIENT_SECRET", "s")
    loaded = settings.load(file).oidc
    assert loaded is not None
    assert (loaded.client_secret, "client_secret" in repr(loaded)) == ("s", False)
    file.write_text(sample + section + 'client_secret = "s"\n', "utf-8")
    with pytest.raises(DeskError) as told:
        settings.load(file)
    assert "FOIDESK_OIDC__CLIENT_SECRET" in str(told.value)
