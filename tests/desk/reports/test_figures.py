"""The figures of an agency's year equal the fold of its logs, and each leads to its cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.desk.conftest import clerk
from tests.desk.ledger.conftest import BY, PLAIN, TODAY, as_csv

from foidesk import content
from foidesk.desk import applications, rebuilding
from foidesk.desk.ledger import checking, importing, source
from foidesk.desk.office import Office
from foidesk.desk.permits import NotPermitted
from foidesk.desk.reports import data, figures
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import report as rules
from foidesk.rules.case import case
from foidesk.rules.report import CARRIED_IN, CARRIED_ON, COLUMNS, DONE, NEW, ROWS, TOTAL
from foidesk.rules.vocabulary import Role
from foidesk.store import log, reporting


def bring(office: Office, *rows: dict[str, str]) -> None:
    reading = checking.check(office, source.from_bytes("台账.csv", as_csv(*rows)), TODAY)
    importing.bring_in(office, reading, BY)


def closed(**changed: str) -> dict[str, str]:
    return {**PLAIN, "办结日期": "2025-03-20", "办理结果": "三（一）", **changed}


@pytest.fixture
def filled(office: Office) -> Office:
    """The sample ledger, cases over two turns of the year, remedies, and one reopened."""
    bring(
        office,
        *content.sample_ledger(),
        closed(
            申请人="甲", 收到日期="2024-12-20", 办结日期="2025-01-10", 复议结果="维持", 直接起诉结果="未审结"
        ),
        closed(申请人="乙", 收到日期="2024-12-20", 办结日期="2024-12-31", 办理结果="三（四）1"),
        closed(申请人="丙", 收到日期="2025-12-20", 办结日期="2026-01-10", 申请人类型="科研机构"),
        closed(申请人="丁", 收到日期="2023-02-01", 办结日期="", 办理结果=""),
    )
    last = applications.open_file(office, "芙政公开〔2024〕第2号")
    annulled = ev.ReplyAnnulled(on=date(2025, 2, 3))
    with office.database.writing() as conn:
        applications.append(conn, office, last.row.number, [annulled], clerk(date(2025, 2, 3)))
    return office


def folded(office: Office) -> list[Any]:
    with office.database.reading() as conn:
        return [
            case(applications.facts_of(entries), office.calendar)
            for _, entries in log.load_many(conn, office.vault, office.key)
        ]


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_the_index_counts_what_the_fold_of_the_logs_counts(filled: Office, year: int) -> None:
    counted = [rules.counting(each, filled.calendar) for each in folded(filled)]
    groups = [group for each in counted if each and (group := rules.group(each, year))]
    expected = rules.table_three([(group, 1) for group in groups])
    found = figures.annual(filled, year, BY)
    assert [found.three.row(row) for row in ROWS] == [expected.row(row) for row in ROWS]
    assert all(each.holds for each in found.identities)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_kept_counters_equal_the_scan(filled: Office, year: int) -> None:
    with filled.database.reading() as conn:
        kept = rules.table_three(reporting.kept_groups(conn, year, [filled.key])[filled.key])
        scanned = rules.table_three(reporting.groups(conn, filled.key, year))
    assert [kept.row(row) for row in ROWS] == [scanned.row(row) for row in ROWS]


def test_the_index_of_a_reopened_application_is_proved_by_rebuild(filled: Office) -> None:
    assert rebuilding.check(filled).faults == []


def test_every_cell_leads_to_as_many_cases_as_it_counts(filled: Office) -> None:
    found = figures.annual(filled, 2025, BY)
    for row in ROWS:
        for column, value in zip(COLUMNS, found.three.row(row), strict=True):
            assert len(figures.cases(filled, 2025, row, column, BY).cases) == value, (row, column)


def test_cases_come_in_pages(filled: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "PAGE", 20)
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        page = figures.cases(filled, 2025, NEW, TOTAL, BY, after)
        seen += [each.number for each in page.cases]
        after = page.after
    assert len(seen) == len(set(seen)) == 49


def test_table_four_and_its_cases(filled: Office) -> None:
    shown = data.as_data(figures.annual(filled, 2025, BY), "某机关")["table4"]
    assert shown["行政复议"] == {"结果维持": 1, "结果纠正": 0, "其他结果": 0, "尚未审结": 0, "总计": 1}
    assert shown["未经复议直接起诉"]["尚未审结"] == 1
    [only] = figures.challenged(filled, 2025, "未经复议直接起诉", TOTAL, BY)
    assert only.number == "芙政公开〔2024〕第1号"
    assert data.as_data(figures.annual(filled, 2026, BY), "某机关")["table4"]["未经复议直接起诉"]["总计"] == 0


def test_fees_and_their_cases(filled: Office) -> None:
    found = figures.annual(filled, 2025, BY)
    assert found.fees == rules.Fees(1, 4140, 0)
    [(only, fees)] = figures.charged(filled, 2025, BY)
    assert (only.number, fees.charged) == ("芙政公开〔2025〕第6号", 4140)


def test_a_reopened_application_stays_in_the_year_it_was_done(filled: Office) -> None:
    done = figures.cases(filled, 2024, "三（四）1", TOTAL, BY).cases
    assert [each.number for each in done] == ["芙政公开〔2024〕第2号"]
    carried = figures.cases(filled, 2025, CARRIED_IN, TOTAL, BY).cases
    assert done[0] not in carried


def test_one_agency_never_counts_another(filled: Office) -> None:
    other = replace(filled, agency=filled.agency.model_copy(update={"key": "other", "name": "另一机关"}))
    empty = figures.annual(other, 2025, BY)
    assert all(not any(empty.three.row(row)) for row in ROWS)
    bring(other, closed())
    assert figures.annual(other, 2025, BY).three.row(DONE)[-1] == 1
    assert figures.annual(filled, 2025, BY).three.row(NEW)[-1] == 49
    assert figures.annual(filled, 2025, BY).three.row(CARRIED_ON)[-1] == 5


def test_a_cell_that_is_not_there_and_a_year_out_of_range_are_refused(office: Office) -> None:
    with pytest.raises(DeskError, match="没有“三（九）1，总计”这一格"):
        figures.cases(office, 2025, "三（九）1", TOTAL, BY)
    with pytest.raises(DeskError, match="没有3000年的年报"):
        figures.annual(office, 3000, BY)


def test_who_may_not_read_may_not_see_figures(office: Office) -> None:
    admin = replace(BY, roles=frozenset({Role.ADMINISTRATOR}))
    calls: list[Callable[[], object]] = [
        lambda: figures.annual(office, 2025, admin),
        lambda: figures.cases(office, 2025, NEW, TOTAL, admin),
        lambda: figures.charged(office, 2025, admin),
    ]
    for call in calls:
        with pytest.raises(NotPermitted):
            call()
