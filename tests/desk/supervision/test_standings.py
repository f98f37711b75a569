"""How agencies stand, their sum as one annual report, and the bulletin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from tests.desk.conftest import clerk
from tests.desk.supervision.conftest import CLERK, SUPERVISOR, TODAY, District, alone, at

from foidesk.desk import applications
from foidesk.desk.permits import NotPermitted
from foidesk.desk.reports import entered, figures
from foidesk.desk.supervision import bulletin, periods, urging
from foidesk.desk.supervision import district as sums
from foidesk.desk.supervision.periods import Period
from foidesk.desk.supervision.standings import standings
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.report import COLUMNS, ROWS, TOTAL
from foidesk.rules.vocabulary import RemedyResult, RemedyRoute

YEAR = Period(2025)


def test_each_agency_stands_by_itself_and_all_together(district: District) -> None:
    (furong, yuhua), whole = standings(district.furong, YEAR, SUPERVISOR)
    assert (furong.received, furong.closed, furong.in_time, furong.late, furong.extended) == (3, 3, 3, 0, 1)
    assert (furong.load.open, furong.load.overdue, furong.load.without_handler) == (1, 0, 1)
    assert (yuhua.received, yuhua.closed, yuhua.in_time, yuhua.late) == (2, 1, 0, 1)
    assert (yuhua.load.open, yuhua.load.overdue, yuhua.load.without_handler) == (1, 1, 0)
    assert (furong.challenged, furong.corrected, yuhua.challenged, yuhua.corrected) == (1, 0, 1, 1)
    assert (whole.received, whole.closed, whole.load.open, whole.challenged) == (5, 4, 2, 2)
    assert whole.share_in_time == pytest.approx(75)
    assert sorted((furong.days + yuhua.days).elements()) == sorted(whole.days.elements())
    # 3 to 20 March: 13 working days, as the calendar counts them
    assert 13 in furong.days


def test_what_was_struck_or_is_part_of_another_counts_nowhere(district: District) -> None:
    office, number = district.furong, "芙政公开〔2025〕第1号"
    decided = [
        ev.RemedyFiled(on=date(2025, 5, 6), route=RemedyRoute.RECONSIDERATION),
        ev.RemedyDecided(
            on=date(2025, 5, 20), route=RemedyRoute.RECONSIDERATION, result=RemedyResult.CORRECTED
        ),
    ]
    applications.record(office, number, decided, clerk(TODAY))
    (before, _), _ = standings(office, YEAR, SUPERVISOR)
    file = applications.open_file(office, number)
    wrong = ev.Struck(on=TODAY, sequence=len(file.entries), reason="录入有误", struck_by="周敏")
    applications.record(office, number, [wrong], clerk(TODAY))
    (after, _), _ = standings(office, YEAR, SUPERVISOR)
    assert (before.corrected, after.corrected) == (1, 0)
    assert (before.challenged, after.challenged) == (2, 2)  # with the ledger's
    with office.database.writing() as conn:
        conn.exec_driver_sql(
            "UPDATE applications SET state = 'merged' WHERE agency = 'furong' AND closed_on IS NULL"
        )
    (merged, _), _ = standings(office, YEAR, SUPERVISOR)
    assert merged.received == after.received - 1


def test_a_quarter_counts_what_fell_into_it(district: District) -> None:
    (furong, yuhua), _ = standings(district.furong, Period(2025, 1), SUPERVISOR)
    assert (furong.received, furong.closed, yuhua.received, yuhua.closed) == (2, 2, 2, 0)
    assert yuhua.share_in_time is None
    assert yuhua.median_days is None


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (1, date(2025, 1, 1), date(2025, 3, 31)),
        (2, date(2025, 4, 1), date(2025, 6, 30)),
        (4, date(2025, 10, 1), date(2025, 12, 31)),
        (None, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_begins_and_ends_with_its_months(quarter: int | None, first: date, last: date) -> None:
    period = Period(2025, quarter)
    assert (period.first, period.last) == (first, last)


def test_the_last_quarter_that_is_over(district: District) -> None:
    assert periods.before(date(2026, 2, 1)) == Period(2025, 4)
    assert periods.before(date(2026, 4, 1)) == Period(2026, 1)
    with pytest.raises(DeskError, match="没有这个季度"):
        Period(2025, 5)


def test_only_a_supervisor_looks_from_above(district: District) -> None:
    for look in (standings, lambda *given: sums.district(given[0], 2025, given[2])):
        with pytest.raises(NotPermitted):
            look(district.furong, YEAR, CLERK)


# --- the sum ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_district_is_the_sum_of_its_agencies(district: District, year: int) -> None:
    found = sums.district(district.furong, year, SUPERVISOR)
    own = [figures.annual(each, year, SUPERVISOR) for each in (district.furong, district.yuhua)]
    for row in ROWS:
        added = [sum(values) for values in zip(*(each.three.row(row) for each in own), strict=True)]
        assert list(found.whole.three.row(row)) == added
        for column in COLUMNS:
            assert sum(n for _, n in found.shares(row, column)) == found.whole.three.cells.get(
                (row, column), 0
            )
    assert all(each.holds for each in found.whole.identities)
    assert found.broken == ()


def test_the_kept_counters_give_the_same_tables(district: District) -> None:
    before, now = sums.tables(district.furong, (2024, 2025), SUPERVISOR)
    for year, tables in ((2024, before), (2025, now)):
        for each in (district.furong, district.yuhua):
            assert tables[each.key] == figures.annual(each, year, SUPERVISOR).three


def test_table_four_and_fees_are_added_up(district: District) -> None:
    whole = sums.district(district.furong, 2025, SUPERVISOR).whole
    assert sum(whole.four.values()) == 2


def test_the_sum_of_one_agency_is_its_own_report(district: District) -> None:
    office = alone(district)
    whole, own = sums.district(office, 2025, SUPERVISOR).whole, figures.annual(office, 2025, SUPERVISOR)
    assert (whole.three, whole.four, whole.fees) == (own.three, dict(own.four), own.fees)


def test_files_of_the_sum(district: District) -> None:
    entered.enter(district.furong, 2025, {"overview": "平稳。", "charges": "1.25"}, CLERK)
    entered.enter(district.yuhua, 2025, {"overview": "=1+1", "charges": "0.75"}, CLERK)
    book = CalamineWorkbook.from_filelike(BytesIO(sums.as_spreadsheet(district.furong, 2025, SUPERVISOR)))
    beside = book.get_sheet_by_name("各机关").to_python()
    assert beside[0][2:] == [district.furong.agency.short_name, "雨花区政府", TOTAL]
    assert beside[1][2:] == [3, 2, 5]
    words = text_of(sums.as_document(district.furong, 2025, "长沙市芙蓉区人民政府", SUPERVISOR))
    assert "雨花区政府：=1+1" in words
    assert "2" in words.split("行政事业性收费")[1][:30]  # 1.25 and 0.75


# --- the bulletin ----------------------------------------------------------------------------------


def text_of(made: bytes) -> str:
    document = Document(BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_bulletin_names_figures_and_problems(district: District) -> None:
    words = text_of(bulletin.bulletin(district.furong, YEAR, "长沙市芙蓉区政务公开办", SUPERVISOR))
    assert "关于2025年政府信息公开申请办理情况的通报" in words
    assert "2个机关共收到政府信息公开申请5件，办结4件；按期答复率75.0%" in words
    assert "截至2025年6月4日，逾期未答复：雨花区政府1件。" in words
    assert "被复议、诉讼纠正：雨花区政府1件。" in words
    assert f"截至2025年6月4日，没有指定承办人：{district.furong.agency.short_name}1件。" in words
    assert "长沙市芙蓉区政务公开办" in words


def test_the_bulletin_names_who_answered_a_urging_late_or_not_at_all(district: District) -> None:
    asked = {"agency": "yuhua", "text": "请说明。", "answer_by": "2025-06-11"}
    sent = [urging.send(district.furong, asked, SUPERVISOR) for _ in range(2)]
    later = date(2025, 6, 13)
    urging.answer(district.yuhua, sent[0].urging, "已办理。", replace(CLERK, now=at(later)))
    words = text_of(bulletin.bulletin(district.furong, YEAR, "某办", replace(SUPERVISOR, now=at(later))))
    assert "督办逾期才答复：雨花区政府（督办〔2025〕1号）。" in words
    assert "截至2025年6月13日，督办逾期仍未答复：雨花区政府（督办〔2025〕2号）。" in words


def test_a_bulletin_without_anything_says_so(district: District) -> None:
    office = alone(district)
    words = text_of(bulletin.bulletin(office, Period(2019), "某办", SUPERVISOR))
    assert "按期答复率—" in words
    assert "没有指定承办人" in words  # of today, whatever the period
