"""The worklist, registration, the calendar and administration, as people use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient

from foidesk.desk.office import Office
from foidesk.store import audit, worklist

from .conftest import csrf

Browser = Callable[..., TestClient]
FACTS = {
    "channel": "signed_post",
    "arrived": "2026-03-02",
    "applicant_kind": "natural_person",
    "name": "李珺",
    "telephone": "13800000040",
    "request": "某文物保护单位的保护范围图",
    "form": "纸质",
    "handler": "周敏",
}


def once(text: str) -> str:
    return re.findall(r'name="once" value="([^"]+)"', text)[-1]


def register(client: TestClient, **changed: str) -> str:
    page = client.get("/register?channel=signed_post").text
    sent = {**FACTS, **changed, "csrf": csrf(page), "once": once(page)}
    answer = client.post("/register", data=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_registered_application_stands_in_the_worklist_with_its_days(browser: Browser) -> None:
    client = browser("zhoumin")
    case = client.get(register(client)).text
    assert "已登记 芙政公开〔2026〕第1号，答复期限 2026年3月30日（周一）" in case
    home = client.get("/").text
    assert "芙政公开〔2026〕第1号" in home
    assert "李*" in home
    assert "李珺" not in home
    assert "剩 20 个工作日" in home
    assert "2026-03-30 周一" in home


def test_the_date_of_receipt_is_shown_while_the_form_is_filled_in(browser: Browser) -> None:
    client = browser("zhoumin")
    page = client.get("/register?channel=signed_post").text
    sent = {"channel": "internet", "arrived": "2026-02-28", "confirmed": "2026-03-02", "csrf": csrf(page)}
    told = client.post("/register/preview", data=sent, headers={"HX-Request": "true"}).text
    assert "以到达之日为收到申请之日" in told
    assert "第三十一条" in told
    nothing = client.post("/register/preview", data={"csrf": csrf(page)}, headers={"HX-Request": "true"})
    assert "填写日期后" in nothing.text


def test_the_earlier_applications_of_a_person_are_shown(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    page = client.get("/register?channel=signed_post").text
    sent = {"name": "李珺", "telephone": "138 0000 0040", "arrived": "2026-03-03", "csrf": csrf(page)}
    told = client.post("/register/preview", data=sent).text
    assert "芙政公开〔2026〕第1号" in told
    assert "当月已收到该申请人 1 件；如按件计收，本件不收费" in told


def test_what_was_typed_survives_a_refusal_and_nothing_is_written(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    page = client.get("/register?channel=signed_post").text
    wrong = {**FACTS, "id_type": "居民身份证", "id_number": "11010119900307001Y"}
    answer = client.post("/register", data={**wrong, "csrf": csrf(page), "once": once(page)})
    assert answer.status_code == 422
    assert "校验不符" in answer.text
    assert "某文物保护单位的保护范围图" in answer.text
    with staffed.database.reading() as conn:
        assert list(worklist.iterate(conn, staffed.key)) == []


def test_a_form_sent_twice_registers_once(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    page = client.get("/register?channel=signed_post").text
    sent = {**FACTS, "csrf": csrf(page), "once": once(page)}
    assert client.post("/register", data=sent).status_code == 303
    again = client.post("/register", data=sent)
    assert again.status_code == 409
    assert "没有重复登记" in again.text
    with staffed.database.reading() as conn:
        assert len(list(worklist.iterate(conn, staffed.key))) == 1


@pytest.mark.parametrize("login", ["liujian", "zhou", "auditor", "admin"])
def test_only_a_clerk_registers(browser: Browser, login: str) -> None:
    client = browser(login)
    assert client.get("/register").status_code == 403
    page = client.get("/password").text
    answer = client.post("/register", data={**FACTS, "csrf": csrf(page)})
    assert answer.status_code == 403
    assert "需要的角色：经办人" in answer.text


def test_the_administrator_sees_no_applications(browser: Browser) -> None:
    location = register(browser("zhoumin"))
    admin = browser("admin")
    assert admin.get("/").headers["location"] == "/administration"
    assert admin.get(location).status_code == 403
    assert admin.get("/search").status_code == 403


def test_the_worklist_is_read_page_by_page_without_doubles(browser: Browser) -> None:
    client = browser("zhoumin")
    for n in range(53):
        register(client, arrived=f"2026-02-{2 + n % 20:02}", request=f"第{n}份材料")
    first = client.get("/?show=all").text
    following = re.search(r'href="(/\?[^"]+)" rel="next"', first)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).text
    cases = [re.findall(r'href="(/applications/\d+)"', text) for text in (first, second)]
    assert [len(each) for each in cases] == [50, 3]
    assert len({*cases[0], *cases[1]}) == 53


def test_filters_show_what_is_overdue(browser: Browser) -> None:
    register(browser("zhoumin"))
    later = browser("zhoumin", date(2026, 3, 31))
    overdue = later.get("/?show=overdue").text
    assert "逾期 1 个工作日" in overdue
    assert "芙政公开〔2026〕第1号" in overdue
    assert "芙政公开〔2026〕第1号" not in browser("zhoumin").get("/?show=overdue").text


def test_a_place_in_the_list_that_makes_no_sense_is_the_beginning(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    assert "第1号" in client.get("/?show=all&after=nonsense~x&year=abcd&channel=pigeon").text


def test_the_calendar_says_the_notice_and_what_is_provisional(browser: Browser) -> None:
    client = browser("zhoumin")
    assert "国办发明电〔2025〕7号" in client.get("/calendar?year=2026").text
    assert "暂定" in client.get("/calendar?year=2027").text


def test_an_account_is_opened_with_a_password_shown_once(browser: Browser, staffed: Office) -> None:
    admin = browser("admin")
    page = admin.get("/administration").text
    sent = {"name": "新来的", "login": "xinlai", "roles": ["clerk", "reviewer"], "csrf": csrf(page)}
    given = admin.post("/administration/accounts", data=sent).text
    password = re.search(r"初始密码：<strong>([a-z0-9-]+)</strong>", given)
    assert password is not None
    assert password[1] not in admin.get("/administration").text
    with staffed.database.reading() as conn:
        assert [each.what for each in audit.page(conn, staffed.key)][:1] == ["开设账号"]


def test_duties_that_must_be_apart_are_not_given_to_one_account(browser: Browser) -> None:
    admin = browser("admin")
    page = admin.get("/administration").text
    sent = {"name": "甲", "login": "jia", "roles": ["clerk", "auditor"], "csrf": csrf(page)}
    answer = admin.post("/administration/accounts", data=sent)
    assert answer.status_code == 422
    assert "审计员不能兼任" in answer.text


def test_the_auditor_reads_the_trail_and_changes_nothing(browser: Browser) -> None:
    auditor = browser("auditor")
    assert "登录" in auditor.get("/administration/audit").text
    page = auditor.get("/password").text
    answer = auditor.post("/administration/accounts", data={"name": "乙", "login": "yi", "csrf": csrf(page)})
    assert answer.status_code == 403


@pytest.mark.parametrize("place", ["~100000000000000000000", "~-1", "2026-13-40~3", "~½"])
def test_a_crafted_place_in_the_list_is_no_error(browser: Browser, place: str) -> None:
    client = browser("zhoumin")
    register(client)
    assert client.get("/", params={"show": "all", "after": place}).status_code == 200


def test_the_count_of_what_is_due_soon_is_the_list(browser: Browser) -> None:
    client = browser("zhoumin")
    register(client)
    register(client, arrived="2026-02-02")
    later = browser("zhoumin", date(2026, 3, 25)).get("/?show=soon").text
    assert "5 个工作日内到期 <strong>1</strong>" in later
    assert len(re.findall(r'href="/applications/\d+"', later)) == 1


NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月13日（周六）上班。
国务院办公厅
2026年11月5日
"""


