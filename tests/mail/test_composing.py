"""What a message says, and what nobody can slip into it."""

from __future__ import annotations

import email
from dataclasses import replace
from email.policy import default
from typing import Any

import pytest
from tests.mail.conftest import LETTER, MAIL, SENT_AT, SUBJECT, letter, refusal

from foidesk.mail import compose
from foidesk.settings import Mail


def test_a_message_says_in_chinese_from_whom_about_what_and_with_what() -> None:
    read = email.message_from_bytes(letter().as_bytes(), policy=default)
    assert read["Subject"] == SUBJECT
    assert read["From"].addresses[0].display_name == "长沙市芙蓉区人民政府办公室"
    assert read["From"].addresses[0].addr_spec == "xxgk@furong.example.cn"
    assert read["To"].addresses[0].addr_spec == "ouyang@example.cn"
    assert read["Date"].datetime == SENT_AT
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "欧阳喆：\r\n\r\n.附件是答复书。\r\n"
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == LETTER.name
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == LETTER.data


def test_a_message_passes_servers_that_know_only_ascii_and_short_lines() -> None:
    raw = letter(body="很长的一行" * 1000).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"filename*0*=utf-8''" in raw or b"filename*=utf-8''" in raw  # RFC 2231
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_same_message_at_the_same_moment_has_the_same_identifier_and_another_another() -> None:
    first = letter()["Message-ID"]
    assert first == letter()["Message-ID"]
    assert first.endswith("@furong.example.cn>")
    assert first != letter(body="别的内容")["Message-ID"]
    assert first != letter(attachments=[replace(LETTER, data=b"%PDF-1.7")])["Message-ID"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": "答复\r\nBcc: all@example.cn"}, "邮件主题中有换行"),
        ({"subject": "答复\u2028Bcc: all@example.cn"}, "邮件主题中有换行"),
        ({"mail": MAIL.model_copy(update={"sender_name": "办\nBcc: a@b.cn"})}, "发信人名称中有换行"),
        ({"attachments": [replace(LETTER, name="a\r\nX: y.pdf")]}, "附件名中有换行"),
        ({"attachments": [replace(LETTER, name="../a.pdf")]}, "不是文件名"),
        ({"attachments": [replace(LETTER, media_type="multipart/mixed")]}, "不能作为附件发送"),
        ({"body": "\ud800"}, "邮件正文中有不能编码的字符"),
        ({"mail": Mail()}, "配置中没有 mail.sender"),
    ],
)
def test_nothing_can_be_slipped_into_the_headers(changed: dict[str, Any], said: str) -> None:
    assert said in refusal(letter, **changed)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ouyang",
        "@example.cn",
        "ouyang@",
        "ouyang@localhost",
        "a b@example.cn",
        "a@b@example.cn",
        "ouyang@example..cn",
        "ouyang@-example.cn",
        ".a@example.cn",
        "a@example.cn\r\nBcc: all@example.cn",
        "a@example.cn>, <b@example.cn",
        "a@example.cn,b@example.cn",
        f"{'a' * 65}@example.cn",
        f"a@{'例' * 64}.cn",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert "不是正确的电子邮箱地址" in refusal(letter, address)


def test_a_domain_in_chinese_goes_out_in_its_ascii_form() -> None:
    assert letter("ouyang@例子.中国")["To"] == "ouyang@xn--fsqu00a.xn--fiqs8s"


def test_a_mailbox_name_in_chinese_is_refused_with_the_reason() -> None:
    said = refusal(letter, "欧阳@example.cn")
    assert "SMTPUTF8" in said
    assert "其他方式送达" in said


def test_a_moment_without_a_time_zone_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="time zone"):
        compose("a@example.cn", "答复", "", [], SENT_AT.replace(tzinfo=None), MAIL)
