"""Statistics as the register stands equal the fold of the logs; as it stood they leave out what came later."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from rapidfuzz import fuzz
from tests.desk.conftest import clerk
from tests.desk.ledger.conftest import BY, TODAY
from tests.desk.reports.test_figures import bring, closed, filled  # noqa: F401 - fixture

from foidesk.desk import applications
from foidesk.desk.applicants import joining
from foidesk.desk.office import Office
from foidesk.desk.permits import NotPermitted
from foidesk.desk.statistics import sheet, sources
from foidesk.desk.statistics.requesters import requesters
from foidesk.desk.statistics.topics import ALIKE, _alike, topics
from foidesk.desk.statistics.year import statistics
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Role
from foidesk.store import prose, worklist
from foidesk.store.worklist import Row

Register = Callable[..., Row]
DAY = date(2026, 3, 2)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_index_and_the_logs_of_today_tell_the_same(filled: Office, year: int) -> None:  # noqa: F811
    with filled.database.reading() as conn:
        index, logs = sources.now(conn, filled, year), sources.as_of(conn, filled, year, TODAY)
    assert sorted(index.rows, key=lambda row: row.application) == sorted(
        logs.rows, key=lambda row: row.application
    )
    assert index.open_before == logs.open_before
    assert {key: n for key, n in index.four.items() if n} == dict(logs.four)
    assert index.fees == logs.fees


def test_what_was_recorded_later_is_left_out(office: Office, register: Register) -> None:
    first = register(DAY)
    register(DAY + timedelta(days=7), name="赵旻", telephone="13800000041")
    gone = ev.Withdrawn(on=DAY + timedelta(days=1), signed_by="李珺")
    applications.record(office, first.number, [gone], clerk(DAY + timedelta(days=9)))
    by = clerk(DAY + timedelta(days=20))
    now = statistics(office, 2026, by)
    assert (now.new, now.done) == (2, 1)
    # typed in on the ninth day: on the eighth nobody knew that it was withdrawn
    before = statistics(office, 2026, by, DAY + timedelta(days=8))
    assert (before.new, before.done) == (2, 0)
    assert statistics(office, 2026, by, DAY).new == 1
    assert statistics(office, 2026, by, DAY - timedelta(days=1)).new == 0


def test_grounds_remedies_and_fees_are_counted(office: Office) -> None:
    bring(
        office,
        closed(复议结果="维持", 收费通知日期="2025-03-10", 收费方式="按量", 收费数量="40", 收费金额="100"),
        closed(申请人="乙"),
    )
    found = statistics(office, 2025, BY)
    assert sum(found.grounds.values()) == 2
    assert (found.fees.notices, found.fees.charged) == (1, 100)
    assert dict(found.remedies)["行政复议"][0] == 1


def test_the_workbook_has_every_table(office: Office) -> None:
    bring(office, closed(申请人="=1+1"))
    book = CalamineWorkbook.from_filelike(BytesIO(sheet.as_spreadsheet(office, 2025, BY)))
    assert book.sheet_names == [
        "按月",
        "办理结果",
        "依据",
        "申请方式",
        "申请人类型",
        "复议诉讼",
        "收费",
        "申请较多的申请人",
    ]


# --- who asked most --------------------------------------------------------------------------------


def test_rows_of_one_person_count_as_one(office: Office, register: Register) -> None:
    register(DAY)
    register(DAY)  # the same name and telephone
    numbered = {"name": "王珂", "id_type": "resident_id", "id_number": "11010519491231002X"}
    register(DAY, **numbered, telephone="13800000050")
    other = register(DAY, **numbered, telephone="13800000051")
    last = register(DAY, name="王珂", telephone="13800000052")
    found, people = requesters(office, 2026, clerk(DAY))
    assert ([each.applications for each in found], people) == ([2, 2, 1], 3)
    assert {each.name for each in found} == {"李*", "王*"}
    assert last.applicant is not None
    assert other.applicant is not None
    joining.join(office, last.applicant, other.applicant, joining.Why.PAPERS, clerk(DAY))
    found, people = requesters(office, 2026, clerk(DAY))
    assert ([each.applications for each in found], people) == ([3, 2], 2)
    assert requesters(office, 2025, clerk(DAY)) == ((), 0)


# --- what was asked by several ---------------------------------------------------------------------


def test_a_topic_is_what_different_people_ask_for(office: Office, register: Register) -> None:
    asked = "某小区房屋征收补偿安置方案及附图"
    one = register(DAY, request=asked)
    register(DAY, request=asked)  # once more by the same person
    assert topics(office, 2026, clerk(DAY)) == ()
    two = register(DAY, request=f"{asked}。", name="赵旻", telephone="13800000041")
    register(DAY, request="某道路命名批复", name="赵旻", telephone="13800000041")
    [topic] = topics(office, 2026, clerk(DAY))
    assert (topic.people, len(topic.lines)) == (2, 3)
    assert {topic.lines[0].row.number, topic.lines[-1].row.number} == {two.number, one.number}
    assert topics(office, 2025, clerk(DAY)) == ()


def test_requests_that_were_erased_are_no_topic(office: Office, register: Register) -> None:
    rows = [register(DAY, request=f"某道路第{n}段命名批复", name=f"赵{n}") for n in range(3)]
    assert len(topics(office, 2026, clerk(DAY))) == 1
    with office.database.writing() as conn:
        prose.erase_many(conn, office.key, [row.application for row in rows])
    assert topics(office, 2026, clerk(DAY)) == ()


def test_however_many_ask_for_the_same_all_are_shown(
    office: Office, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        register(DAY, request="某道路命名批复文件", name=f"赵{n}")
    monkeypatch.setattr(worklist, "AT_ONCE", 2)
    [topic] = topics(office, 2026, clerk(DAY))
    assert (topic.people, len(topic.lines)) == (5, 5)


def test_counting_characters_first_leaves_out_nothing_that_is_alike() -> None:
    chosen = random.Random(1)
    texts: dict[int, str] = {}
    for key in range(300):
        model = texts[chosen.randrange(key)] if key and chosen.random() < 0.6 else "甲乙丙丁戊己庚辛" * 3
        said = [chosen.choice("甲乙丙丁子丑xy") if chosen.random() < 0.1 else each for each in model]
        texts[key] = "".join(said[: chosen.randrange(3, 30)])
    left = {key: text for key, text in texts.items() if len(text) >= 4}
    expected = []
    while left:
        newest = next(iter(left.values()))
        group = {key for key, text in left.items() if fuzz.ratio(newest, text) >= ALIKE}
        left = {key: text for key, text in left.items() if key not in group}
        expected += [sorted(group, reverse=True)] if len(group) > 1 else []
    assert len(expected) > 5
    assert _alike(texts) == expected


def test_an_administrator_sees_none_of_it(office: Office) -> None:
    admin = replace(clerk(DAY), roles=frozenset({Role.ADMINISTRATOR}))
    for look in (statistics, requesters, topics):
        with pytest.raises(NotPermitted):
            look(office, 2026, admin)
        with pytest.raises(DeskError, match="没有1年"):
            look(office, 1, clerk(DAY))
