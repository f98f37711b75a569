"""Letters on their way: sent, mailed, served, come back, refused, with what that means for the clock."""

from __future__ import annotations

import email
from collections.abc import Callable
from datetime import date
from email.policy import default
from typing import Any

import pytest
from tests.mail.conftest import Opened, PostOffice, post_office

from foidesk.desk import applications, dispatch, issuing
from foidesk.desk.issuing import Attachment
from foidesk.desk.office import Office
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import FeeStandard, Service
from foidesk.store import frozen
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import (
    DISCLOSED,
    FRIDAY,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    blackened,
    cleared,
    consult,
    decision,
    last_letter,
    one_database,
    order,
    receipt,
    refusal,
    reply,
    rows,
    set_to,
    word,
    words,
)

__all__ = ["post_office"]  # a fixture

Register = Callable[..., Row]
THURSDAY = date(2026, 3, 5)


def events(office: Office, number: str) -> list[str]:
    return [entry.event.name for entry in applications.open_file(office, number).entries]


def record(office: Office, number: str, *facts: ev.Event) -> None:
    applications.record(office, number, facts, clerk(facts[-1].on))


# --- notices that start or stop the clock --------------------------------------------------------
def clarification(office: Office, number: str) -> None:
    asked = ev.ClarificationAsked(on=TUESDAY, defects="没有写明年份|请写明年份", answer_by=date(2026, 3, 24))
    record(office, number, asked)
    issuing.issue(office, number, "clarification", order(), clerk(TUESDAY))


def fee(office: Office, number: str) -> None:
    notified = ev.FeeNotified(
        on=TUESDAY,
        standard=FeeStandard.PAGES,
        units=250,
        officer="周明远",
        reason="该申请涉及250页，明显超过合理范围",
        alternatives_offered=True,
    )
    record(office, number, notified)
    issuing.issue(office, number, "fee", order(), clerk(TUESDAY))


def explanation(office: Office, number: str) -> None:
    asked = ev.ExplanationAsked(
        on=TUESDAY,
        answer_by=date(2026, 3, 24),
        officer="周明远",
        figures="2025年12月至2026年3月，您向本机关提出申请47件",
    )
    record(office, number, asked)
    issuing.issue(office, number, "explanation", order(), clerk(TUESDAY))


def third_party(office: Office, number: str) -> None:
    consult(office, number, on=TUESDAY)
    issuing.issue(office, number, "third_party", order(), clerk(TUESDAY))


@pytest.mark.parametrize(
    ("notice", "suffix", "told"),
    [
        (clarification, "补", "clarification_served"),
        (fee, "费", "fee_notice_served"),
        (explanation, "理", "explanation_served"),
        (third_party, "征", "consultation_served"),
    ],
)
def test_the_service_of_a_notice_is_told_to_the_clock_once(
    office: Office, register: Register, notice: Callable[[Office, str], None], suffix: str, told: str
) -> None:
    number = register(MONDAY).number
    notice(office, number)
    dispatch.posted(office, number, suffix, WEDNESDAY, clerk(WEDNESDAY), service=Service.POST)
    assert told not in events(office, number)
    dispatch.served(office, number, suffix, THURSDAY, clerk(THURSDAY), service=Service.POST)
    assert events(office, number)[-3:] == ["letter_sent", "letter_served", told]
    again = (office, number, suffix, THURSDAY, clerk(FRIDAY))
    dispatch.served(*again)
    assert events(office, number).count(told) == 1


