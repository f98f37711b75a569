"""A ledger becomes applications with their history: all or nothing, once, as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.desk.ledger.conftest import BY, PLAIN

from foidesk import content
from foidesk.desk import applications, rebuilding
from foidesk.desk.finding import search
from foidesk.desk.ledger import importing
from foidesk.desk.office import Office
from foidesk.desk.permits import NotPermitted
from foidesk.rules.outcomes import Outcome
from foidesk.rules.position import State
from foidesk.rules.vocabulary import Role

Bring = Callable[..., importing.Imported]


def number(n: int, year: int = 2025) -> str:
    return f"芙政公开〔{year}〕第{n}号"


def closed(**changed: str) -> dict[str, str]:
    return {**PLAIN, "办结日期": "2025-03-20", "办理结果": "三（一）", **changed}


def test_the_sample_ledger_comes_in_with_its_days_and_results(office: Office, bring: Bring) -> None:
    rows = content.sample_ledger()
    done = bring(*rows)
    assert (done.new, done.known) == (48, 0)
    for row in rows:
        case = applications.open_file(office, row["申请编号"]).case
        assert (case.outcome.code if case.outcome else "") == row["办理结果"]
        assert (case.closed_on.isoformat() if case.closed_on else "") == row["办结日期"]
        assert str(case.clock.received) == row["收到日期"]


def test_the_index_and_the_words_equal_the_logs_afterwards(office: Office, bring: Bring) -> None:
    bring(*content.sample_ledger(), {**PLAIN, "申请内容": "蔡锷路行道树移植方案"})
    health = rebuilding.check(office)
    assert (health.applications, health.faults) == (49, [])
    [found] = search.search(office, "行道树移植", BY).lines
    assert found.request == "蔡锷路行道树移植方案"


def test_the_same_file_twice_changes_nothing(office: Office, bring: Bring) -> None:
    rows = (closed(), closed(申请编号=number(7)), PLAIN)
    assert bring(*rows).new == 3
    again = bring(*rows)
    assert (again.new, again.known, again.differing) == (0, 3, ())


def test_a_row_is_known_again_however_its_days_and_its_result_are_written(bring: Bring) -> None:
    bring(closed())
    again = bring(closed(收到日期="2025年3月3日", 办结日期="2025/3/20", 办理结果="（一）"))
    assert (again.new, again.known) == (0, 1)


def test_a_number_that_is_there_with_another_content_is_left_as_it_is_and_told(
    office: Office, bring: Bring
) -> None:
    bring(closed(申请编号=number(7)))
    again = bring(closed(申请编号=number(7), 申请人="钱珺"))
    assert (again.new, again.differing) == (0, (number(7),))
    assert applications.open_file(office, number(7)).applicant.name == "赵旻"


def test_a_row_without_number_gets_one_after_those_of_the_file(office: Office, bring: Bring) -> None:
    bring(closed(), closed(申请编号=number(31), 申请人="钱珺"), {**PLAIN, "收到日期": "2026-01-05"})
    assert applications.open_file(office, number(32)).applicant.name == "赵旻"
    assert applications.open_file(office, number(1, 2026)).case.state is State.OPEN


def test_one_bad_row_keeps_everything_out_and_every_bad_one_is_told(office: Office, bring: Bring) -> None:
    rows = (PLAIN, {**PLAIN, "收到日期": "2025-02-30"}, {**PLAIN, "申请人": "", "申请方式": "飞鸽"})
    with pytest.raises(importing.BadRows, match="2行不能读取，没有导入"):
        bring(*rows)
    assert rebuilding.check(office).applications == 0


def test_bad_rows_can_be_left_out(office: Office, bring: Bring) -> None:
    done = bring(PLAIN, {**PLAIN, "收到日期": "2025-02-30"}, skip_bad=True)
    assert done.new == 1
    assert rebuilding.check(office).applications == 1


def test_what_was_against_the_rules_is_kept_and_shown_as_a_problem(office: Office, bring: Bring) -> None:
    late = closed(延期告知日期="2025-07-01", 延期工作日数="30", 办结日期="2025-09-01")
    done = bring(late)
    [troubled] = done.troubled
    assert (troubled.row, troubled.number) == (2, number(1))
    case = applications.open_file(office, number(1)).case
    assert case.outcome is Outcome.DISCLOSED
    assert len(case.clock.problems) >= 2


@pytest.mark.parametrize("line", ["三（六）1", "三（六）2", "三（六）3"])
def test_a_close_that_no_step_carries_still_counts_on_its_line(
    office: Office, bring: Bring, line: str
) -> None:
    bring(closed(办理结果=line))
    case = applications.open_file(office, number(1)).case
    assert case.outcome is not None
    assert (case.outcome.code, str(case.closed_on)) == (line, "2025-03-20")


def test_a_lapse_whose_steps_are_there_is_a_lapse(office: Office, bring: Bring) -> None:
    bring(
        closed(补正告知日期="2025-03-05", 补正期限="2025-03-26", 办结日期="2025-04-10", 办理结果="三（六）1")
    )
    assert applications.open_file(office, number(1)).case.state is State.ABANDONED


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_line_comes_in_by_its_code_and_by_its_label(
    office: Office, bring: Bring, outcome: Outcome
) -> None:
    bring(closed(办理结果=outcome.code), closed(办理结果=outcome.label, 申请人="钱珺"))
    for n in (1, 2):
        assert applications.open_file(office, number(n)).case.outcome is outcome


def test_what_the_clock_does_not_count_is_kept_beside_it(office: Office, bring: Bring) -> None:
    bring(closed(答复文号="芙答〔2025〕9号", 备注="电话告知已领取", 送达方式="电子"))
    file = applications.open_file(office, number(1))
    [imported] = [event for event in file.case.standing if event.name == "imported"]
    assert (imported.row, imported.doc_number, imported.remarks) == (2, "芙答〔2025〕9号", "电话告知已领取")  # type: ignore[attr-defined]


def test_two_rows_with_one_number_and_different_contents_are_a_fault(bring: Bring) -> None:
    with pytest.raises(importing.BadRows):
        bring(closed(申请编号=number(7)), closed(申请编号=number(7), 申请人="钱珺"))


def test_only_a_clerk_brings_a_ledger_in(office: Office, read: Any) -> None:
    head = replace(BY, roles=frozenset({Role.HEAD}))
    with pytest.raises(NotPermitted):
        importing.bring_in(office, read(PLAIN), head)


def test_a_trial_writes_nothing_and_foresees_the_same(office: Office, read: Any, bring: Bring) -> None:
    rows = (closed(延期告知日期="2025-07-01", 延期工作日数="30"), PLAIN)
    foreseen = importing.foreseen(office, read(*rows), BY)
    assert rebuilding.check(office).applications == 0
    done = bring(*rows)
    assert (foreseen.new, len(foreseen.troubled)) == (done.new, len(done.troubled)) == (2, 1)
