"""Applications found by words that are sealed at rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, select
from tests.desk.conftest import clerk

from foidesk.desk import applications, rebuilding
from foidesk.desk.finding.likeness import alike
from foidesk.desk.finding.search import PAGE, search
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Role
from foidesk.store import people
from foidesk.store.registertables import search_tokens
from foidesk.store.worklist import Row

DAY = date(2026, 3, 2)
Register = Callable[..., Row]


@pytest.fixture
def by() -> By:
    return replace(clerk(DAY), roles=frozenset({Role.CLERK}))


def found(office: Office, words: str, by: By) -> list[int]:
    return [line.row.n or line.row.application for line in search(office, words, by).lines]


@pytest.mark.parametrize(
    "words",
    [
        "土地",
        "国有土地",
        "ＧＢ/Ｔ",
        "gb/t",
        "出让 合同",
        "李珺",
        "王喆",
        "周律师",
        "1",
        "2026-1",
        "〔2026〕第1号",
        "芙政公开〔2026〕第1号",
    ],
)
def test_an_application_is_found_by_its_words_names_and_number(
    office: Office, register: Register, by: By, words: str
) -> None:
    register(
        DAY, request="国有土地出让合同（GB/T 9704）", joint="王喆", agent="周律师", agent_power="general"
    )
    register(DAY, request="另一件事", name="赵旻")
    assert found(office, words, by) == [1]


@pytest.mark.parametrize(
    "words", ["", "土", "地国", "土地合同", "%", "__", "李旻", "'; --", "\x00\x00", "第9号"]
)
def test_what_no_application_holds_finds_none(office: Office, register: Register, by: By, words: str) -> None:
    register(DAY, request="国有土地出让合同")
    assert found(office, words, by) == []


def test_words_that_only_share_pairs_of_characters_are_not_taken_for_the_text(
    office: Office, register: Register, by: By
) -> None:
    register(DAY, request="甲乙，乙丙")
    register(DAY, request="说的是甲乙丙")
    assert found(office, "甲乙丙", by) == [2]


def test_who_may_not_read_names_cannot_confirm_one_by_searching(
    office: Office, register: Register, by: By
) -> None:
    register(DAY, request="国有土地出让合同", name="李珺")
    auditor = replace(by, roles=frozenset({Role.AUDITOR}))
    assert found(office, "李珺", auditor) == []
    assert found(office, "国有", auditor) == [1]
    with pytest.raises(NotPermitted):
        search(office, "国有", replace(by, roles=frozenset({Role.ADMINISTRATOR})))


def test_a_corrected_request_and_name_are_found_and_the_wrong_ones_no_longer(
    office: Office, register: Register, by: By
) -> None:
    row = register(DAY, request="国有土地出让合同", name="李珺")
    corrected = ev.RegistrationCorrected(on=DAY, request="集体土地征收公告", reason="登记时看错")
    applications.record(office, row.number, [corrected], by)
    applications.correct_applicant(office, row.number, {"name": "李俊"}, DAY, "姓名登记有误", by)
    assert found(office, "国有", by) == found(office, "李珺", by) == []
    assert found(office, "集体土地征收", by) == found(office, "李俊", by) == [1]
    assert rebuilding.check(office).faults == []


def test_hits_come_newest_first_page_by_page(office: Office, register: Register, by: By) -> None:
    for _ in range(PAGE + 3):
        register(DAY, request="批量申请的内容")
    first = search(office, "批量申请", by)
    assert [line.row.n for line in first.lines] == list(range(PAGE + 3, 3, -1))
    second = search(office, "批量申请", by, first.after)
    assert [line.row.n for line in second.lines] == [3, 2, 1]
    assert second.after is None


def test_a_search_that_opens_much_in_vain_stops_and_says_where_to_go_on(
    office: Office, register: Register, by: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foidesk.desk.finding.search._ROUNDS", 1)
    register(DAY, request="说的是甲乙丙")
    for _ in range(PAGE + 1):
        register(DAY, request="甲乙，乙丙")
    first = search(office, "甲乙丙", by)
    assert first.lines == ()
    assert first.after == 2
    second = search(office, "甲乙丙", by, first.after)
    assert [line.row.n for line in second.lines] == [1]
    assert second.after is None


def test_three_characters_of_a_joint_applicant_are_found_and_not_across_two_names(
    office: Office, register: Register, by: By
) -> None:
    register(DAY, request="一件事", name="赵旻昉", joint="钱小珺、孙大璠")
    assert found(office, "钱小珺", by) == found(office, "赵旻昉", by) == [1]
    assert found(office, "昉钱小", by) == []


def test_an_erased_name_is_found_no_longer_once_the_index_is_made_again(
    office: Office, register: Register, by: By
) -> None:
    register(DAY, request="一件事", name="李珺")
    with office.database.writing() as conn:
        people.erase(conn, office.key, 1, by.now)
    assert any("检索词" in fault for fault in rebuilding.check(office).faults)
    rebuilding.rebuild(office)
    assert rebuilding.check(office).faults == []
    assert found(office, "李珺", by) == []


def test_the_database_holds_no_word_in_the_clear_and_other_agencies_have_other_tokens(
    office: Office, register: Register
) -> None:
    register(DAY, request="国有土地出让合同")
    with office.database.reading() as conn:
        tokens = conn.execute(select(search_tokens.c.token)).scalars().all()
    assert len(tokens) > 5
    assert all(0 <= token < 2**63 for token in tokens)
    other = office.vault.blind("words of the request", "other", "国有")
    assert int.from_bytes(other[:8]) >> 1 not in tokens


def test_the_index_is_proved_and_made_again_from_the_logs(office: Office, register: Register, by: By) -> None:
    register(DAY, request="国有土地出让合同")
    with office.database.writing() as conn:
        conn.execute(delete(search_tokens))
    assert any("检索词" in fault for fault in rebuilding.check(office).faults)
    rebuilding.rebuild(office)
    assert rebuilding.check(office).faults == []
    assert found(office, "国有", by) == [1]


def test_a_like_request_is_named_with_how_alike_it_is(office: Office, register: Register, by: By) -> None:
    register(DAY, request="2023年度某社区惠民资金的使用情况")
    register(DAY, request="某加油站危险化学品经营许可证")
    [like] = alike(office, "某社区2023年度惠民资金使用情况", by)
    assert like.line.row.n == 1
    assert 60 <= like.likeness < 100
    assert alike(office, "完全不同的一件事情", by) == ()
    assert alike(office, "某", by) == ()


def test_a_long_request_is_known_again_by_a_sample_of_its_words(
    office: Office, register: Register, by: By
) -> None:
    text = "".join(chr(0x4E00 + n * 7) for n in range(2_000))
    register(DAY, request=text)
    [like] = alike(office, text + "（补充）", by)
    assert like.likeness == 100