def moved(*days: str) -> str:
    """The first application in the list of moves."""
    cells = ("芙政公开〔2026〕第1号", *days)
    return "".join(f'<td class="number">{cell}</td>' for cell in cells)


@pytest.mark.parametrize("login", ["zhoumin", "zhou"])
def test_a_pasted_notice_is_shown_first_and_entered_when_confirmed(browser: Browser, login: str) -> None:
    clerk = browser("zhoumin", date(2026, 12, 28))
    register(clerk, arrived="2026-12-28")
    client = browser(login, date(2026, 12, 28))
    sent = {"text": NOTICE, "csrf": csrf(client.get("/calendar").text)}
    shown = client.post("/calendar/reading", data=sent).text
    assert "国办发明电〔2026〕9号" in shown
    assert "2026-12-28" not in shown
    assert moved("2027-01-25 周一", "2027-01-26 周二") in shown
    assert "原文没有提到：清明节" in shown
    assert "暂定" in client.get("/calendar?year=2027").text
    entered = client.post("/calendar", data=sent).text
    assert "已录入 国办发明电〔2026〕9号" in entered
    assert "暂定" not in client.get("/calendar?year=2027").text.split("desk-months")[0]


def test_a_notice_that_contradicts_itself_is_refused(browser: Browser) -> None:
    client = browser("zhoumin")
    sent = {"text": NOTICE.replace("共7天", "共8天"), "csrf": csrf(client.get("/calendar").text)}
    answer = client.post("/calendar/reading", data=sent)
    assert answer.status_code == 422
    assert "共8天" in answer.text


