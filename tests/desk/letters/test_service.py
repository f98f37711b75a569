"""The forms about service: who is served with what, and where; signed by hand, so much is left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.desk.letters.drafting import (
    COMPANY,
    NAMES,
    PERSON,
    REQUEST,
    altered,
    and_then,
    drafted,
    jointly,
    missing,
    of,
    sample,
    text,
    without,
)

from foidesk.desk.letterfacts.matter import Matter
from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.rules import events as ev
from foidesk.rules import law

NUMBER = "芙政公开〔2026〕第31号"


def rows(matter: Matter, kind: str) -> dict[str, str]:
    """First and last cell of every row of the form."""
    return {row[0]: row[-1] for table in of(drafted(matter, kind), Style.TABLE) for row in table.rows}


def listed(matter: Matter) -> list[tuple[str, ...]]:
    """The letters in the proof: place, title, number."""
    return [
        row
        for table in of(drafted(matter, "service_proof"), Style.TABLE)
        for row in table.rows
        if len(row) == 3
    ][1:]


def about(matter: Matter, *numbers: str) -> Matter:
    return replace(matter, about="、".join(numbers))


def consulted_too() -> Matter:
    """The letter to the third party was issued as well."""
    return and_then(
        sample("service_proof"),
        ev.LetterIssued(on=date(2026, 3, 9), kind="third_party", doc_number=f"{NUMBER}-征2", about="c1"),
    )


# --- proof of service -----------------------------------------------------------------------------
def test_the_proof_lists_every_letter_by_its_title_and_number() -> None:
    assert listed(sample("service_proof")) == [
        ("1", "政府信息公开申请延期答复告知书", f"{NUMBER}-延"),
        ("2", "政府信息公开申请征求意见告知书", f"{NUMBER}-征"),
    ]


def test_the_proof_leaves_place_way_signatures_and_refusal_to_be_written_by_hand() -> None:
    form = rows(sample("service_proof"), "service_proof")
    assert form["送达机关"] == "长沙市芙蓉区人民政府"
    assert form["送达方式"] == "□直接　□委托其他行政机关　□邮寄　□电子"
    by_hand = (
        "送达地点或者接收地址",
        "受送达人签名或者盖章、签收日期",
        "代收人签名、关系和日期",
        "拒收的事由和日期",
        "见证人签名或者盖章",
        "送达人签名和日期",
    )
    assert [form[label] for label in by_hand] == [""] * len(by_hand)


@pytest.mark.parametrize("kind", ["service_proof", "address"])
def test_a_form_has_no_number_signature_or_date_of_its_own_and_no_remedy(kind: str) -> None:
    form = drafted(sample(kind), kind)
    assert (form.number, form.head) == ("", "")
    assert not of(form, Style.SIGNATURE)
    assert not of(form, Style.DATE)
    assert not [words for words in ("复议", "诉讼", "不服") if words in form.text]


def test_the_applicant_is_served_unless_the_letter_went_to_a_consulted_party() -> None:
    matter = consulted_too()
    own = about(matter, f"{NUMBER}-延")
    assert rows(own, "service_proof")["受送达人"] == NAMES[PERSON]
    partys = about(matter, f"{NUMBER}-征2")
    assert rows(partys, "service_proof")["受送达人"] == NAMES[COMPANY]
    assert NAMES[PERSON] not in text("service_proof", partys)
    assert REQUEST not in text("service_proof", partys)


def test_a_letter_that_names_no_consultation_belongs_to_the_only_one() -> None:
    matter = altered(consulted_too(), ev.LetterIssued, about=None)
    assert rows(about(matter, f"{NUMBER}-征2"), "service_proof")["受送达人"] == NAMES[COMPANY]


def test_applicant_and_third_party_never_sign_one_proof() -> None:
    with pytest.raises(DeskError, match="受送达人不同"):
        drafted(about(consulted_too(), f"{NUMBER}-延", f"{NUMBER}-征2"), "service_proof")


def test_joint_applicants_sign_a_proof_each() -> None:
    joint = jointly(sample("service_proof"))
    assert missing("service_proof", joint) == ("受送达人（有数名申请人的，写其中一名，每人一份）",)
    named = replace(joint, stated={"recipient": NAMES[COMPANY]})
    assert rows(named, "service_proof")["受送达人"] == NAMES[COMPANY]
    with pytest.raises(DeskError, match="“李某”不是这些文书的受送达人"):
        drafted(replace(joint, stated={"recipient": "李某"}), "service_proof")


def test_a_suffix_stands_for_the_whole_number() -> None:
    assert listed(about(sample("service_proof"), "延")) == [
        ("1", "政府信息公开申请延期答复告知书", f"{NUMBER}-延")
    ]


def test_the_letter_is_named_where_there_are_several_and_must_have_been_issued() -> None:
    with pytest.raises(DeskError, match="没有写明送达哪些文书") as refused:
        drafted(about(sample("service_proof")), "service_proof")
    assert f"{NUMBER}-延" in refused.value.do
    with pytest.raises(DeskError, match=f"没有签发过文号为“{NUMBER}-答”的文书"):
        drafted(about(sample("service_proof"), f"{NUMBER}-答"), "service_proof")
    with pytest.raises(DeskError, match="没有写明送达哪些文书"):
        drafted(about(without(sample("service_proof"), ev.LetterIssued)), "service_proof")


def test_an_only_letter_needs_no_naming() -> None:
    one = and_then(
        without(sample("service_proof"), ev.LetterIssued),
        ev.LetterIssued(on=date(2026, 3, 11), kind="extension", doc_number=f"{NUMBER}-延"),
    )
    assert [number for _, _, number in listed(about(one))] == [f"{NUMBER}-延"]


def test_a_third_party_without_a_name_on_record_cannot_be_served() -> None:
    nameless = altered(consulted_too(), ev.ConsultationSent, party=None)
    lacks = missing("service_proof", about(nameless, f"{NUMBER}-征2"))
    assert "受送达人" in lacks[0]


# --- the address to serve at ----------------------------------------------------------------------
def test_the_applicant_writes_address_ways_and_signature_and_confirms_them() -> None:
    form = rows(sample("address"), "address")
    assert (form["申请人"], form["申请编号"]) == (NAMES[PERSON], NUMBER)
    by_hand = ("送达地址", "邮政编码", "联系电话", "电子邮箱", "签名或者盖章")
    assert [form[label] for label in by_hand] == [""] * len(by_hand)
    assert form["选择的送达方式"] == "□邮寄　□电子邮箱　□到本机关当面领取"


def test_the_applicant_learns_what_follows_from_the_address() -> None:
    said = text("address")
    assert f"{law.SERVICE_DAYS.cite}（{law.SERVICE_DAYS.act.number}）" in said
    assert "邮寄送达的，以交邮之日计算期限" in said
    assert "收到变更之日起，按照变更后的地址送达" in said
    assert "文书被退回的，不影响该文书的发出日期" in said
    assert "视为送达" not in said  # no period of the applicant's own begins with a letter that came back
