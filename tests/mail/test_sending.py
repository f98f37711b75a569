"""Letters by mail, against a real SMTP server on this machine."""

from __future__ import annotations

import email
import socket
from dataclasses import replace
from email.policy import default

import pytest
from tests.mail.conftest import LETTER, MAIL, Opened, letter, refusal

from foidesk.mail import send


def test_what_arrives_is_byte_for_byte_what_is_kept(post_office: Opened) -> None:
    office, mail = post_office()
    kept = send(letter(), mail)
    (arrived,) = office.taken
    assert arrived.content == kept
    assert (arrived.mail_from, arrived.rcpt_tos) == ("xxgk@furong.example.cn", ["ouyang@example.cn"])
    (attached,) = email.message_from_bytes(kept, policy=default).iter_attachments()
    assert attached.get_content() == LETTER.data


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"RCPT": "550 no such user"}, "服务器不接受收信地址 ouyang@example.cn：550 no such user"),
        ({"MAIL": "553 not yours"}, "服务器不接受发信地址 xxgk@furong.example.cn：553"),
        ({"DATA": "554 looks like spam"}, "服务器不接受邮件：554 looks like spam"),
        ({"MAIL": "hang up"}, "在收下邮件之前中断了连接"),
        ({"RCPT": "hang up"}, "在收下邮件之前中断了连接"),
    ],
)
def test_a_message_the_server_did_not_take_was_not_sent(
    post_office: Opened, answers: dict[str, str], said: str
) -> None:
    _, mail = post_office(answers)
    told = refusal(send, letter(), mail)
    assert told.startswith("邮件没有发出。")
    assert said in told


@pytest.mark.parametrize("end", ["hang up", "say nothing"])
def test_a_message_without_a_final_answer_may_have_gone_out(post_office: Opened, end: str) -> None:
    office, mail = post_office({"DATA": end})
    mail = mail.model_copy(update={"timeout": 1})
    assert refusal(send, letter(), mail).startswith("邮件可能已经发出，也可能没有。")
    assert office.taken


def test_a_message_that_was_taken_is_sent_even_when_the_goodbye_fails(post_office: Opened) -> None:
    office, mail = post_office({"QUIT": "hang up"})
    assert send(letter(), mail) == office.taken[0].content


def test_a_message_larger_than_the_server_takes_is_refused_beforehand(post_office: Opened) -> None:
    office, mail = post_office(data_size_limit=2000)
    said = refusal(send, letter(attachments=[replace(LETTER, data=bytes(3000))]), mail)
    assert "服务器只收 2000 字节" in said
    assert not office.taken


def test_without_a_server_nothing_is_sent() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        mail = MAIL.model_copy(update={"port": nobody.getsockname()[1]})
        assert refusal(send, letter(), mail).startswith("邮件没有发出。\n连不上服务器 127.0.0.1:")


def test_a_server_without_a_name_is_not_found() -> None:
    mail = MAIL.model_copy(update={"host": "smtp.invalid"})
    assert refusal(send, letter(), mail).startswith("邮件没有发出。\n连不上服务器 smtp.invalid:25")


def test_without_a_host_in_the_settings_there_is_no_mail() -> None:
    assert "配置中没有 mail.host" in refusal(send, letter(), MAIL.model_copy(update={"host": ""}))


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_set() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail = MAIL.model_copy(update={"port": silent.getsockname()[1], "timeout": 1})
        assert "在 1 秒内没有回应" in refusal(send, letter(), mail)
