"""foidesk import and export, as an office uses them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

HEAD = ["申请编号", "收到日期", "申请方式", "申请人类型", "申请人", "申请内容", "办结日期", "办理结果"]
GOOD = ["", "2025-03-03", "当面提交", "自然人", "赵旻", "某道路命名批复", "2025-03-20", "三（一）"]
BAD = ["", "2025-02-30", "飞鸽", "自然人", "", "某道路命名批复", "", ""]


def ledger(desk: Any, *rows: list[str], name: str = "台账.csv") -> Path:
    path: Path = desk.folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as made:
        csv.writer(made).writerows([HEAD, *rows])
    return path


def test_a_ledger_comes_in_once(desk: Any) -> None:
    ledger(desk, GOOD)
    assert "已导入1件，此前已有0件" in desk.done("import", "台账.csv").out
    assert "已导入0件，此前已有1件" in desk.done("import", "台账.csv").out
    assert desk.data("show", "2025-1")["state"] == "replied"


def test_a_trial_writes_nothing(desk: Any) -> None:
    ledger(desk, GOOD)
    before = desk.content()
    assert "可以导入1件，此前已有0件。没有写入。" in desk.done("import", "台账.csv", "--dry-run").out
    assert desk.content() == before


def test_bad_rows_keep_everything_out_and_name_row_column_and_what_to_do(desk: Any) -> None:
    ledger(desk, GOOD, BAD)
    said = desk.refused("import", "台账.csv")
    assert "第3行 收到日期：“2025-02-30”不是有效的日期。请写成 2026-03-02 这样的日期。" in said
    assert "第3行 申请方式：没有“飞鸽”这种申请方式。可用：当面提交、邮寄" in said
    assert "第3行 申请人：缺少申请人。这一格不能空缺，请补填。" in said
    assert "1行不能读取，没有导入" in said


def test_a_trial_with_bad_rows_lists_them_and_says_so_by_its_status(desk: Any) -> None:
    ledger(desk, GOOD, BAD)
    result = desk("import", "台账.csv", "--dry-run")
    assert result.code == 1
    assert "第3行 申请人：缺少申请人" in result.out
    assert "可以导入1件，此前已有0件，1行不能读取。没有写入。" in result.out


def test_bad_rows_are_listed_as_data_too(desk: Any) -> None:
    ledger(desk, GOOD, BAD)
    result = desk("import", "台账.csv", "--json")
    assert result.code == 2
    assert {(each["row"], each["column"]) for each in result.json["bad"]} == {
        (3, "收到日期"),
        (3, "申请方式"),
        (3, "申请人"),
    }
    assert result.json["imported"] == 0


def test_bad_rows_left_out_stand_in_a_file_that_can_be_put_right(desk: Any) -> None:
    ledger(desk, GOOD, BAD)
    result = desk("import", "台账.csv", "--skip-bad")
    assert result.code == 0, "it was asked for"
    assert "已导入1件，此前已有0件，1行不能读取" in result.out
    said = desk.refused("import", "台账-不能导入的行.xlsx")
    assert "第2行 收到日期：“2025-02-30”" in said


def test_the_ledger_goes_out_and_is_known_when_it_comes_in(desk: Any) -> None:
    ledger(desk, GOOD)
    desk.done("import", "台账.csv")
    assert "已导出1件到 全部.xlsx" in desk.done("export", "全部.xlsx").out
    assert desk.data("import", "全部.xlsx")["known"] == 1
    assert desk.data("export", "无.xlsx", "--year", "2019")["applications"] == 0


def test_what_cannot_be_read_or_written_is_refused(desk: Any) -> None:
    assert "没有这个文件" in desk.refused("import", "没有.xlsx")
    assert "请以 .xlsx 结尾" in desk.refused("export", "全部.csv")
