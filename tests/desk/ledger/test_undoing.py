"""A whole import taken back: it counts nowhere, names nobody, and may come in again; not once something followed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from tests.desk.ledger.conftest import BY, PLAIN, Read

from foidesk.desk import applications, rebuilding
from foidesk.desk.applicants import joining
from foidesk.desk.filing import attachments
from foidesk.desk.finding.search import search
from foidesk.desk.ledger import exporting, importing, incoming, undoing
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.desk.reports import figures, publishing
from foidesk.desk.statistics.requesters import requesters
from foidesk.desk.statistics.year import statistics
from foidesk.desk.supervision import urging
from foidesk.errors import DeskError, NotThere
from foidesk.rules import events as ev
from foidesk.rules.report import NEW, TOTAL
from foidesk.rules.vocabulary import Role
from foidesk.store import alerttables, applicants, worklist
from foidesk.store.tables import people, prose

Bring = Callable[..., importing.Imported]
LATER = By("周敏", BY.now + timedelta(hours=1))
ROWS = (
    {**PLAIN, "申请编号": "芙政公开〔2025〕第7号", "备注": "电话联系过", "收到日期": "2025-03-03"},
    {**PLAIN, "申请人": "甲某", "办结日期": "2025-03-20", "办理结果": "三（一）", "复议结果": "维持"},
)
NUMBER = "芙政公开〔2025〕第7号"


def test_what_was_taken_back_counts_nowhere(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    assert figures.annual(office, 2025, BY).three.cells[NEW, TOTAL] == 2
    assert undoing.undo(office, 1, LATER) == 2
    report = figures.annual(office, 2025, BY)
    assert (report.three.cells, dict(report.four), report.fees.notices) == ({}, {}, 0)
    found = statistics(office, 2025, LATER)
    assert (found.new, found.done, sum(n for _, values in found.remedies for n in values)) == (0, 0, 0)
    assert requesters(office, 2025, LATER) == ((), 0)
    assert exporting.export(office, LATER).applications == 0
    with office.database.reading() as conn:
        assert conn.execute(select(alerttables.watches)).all() == []


def test_the_index_still_equals_the_logs(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    undoing.undo(office, 1, LATER)
    assert rebuilding.check(office).faults == []
    assert rebuilding.rebuild(office).faults == []
    assert rebuilding.check(office).faults == []
    with office.database.reading() as conn:
        states = {row.state for row in worklist.iterate(conn, office.key)}
    assert states == {"voided"}


def test_nobody_is_named_any_more(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    undoing.undo(office, 1, LATER)
    with office.database.reading() as conn:
        assert conn.execute(select(prose)).all() == []
        assert set(conn.execute(select(people.c.name)).scalars()) == {None}
        assert applicants.persons_of(conn, office.key, [1, 2]) == set()
    assert search(office, "赵旻", LATER).lines == ()
    assert search(office, "道路命名", LATER).lines == ()


def test_the_file_may_come_in_again_under_its_numbers(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    undoing.undo(office, 1, LATER)
    again = bring(*ROWS)
    assert (again.new, again.known, again.differing) == (2, 0, ())
    assert applications.open_file(office, NUMBER).row.state == "open"
    assert rebuilding.check(office).faults == []
    batches = incoming.batches(office, BY)
    assert [(each.batch, each.applications, each.undone_by) for each in batches] == [
        (2, 2, None),
        (1, 0, "周敏"),
    ]


def test_it_is_not_taken_back_twice_nor_what_never_was(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    undoing.undo(office, 1, LATER)
    with pytest.raises(DeskError, match="已经撤销"):
        undoing.undo(office, 1, LATER)
    with pytest.raises(NotThere):
        undoing.undo(office, 9, LATER)


def note(office: Office) -> None:
    applications.record(office, NUMBER, [ev.Noted(on=LATER.today, text="已核对")], LATER)


def urge(office: Office) -> None:
    asked = {"agency": office.key, "number": NUMBER, "text": "请说明。", "answer_by": "2026-11-30"}
    urging.send(office, asked, LATER)


def join(office: Office) -> None:
    with office.database.reading() as conn:
        one, other = sorted(applicants.persons_of(conn, office.key, [1, 2]))
    joining.join(office, one, other, joining.Why.ASKED, LATER)


def publish(office: Office) -> None:
    publishing.publish(office, 2025, LATER)


@pytest.mark.parametrize("follow", [note, urge, join, publish])
def test_once_something_followed_it_stays(
    office: Office, bring: Bring, follow: Callable[[Office], None]
) -> None:
    bring(*ROWS)
    follow(office)
    with office.database.reading() as conn:
        before = list(worklist.iterate(conn, office.key))
    with pytest.raises(DeskError, match="不能撤销"):
        undoing.undo(office, 1, LATER)
    with office.database.reading() as conn:
        assert list(worklist.iterate(conn, office.key)) == before


def test_what_others_were_merged_into_stays(office: Office, bring: Bring, read: Read) -> None:
    same = {**ROWS[0], "联系电话": "13800000040"}
    bring(same)
    later = {**same, "申请编号": "芙政公开〔2025〕第8号", "收到日期": "2025-03-05"}
    importing.bring_in(office, read(later), By("周敏", LATER.now))
    merged = ev.Merged(on=LATER.today, into=NUMBER)
    applications.record(office, "芙政公开〔2025〕第8号", [merged], LATER)
    with pytest.raises(DeskError, match="不能撤销"):
        undoing.undo(office, 1, LATER)


def test_other_imports_are_left_alone(office: Office, bring: Bring, read: Read) -> None:
    bring(ROWS[0])
    importing.bring_in(office, read(ROWS[1]), By("周敏", datetime(2026, 11, 27, 11, tzinfo=CHINA)))
    undoing.undo(office, 2, By("周敏", datetime(2026, 11, 27, 12, tzinfo=CHINA)))
    assert applications.open_file(office, NUMBER).row.state == "open"
    assert figures.annual(office, 2025, BY).three.cells[NEW, TOTAL] == 1
    assert rebuilding.check(office).faults == []


def test_one_application_alone_is_not_taken_back(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    with pytest.raises(DeskError, match="不能登记"):
        applications.record(office, NUMBER, [ev.ImportUndone(on=LATER.today)], LATER)
    with pytest.raises(NotPermitted):
        undoing.undo(office, 1, By("刘法规", LATER.now, frozenset({Role.REVIEWER})))


def test_nothing_more_is_recorded_about_it(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    undoing.undo(office, 1, LATER)
    with office.database.reading() as conn:
        number = next(worklist.iterate(conn, office.key)).number
    with pytest.raises(DeskError) as refused:
        applications.record(office, number, [ev.Noted(on=date(2026, 11, 27), text="再记一笔")], LATER)
    assert "已撤销导入" in refused.value.why


def test_an_import_taken_back_while_it_goes_on_brings_no_further_portion(
    office: Office, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PORTION", 1)
    taken_back: list[int] = []

    def progress(done: int, total: int) -> None:
        if done == 1:
            taken_back.append(undoing.undo(office, 1, LATER))

    with pytest.raises(DeskError, match="已经撤销"):
        importing.bring_in(office, read(*ROWS), BY, progress=progress)
    assert taken_back == [1]
    with pytest.raises(DeskError, match="已经撤销"):  # nor does a task that is begun anew
        importing.bring_in(office, read(*ROWS), BY, again=True)
    with office.database.reading() as conn:
        assert [row.state for row in worklist.iterate(conn, office.key)] == ["voided"]
    assert importing.bring_in(office, read(*ROWS), LATER).new == 2


def test_no_paper_and_no_urging_follows_what_was_taken_back(office: Office, bring: Bring) -> None:
    bring(*ROWS)
    undoing.undo(office, 1, LATER)
    with office.database.reading() as conn:
        row = next(worklist.iterate(conn, office.key))
    paper = attachments.Upload(attachments.PaperKind.IDENTITY, "赵旻身份证.pdf", b"%PDF-1.7")
    with pytest.raises(DeskError, match="没有保存"):
        attachments.attach(office, row.application, [paper], LATER)
    asked = {"agency": office.key, "number": row.number, "text": "请说明。", "answer_by": "2026-11-30"}
    with pytest.raises(DeskError, match="没有发出"):
        urging.send(office, asked, LATER)
    assert attachments.listing(office, row.application, LATER) == []
    assert urging.of_agency(office, LATER) == []
