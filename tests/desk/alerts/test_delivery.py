"""What leaves the house: at the right hour, once, over a real mail server and a real web hook."""

from __future__ import annotations

import email
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.policy import default
from typing import Any

import pytest
from tests.desk.alerts.conftest import Post, at
from tests.desk.conftest import clerk

from foidesk.desk import applications
from foidesk.desk.alerts import reach
from foidesk.desk.alerts.delivery import deliver, make_digests
from foidesk.desk.alerts.sweep import sweep
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.settings import AgencyType, Mail
from foidesk.store import accounts, contacts, deliveries
from foidesk.store.worklist import Row

MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 30)
Register = Callable[..., Row]


@pytest.fixture
def house(office: Office, people: dict[str, int], post: tuple[Post, Mail]) -> Office:
    """The office with the mail server, the clerk and the head to be reached by mail."""
    alerts = office.settings.alerts.model_copy(update={"address": "https://desk.example.cn"})
    settings = office.settings.model_copy(update={"mail": post[1], "alerts": alerts})
    agency = office.agency.model_copy(update={"type": AgencyType.DEPARTMENT})  # its report is due in January
    opened = replace(office, settings=settings, agency=agency)
    for name, address in (("周敏", "zhoumin@furong.example.cn"), ("周明远", "zhou@furong.example.cn")):
        reach.change(opened, people[name], address, "", By(name, at(MONDAY)))
    return opened


def with_group(office: Office, *channels: str) -> Office:
    return replace(office, agency=office.agency.model_copy(update={"channels": channels}))


def go(office: Office, now: datetime) -> tuple[int, int]:
    sweep(office, now)
    make_digests(office, now)
    return deliver(office, lambda: now)


def read(post: Post) -> list[tuple[str, str, str]]:
    """Recipient, subject and text of each message taken."""
    found = []
    for envelope in post.taken:
        message: Any = email.message_from_bytes(envelope.content or b"", policy=default)
        text = message.get_body(("plain",)).get_content()
        found.append((envelope.rcpt_tos[0].split("@")[0], str(message["subject"]), text))
    return sorted(found)


