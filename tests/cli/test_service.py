"""Service on the command line: forms printed, letters sent, mailed, served, come back, refused, and a new address."""

from __future__ import annotations

import email
from email.policy import default
from typing import Any

import pytest
from tests.mail.conftest import Opened, PostOffice, post_office

from .test_story import BY, read

__all__ = ["post_office"]  # a fixture

ISSUE = ("--issue", "--approved-by", BY)


@pytest.fixture
def told(desk: Any) -> tuple[Any, str]:
    """An application whose receipt is issued."""
    number = desk.register(address="长沙市芙蓉区五一大道1号", postcode="410011", email="zhao@example.cn")
    desk.data("letter", number, "receipt", *ISSUE)
    return desk, number


def history(desk: Any, number: str) -> list[str]:
    return [entry["event"] for entry in desk.data("show", number)["history"]]


# --- forms ---------------------------------------------------------------------------------------
def test_proof_of_service_and_confirmation_of_the_address_are_printed_for_a_case(
    told: tuple[Any, str],
) -> None:
    desk, number = told
    before = desk.content()
    proof = read(desk.data("letter", number, "service_proof", "--about", "收")["files"][0])
    for said in ("送达回证", "赵立群", f"{number}-收", "登记回执"):
        assert said in proof, said
    address = read(desk.data("letter", number, "address")["files"][0])
    for said in ("送达地址确认书", "赵立群", number):
        assert said in address, said
    assert "没有签发过" in desk.refused("letter", number, "service_proof", "--about", "补")
    assert desk.content() == before


# --- on its way ----------------------------------------------------------------------------------
def test_a_letter_goes_out_comes_back_and_goes_to_the_new_address(told: tuple[Any, str]) -> None:
    desk, number = told
    due = desk.data("show", number)["due"]
    desk.data("service", "sent", number, "收", "--on", "2026-03-02", "--service", "邮寄", "--tracking", "XA1")
    desk.on("2026-03-06")
    desk.data("service", "returned", number, "收", "--on", "2026-03-06", "--note", "查无此人")
    desk.data(
        "service", "moved", number, "--on", "2026-03-06", "address=长沙市天心区解放西路2号", "postcode=410002"
    )
    done = desk.done("service", "sent", number, f"{number}-收", "--on", "2026-03-06", "--service", "post")
    assert "已登记“发出文书”" in done.out
    desk.data("service", "refused", number, "收", "--on", "2026-03-06", "--witness", "社区工作人员刘强")
    assert history(desk, number)[-5:] == [
        "letter_sent", "letter_returned", "address_changed", "letter_sent", "letter_refused",
    ]  # fmt: skip
    assert desk.data("show", number)["due"] == due
    assert desk.data("rebuild", "--check")["faults"] == []


def test_a_request_for_clarification_served_waits_for_its_answer(desk: Any) -> None:
    number = desk.register()
    desk.record(
        number, "clarification_asked", "2026-03-05", "answer_by=2026-03-26", "defects=路段不明|请写明起止"
    )
    desk.data("letter", number, "clarification", *ISSUE)
    done = desk.done("service", "served", number, "补", "--on", "2026-03-05", "--service", "in_person")
    assert "补正告知送达" in done.out
    assert history(desk, number)[-2:] == ["letter_served", "clarification_served"]


def test_the_register_shows_a_consultation_served_and_answered(desk: Any) -> None:
    number = desk.register()
    desk.record(number, "consultation_sent", "2026-03-03", "to=third_party", "id=a", "information=协议",
                "question=是否同意公开", "name=郭启明", "person=是", "address=长沙市开福区芙蓉北路12号")  # fmt: skip
    desk.data("letter", number, "third_party", *ISSUE)
    served = desk.data("service", "served", number, "征", "--on", "2026-03-03")
    assert served["paused_until"] == "2026-03-24"
    desk.on("2026-03-10")
    desk.data("record", number, "consultation_answered", "--on", "2026-03-10", "id=a", "consents=是")
    assert history(desk, number)[-3:] == ["letter_served", "consultation_served", "consultation_answered"]


