"""Searching in the browser: what is found, and that the words searched for stay between the person and the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import csrf
from tests.web.test_pages import register

Browser = Callable[..., TestClient]
HIT = 'href="/applications/'


def search(client: TestClient, words: str) -> str:
    """The address that the search leads to."""
    answer = client.post("/search", data={"q": words, "csrf": csrf(client.get("/password").text)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def found(client: TestClient, words: str) -> str:
    return client.get(search(client, words)).text


@pytest.mark.parametrize(("words", "hits"), [("李珺", 1), ("保护", 1), ("第1号", 1), ("王五", 0), ("李", 0)])
def test_an_application_is_found_by_name_number_and_words(browser: Browser, words: str, hits: int) -> None:
    client = browser("zhoumin")
    register(client)
    assert found(client, words).count(HIT) == hits


def test_the_words_stand_in_the_box_and_the_title_and_not_in_the_address(browser: Browser) -> None:
    client = browser("zhoumin")
    to = search(client, "李珺")
    assert to.startswith("/search/")
    assert "%" not in to
    page = client.get(to).text
    assert "搜索“李珺”" in page
    assert 'value="李珺"' in page
    assert search(client, "李珺") != to


def test_a_search_opens_again_for_who_made_it_and_for_nobody_else(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    to = search(client, "保护")
    assert HIT in client.get(to).text
    other = browser("zhou").get(to)
    assert other.status_code == 422
    assert "请在页面上方重新搜索" in other.text


def test_a_made_up_address_finds_nothing_and_says_so(browser: Browser) -> None:
    client = browser("zhoumin")
    for words in ("x", "AAAA", "%00", "保护", "=" * 3000):
        answer = client.get(f"/search/{words}")
        assert answer.status_code == 422
        assert "没有搜索" in answer.text


def test_no_words_lead_to_all_applications_and_too_many_are_refused(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    assert search(client, "   ") == "/search"
    assert HIT in client.get("/search").text
    sent = {"q": "很" * 101, "csrf": csrf(client.get("/password").text)}
    answer = client.post("/search", data=sent)
    assert answer.status_code == 422
    assert "最多搜索100个字" in answer.text


def test_a_link_by_number_leads_to_that_application_alone(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    register(client)
    page = client.get("/search", params={"number": "芙政公开〔2026〕第2号"}).text
    assert page.count(HIT) == 1
    assert "第2号" in page
    assert client.get("/search", params={"number": "保护"}).text.count(HIT) == 0


def test_a_search_without_the_value_of_the_session_is_refused(browser: Browser) -> None:
    assert browser("zhoumin").post("/search", data={"q": "保护"}).status_code == 403


def test_whoever_may_not_read_a_name_cannot_confirm_it_by_searching(browser: Browser) -> None:
    register(browser("zhoumin"))
    auditor = browser("auditor")
    assert HIT not in found(auditor, "李珺")
    assert HIT in found(auditor, "保护")


def test_a_search_knows_full_and_half_width_and_capitals(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client, request="ABC大桥的竣工验收报告")
    assert HIT in found(client, "ａｂｃ大桥")


def test_words_with_signs_of_markup_are_shown_as_words(browser: Browser) -> None:
    page = found(browser("zhoumin"), '"><b>x')
    assert "<b>x" not in page
    assert "&#34;&gt;&lt;b&gt;x" in page