def test_a_wrong_notice_is_withdrawn_and_the_days_go_back(browser: Browser, staffed: Office) -> None:
    clerk = browser("zhoumin", date(2026, 12, 28))
    register(clerk, arrived="2026-12-28")
    page = clerk.get("/calendar").text
    page = clerk.post("/calendar", data={"text": NOTICE, "csrf": csrf(page)}).text
    sent = {"year": "2027", "reason": "录错年份", "csrf": csrf(page)}
    assert "没有写明撤回的原因" in clerk.post("/calendar/withdrawal", data={**sent, "reason": " "}).text
    told = clerk.post("/calendar/withdrawal", data=sent).text
    assert "已撤回录入的 2027年放假安排" in told
    assert moved("2027-01-26 周二", "2027-01-25 周一") in told
    assert "暂定" in clerk.get("/calendar?year=2027").text.split("desk-months")[0]
    again = clerk.post("/calendar/withdrawal", data=sent)
    assert again.status_code == 422
    assert "没有录入的放假安排" in again.text
    assert "撤回" in clerk.get("/calendar").text.split("录入过的放假安排")[1]
    with staffed.database.reading() as conn:
        assert "撤回放假安排" in {trace.what for trace in audit.page(conn, staffed.key)}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe", "这个文件不是放假安排"),
        (b"x" * 200_000, "这个文件不是放假安排"),
        (b"year = 2027", "不能采用"),
        (b"[[[", "不是正确的 TOML"),
    ],
)
def test_a_file_that_is_no_notice_is_refused(browser: Browser, data: bytes, words: str) -> None:
    client = browser("zhoumin")
    sent = {"csrf": csrf(client.get("/calendar").text)}
    answer = client.post("/calendar/reading", data=sent, files={"file": ("2027.toml", data)})
    assert answer.status_code == 422
    assert words in answer.text


def test_a_notice_comes_as_a_file_and_is_shown_before_it_is_entered(browser: Browser) -> None:
    client = browser("zhoumin", date(2026, 12, 28))
    toml = (
        'year = 2027\nnumber = "国办发明电〔2026〕9号"\nissued = 2026-11-05\nwork = []\n'
        '[[off]]\nname = "元旦"\nfirst = 2027-01-01\nlast = 2027-01-03\n'
    )
    sent = {"csrf": csrf(client.get("/calendar").text)}
    shown = client.post("/calendar/reading", data=sent, files={"file": ("2027.toml", toml.encode())}).text
    assert "国办发明电〔2026〕9号" in shown
    entered = client.post("/calendar", data={**sent, "toml": toml}).text
    assert "已录入 国办发明电〔2026〕9号" in entered
