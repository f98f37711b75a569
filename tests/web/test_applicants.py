"""The page of an applicant as people use it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from foidesk.desk.office import Office

from .conftest import csrf
from .test_pages import once, register

Browser = Callable[..., TestClient]


def test_two_records_are_joined_and_parted_on_the_page(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    case = client.get(register(client)).text
    register(client, telephone="13900000041")
    assert 'href="/people/1"' in case
    page = client.get("/people/1").text
    assert "可能是同一人" in page
    assert "李珺" not in page
    assert "13900000041" not in page
    sent = {"other": "2", "csrf": csrf(page), "once": once(page)}
    assert "没有选择理由" in client.post("/people/1/join", data=sent).text
    page = client.get("/people/1").text
    sent = {"other": "2", "why": "changed", "csrf": csrf(page), "once": once(page)}
    assert client.post("/people/1/join", data=sent).status_code == 303
    page = client.get("/people/1").text
    assert "2026年 2 件" in page
    assert "本人更换电话或者地址（周敏" in page
    assert "可能是同一人" not in page
    sent = {"joined": "2", "why": "different", "csrf": csrf(page), "once": once(page)}
    assert client.post("/people/1/part", data=sent).status_code == 303
    assert "2026年 1 件" in client.get("/people/1").text


def test_nonsense_is_refused(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    register(client)
    page = client.get("/people/1").text
    for other in ("", "x", "²", "99", "1"):
        answer = client.post("/people/1/join", data={"other": other, "why": "asked", "csrf": csrf(page)})
        assert answer.status_code == (404 if other == "99" else 422), other


def test_the_administrator_sees_no_applicants_and_a_reviewer_joins_none(
    browser: Browser, staffed: Office
) -> None:
    register(browser("zhoumin"))
    assert browser("admin").get("/people/1").status_code == 403
    reviewer = browser("liujian")
    page = reviewer.get("/people/1").text
    assert "李*" in page
    assert "/people/1/join" not in page
    answer = reviewer.post("/people/1/join", data={"other": "2", "why": "asked", "csrf": csrf(page)})
    assert answer.status_code == 403
