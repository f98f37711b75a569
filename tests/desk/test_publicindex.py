"""What is already public: kept by hand, taken from a table, given out as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from foidesk.desk.office import By, Office
from foidesk.desk.publicindex import documents, exchange, sheet
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role

from .conftest import clerk

DAY = date(2026, 3, 2)
BY = clerk(DAY)
HEADINGS = [column.heading for column in documents.COLUMNS]
PLAN = {
    "title": "芙蓉区道路命名方案",
    "number": "芙政办发[2025]3号",
    "place": "https://www.furong.gov.cn/zwgk/2025/3.html",
    "published_on": "2025-04-01",
}
LINES = (
    (
        "芙蓉区道路命名方案",
        "芙政办发〔2025〕3号",
        "https://www.furong.gov.cn/zwgk/2025/3.html",
        date(2025, 4, 1),
    ),
    ("芙蓉区年鉴2024", "", "区档案馆阅览室", "2025年6月1日", "", "需现场查阅"),
)


def xlsx(
    rows: Sequence[Sequence[object]], change: Callable[[xlsxwriter.Workbook, object], None] | None = None
) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                page.write(n, m, cell, day) if isinstance(cell, date) else page.write(n, m, cell)
        if change:
            change(book, page)
    return out.getvalue()


def csv(rows: Sequence[Sequence[object]], encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(",".join(map(str, row)) for row in rows).encode(encoding)


def titles(office: Office, words: str) -> list[str]:
    return [each.document.title for each in documents.find(office, words, BY)[0]]


# --- by hand -------------------------------------------------------------------------------------
def test_a_document_is_found_by_two_characters_of_its_title_and_by_its_number(office: Office) -> None:
    documents.enter(office, PLAN, BY)
    for words in ("命名", "道路 方案", "〔2025〕3号", "(2025)3", "［２０２５］３号", "芙政办发"):
        assert titles(office, words) == ["芙蓉区道路命名方案"], words
    assert titles(office, "命名 年鉴") == []
    assert titles(office, "%") == titles(office, "_") == []


def test_the_same_document_is_entered_once_and_may_be_corrected(office: Office) -> None:
    key = documents.enter(office, PLAN, BY)
    with pytest.raises(DeskError, match="已经登记过"):
        documents.enter(office, {**PLAN, "place": "区政务公开专栏"}, BY)
    documents.correct(office, key, {**PLAN, "place": "区政府网站“路名”专栏"}, BY)
    assert documents.get(office, key, BY).document.place == "区政府网站“路名”专栏"
    other = documents.enter(office, {**PLAN, "number": "芙政办发〔2026〕1号"}, BY)
    with pytest.raises(DeskError, match="已经登记过"):
        documents.correct(office, other, PLAN, BY)


def test_every_fault_is_told_at_its_field_and_nothing_is_entered(office: Office) -> None:
    wrong = {
        "title": " ",
        "place": "https://www.furong.gov.cn/",
        "published_on": "2026-02-30",
        "note": "长" * 301,
    }
    with pytest.raises(documents.Unfit) as told:
        documents.enter(office, wrong, BY)
    assert set(told.value.faults) == {"title", "place", "published_on", "note"}
    late = {**PLAN, "published_on": "2026-03-03", "repealed_on": "2026-03-01", "number": "一\x00二"}
    with pytest.raises(documents.Unfit) as told:
        documents.enter(office, late, BY)
    assert set(told.value.faults) == {"published_on", "repealed_on", "number"}
    assert titles(office, "") == []


def test_a_repealed_document_says_so_and_one_taken_out_is_found_no_more(office: Office) -> None:
    key = documents.enter(office, PLAN, BY)
    with pytest.raises(DeskError, match="早于公开日期"):
        documents.repeal(office, key, date(2025, 3, 1), BY)
    documents.repeal(office, key, date(2026, 1, 1), BY)
    assert documents.get(office, key, BY).document.repealed_on == date(2026, 1, 1)
    with pytest.raises(DeskError, match="已于2026-01-01废止"):
        documents.repeal(office, key, DAY, BY)
    documents.remove(office, key, BY)
    assert titles(office, "命名") == []
    for act in (lambda: documents.remove(office, key, BY), lambda: documents.correct(office, key, PLAN, BY)):
        with pytest.raises(DeskError, match="没有这份"):
            act()
    documents.enter(office, PLAN, BY)
    assert titles(office, "命名") == ["芙蓉区道路命名方案"]


def test_long_lists_come_by_pages(office: Office) -> None:
    for n in range(5):
        documents.enter(office, {**PLAN, "number": f"第{n}号"}, BY)
    first, more = documents.find(office, "", BY, limit=3)
    rest, end = documents.find(office, "", BY, before=more, limit=3)
    assert [each.document.number for each in (*first, *rest)] == [f"第{n}号" for n in (4, 3, 2, 1, 0)]
    assert end is None


def test_who_only_reads_enters_nothing(office: Office) -> None:
    auditor = By("审计员", BY.now, frozenset({Role.AUDITOR}))
    key = documents.enter(office, PLAN, BY)
    assert documents.get(office, key, auditor).key == key
    for act in (
        lambda: documents.enter(office, PLAN, auditor),
        lambda: documents.correct(office, key, PLAN, auditor),
        lambda: documents.repeal(office, key, DAY, auditor),
        lambda: documents.remove(office, key, auditor),
        lambda: exchange.enter(office, "a.csv", b"", auditor),
        lambda: exchange.preview(office, "a.csv", b"", auditor),
    ):
        with pytest.raises(DeskError, match="您不能登记已公开的信息"):
            act()


# --- from a table --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("目录.xlsx", xlsx([HEADINGS, *LINES])),
        ("目录.CSV", csv([HEADINGS, *LINES])),
        ("目录.csv", csv([HEADINGS, *LINES], "gb18030")),
    ],
)
def test_a_table_is_shown_then_entered_and_the_second_time_changes_nothing(
    office: Office, name: str, data: bytes
) -> None:
    shown = exchange.preview(office, name, data, BY)
    assert [each.number for each in shown.new] == ["芙政办发〔2025〕3号", None]
    assert shown.new[0].published_on == date(2025, 4, 1)
    assert titles(office, "") == []
    exchange.enter(office, name, data, BY)
    again = exchange.enter(office, name, data, BY)
    assert (again.new, again.corrected, again.unchanged) == ((), (), 2)
    assert len(titles(office, "")) == 2


def test_a_changed_line_corrects_the_entry(office: Office) -> None:
    exchange.enter(office, "a.xlsx", xlsx([HEADINGS, *LINES]), BY)
    moved = (LINES[0][0], LINES[0][1], "https://www.furong.gov.cn/new/3.html", LINES[0][3])
    done = exchange.enter(office, "b.xlsx", xlsx([HEADINGS, moved]), BY)
    assert [(before.document.place, after.place) for before, after in done.corrected] == [
        (LINES[0][2], moved[2])
    ]
    assert documents.find(office, "命名", BY)[0][0].document.place == moved[2]


def test_one_line_at_fault_and_none_is_entered(office: Office) -> None:
    table = [HEADINGS, LINES[0], ("", "", "区档案馆"), LINES[0], ("年鉴", "", "档案馆", "去年")]
    shown = exchange.preview(office, "a.xlsx", xlsx(table), BY)
    assert [(each.line, each.heading) for each in shown.faults] == [(3, "标题"), (4, "标题"), (5, "公开日期")]
    with pytest.raises(DeskError, match="3处错误"):
        exchange.enter(office, "a.xlsx", xlsx(table), BY)
    assert titles(office, "") == []


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("目录.xls", b"x", "不是可以导入的文件"),
        ("目录", b"x", "不是可以导入的文件"),
        ("a.xlsx", b"", "是空文件"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "设有打开密码"),
        ("a.xlsx", b"not a table", "扩展名与内容不符"),
        ("a.xlsx", xlsx([HEADINGS, *LINES])[:-600], "已经损坏"),
        ("a.csv", b"\xff\xfe\xff\xff", "不能识别"),
        ("a.csv", b'"' + csv([HEADINGS]), "不能读取|没有“"),
        ("a.csv", csv([HEADINGS[:-1], LINES[0]]), "没有“备注”这样的列"),
        ("a.csv", csv([[*HEADINGS, "文号"], LINES[0]]), "“文号”有两列"),
        ("a.csv", csv([HEADINGS]), "没有内容"),
        ("a.csv", csv([HEADINGS, *[LINES[0]] * sheet.MOST.rows]), "5001行"),
        ("a.csv", b"x" * (sheet.MOST.bytes + 1), "超过2兆字节"),
        ("a.xlsx", xlsx([HEADINGS, *LINES], lambda book, page: page.merge_range("A2:A3", "合并")), "合并单元格（第2—3行）"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_in_words(
    office: Office, name: str, data: bytes, told: str
) -> None:
    with pytest.raises(DeskError, match=told):
        exchange.preview(office, name, data, BY)


# --- as a table ----------------------------------------------------------------------------------
def test_what_is_given_out_can_be_taken_in_again_and_holds_no_formula(office: Office) -> None:
    documents.enter(office, {**PLAN, "title": "=1+1"}, BY)
    exchange.enter(office, "a.xlsx", xlsx([HEADINGS, *LINES]), BY)
    given = exchange.export(office, BY)
    rows = CalamineWorkbook.from_filelike(BytesIO(given)).get_sheet_by_index(0).to_python()
    assert rows[0] == HEADINGS
    assert rows[1][0] == "=1+1"
    again = exchange.preview(office, "b.xlsx", given, BY)
    assert (again.new, again.corrected, again.unchanged, again.faults) == ((), (), 3, ())