def test_a_step_before_the_last_day_is_told_by_the_mornings_digest_alone(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    register(MONDAY, handler="周敏")
    day = date(2026, 3, 20)
    assert go(house, at(day, 8, 10)) == (0, 0)
    assert go(house, at(day, 8, 30)) == (1, 0)
    assert go(house, at(day, 8, 31)) == (0, 0)
    [(to, subject, text)] = read(post[0])
    assert (to, subject) == ("zhoumin", "【依申请公开】今日提醒 1 项")
    assert "芙政公开〔2026〕第1号：答复期限 2026年3月30日，还有 6 个工作日" in text
    assert "https://desk.example.cn/applications/1" in text
    assert "李珺" not in text
    assert "文物" not in text


def test_the_last_day_is_told_at_once_and_again_in_the_digest(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    register(MONDAY, handler="周敏")
    assert go(house, at(DUE, 8)) == (4, 0)
    told = {(to, subject) for to, subject, _ in read(post[0])}
    assert told == {(who, "【依申请公开】芙政公开〔2026〕第1号：今日到期") for who in ("zhoumin", "zhou")}
    assert go(house, at(DUE, 9)) == (2, 0)
    assert ("zhou", "【依申请公开】今日提醒 2 项，其中到期、逾期 2 项") in {
        each[:2] for each in read(post[0])
    }


def test_the_message_is_text_and_html_alike_and_escapes_what_it_names(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    register(MONDAY, handler="周敏", number="甲<b>1")
    go(house, at(DUE, 8))
    message: Any = email.message_from_bytes(post[0].taken[0].content or b"", policy=default)
    html = message.get_body(("html",)).get_content()
    assert "甲&lt;b&gt;1" in html
    assert '<a href="https://desk.example.cn/applications/1">' in html


def test_nothing_goes_out_in_quiet_hours_or_on_days_off(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    register(MONDAY, handler="周敏")
    assert go(house, at(DUE, 6)) == (0, 0)
    assert go(house, at(DUE, 19)) == (0, 0)
    assert go(house, at(DUE, 7, 59)) == (0, 0)
    assert go(house, at(date(2026, 3, 29))) == (0, 0)
    assert post[0].taken == []
    assert go(house, at(DUE, 8))[0] == 4


def test_what_cannot_be_sent_is_tried_again_later_and_later_and_told_on_the_health_page(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    post[0].answer = "451 try again zhoumin@furong.example.cn"
    register(MONDAY, handler="周敏")
    assert go(house, at(DUE, 8)) == (0, 4)
    assert deliver(house, lambda: at(DUE, 8)) == (0, 0)
    with house.database.reading() as conn:
        assert deliveries.failing(conn, house.key) == 4
        [first, *_] = deliveries.troubles(conn, house.key)
    assert "451 try again （地址）" in (first.trouble or "")
    waits = []
    now = at(DUE, 8)
    for _ in range(5):
        with house.database.reading() as conn:
            again = max(each.next_try for each in deliveries.troubles(conn, house.key))
        waits.append((again - now) // timedelta(minutes=1))
        now = again
        deliver(house, lambda: now)  # noqa: B023
    assert waits == [1, 5, 15, 60, 240]
    post[0].answer = "250 OK"
    assert deliver(house, lambda: at(DUE, 17, 59)) == (4, 0)
    with house.database.reading() as conn:
        assert deliveries.failing(conn, house.key) == 0


def test_a_server_that_is_away_for_days_brings_the_newest_step_and_not_all_of_them(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    register(MONDAY, handler="周敏")
    post[0].answer = "451 away"
    for hour in (8, 10, 15):
        go(house, at(DUE, hour))
        go(house, at(date(2026, 3, 31), hour))
    post[0].answer = "250 OK"
    go(house, at(date(2026, 4, 1), 8))
    told = [subject for to, subject, _ in read(post[0]) if to == "zhoumin"]
    assert told == [
        "【依申请公开】芙政公开〔2026〕第1号：已经届满",  # the day for an extension: nothing follows it
        "【依申请公开】芙政公开〔2026〕第1号：已逾期 2 个工作日",
    ]


def test_what_was_done_before_the_message_went_out_is_not_told(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    row = register(MONDAY, handler="周敏")
    sweep(house, at(DUE, 7))
    withdrawn = ev.Withdrawn(on=DUE, signed_by="李珺")
    applications.record(house, row.number, [withdrawn], clerk(DUE))
    assert go(house, at(DUE, 9)) == (0, 0)
    assert post[0].taken == []


def test_a_message_taken_on_by_a_process_that_died_goes_out_once_its_claim_has_run_out(
    house: Office, register: Register, post: tuple[Post, Mail]
) -> None:
    register(MONDAY, handler="周敏")
    now = at(DUE, 8)
    sweep(house, now)
    with house.database.writing() as conn:
        for each in deliveries.ready(conn, house.key, now):
            assert deliveries.claim(conn, each, now, now + timedelta(minutes=5))
    assert deliver(house, lambda: now) == (0, 0)
    assert deliver(house, lambda: now + timedelta(minutes=5)) == (4, 0)


def test_the_absent_are_not_written_to_and_their_stand_ins_are(
    house: Office,
    register: Register,
    post: tuple[Post, Mail],
    people: dict[str, int],
    stand_in: Callable[..., None],
) -> None:
    reach.change(house, people["刘建"], "liujian@furong.example.cn", "", By("刘建", at(MONDAY)))
    register(MONDAY, handler="周敏")
    stand_in("周敏", "刘建", DUE, DUE)
    go(house, at(DUE, 9))
    assert {to for to, _, _ in read(post[0])} == {"liujian", "zhou"}


def test_whose_account_was_closed_is_not_written_to(
    house: Office, register: Register, post: tuple[Post, Mail], people: dict[str, int]
) -> None:
    register(MONDAY, handler="周敏")
    sweep(house, at(date(2026, 3, 20), 7))
    with house.database.writing() as conn:
        accounts.change(conn, house.key, people["周敏"], closed_at=at(MONDAY))
    assert go(house, at(date(2026, 3, 20), 9)) == (0, 0)


def test_a_group_is_told_the_last_day_over_a_web_hook(
    house: Office, register: Register, hook: tuple[str, list[dict[str, str]]]
) -> None:
    office = with_group(house, hook[0])
    register(MONDAY, handler="周敏")
    go(office, at(date(2026, 3, 20), 9))
    assert hook[1] == []
    go(office, at(date(2026, 3, 31), 9))
    [told] = [each for each in hook[1] if "逾期" in each["title"]]
    assert told["title"] == "【依申请公开】芙政公开〔2026〕第1号：已逾期 1 个工作日"
    assert "请在到期日或者之前答复" in told["message"]


def test_a_group_that_cannot_be_reached_holds_up_nobody_and_gives_no_secret_away(
    house: Office, register: Register, post: tuple[Post, Mail], capfd: pytest.CaptureFixture[str]
) -> None:
    office = with_group(house, "json://127.0.0.1:9/secret")
    register(MONDAY, handler="周敏")
    assert go(office, at(DUE, 8)) == (4, 2)
    with office.database.reading() as conn:
        said = str(deliveries.troubles(conn, office.key))
    assert "secret" not in said + "".join(capfd.readouterr())


def test_addresses_are_sealed_and_only_those_of_known_robots_are_taken(
    house: Office, people: dict[str, int]
) -> None:
    by = By("周敏", at(MONDAY))
    for email_address, chat, said in (
        ("zhoumin", "", "不是电子邮箱地址"),
        ("", "json://10.0.0.1/admin", "不能使用"),
        ("a@b.cn" * 80, "", "太长"),
    ):
        with pytest.raises(DeskError, match=said):
            reach.change(house, people["周敏"], email_address, chat, by)
    reach.change(house, people["周敏"], " zm@furong.example.cn ", "wecombot://botkey", by)
    assert reach.contact(house, people["周敏"]) == contacts.Contact(
        "zm@furong.example.cn", "wecombot://botkey"
    )
    with house.database.reading() as conn:
        raw = conn.exec_driver_sql("SELECT email, chat FROM contacts").all()
        assert contacts.ways(conn, house.key)[people["周敏"]] == ("mail", "chat")
    assert b"furong" not in b"".join(bytes(value) for row in raw for value in row if value)
