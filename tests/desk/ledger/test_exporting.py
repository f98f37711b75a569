"""What goes out can come in again and is the same; no cell is a formula; identity numbers are masked and audited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from tests.desk.ledger.conftest import BY, PLAIN, TODAY

from foidesk import content
from foidesk.desk.ledger import checking, exporting, importing, source
from foidesk.desk.office import Office
from foidesk.desk.permits import NotPermitted
from foidesk.rules.vocabulary import Role
from foidesk.store import audit
from foidesk.store.database import Database, migrate

FULL = {
    **PLAIN,
    "申请编号": "区〔2024〕12号",
    "申请方式": "网络",
    "证件类型": "居民身份证",
    "证件号码": "430102199003070015",
    "联系电话": "0731-84683322",
    "通信地址": "长沙市芙蓉区人民中路1号",
    "电子邮箱": "a@example.cn",
    "申请内容": '=HYPERLINK("http://x")\n第二行，带“引号”和"quotes"',
    "获取方式": "@当面领取",
    "补正告知日期": "2025-03-05",
    "补正期限": "2025-03-26",
    "补正收到日期": "2025-03-10",
    "征求意见发出日期": "2025-03-11",
    "征求意见送达日期": "2025-03-12",
    "意见收到日期": "2025-03-20",
    "延期告知日期": "2025-03-21",
    "延期工作日数": "15",
    "收费通知日期": "2025-03-24",
    "收费方式": "按量",
    "收费数量": "120",
    "收费金额": "1100",
    "缴费日期": "2025-03-28",
    "办结日期": "2025-04-20",
    "办理结果": "三（三）4",
    "答复文号": "+芙答9",
    "送达方式": "邮寄",
    "复议结果": "纠正",
    "直接起诉结果": "未审结",
    "复议后起诉结果": "其他",
    "承办人": "-周敏",
    "备注": "=1+1",
}


def valid(number: str) -> str:
    """The identity number with its check letter."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return number[:17] + "10X98765432"[total % 11]


ROW = {**FULL, "证件号码": valid(FULL["证件号码"])}


@contextmanager
def elsewhere(office: Office, folder: Path) -> Iterator[Office]:
    """The same agency with an empty register."""
    url = f"sqlite:///{folder / 'other.db'}"
    migrate(url)
    database = Database.open(url, office.vault)
    yield replace(office, database=database)
    database.close()


def cells(office: Office, data: bytes) -> list[dict[str, str]]:
    return [line.cells for line in source.from_bytes("台账.xlsx", data).lines]


def test_what_is_exported_comes_in_elsewhere_and_goes_out_the_same(
    office: Office, bring: Callable[..., Any], tmp_path: Path
) -> None:
    bring(ROW, *content.sample_ledger(), PLAIN)
    out = exporting.export(office, BY, unmasked=True)
    assert out.applications == 50
    with elsewhere(office, tmp_path) as other:
        reading = checking.check(other, source.from_bytes("台账.xlsx", out.content), TODAY)
        assert not reading.bad
        assert importing.bring_in(other, reading, BY).new == 50
        again = exporting.export(other, BY, unmasked=True)
    assert cells(office, again.content) == cells(office, out.content)


def test_every_cell_of_a_full_row_goes_out_as_it_came_in(office: Office, bring: Callable[..., Any]) -> None:
    bring(ROW)
    [row] = cells(office, exporting.export(office, BY, unmasked=True).content)
    assert row == {heading: text for heading, text in ROW.items() if text}


def test_what_is_exported_is_known_where_it_came_from(
    office: Office, bring: Callable[..., Any], read: Callable[..., Any]
) -> None:
    bring(ROW, PLAIN)
    for unmasked in (True, False):
        out = exporting.export(office, BY, unmasked=unmasked)
        done = importing.bring_in(office, read(content=out.content, file="台账.xlsx"), BY)
        assert (done.new, done.known) == (0, 2)


def test_no_cell_that_goes_out_is_a_formula(
    office: Office, bring: Callable[..., Any], tmp_path: Path
) -> None:
    bring(ROW)
    path = tmp_path / "out.xlsx"
    path.write_bytes(exporting.export(office, BY).content)
    sheet = ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()


def test_identity_numbers_are_masked_unless_asked_for_and_every_export_is_on_record(
    office: Office, bring: Callable[..., Any]
) -> None:
    bring(ROW)
    [row] = cells(office, exporting.export(office, BY).content)
    assert row["证件号码"] == f"430*************{ROW['证件号码'][-2:]}"
    exporting.export(office, BY, year=2025, unmasked=True)
    with office.database.reading() as conn:
        traces = [(trace.what, trace.about) for trace in audit.page(conn, office.key)]
    assert traces[:2] == [("导出台账（证件号码完整）", "2025年"), ("导出台账（证件号码遮盖）", "全部年份")]


def test_a_year_is_that_of_the_receipt(office: Office, bring: Callable[..., Any]) -> None:
    bring(PLAIN, {**PLAIN, "收到日期": "2024-12-31"})
    assert exporting.export(office, BY, year=2024).applications == 1
    assert exporting.export(office, BY, year=2023).applications == 0


def test_who_may_not_read_personal_data_may_not_export_it(office: Office) -> None:
    supervisor = replace(BY, roles=frozenset({Role.SUPERVISOR}))
    exporting.export(office, supervisor)
    with pytest.raises(NotPermitted):
        exporting.export(office, supervisor, unmasked=True)
    with pytest.raises(NotPermitted):
        exporting.export(office, replace(BY, roles=frozenset({Role.ADMINISTRATOR})))
