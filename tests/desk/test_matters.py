"""The register of what is no application."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from tests.desk.conftest import clerk

from foidesk.desk import matters, registration
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role

DAY = date(2026, 3, 2)
SAID = {
    "kind": "consultation",
    "received": "2026-03-02",
    "channel": "internet",
    "name": "李珺",
    "telephone": "13800000040",
    "subject": "请问办理居住证要哪些材料",
}


@pytest.fixture
def by() -> By:
    return replace(clerk(DAY), roles=frozenset({Role.CLERK}))


def later(by: By, days: int) -> By:
    return replace(by, now=by.now + timedelta(days=days))


def test_a_question_gets_a_number_of_its_own_an_inner_limit_and_an_answer(office: Office, by: By) -> None:
    first = matters.put_aside(office, SAID, by)
    second = matters.put_aside(office, {**SAID, "kind": "correction"}, by)
    assert first.matter.number == "芙政公开事项〔2026〕第1号"
    assert second.matter.number == "芙政公开事项〔2026〕第2号"
    assert (first.sender, first.answer_by) == ("李*", date(2026, 3, 30))
    matters.answer(office, first.matter.matter, "已电话告知", DAY, by)
    [still_open] = matters.listing(office, by, open_only=True)[0]
    assert still_open.matter.number == second.matter.number
    assert matters.one(office, first.matter.matter, by).matter.answer == "已电话告知"
    with pytest.raises(DeskError, match="已经办结"):
        matters.answer(office, first.matter.matter, "再答一次", DAY, by)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": ""}, "缺少种类"),
        ({"kind": "petition"}, "没有“petition”这种种类"),
        ({"channel": "pigeon"}, "没有“pigeon”这种来件方式"),
        ({"received": "2026-02-30"}, "不是有效的日期"),
        ({"received": "2026-03-03"}, "晚于今天"),
        ({"subject": " "}, "缺少内容"),
        ({"subject": "长" * 20_001}, "超过20000字"),
        ({"name": "长" * 501}, "超过500字"),
    ],
)
def test_what_is_filled_in_wrongly_is_refused_and_takes_no_number(
    office: Office, by: By, changed: dict[str, str], why: str
) -> None:
    with pytest.raises(DeskError) as refused:
        matters.put_aside(office, {**SAID, **changed}, by)
    assert why in refused.value.why
    assert matters.put_aside(office, SAID, by).matter.number.endswith("第1号")


def test_what_was_an_application_is_registered_with_the_day_it_came(office: Office, by: By) -> None:
    entry = matters.put_aside(office, {**SAID, "subject": "请公开某路的命名批复"}, by)
    week_later = later(by, 7)
    key = entry.matter.matter
    begun = matters.as_registration(office, key, week_later) | {"applicant_kind": "natural_person"}
    wrong = registration.read({**begun, "arrived": "2026-03-09", "confirmed": "2026-03-09"})
    with pytest.raises(DeskError, match="到达日期应为2026-03-02"):
        matters.register(office, key, wrong, week_later)
    row, folded = matters.register(
        office, key, registration.read({**begun, "confirmed": "2026-03-02"}), week_later
    )
    assert folded.clock.received == DAY
    assert row.due == date(2026, 3, 30)
    after = matters.one(office, key, week_later)
    assert (after.number, after.answer_by) == (row.number, None)
    with pytest.raises(DeskError, match="已经办结"):
        matters.as_registration(office, key, week_later)


def test_names_and_subjects_do_not_stand_in_the_clear(office: Office, by: By) -> None:
    matters.put_aside(office, SAID, by)
    with office.database.reading() as conn:
        kept = conn.execute(text("SELECT * FROM matters")).one()
    assert "居住证" not in str(tuple(kept))
    assert "居住证".encode() not in b"".join(bytes(v) for v in kept if isinstance(v, bytes | memoryview))


def test_pages_of_the_register_follow_each_other(office: Office, by: By) -> None:
    for _ in range(matters.PAGE + 2):
        matters.put_aside(office, SAID, by)
    first, before = matters.listing(office, by)
    second, none = matters.listing(office, by, before=before)
    assert (len(first), len(second), none) == (matters.PAGE, 2, None)


def test_who_may_not_register_puts_nothing_aside(office: Office, by: By) -> None:
    with pytest.raises(NotPermitted):
        matters.put_aside(office, SAID, replace(by, roles=frozenset({Role.AUDITOR})))


def test_a_matter_is_found_by_number_content_and_answer(office: Office, by: By) -> None:
    first = matters.put_aside(office, SAID, by)
    matters.put_aside(office, {**SAID, "subject": "更正档案中的出生日期", "kind": "correction"}, by)
    matters.answer(office, first.matter.matter, "已当面告知办理地点", DAY, by)

    def found(said: str) -> list[str]:
        return [entry.matter.number for entry in matters.search(office, said, by)[0]]

    assert found("居住证") == found("办理地点") == ["芙政公开事项〔2026〕第1号"]
    assert found("事项〔2026〕第2号") == found("出生 日期") == ["芙政公开事项〔2026〕第2号"]
    assert found("没有这句话") == []


def test_what_cannot_be_seen_is_not_kept(office: Office, by: By) -> None:
    for wrong in ({"subject": "甲\x00乙"}, {"name": "甲\n乙"}, {"handler": "\u202e周敏"}):
        with pytest.raises(DeskError, match="没有登记"):
            matters.put_aside(office, {**SAID, **wrong}, by)
    assert matters.listing(office, by)[0] == []
