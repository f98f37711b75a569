"""What takes longer than a page: asked for on the page, seen progressing, fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from tests.desk.ledger.conftest import PLAIN, as_csv
from tests.web.conftest import DAY, at, csrf

from foidesk.desk import rebuilding
from foidesk.desk.installation import Installation
from foidesk.desk.office import Office
from foidesk.desk.tasks import carrying

Browser = Callable[..., TestClient]


def test_a_report_is_asked_for_and_fetched(house: Installation, staffed: Office, browser: Browser) -> None:
    client = browser("zhoumin")
    page = client.get("/tasks").text
    assert "hx-get" not in page
    answer = client.post("/tasks", data={"csrf": csrf(page), "kind": "report", "year": "2025"})
    assert answer.status_code == 303
    page = client.get("/tasks").text
    assert "已提交" in page
    assert 'hx-get="/tasks/progress"' in page
    assert "等待" in client.get("/tasks/progress").text
    carrying.carry_ready(house, lambda: at(DAY))
    progress = client.get("/tasks/progress").text
    assert "hx-get" not in progress
    [link] = re.findall(r'href="(/tasks/\d+/file)"', progress)
    found = client.get(link)
    assert found.status_code == 200
    assert found.content.startswith(b"PK")
    assert browser("zhou").get(link).status_code == 404


def test_a_large_ledger_comes_in_behind_the_page(
    house: Installation, staffed: Office, browser: Browser
) -> None:
    client = browser("zhoumin")
    rows = ({**PLAIN, "申请内容": f"第{n}号道路命名批复，" + "详" * 200} for n in range(200))
    sent = {"file": ("台账.csv", as_csv(*rows))}
    client.post("/ledger", data={"csrf": csrf(client.get("/ledger").text)}, files=sent)
    answer = client.post("/ledger/import", data={"csrf": csrf(client.get("/ledger").text), "do": "import"})
    assert answer.headers["location"] == "/tasks"
    assert rebuilding.check(staffed).applications == 0
    carrying.carry_ready(house, lambda: at(DAY) + timedelta(seconds=1))
    assert "已导入200件" in client.get("/tasks").text
    assert rebuilding.check(staffed).applications == 200


def test_a_form_without_a_day_says_so(staffed: Office, browser: Browser) -> None:
    client = browser("zhoumin")
    page = client.get("/tasks").text
    answer = client.post("/tasks", data={"csrf": csrf(page), "kind": "letters", "first": ""})
    assert answer.status_code == 422
    answer = client.post("/tasks", data={"csrf": csrf(client.get("/tasks").text), "kind": "everything"})
    assert "没有选择要做什么" in answer.text


@pytest.mark.parametrize("task", ["0", "9223372036854775808", "9" * 23, "-1", "x"])
def test_a_task_that_cannot_be_is_not_found(staffed: Office, browser: Browser, task: str) -> None:
    assert browser("zhoumin").get(f"/tasks/{task}/file").status_code == 404
