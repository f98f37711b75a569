"""Files that clerks and lawyers edit: found where they may lie, refused in words when they are wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foidesk import content
from foidesk.errors import DeskError

GOOD = """
year = 2027
number = "国办发明电〔2026〕9号"
issued = 2026-11-05
work = [2027-01-09]
[[off]]
name = "元旦"
first = 2027-01-01
last = 2027-01-04
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_year_since_the_regulation_came_into_force_is_on_file() -> None:
    notices = content.notices()
    assert [notice.year for notice in notices] == list(range(2008, 2008 + len(notices)))
    assert notices[-1].year >= 2026


def test_the_calendar_of_a_folder_is_built_once() -> None:
    assert content.calendar() is content.calendar()


def test_a_year_in_the_agencys_folder_comes_before_the_shipped_one_and_the_others_stay(
    tmp_path: Path,
) -> None:
    write(tmp_path, "2027.toml", GOOD)
    write(tmp_path, "2026.toml", GOOD.replace("2027", "2026").replace("2026-01-09", "2026-01-10"))
    calendar = content.calendar(tmp_path)
    assert calendar.year(2027).notice == "国办发明电〔2026〕9号"
    assert calendar.year(2026).work == (date(2026, 1, 10),)
    assert calendar.year(2025) == content.calendar().year(2025)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"找不到文件夹[\s\S]*calendar\.path"):
        content.notices(tmp_path / "没有")


def test_a_notice_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "2027.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert content.read_notice(path).effective_off[-1] == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year = 2027", 'year = "2027"', "year：应为四位年份"),
        ("year = 2027", "", "year：缺少"),
        ("number =", "numer =", "numer：没有这个键"),
        ("issued = 2026-11-05", 'issued = "2026-11-05"', "issued：应为不加引号的日期"),
        ("issued = 2026-11-05", "issued = 2026-11-05T08:00:00", "issued：应为不加引号的日期"),
        ("[2027-01-09]", "2027-01-09", "work：应为日期的列表"),
        ("first = 2027-01-01", "frist = 2027-01-01", "off[第1项].frist：没有这个键"),
        ("[[off]]", "[off]", "off：应为若干个 [[off]]"),
        ("[[off]]", "[[off]", "不是正确的 TOML"),
        ("2027-01-09", "2027-01-06", "2027-01-06 是周三"),
    ],
)
def test_a_wrong_notice_is_refused_with_file_key_and_what_to_do(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = write(tmp_path, "2027.toml", GOOD.replace(old, new, 1))
    with pytest.raises(DeskError) as refused:
        content.read_notice(path)
    assert str(path) in refused.value.what
    assert said in refused.value.why
    assert "改正" in refused.value.do


def test_a_file_in_another_encoding_or_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(DeskError, match="UTF-8"):
        content.read_notice(tmp_path / "2027.toml")
    with pytest.raises(DeskError, match="无法打开"):
        content.read_notice(tmp_path / "2028.toml")


def test_all_wrong_files_are_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, "2028.toml", GOOD)
    write(tmp_path, "2029.toml", "year = 2029")
    with pytest.raises(DeskError) as refused:
        content.notices(tmp_path)
    assert "2 个" in refused.value.what
    assert "2028.toml" in refused.value.why
    assert "2029.toml" in refused.value.why


def test_a_letter_of_the_agency_comes_before_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "extension.toml", 'title = "本机关的延期告知书"')
    shipped, own = content.letter_sources("extension", tmp_path)
    assert own == {"title": "本机关的延期告知书"}
    assert shipped is not None
    assert shipped["title"] != own["title"]
    assert set(content.letter_kinds(tmp_path)) == {*content.letter_kinds(), "extension"}


def test_an_unknown_kind_of_letter_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    write(tmp_path, "house_letter.toml", 'title = "函"')
    for kind in ("nonsense", "../house_letter"):
        with pytest.raises(DeskError, match=r"可用的文书：.*house_letter"):
            content.letter_sources(kind, tmp_path)
