"""What was published stays as filed; what changes afterwards is told case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from tests.desk.conftest import clerk
from tests.desk.ledger.conftest import BY, PLAIN
from tests.desk.reports.test_figures import bring, closed

from foidesk.desk import applications
from foidesk.desk.office import Office
from foidesk.desk.permits import NotPermitted
from foidesk.desk.reports import entered, files, frozen, publishing
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind, Role

HEAD = replace(BY, roles=frozenset({Role.HEAD}))
FIRST = "芙政公开〔2025〕第1号"


@pytest.fixture
def published(office: Office) -> Office:
    bring(office, closed(), {**PLAIN, "收到日期": "2025-12-20", "申请人": "乙"})
    assert publishing.publish(office, 2025, HEAD) == 1
    return office


def correct(office: Office, number: str, *events: ev.Event) -> None:
    with office.database.writing() as conn:
        applications.append(conn, office, number, events, clerk(date(2026, 11, 27)))


def test_a_published_report_stays_as_filed_and_is_whole(published: Office) -> None:
    look = publishing.look(published, 2025, BY)
    assert look.filed is not None
    assert (look.filed.version, look.filed.by, look.filed.whole) == (1, "周敏", True)
    assert (look.changed, look.moved, look.years) == (False, (), (2025,))
    told = frozen.told(look.filed)
    assert told["cases"] == {FIRST: "自然人：一，三（一）", "芙政公开〔2025〕第2号": "自然人：一，四"}
    assert told["figures"]["table3"]["rows"][0]["values"][-1] == 2


def test_a_later_correction_is_told_case_by_case(published: Office) -> None:
    kind = ev.RegistrationCorrected(
        on=date(2025, 3, 3), applicant_kind=ApplicantKind.BUSINESS, reason="登记有误"
    )
    correct(published, FIRST, kind)
    look = publishing.look(published, 2025, BY)
    assert look.changed
    [moved] = look.moved
    assert (moved.filed, moved.now) == ("自然人：一，三（一）", "商业企业：一，三（一）")
    filed_late = {**closed(), "申请人": "丙"}
    bring(published, filed_late)
    *_, moved = publishing.look(published, 2025, BY).moved
    assert (moved.number, moved.filed, moved.now) == ("芙政公开〔2025〕第3号", None, "自然人：一，三（一）")


def test_last_years_report_as_filed_is_held_against_this_years(published: Office) -> None:
    bring(published, {**PLAIN, "收到日期": "2025-12-22", "申请人": "丁"})
    look = publishing.look(published, 2026, BY)
    broken = next(each for each in look.report.identities if not each.holds)
    assert (broken.name, broken.broken) == ("本年二=上年四", ("自然人：2≠1", "总计：2≠1"))
    [carried] = look.carried
    assert (carried.number, carried.filed, carried.now) == ("芙政公开〔2025〕第3号", None, "本年二")


def test_a_report_is_published_again_only_when_something_changed(published: Office) -> None:
    with pytest.raises(DeskError, match="已经发布"):
        publishing.publish(published, 2025, HEAD)
    bring(published, {**closed(), "申请人": "丙"})
    assert publishing.publish(published, 2025, HEAD) == 2
    assert publishing.look(published, 2025, BY).moved == ()


def test_a_year_that_is_not_over_and_a_wrong_sum_are_not_published(office: Office) -> None:
    with pytest.raises(DeskError, match="还不能发布"):
        publishing.publish(office, 2026, HEAD)
    bring(office, closed())
    struck = ev.Struck(on=date(2026, 11, 27), sequence=4, reason="录入有误")
    mixed = ev.Replied(on=date(2025, 3, 21), items=("refused_internal", "not_held"))
    with office.database.writing() as conn:
        row = applications.find(conn, office, FIRST)
        from foidesk.desk.index import index_row
        from foidesk.rules.case import case
        from foidesk.store import log, worklist

        entries = log.load(conn, office.vault, office.key, row.application)
        head = log.append(
            conn, office.vault, office.key, row.application, len(entries), [struck, mixed], BY.now, "周敏"
        )
        folded = case((*applications.facts_of(entries), struck, mixed), office.calendar)
        worklist.put(conn, index_row(office.key, row.application, folded, head, office.calendar))
    with pytest.raises(DeskError) as refused:
        publishing.publish(office, 2025, HEAD)
    assert "三（七）=三（一）至三（六）各行之和不符" in refused.value.why
    assert publishing.look(office, 2025, BY).filed is None


def test_only_the_head_publishes(office: Office) -> None:
    with pytest.raises(NotPermitted):
        publishing.publish(office, 2025, replace(BY, roles=frozenset({Role.CLERK})))


def test_a_published_report_that_was_tampered_with_shows(published: Office) -> None:
    with published.database.writing() as conn:
        conn.execute(text("UPDATE published_reports SET content = replace(content, '2025', '2024')"))
    look = publishing.look(published, 2025, BY)
    assert look.filed is not None
    assert not look.filed.whole


# --- what is entered by hand -----------------------------------------------------------------------


def test_texts_are_kept_for_the_next_year_and_figures_are_not(office: Office) -> None:
    entered.enter(office, 2025, {"overview": "本机关高度重视。", "permits": "12", "charges": "3.5"}, BY)
    assert entered.entered(office, 2025, BY).figure("permits") == "12"
    following = entered.entered(office, 2026, BY)
    assert (following.from_year, following.values["overview"]) == (2025, "本机关高度重视。")
    assert following.figure("permits") == "0"
    entered.enter(office, 2026, {"overview": "新的一年。"}, BY)
    assert entered.entered(office, 2026, BY).from_year is None


@pytest.mark.parametrize(
    ("name", "said"), [("permits", "1.5"), ("permits", "-1"), ("charges", "3,5"), ("overview", "看\u202e反")]
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(office: Office, name: str, said: str) -> None:
    with pytest.raises(DeskError, match="没有保存"):
        entered.enter(office, 2025, {"problems": "文字", name: said}, BY)
    assert entered.entered(office, 2025, BY).values == {}


def test_every_file_holds_the_texts_and_the_fees_also_when_zero(office: Office) -> None:
    entered.enter(office, 2025, {"overview": "本机关<高度>重视。"}, BY)
    page = files.file(office, 2025, "html", BY).decode()
    assert "本机关&lt;高度&gt;重视。" in page
    assert "发出收费通知0件" in page
    headings = [page.index(words) for words in entered.PARTS.values()]
    assert headings == sorted(headings)


def test_only_who_handles_applications_enters(office: Office) -> None:
    with pytest.raises(NotPermitted):
        entered.enter(office, 2025, {}, HEAD)
