"""What a clerk may change before a letter is issued: free passages, blanks, and the DOCX in a word processor."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from foidesk.desk import applications, drafts, issuing, letters
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import (
    MONDAY,
    WEDNESDAY,
    consult,
    last_letter,
    one_database,
    order,
    receipt,
    rows,
    words,
)

Register = Callable[..., Row]


# --- drafts --------------------------------------------------------------------------------------
@pytest.fixture
def consulted(office: Office, register: Register) -> str:
    """The number of an application about which a third party is asked."""
    row = register(MONDAY)
    consult(office, row.number)
    return row.number


def drafted(office: Office, number: str, kind: str = "third_party", **changed: Any) -> str:
    return issuing.drafted(office, number, kind, order(**changed), clerk(WEDNESDAY)).letter.text


def save(office: Office, number: str, kind: str = "third_party", **changed: Any) -> None:
    drafts.save(office, number, kind, clerk(WEDNESDAY), **changed)


def test_a_free_passage_is_rewritten_and_taken_up_again_until_the_letter_is_issued(
    office: Office, consulted: str
) -> None:
    save(office, consulted, passages={"question": "请贵公司逐页说明哪些数据属于商业秘密。"})
    assert "请贵公司逐页说明" in drafted(office, consulted)
    issuing.issue(office, consulted, "third_party", order(), clerk(WEDNESDAY))
    paper = letters.issued(office, applications.open_file(office, consulted), "third_party")
    assert paper is not None
    assert "请贵公司逐页说明哪些数据属于商业秘密" in words(paper.pdf)
    assert "请贵公司" not in drafted(office, consulted), "the draft went out with its letter"


def test_the_last_draft_counts_and_an_empty_text_takes_a_passage_back(office: Office, consulted: str) -> None:
    save(office, consulted, passages={"question": "第一稿的问题。"})
    save(office, consulted, about="a", passages={"question": "第二稿的问题。"})
    assert "第二稿的问题" in drafted(office, consulted)
    assert "第三稿的问题" in drafted(office, consulted, passages={"question": "第三稿的问题。"})
    save(office, consulted, passages={"question": ""})
    assert "该资料是否同意公开" in drafted(office, consulted)


def test_drafts_of_two_consultations_are_kept_apart(office: Office, consulted: str) -> None:
    consult(office, consulted, "b", name="岳麓文物修复有限公司")
    save(office, consulted, about="a", passages={"question": "只问甲方。"})
    assert "只问甲方" in drafted(office, consulted, about="a")
    assert "只问甲方" not in drafted(office, consulted, about="b")
    with pytest.raises(DeskError, match="不止一次"):
        save(office, consulted, passages={"question": "问哪一家？"})


def test_blanks_that_only_this_letter_has_are_kept_with_the_draft(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    receipt(office, number)
    changes = {"changes": "第一段｜保护范围图｜保护范围图（Ａ版）"}
    save(office, number, "erratum", about="收", stated=changes)
    done = issuing.issue(office, number, "erratum", order(about=f"{number}-收"), clerk(WEDNESDAY))
    assert "保护范围图（A版）" in words(done.paper.pdf), "letters are kept half-width"
    assert json.loads(last_letter(office, number).stated or "") == {
        "changes": "第一段｜保护范围图｜保护范围图（A版）"
    }


@one_database
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"passages": {"period": "请在三日内答复。"}}, "不能改写：period"),
        ({"passages": {"rule": ""}}, "不能改写：rule"),
        ({"passages": {"没有这一段": "字"}}, "不能改写：没有这一段"),
        ({"stated": {"information": "全部档案"}}, "没有“information”这样的空白"),
        ({"stated": {"": "字"}}, "没有“”这样的空白"),
        ({"about": "z"}, "没有编号为“z”"),
        ({"passages": {"question": "{{ agency }}"}}, "{{"),
        ({"passages": {"question": "请于××日前答复"}}, "××"),
    ],
)
def test_what_is_locked_or_unknown_is_not_drafted_and_nothing_kept(
    office: Office, consulted: str, changed: dict[str, Any], said: str
) -> None:
    before = rows(office)
    with pytest.raises(DeskError) as refused:
        save(office, consulted, **changed)
    assert said in str(refused.value)
    assert rows(office) == before


def test_of_two_drafts_written_at_once_the_slower_is_told(office: Office, consulted: str) -> None:
    file = applications.open_file(office, consulted)
    save(office, consulted, passages={"question": "甲的问题。"})
    with pytest.raises(DeskError, match="刚刚由周敏更改"):
        applications.record(
            office,
            consulted,
            [ev.Drafted(on=WEDNESDAY, kind="third_party")],
            clerk(WEDNESDAY),
            seen=len(file.entries),
        )