def test_what_was_told_to_the_clock_by_hand_is_not_told_again(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    clarification(office, number)
    record(office, number, ev.ClarificationServed(on=THURSDAY))
    dispatch.served(office, number, "补", THURSDAY, clerk(THURSDAY))
    assert events(office, number)[-2:] == ["clarification_served", "letter_served"]


def test_a_fee_notice_served_says_until_when_is_waited(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    fee(office, number)
    done = dispatch.served(office, number, "费", THURSDAY, clerk(THURSDAY))
    assert done.row.waiting_until == date(2026, 4, 2)


def test_a_reply_served_moves_no_clock(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    cleared(office, number)
    reply(office, number)
    done = dispatch.served(office, number, "答", date(2026, 3, 9), clerk(date(2026, 3, 9)))
    assert done.before.clock == done.after.clock


# --- what comes back -----------------------------------------------------------------------------
def sent_to(office: Office, number: str) -> list[str | None]:
    entries = applications.open_file(office, number).entries
    return [entry.event.to for entry in entries if isinstance(entry.event, ev.LetterSent)]


def test_what_comes_back_is_tried_again_at_the_address_the_applicant_gave(
    office: Office, register: Register
) -> None:
    number = register(MONDAY, address="长沙市芙蓉区五一大道1号", postcode="410011").number
    paper = receipt(office, number).paper
    post = {"service": Service.POST}
    dispatch.posted(office, number, "收", TUESDAY, clerk(TUESDAY), tracking="XA123", **post)
    dispatch.returned(office, number, "收", WEDNESDAY, clerk(WEDNESDAY), note="查无此人")
    moved = {"address": "长沙市岳麓区潇湘中路9号", "postcode": "410006"}
    dispatch.moved(office, number, moved, THURSDAY, clerk(THURSDAY))
    dispatch.posted(office, number, "收", FRIDAY, clerk(FRIDAY), tracking="XA456", **post)
    assert sent_to(office, number) == [
        "410011 长沙市芙蓉区五一大道1号 李珺",
        "410006 长沙市岳麓区潇湘中路9号 李珺",
    ]
    file = applications.open_file(office, number)
    assert (file.applicant.address, file.applicant.telephone) == ("长沙市岳麓区潇湘中路9号", "13800000040")
    assert paper == issuing.letters.issued(office, file, "receipt")
    assert file.case.clock.due == date(2026, 3, 30), "no letter of ours that comes back moves the due day"


def test_a_consultation_that_comes_back_is_told_to_the_clock_and_can_be_sent_again(
    office: Office, register: Register
) -> None:
    number = register(MONDAY).number
    third_party(office, number)
    dispatch.posted(office, number, "征", TUESDAY, clerk(TUESDAY), service=Service.POST)
    done = dispatch.returned(office, number, "征", WEDNESDAY, clerk(WEDNESDAY))
    assert done.after.position.consultations["a"].returned
    dispatch.returned(office, number, "征", WEDNESDAY, clerk(THURSDAY), note="另一名同事也登记了")
    assert events(office, number).count("consultation_returned") == 1
    dispatch.posted(office, number, "征", THURSDAY, clerk(THURSDAY), service=Service.IN_PERSON)
    served = dispatch.served(office, number, "征", THURSDAY, clerk(THURSDAY)).after
    assert served.position.consultations["a"].served == THURSDAY
    assert not served.position.consultations["a"].returned
    assert sent_to(office, number) == ["长沙市开福区芙蓉北路12号 湘江测绘有限公司"] * 2


def test_a_refusal_at_the_door_names_who_saw_it(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    receipt(office, number)
    act = (office, number, "收", TUESDAY, clerk(TUESDAY))
    assert "见证人" in refusal(dispatch.refused, *act, witness="  ")
    dispatch.refused(*act, witness="社区工作人员刘强", note="当面拒收")
    event = applications.open_file(office, number).entries[-1].event
    assert isinstance(event, ev.LetterRefused)
    assert (event.witness, event.note) == ("社区工作人员刘强", "当面拒收")


@one_database
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "没有写明新的联系方式"),
        ({"name": "李君"}, "不能变更“name”"),
        ({"id_number": "430102"}, "不能变更“id_number”"),
        ({"address": ""}, "通信地址不能为空"),
        ({"address": "一\n二"}, "不能换行"),
        ({"email": "没有"}, "电子邮箱写法不对"),
        ({"telephone": "\x00"}, "控制字符"),
        ({"address": "路" * 501}, "超过500字"),
        ({"nonsense": "x"}, "不能变更“nonsense”"),
    ],
)
def test_a_new_address_is_checked_as_at_registration(
    office: Office, register: Register, changed: dict[str, str], said: str
) -> None:
    number = register(MONDAY).number
    before = rows(office)
    assert said in refusal(dispatch.moved, office, number, changed, TUESDAY, clerk(TUESDAY))
    assert rows(office) == before


# --- what is not known ---------------------------------------------------------------------------
Act = Callable[[Office, str, str, date], object]
ACTS: dict[str, Act] = {
    "sent": lambda o, n, letter, on: dispatch.posted(o, n, letter, on, clerk(TUESDAY), service=Service.POST),
    "served": lambda o, n, letter, on: dispatch.served(o, n, letter, on, clerk(TUESDAY)),
    "returned": lambda o, n, letter, on: dispatch.returned(o, n, letter, on, clerk(TUESDAY)),
    "refused": lambda o, n, letter, on: dispatch.refused(o, n, letter, on, clerk(TUESDAY), witness="刘强"),
}


@one_database
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("letter", "on", "said"),
    [
        ("补", TUESDAY, "没有签发过"),
        ("", TUESDAY, "没有签发过"),
        ("芙政公开〔2026〕第99号-收", TUESDAY, "没有签发过"),
        ("收", WEDNESDAY, "将来"),
        ("收", date(2026, 3, 1), "没有签发过"),
    ],
)
def test_only_what_was_issued_by_then_is_on_its_way(
    office: Office, register: Register, act: str, letter: str, on: date, said: str
) -> None:
    number = register(MONDAY).number
    receipt(office, number)
    before = rows(office)
    assert said in refusal(ACTS[act], office, number, letter, on)
    assert rows(office) == before


