"""Tokens for other systems: made by the administrator, shown once, shut out."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from foidesk.cli.faces import faces
from foidesk.desk.installation import Installation
from foidesk.desk.office import Office
from foidesk.store import audit

from .conftest import DAY, at, csrf

PAGE = "/administration/clients"


def sent(client: TestClient, to: str, **fields: object) -> object:
    return client.post(to, data={"csrf": csrf(client.get("/password").text), **fields})


def test_a_token_is_shown_once_works_and_is_shut_out(
    browser: Callable[..., TestClient], house: Installation, staffed: Office
) -> None:
    admin = browser("admin")
    assert "还没有其他系统使用接口" in admin.get(PAGE).text
    made = sent(admin, PAGE, name="区政务服务平台", roles=["clerk", "reviewer"])
    token = re.search(r"foi_[\w-]+", made.text)  # type: ignore[attr-defined]
    assert token is not None
    assert token[0] not in admin.get(PAGE).text

    api = TestClient(faces(house, lambda: at(DAY)), headers={"Authorization": f"Bearer {token[0]}"})
    told = api.get("/api/whoami").json()
    assert (told["name"], told["roles"]) == ("区政务服务平台", ["clerk", "reviewer"])
    assert sent(admin, f"{PAGE}/1").status_code == 303  # type: ignore[attr-defined]
    assert api.get("/api/whoami").status_code == 401
    assert sent(admin, f"{PAGE}/1").status_code == 404  # type: ignore[attr-defined]

    with staffed.database.reading() as conn:
        trail = [each.what for each in audit.page(conn, "furong")]
    assert trail[:2] == ["停用接口客户端", "建立接口客户端"]


def test_a_client_has_a_name_of_its_own_and_a_role(browser: Callable[..., TestClient]) -> None:
    admin = browser("admin")
    for name, roles in (("周明远", ["head"]), ("", ["clerk"]), ("平台", []), ("长" * 41, ["clerk"])):
        assert sent(admin, PAGE, name=name, roles=roles).status_code == 422, name  # type: ignore[attr-defined]
    assert "还没有其他系统使用接口" in admin.get(PAGE).text


def test_only_the_administrator_gives_tokens(browser: Callable[..., TestClient]) -> None:
    clerk = browser("zhoumin")
    assert clerk.get(PAGE).status_code == 403
    assert sent(clerk, PAGE, name="平台", roles=["clerk"]).status_code == 403  # type: ignore[attr-defined]
