"""What is not issued: every fault named at once, nothing written, and what only the head may let go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from foidesk.desk import issuing
from foidesk.desk.enclosing import Attachment
from foidesk.desk.issuing import NotIssued
from foidesk.desk.office import Office
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import (
    FRIDAY,
    HEAD,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    cleared,
    decision,
    issued_letters,
    last_letter,
    one_database,
    order,
    receipt,
    refusal,
    reply,
    rows,
    with_roles,
    words,
)

Register = Callable[..., Row]


# --- what is refused -----------------------------------------------------------------------------
def test_every_fault_of_a_letter_is_named_at_once_and_nothing_written(
    office: Office, register: Register
) -> None:
    row = register(MONDAY)
    cleared(office, row.number)
    before = rows(office)
    lists_more = {**decision().facts, "attachments": "保护范围图"}
    wrong = order(
        approved_by="门卫老张",
        passages={"facts": "经查，该图属于内部资料"},
        attachments=[Attachment("另一份图", "另一份图.txt", "图".encode())],
    )
    with pytest.raises(NotIssued) as refused:
        reply(with_roles(office), row.number, wrong, decision(**lists_more))
    assert len(refused.value.findings) >= 3
    for said in ("门卫老张", "内部资料", "另一份图", "保护范围图"):
        assert said in str(refused.value), said
    assert rows(office) == before


@one_database
@pytest.mark.parametrize("way", ["issue", "draft"])
@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 3, 4), "晚于今天"), (date(2026, 2, 28), "早于收到申请之日")]
)
def test_a_letter_bears_no_day_to_come_and_none_before_the_receipt(
    office: Office, register: Register, day: date, said: str, way: str
) -> None:
    row = register(MONDAY)
    before = rows(office)
    act = issuing.issue if way == "issue" else issuing.drafted
    assert said in refusal(act, office, row.number, "receipt", order(signed_on=day), clerk(TUESDAY))
    assert rows(office) == before


def test_a_reply_is_signed_no_later_than_it_goes_out(office: Office, register: Register) -> None:
    row = register(MONDAY)
    cleared(office, row.number)
    late = order(signed_on=FRIDAY)
    assert "晚于送达日期" in refusal(reply, office, row.number, late, decision(on=WEDNESDAY))
    early = reply(office, row.number, order(signed_on=WEDNESDAY)).paper
    assert "2026年3月4日" in words(early.pdf)


@one_database
def test_a_form_is_printed_and_not_issued(office: Office, register: Register) -> None:
    row = register(MONDAY)
    receipt(office, row.number)
    for kind in ("address", "service_proof"):
        assert "不用签发" in refusal(issuing.issue, office, row.number, kind, order(), clerk(MONDAY))
        drafted = issuing.drafted(office, row.number, kind, order(), clerk(MONDAY))
        assert drafted.letter.number == ""


@one_database
@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("没有这种", {}, "没有名为"),
        ("_shared", {}, "_shared"),
        ("../config", {}, "没有名为"),
        ("receipt", {"stated": {"due": "2027年1月1日"}}, "没有“due”这样的空白"),
        ("receipt", {"passages": {"remedy": "无"}}, "不能改写：remedy"),
        ("receipt", {"docx": b"%PDF-1.7"}, "DOCX"),
        ("receipt", {"docx": b""}, "DOCX"),
        ("third_party", {}, "没有向第三方征求意见"),
        ("third_party", {"about": "z"}, "没有向第三方征求意见"),
        ("erratum", {"about": "补"}, "没有签发过"),
        ("disclosed", {}, "不是该申请的答复书"),
        ("receipt", {"approved_by": ""}, "签发人"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_kept(
    office: Office, register: Register, kind: str, changed: dict[str, object], said: str
) -> None:
    row = register(MONDAY)
    before = rows(office)
    act = (office, row.number, kind, order(**changed), clerk(MONDAY))
    assert said in refusal(issuing.issue, *act)
    assert rows(office) == before


@one_database
@pytest.mark.parametrize("sign", ["\x00", "\x07", "\ud800", "\U000e0041", "\u202e"])
def test_signs_that_no_letter_can_bear_are_refused(office: Office, register: Register, sign: str) -> None:
    row = register(MONDAY)
    cleared(office, row.number)
    before = rows(office)
    strange = order(passages={"facts": f"经查，本机关保存{sign}有该图"})
    assert refusal(reply, office, row.number, strange)
    assert rows(office) == before


# --- warnings ------------------------------------------------------------------------------------
def test_what_is_only_warned_of_needs_the_heads_reason_which_is_kept_with_the_name(
    office: Office, register: Register
) -> None:
    late = date(2026, 4, 8)
    row = register(MONDAY)
    cleared(office, row.number)

    def act(how: issuing.Order) -> issuing.Issued:
        return issuing.reply(office, row.number, decision(on=late), how, clerk(late))

    before = rows(office)
    for reason in ("", "   "):
        with pytest.raises(NotIssued) as refused:
            act(order(confirmed=reason))
        assert not any(each.refuses for each in refused.value.findings)
        assert "--confirm" in refused.value.do
    assert rows(office) == before
    done = act(order(confirmed="承办人住院，已向申请人说明"))
    assert len(done.warnings) == 1
    letter = last_letter(office, row.number)
    assert (letter.confirmed_by, letter.confirmed) == (HEAD, "承办人住院，已向申请人说明")


def test_a_reason_where_nothing_is_warned_of_is_not_kept(office: Office, register: Register) -> None:
    row = register(MONDAY)
    receipt(office, row.number, confirmed="以防万一")
    letter = last_letter(office, row.number)
    assert (letter.confirmed_by, letter.confirmed) == (None, None)


@one_database
def test_a_refusal_is_not_confirmed_away(office: Office, register: Register) -> None:
    row = register(MONDAY)
    strange = {"approved_by": "门卫老张", "confirmed": "特批"}
    assert "门卫老张" in refusal(receipt, with_roles(office), row.number, **strange)
    assert issued_letters(office, row.number) == []
