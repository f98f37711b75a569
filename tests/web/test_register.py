"""Registration by channel: its own fields, faults beside them, rows of joint applicants, files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from foidesk.desk.office import Office
from foidesk.rules.vocabulary import Channel
from foidesk.store import worklist

from .conftest import csrf
from .test_pages import FACTS, once

Browser = Callable[..., TestClient]
PDF = ("申请书.pdf", b"%PDF-1.7", "text/html")


def sent(client: TestClient, channel: str = "signed_post", **changed: str) -> dict[str, str]:
    page = client.get(f"/register?channel={channel}").text
    return {**FACTS, "channel": channel, **changed, "csrf": csrf(page), "once": once(page)}


def rows(office: Office) -> int:
    with office.database.reading() as conn:
        return len(list(worklist.iterate(conn, office.key)))


def test_the_channel_is_chosen_first(browser: Browser, staffed: Office) -> None:
    page = browser("zhoumin").get("/register").text
    for channel in Channel:
        assert f'href="/register?channel={channel.value}"' in page
    assert "f-request" not in page
    assert "f-request" not in browser("zhoumin").get("/register?channel=pigeon").text


@pytest.mark.parametrize(
    ("channel", "label", "confirmed"),
    [
        ("in_person", "提交日期", False),
        ("oral", "口头申请日期", False),
        ("signed_post", "签收日期", False),
        ("ordinary_post", "信函送达日期", True),
        ("internet", "网上提交日期", True),
        ("email", "邮件到达日期", True),
        ("fax", "传真到达日期", True),
    ],
)
def test_each_channel_asks_for_its_own_days(
    browser: Browser, channel: str, label: str, confirmed: bool
) -> None:
    page = browser("zhoumin").get(f"/register?channel={channel}").text
    assert label in page
    assert ('name="confirmed"' in page) == confirmed
    assert ('name="read_back"' in page) == (channel == "oral")


def test_faults_stand_at_the_top_and_beside_their_fields(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    wrong = sent(client, id_type="居民身份证", id_number="11010119900307001X", email="李珺")
    answer = client.post("/register", data=wrong)
    assert answer.status_code == 422
    assert answer.text.count("校验不符") == 2
    assert 'id="e-id_number"' in answer.text
    assert 'id="e-email"' in answer.text
    assert 'id="e-name"' not in answer.text
    assert rows(staffed) == 0


def test_an_oral_application_is_read_back_and_signed(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    refused = client.post("/register", data=sent(client, "oral"))
    assert refused.status_code == 422
    assert 'id="e-read_back"' in refused.text
    done = client.post("/register", data=sent(client, "oral", read_back="fingerprint"))
    assert done.status_code == 303, done.text
    case = client.get(done.headers["location"]).text
    assert "口头申请，由周敏代为填写并向申请人宣读；申请人核对后按指印。" in case


def test_only_an_oral_application_is_read_back(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    assert "只有口头申请" in client.post("/register", data=sent(client, read_back="signed")).text


def test_rows_of_joint_applicants_come_and_go_without_script(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    page = client.post("/register", data=sent(client, add_joint="1")).text
    assert 'name="joint-1-name"' in page
    assert "某文物保护单位的保护范围图" in page
    typed = sent(client, joint_rows="1", joint_last="1", **{"joint-1-name": "王五"})
    page = client.post("/register", data={**typed, "add_joint": "1"}).text
    assert 'value="王五"' in page
    assert 'name="joint-2-name"' in page
    typed = sent(client, joint_last="2", **{"joint-1-name": "王五", "joint-2-name": "赵六"})
    page = client.post("/register", data={**typed, "joint_rows": ["1", "2"], "drop_joint": "1"}).text
    assert "王五" not in page
    assert 'value="赵六"' in page
    again = client.post("/register", data=sent(client, joint_rows="2", joint_last="2", add_joint="1")).text
    assert 'name="joint-3-name"' in again
    assert rows(staffed) == 0


def test_joint_applicants_and_the_agent_are_kept_with_their_papers(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    facts = sent(
        client,
        joint_last="3",
        agent="赵六",
        agent_power="express",
        agent_telephone="13900000049",
        **{"joint-1-name": "王五", "joint-1-telephone": "13900000048"},
    )
    answer = client.post(
        "/register",
        data={**facts, "joint_rows": ["1", "3"]},
        files={
            "files-application": PDF,
            "files-authority": ("委托书.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        },
    )
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    case = client.get(place).text
    for part in (
        "共同申请人",
        "代理人",
        "139****0048",
        "139****0049",
        "申请书.pdf",
        "委托书.jpg",
        "授权委托书",
    ):
        assert part in case
    known = {"name": "王五", "telephone": "13900000048", "arrived": "2026-03-02", "csrf": csrf(case)}
    assert "当月已收到该申请人 1 件" in client.post("/register/preview", data=known).text


def test_a_fault_of_a_joint_applicant_stands_beside_their_row(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    facts = sent(
        client, joint_last="5", **{"joint-5-id_type": "居民身份证", "joint-5-id_number": "110101199003070011"}
    )
    answer = client.post("/register", data={**facts, "joint_rows": ["2", "5"]})
    assert answer.status_code == 422
    assert 'id="e-joint-5-name"' in answer.text
    assert "第1名共同申请人：缺少姓名" in answer.text


def test_a_file_that_may_not_be_kept_registers_nothing(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    answer = client.post("/register", data=sent(client), files={"files-other": ("a.pdf", b"MZ\x90", "x/y")})
    assert answer.status_code == 422
    assert "“a.pdf”的内容不是可以保存的种类" in answer.text
    assert rows(staffed) == 0


def test_likely_repeats_of_the_same_person_are_marked(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    client.post("/register", data=sent(client))
    told = client.post("/register", data=sent(client, **{"try": "1"})).text
    assert "同一申请人，请核对是否重复" in told
    other = client.post("/register", data=sent(client, name="王五", **{"try": "1"})).text
    assert "相近 100%" in other
    assert "请核对是否重复" not in other


def test_changing_the_channel_keeps_what_was_typed(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    page = client.post("/register", data=sent(client, change="email")).text
    assert "邮件到达日期" in page
    assert "某文物保护单位的保护范围图" in page


def test_the_eleventh_item_of_a_month_is_shown_with_its_price(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    for n in range(10):
        client.post("/register", data=sent(client, request=f"第{n}份材料"))
    told = client.post("/register", data=sent(client, **{"try": "1"})).text
    assert "当月已收到该申请人 10 件；如按件计收，本件应收 100 元" in told
    assert client.post("/register", data=sent(client)).status_code == 303


def test_a_form_without_its_length_or_too_long_is_refused(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    answer = client.post("/register", content=iter([b"x"]))
    assert answer.status_code == 422
    assert "文件太大" in answer.text


def test_files_are_sent_up_taken_out_and_removed_on_the_page(browser: Browser, staffed: Office) -> None:
    client = browser("zhoumin")
    place = client.post("/register", data=sent(client)).headers["location"]
    page = client.get(place).text
    form = {"kind": "other", "csrf": csrf(page)}
    assert client.post(f"{place}/attachments", data=form, files=[("files", PDF)] * 2).status_code == 303
    given = client.get(f"{place}/attachments/1")
    assert given.content == b"%PDF-1.7"
    assert given.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E7%94%B3")
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in given.headers["content-security-policy"]
    gone = client.post(f"{place}/attachments/1/remove", data={"reason": "误传", "csrf": csrf(page)})
    assert gone.status_code == 303
    assert "移除：误传" in client.get(place).text
    assert client.get(f"{place}/attachments/1").status_code == 404
    auditor = browser("auditor")
    assert auditor.get(f"{place}/attachments/2").status_code == 403
    assert "attachments/2" not in auditor.get(place).text


@pytest.mark.parametrize("nonsense", ["\x00", "²", "9" * 40, "长" * 30_000, "\u202e甲", "1、x、-1、99999"])
def test_nonsense_in_any_field_is_refused_and_writes_nothing(
    browser: Browser, staffed: Office, nonsense: str
) -> None:
    client = browser("zhoumin")
    page = client.get("/register?channel=internet").text
    good = {**FACTS, "channel": "internet", "csrf": csrf(page), "joint_rows": "1", "joint-1-name": "王五"}
    fields = (
        "arrived",
        "confirmed",
        "applicant_kind",
        "agent_power",
        "read_back",
        "flags",
        "matter",
        "number",
    )
    for name in (*fields, "joint-1-id_number"):
        sent = {**good, name: nonsense}
        if name == "number" and nonsense in ("²", "9" * 40, "1、x、-1、99999"):
            continue  # a number from elsewhere may be any line of words
        answer = client.post("/register", data=sent)
        assert answer.status_code == 422, (name, answer.status_code)
        assert client.post("/register/preview", data=sent).status_code == 200, name
    for button in ("try", "change", "add_joint", "drop_joint"):
        again = {**good, button: nonsense, "joint_rows": nonsense, "joint_last": nonsense}
        assert client.post("/register", data=again).status_code == 200, button
    assert rows(staffed) == 0
