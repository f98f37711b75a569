"""Printing on the command line: letters of some days, labels, the register."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from .test_story import BY, read


@pytest.fixture
def morning(desk: Any) -> tuple[Any, list[str]]:
    """Three receipts, one for somebody without an address."""
    numbers = [
        desk.register(address="长沙市芙蓉区五一大道1号"),
        desk.register(name="李思敏", email="li@example.cn"),
        desk.register(name="王喆", address="长沙市芙蓉区五一大道3号"),
    ]
    for number in numbers:
        desk.data("letter", number, "receipt", "--issue", "--approved-by", BY)
    return desk, numbers


def test_the_letters_of_a_day_are_one_file(morning: tuple[Any, list[str]]) -> None:
    desk, numbers = morning
    file = Path(desk.data("print", "letters", "--from", "今天", "-o", "打印")["file"])
    text = read(file)
    assert "发文登记" in text
    assert all(f"{number}-收" in text for number in numbers)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "3份文书" in desk.done("print", "letters", "--from", "2026-03-01", "--to", "2026-03-02").out
    double = desk.data("print", "letters", "--from", "今天", "--duplex", "-o", "双面")["file"]
    assert Path(double).stat().st_size > 0


def test_labels_name_the_letters_that_have_none(morning: tuple[Any, list[str]]) -> None:
    desk, numbers = morning
    answer = desk.data("print", "labels", "--from", "今天", "--used", "3")
    assert answer["without"] == [f"{numbers[1]}-收"]
    assert "王喆（收）" in read(answer["file"])
    said = desk.done("print", "labels", "--from", "今天").out
    assert "2枚标签" in said
    assert f"没有通信地址，未印标签：{numbers[1]}-收" in said


def test_the_register_of_a_year_hides_the_names(morning: tuple[Any, list[str]]) -> None:
    desk, _ = morning
    text = read(desk.data("print", "register", "2026")["file"])
    assert "登记簿" in text
    assert "共3件" in text
    assert "赵立群" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("letters",), "--from"),
        (("letters", "--from", "2026-03-09"), "没有签发文书"),
        (("letters", "--from", "今天", "--to", "2026-03-01"), "晚于截止日期"),
        (("letters", "--from", "昨天"), "不是有效的日期"),
        (("letters", "--from", "今天", "--kind", "nonsense"), "没有名为"),
        (("letters", "--from", "今天", "--kind", "fee"), "没有签发文书"),
        (("labels", "--from", "今天", "--used", "14"), "--used"),
        (("labels", "--from", "今天", "--used", "-1"), "--used"),
        (("labels", "--from", "2026-03-09"), "没有签发文书"),
        (("register", "2024"), "没有登记申请"),
        (("register", "1999"), "YEAR"),
        (("register", "今年"), "YEAR"),
        (("register",), "YEAR"),
        (("nonsense",), "没有这个命令"),
    ],
)
def test_what_is_typed_wrongly_is_refused(
    morning: tuple[Any, list[str]], words: tuple[str, ...], said: str
) -> None:
    assert said in morning[0].refused("print", *words)


def test_a_file_that_cannot_be_written_is_named(morning: tuple[Any, list[str]]) -> None:
    desk, _ = morning
    for name in ("文书_2026-03-02_2026-03-02.pdf", "标签_2026-03-02_2026-03-02.pdf", "登记簿_2026.pdf"):
        (desk.folder / "占用" / name).mkdir(parents=True)
    for words in (("letters", "--from", "今天"), ("labels", "--from", "今天"), ("register", "2026")):
        said = desk.refused("print", *words, "-o", "占用")
        assert "不能写入" in said
        assert "这是一个文件夹" in said


def test_who_has_no_database_is_told_to_begin(bare: Any) -> None:
    assert bare("print", "register", "2026").code == 2


def test_the_file_of_a_case_is_written_where_it_is_wanted(morning: tuple[Any, list[str]]) -> None:
    desk, numbers = morning
    answer = desk.data("casefile", "1", "卷/案卷.pdf")
    assert answer["number"] == numbers[0]
    text = read(answer["file"])
    assert "卷内目录" in text
    assert "五一大道1号" in text
    assert stat.S_IMODE(Path(answer["file"]).stat().st_mode) == 0o600
    said = desk.done("casefile", numbers[0], "--masked").out
    assert "案卷（隐去个人信息）.pdf" in said
    path = said.split("：", 1)[1].rsplit("（", 1)[0]
    assert "五一大道1号" not in read(path)
