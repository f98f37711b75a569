"""The register of what is no application, as pages."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from tests.web.conftest import csrf
from tests.web.test_pages import FACTS, once

Browser = Callable[..., TestClient]
SAID = {
    "kind": "consultation",
    "received": "2026-03-02",
    "channel": "in_person",
    "name": "李珺",
    "subject": "请问怎样办理",
}


def put_aside(client: TestClient, **changed: str) -> str:
    page = client.get("/matters/new").text
    answer = client.post("/matters", data={**SAID, **changed, "csrf": csrf(page), "once": once(page)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_matter_is_put_aside_listed_and_answered(browser: Browser) -> None:
    client = browser("zhoumin")
    where = put_aside(client)
    page = client.get(where).text
    assert "芙政公开事项〔2026〕第1号" in page
    assert "李珺" not in page
    sent = {"on": "2026-03-02", "answer": "已当面说明", "csrf": csrf(page), "once": once(page)}
    assert "已登记答复" in client.get(client.post(where, data=sent).headers["location"]).text
    assert "没有未办结的事项" in client.get("/matters").text
    assert "已答复 2026-03-02" in client.get("/matters?show=all").text


def test_it_turns_into_an_application_with_its_day_of_arrival(browser: Browser) -> None:
    client = browser("zhoumin")
    put_aside(client)
    page = client.get("/register?matter=1").text
    assert "请问怎样办理" in page
    sent = {**FACTS, "channel": "in_person", "matter": "1", "csrf": csrf(page), "once": once(page)}
    answer = client.post("/register", data=sent)
    assert answer.status_code == 303, answer.text
    assert "转为 芙政公开〔2026〕第1号" in client.get("/matters?show=all").text


def test_refusals_show_on_the_page_and_unknown_ones_are_told(browser: Browser) -> None:
    client = browser("zhoumin")
    page = client.get("/matters/new").text
    answer = client.post("/matters", data={"subject": "只写了内容", "csrf": csrf(page), "once": once(page)})
    assert answer.status_code == 422
    assert "只写了内容" in answer.text
    assert client.get("/matters/99").status_code == 404
    assert client.get("/register?matter=99").status_code == 404
    assert browser("auditor").get("/matters").status_code == 200
    assert browser("auditor").get("/matters/new").status_code == 403


def test_the_register_is_searched_without_the_words_in_the_address(
    browser: Callable[..., TestClient],
) -> None:
    client = browser("zhoumin")
    page = client.get("/matters").text
    answer = client.post("/matters/search", data={"said": "没有这句话", "csrf": csrf(page)})
    assert "没有找到“没有这句话”" in answer.text
    wrong = client.post("/matters/search", data={"said": "x", "before": "²", "csrf": csrf(page)})
    assert wrong.status_code == 422
    assert client.get("/matters/99999999999999999999").status_code == 404
