"""What an administrator looks at: settings with their source, health, a test message, sample letters, the trail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.mail.conftest import Opened, post_office  # noqa: F401 - a fixture
from tests.web.conftest import DAY, PASSWORD, at, csrf
from tests.web.test_pages import once, register

from foidesk import settings
from foidesk.desk import backing
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.settings.showing import shown
from foidesk.store import worklist
from foidesk.web.app import create

Browser = Callable[..., TestClient]
ROOT = Path(__file__).parents[2]


def test_every_setting_is_told_with_its_source_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
    monkeypatch.setenv("FOIDESK_DATABASE__URL", "postgresql://desk:geheim@db/foidesk")
    told = {key.path: key for key in shown(settings.load(config))}
    assert (told["database.url"].value, told["database.url"].origin) == (
        "postgresql://desk:***@db/foidesk",
        "环境变量",
    )
    assert told["agency.0.head"].value == "周明远"
    assert told["agency.0.head"].origin == str(config)
    assert (told["mail.timeout"].value, told["mail.timeout"].origin) == ("30", "默认")
    assert told["mail.host"].value == "（未设置）"
    assert all(key.meaning for key in told.values())


def test_settings_stand_under_the_heading_of_their_section(browser: Browser, staffed: Office) -> None:
    told = browser("admin").get("/administration/settings").text
    parts = re.split(r"<h2 [^>]*>", told)[1:]
    titles = [part.split("</h2>")[0] for part in parts]
    assert titles[0] == "数据库 <code>[database]</code>"
    assert f"机关：{staffed.agency.name} <code>[[agency]]</code>" in titles
    assert titles[-1] == "其他"
    for part, title in zip(parts, titles, strict=True):
        section = re.findall(r"<code>\[+(\w+)\]+</code>", title)
        paths = re.findall(r"<code>([\w.]+)</code></dt>", part)
        assert paths
        assert not section or all(path.startswith(section[0] + ".") for path in paths), title


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("settings", "个人信息密钥文件"),
        ("health", "2026年放假安排"),
        ("letters", "终止办理告知书"),
        ("audit", "开设账号"),
    ],
)
def test_an_administrator_sees_it_and_a_clerk_does_not(browser: Browser, page: str, words: str) -> None:
    assert words in browser("admin").get(f"/administration/{page}").text
    assert browser("zhoumin").get(f"/administration/{page}").status_code == 403


def test_health_proves_the_logs_on_demand_and_names_what_was_tampered_with(
    browser: Browser, staffed: Office
) -> None:
    register(browser("zhoumin"))
    admin = browser("admin")
    assert "1件申请的记录链完整" in admin.get("/administration/health?logs=1").text
    with staffed.database.writing() as conn:
        row = next(worklist.iterate(conn, staffed.key))
        conn.exec_driver_sql("UPDATE applications SET state = 'replied' WHERE application = 1")
    told = admin.get("/administration/health?logs=1").text
    assert row.number in told
    assert "要处理" in told


def test_a_sample_of_a_letter_is_a_pdf_and_an_unknown_kind_is_refused(browser: Browser) -> None:
    admin = browser("admin")
    answer = admin.get("/administration/letters/not_held.pdf")
    assert answer.content.startswith(b"%PDF")
    assert admin.get("/administration/letters/none.pdf").status_code == 422


def test_the_trail_is_narrowed_by_person_and_kind(browser: Browser) -> None:
    admin = browser("admin")
    told = admin.get("/administration/audit?who=系统管理员&what=开设账号").text
    assert "<td>开设账号</td>" in told
    assert "<td>登录</td>" not in told
    assert "没有符合条件的记录" in admin.get("/administration/audit?who=周敏&what=开设账号").text


def sent(client: TestClient, to: str) -> dict[str, str]:
    page = client.get("/administration/health").text
    return {"to": to, "csrf": csrf(page), "once": once(page)}


def test_a_test_message_goes_to_a_real_server_or_says_what_stands_against_it(
    house: Installation,
    staffed: Office,
    browser: Browser,
    post_office: Opened,  # noqa: F811
) -> None:
    client = browser("admin")
    answer = client.post("/administration/mail", data=sent(client, "a@example.cn"))
    assert "没有设置发信服务器" in answer.text
    post, mail = post_office()
    with_mail = Installation(
        house.settings.model_copy(update={"mail": mail}), house.database, house.calendar()
    )
    client = TestClient(create(with_mail, lambda: at(DAY)), follow_redirects=False)
    client.post("/login", data={"login": "admin", "password": PASSWORD})
    assert client.post("/administration/mail", data=sent(client, "a@example.cn")).status_code == 303
    assert client.post("/administration/mail", data=sent(client, "no address")).status_code == 422
    [taken] = post.taken
    message = message_from_bytes(taken.content, policy=policy.default)
    assert message["subject"] == "测试邮件"
    assert message["to"] == "a@example.cn"


def test_health_tells_the_last_backup_and_asks_when_there_is_none(
    browser: Browser, staffed: Office, tmp_path: Path
) -> None:
    if not staffed.settings.database.url.startswith("sqlite"):  # backed up by its own tools
        told = browser("admin").get("/administration/health").text
        assert "pg_dump" in told
        return
    admin = browser("admin")
    assert "不知道数据库是否备份过" in (told := admin.get("/administration/health").text)
    assert "foidesk backup" in told
    to = tmp_path / "copy.db"
    backing.back_up(staffed.settings, to, By("系统管理员", at(DAY)))
    told = admin.get("/administration/health").text
    assert str(to) in told
    assert "0件申请，记录链完整" in told
    assert "距今已" not in told
    later = browser("admin", DAY + timedelta(days=8)).get("/administration/health").text
    assert "距今已8天" in later