def test_a_struck_letter_is_not_sent(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    receipt(office, number)
    place = len(events(office, number))
    record(office, number, ev.Struck(on=TUESDAY, sequence=place, reason="误签", struck_by="周敏"))
    assert "没有签发过" in refusal(ACTS["sent"], office, number, "收", TUESDAY)


# --- by e-mail -----------------------------------------------------------------------------------
@pytest.fixture
def mailing(office: Office, post_office: Opened) -> tuple[Office, PostOffice]:
    """The desk with a post office on this machine."""
    post, mail = post_office()
    return set_to(office, mail=mail), post


def parts(message: bytes) -> dict[str, tuple[str, bytes]]:
    """The attachments of a message by their names: media type and content."""
    parsed = email.message_from_bytes(message, policy=default)
    found = {}
    for part in parsed.iter_attachments():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[str(part.get_filename())] = (part.get_content_type(), content)
    return found


def test_an_issued_letter_goes_out_by_mail_and_the_message_is_kept(
    mailing: tuple[Office, PostOffice], register: Register
) -> None:
    office, post = mailing
    number = register(MONDAY, email="lijun@example.cn").number
    paper = receipt(office, number).paper
    [sent] = dispatch.emailed(office, number, "收", clerk(TUESDAY))
    (arrived,) = post.taken
    assert arrived.rcpt_tos == ["lijun@example.cn"]
    assert arrived.content == sent.message
    event = applications.open_file(office, number).entries[-1].event
    assert isinstance(event, ev.LetterSent)
    assert (event.service, event.to, event.on) == (Service.ELECTRONIC, "lijun@example.cn", TUESDAY)
    with office.database.reading() as conn:
        kind, kept = frozen.thaw(conn, office.vault, office.key, event.message_sha256 or "")
    assert (kind, kept) == ("message/rfc822", sent.message)
    parsed = email.message_from_bytes(kept, policy=default)
    assert parsed["Subject"] == f"{office.agency.name}：{number}-收"
    body = parsed.get_body()
    assert body is not None
    assert "李珺" in body.get_content()
    assert parts(kept) == {f"{number}-收.pdf": ("application/pdf", paper.pdf)}


def test_the_files_of_a_letter_go_with_it_under_the_names_of_its_list(
    mailing: tuple[Office, PostOffice], register: Register
) -> None:
    office, post = mailing
    number = register(MONDAY, email="lijun@example.cn").number
    cleared(office, number)
    plan, table, scan = blackened("保护范围图"), word("说明表"), b"OFD\x00\x01 of some kind"
    facts = {**DISCLOSED, "attachments": "保护范围图（1/500）\n保护标志说明表\n测绘成果"}
    files = [  # not in the order of the list
        Attachment("3.测绘成果", "3.测绘成果.ofd", scan),
        Attachment("保护标志说明表", "保护标志说明表.docx", table),
        Attachment("附件1：保护范围图（1/500）", "范围.pdf", plan),
    ]
    reply(office, number, order(attachments=files), decision(**facts))
    assert len(last_letter(office, number).attachments) == 3
    message = dispatch.emailed(office, number, "答", clerk(FRIDAY))[0].message
    found = parts(message)
    assert found["保护范围图（1-500）.pdf"] == ("application/pdf", plan)
    assert found["保护标志说明表.docx"][1] == table
    assert found["测绘成果.ofd"][1] == scan
    assert len(found) == 4
    assert len(post.taken) == 1


def test_a_letter_whose_attachments_are_on_paper_only_is_not_mailed(
    mailing: tuple[Office, PostOffice], register: Register
) -> None:
    office, post = mailing
    number = register(MONDAY, email="lijun@example.cn").number
    cleared(office, number)
    reply(office, number, what=decision(**DISCLOSED, attachments="保护范围图"))
    before = rows(office)
    assert "附件没有留存" in refusal(dispatch.emailed, office, number, "答", clerk(FRIDAY))
    assert (rows(office), post.taken) == (before, [])


def test_a_letter_to_a_third_party_goes_to_its_address_and_never_to_the_applicants(
    mailing: tuple[Office, PostOffice], register: Register
) -> None:
    office, post = mailing
    number = register(MONDAY, email="lijun@example.cn").number
    consult(office, number, on=TUESDAY, email="xjch@example.cn")
    paper = issuing.issue(office, number, "third_party", order(), clerk(TUESDAY)).paper
    message = dispatch.emailed(office, number, "征", clerk(TUESDAY))[0].message
    assert post.taken[0].rcpt_tos == ["xjch@example.cn"]
    parsed = email.message_from_bytes(message, policy=default)
    body = parsed.get_body()
    assert body is not None
    assert "李珺" not in body.get_content() + words(paper.pdf)


@one_database
@pytest.mark.parametrize(
    ("given", "answers", "said"),
    [
        ({}, {}, "没有电子邮箱"),
        ({"email": "lijun@example.cn"}, {"RCPT": "550 no such user"}, "不接受收信地址"),
        ({"email": "lijun@example.cn"}, {"DATA": "554 spam"}, "不接受邮件"),
        ({"email": "lijun@example.cn"}, {"MAIL": "hang up"}, "中断了连接"),
    ],
)
def test_a_message_that_does_not_go_out_is_not_recorded(
    office: Office,
    register: Register,
    post_office: Opened,
    given: dict[str, str],
    answers: dict[str, str],
    said: str,
) -> None:
    mailing = set_to(office, mail=post_office(answers)[1])
    number = register(MONDAY, **given).number
    receipt(office, number)
    before = rows(office)
    assert said in refusal(dispatch.emailed, mailing, number, "收", clerk(TUESDAY))
    assert rows(office) == before


def test_without_a_mail_service_the_clerk_is_told_what_to_set(office: Office, register: Register) -> None:
    number = register(MONDAY, email="lijun@example.cn").number
    receipt(office, number)
    assert "mail.sender" in refusal(dispatch.emailed, office, number, "收", clerk(TUESDAY))


def test_a_message_sent_but_not_recorded_is_said_to_be_out(
    office: Office, register: Register, post_office: Opened
) -> None:
    number = register(MONDAY, email="lijun@example.cn").number
    receipt(office, number)
    place = len(events(office, number))
    post, mail = post_office()
    take = post.handle_DATA

    async def strikes_meanwhile(*arguments: Any) -> str:
        """Another clerk strikes the letter while its message is on the wire."""
        record(office, number, ev.Struck(on=TUESDAY, sequence=place, reason="误签", struck_by="周敏"))
        return await take(*arguments)

    post.handle_DATA = strikes_meanwhile  # type: ignore[method-assign]
    said = refusal(dispatch.emailed, set_to(office, mail=mail), number, "收", clerk(TUESDAY))
    assert said.startswith("邮件已经发出（lijun@example.cn），但是没有登记。")
    assert "没有签发过" in said
    assert len(post.taken) == 1
    assert "letter_sent" not in events(office, number)