# --- by e-mail -----------------------------------------------------------------------------------
@pytest.fixture
def post(post_office: Opened, monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    """A post office on this machine, named in the settings."""
    office, mail = post_office()
    for name in ("host", "port", "security", "sender", "sender_name"):
        monkeypatch.setenv(f"FOIDESK_MAIL__{name.upper()}", str(getattr(mail, name)))
    return office


def test_a_letter_is_mailed_with_its_files(desk: Any, post: PostOffice) -> None:
    number = desk.register(email="zhao@example.cn")
    assert desk("letter", number, "receipt", *ISSUE).code == 0
    done = desk.done("service", "mail", number, "收")
    assert "已登记“发出文书”" in done.out
    (message,) = post.taken
    assert message.rcpt_tos == ["zhao@example.cn"]
    assert isinstance(message.content, bytes)
    (attached,) = email.message_from_bytes(message.content, policy=default).iter_attachments()
    assert attached.get_filename() == f"{number}-收.pdf"


def test_a_letter_to_nobodys_mailbox_is_not_mailed(desk: Any, post: PostOffice) -> None:
    number = desk.register()
    desk.data("letter", number, "receipt", *ISSUE)
    assert "没有电子邮箱" in desk.refused("service", "mail", number, "收")
    desk.data("service", "moved", number, "--on", "2026-03-02", "email=zhao@example.cn")
    desk.done("service", "mail", number, "收")
    assert len(post.taken) == 1


def test_without_a_mail_service_nothing_is_sent(told: tuple[Any, str]) -> None:
    desk, number = told
    assert "[mail]" in desk.refused("service", "mail", number, "收")


# --- bad input -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        ("sent", "补", "--on", "2026-03-02", "--service", "post"),
        ("sent", "", "--on", "2026-03-02", "--service", "post"),
        ("sent", "a\x00b", "--on", "2026-03-02", "--service", "post"),
        ("sent", "收", "--on", "2026-03-02", "--service", "鸽子"),
        ("sent", "收", "--on", "2026-03-03", "--service", "post"),
        ("sent", "收", "--on", "2026-03-01", "--service", "post"),
        ("sent", "收", "--on", "三月二日", "--service", "post"),
        ("sent", "收", "--on", "2026-03-02"),
        ("sent", "收", "--service", "post"),
        ("sent", "收", "--on", "2026-03-02", "--service", "post", "--tracking", "XA\n1"),
        ("sent", "收", "--on", "2026-03-02", "--service", "post", "--tracking", "X" * 101),
        ("served", "征", "--on", "2026-03-02"),
        ("served", "收", "--on", "2026-03-02", "--service", "x"),
        ("returned", "答", "--on", "2026-03-02"),
        ("returned", "收"),
        ("refused", "收", "--on", "2026-03-02"),
        ("refused", "收", "--on", "2026-03-02", "--witness", " "),
        ("refused", "收", "--on", "2026-03-02", "--witness", "\x07"),
        ("mail", "补"),
        ("mail", "收"),
        ("nonsense", "收"),
    ],
    ids=lambda words: " ".join(words)[:40].replace("\x00", "").replace("\n", ""),
)
def test_what_is_typed_wrongly_is_refused(told: tuple[Any, str], words: tuple[str, ...]) -> None:
    desk, number = told
    command, *rest = words
    desk.refused("service", command, number, *rest)


@pytest.mark.parametrize(
    "details",
    [(), ("name=李四",), ("address=",), ("address=甲", "address=乙"), ("address",), ("fax=1",), ("email=x",)],
)
def test_a_new_address_is_checked(told: tuple[Any, str], details: tuple[str, ...]) -> None:
    desk, number = told
    desk.refused("service", "moved", number, "--on", "2026-03-02", *details)


def test_an_application_that_is_not_there_has_no_letters(desk: Any) -> None:
    for words in (("sent", "9", "收", "--on", "2026-03-02", "--service", "post"), ("mail", "9", "收")):
        assert "没有编号为" in desk.refused("service", *words)
