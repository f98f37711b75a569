"""An agency's own wording: one block, a whole letter, a shared block, and what the law does not let it leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from foidesk import content, settings
from foidesk.desk import catalogue, samples
from foidesk.errors import DeskError
from foidesk.rules.outcomes import GROUNDS
from foidesk.settings import Agency

from .conftest import ROOT

AGENCY: Agency = settings.load(ROOT / "config.toml").agency[0]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The agency's folder of letters."""
    folder = tmp_path / "我们的文书"
    folder.mkdir()
    return folder


def written(own: Path, kind: str, text: str) -> str:
    """The sample letter in the wording that a file of the agency gives it."""
    (own / f"{kind}.toml").write_text(text, encoding="utf-8")
    return samples.letter(kind, AGENCY, catalogue.templates(own)).text


def refusal(own: Path, kind: str, text: str) -> str:
    with pytest.raises(DeskError) as refused:
        written(own, kind, text)
    return str(refused.value)


def shipped(kind: str) -> str:
    return (ROOT / "letters" / f"{kind}.toml").read_text(encoding="utf-8")


# --- what an agency may change -------------------------------------------------------------------
def test_one_block_is_changed_and_the_others_stay_as_shipped(own: Path) -> None:
    mine = written(own, "clarification", '[change.guidance]\ntext = "有疑问请来我局窗口：{{ contact }}。"\n')
    before = samples.letter("clarification", AGENCY).text
    assert "有疑问请来我局窗口" in mine
    changed = [(a, b) for a, b in zip(before.splitlines(), mine.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert catalogue.template("clarification", own).version != catalogue.template("clarification").version


def test_a_whole_letter_is_replaced(own: Path) -> None:
    text = shipped("receipt").replace('title = "政府信息公开申请登记回执"', 'title = "依申请公开收件回执"')
    assert "依申请公开收件回执" in written(own, "receipt", text)


def test_a_shared_block_changed_once_is_changed_in_every_letter(own: Path) -> None:
    (own / "_shared.toml").write_text(
        '[change.questions]\ntext = "{{ you }}如有疑问，请拨打{{ contact }}。"\n', encoding="utf-8"
    )
    for kind in ("disclosed", "fee", "third_party"):
        text = samples.letter(kind, AGENCY, catalogue.templates(own)).text
        assert "如有疑问，请拨打" in text, kind
        assert "对本文书有疑问的" not in text, kind


def test_a_letter_that_is_not_there_comes_as_shipped(own: Path) -> None:
    for kind in catalogue.kinds(own):
        assert catalogue.template(kind, own) == catalogue.template(kind) or own.exists()
        assert catalogue.template(kind, own).version == catalogue.template(kind).version


# --- what it may not -----------------------------------------------------------------------------
def test_wording_that_lacks_what_the_law_wants_is_refused_and_the_lack_named(own: Path) -> None:
    said = refusal(own, "clarification", '[change.answer]\ntext = "请尽快提交：{{ return_to }}。"\n')
    assert "补正期限的最后一日" in said
    said = refusal(
        own, "disclosed", shipped("disclosed").replace('use = "reply_closing"', 'use = "questions"')
    )
    assert "救济" in said
    said = refusal(own, "extension", shipped("extension").replace('remedy = "none"', 'remedy = "choice"'))
    assert "remedy" in said


def test_a_shared_block_that_lacks_what_the_law_wants_stops_the_letters_that_use_it(own: Path) -> None:
    (own / "_shared.toml").write_text('[change.remedy]\ntext = "不服的，可以申诉。"\n', encoding="utf-8")
    with pytest.raises(DeskError, match="救济"):
        catalogue.template("disclosed", own)
    assert catalogue.template("receipt", own).name == "登记回执"


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("receipt", "name = ", "不是正确的 TOML"),
        ("receipt", "\x00", "不是正确的 TOML"),
        ("receipt", '[change.nonsense]\ntext = "字"\n', "没有名为“nonsense”的段落"),
        ("receipt", 'suffix = "甲"\n[change.opening]\ntext = "字"\n', "不能有：suffix"),
        ("receipt", 'name = "回执"\n', "缺少"),
        ("clarification", '[change.guidance]\ntext = "{{ nowhere }}"\n', "没有声明：nowhere"),
        ("clarification", '[change.guidance]\ntext = "{{ contact "\n', "空白的写法有误"),
        ("clarification", '[change.guidance]\nstyle = "huge"\n', "style"),
        ("clarification", "[change.guidance]\ntext = 3\n", "text"),
        ("clarification", '[change]\nguidance = "字"\n', "guidance"),
        ("clarification", 'change = "字"\n', "change"),
        ("receipt", 'block = 3\nname = "a"\ntitle = "b"\nsuffix = "收"\nremedy = "none"\n', "block"),
        ("receipt", 'name = 3\ntitle = 4\nsuffix = 5\nremedy = "none"\nblock = []\n', "name"),
        ("clarification", '[change.guidance]\ntext = "{{ contact | shout }}"\n', "shout"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_cause(own: Path, kind: str, text: str, said: str) -> None:
    told = refusal(own, kind, text)
    assert said in told
    assert kind in told


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="找不到文件夹"):
        catalogue.kinds(tmp_path / "没有")


# --- trial ---------------------------------------------------------------------------------------
def test_a_file_is_tried_before_it_is_put_into_the_folder(tmp_path: Path) -> None:
    file = tmp_path / "clarification.toml"
    file.write_text('[change.guidance]\ntext = "有疑问请来电：{{ contact }}。"\n', encoding="utf-8")
    trial = catalogue.trial(file)
    assert trial.kind == "clarification"
    assert trial.version != catalogue.template("clarification").version
    file.write_text('[change.answer]\ntext = "请尽快。"\n', encoding="utf-8")
    with pytest.raises(DeskError, match="缺少法定内容"):
        catalogue.trial(file)


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_file_that_is_not_there_or_is_a_folder_is_no_template(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeskError):
        catalogue.trial(tmp_path / name)


# --- replies -------------------------------------------------------------------------------------
def test_every_ground_of_a_reply_has_its_letter() -> None:
    there = set(content.letter_kinds())
    lacking = [ground.key for ground in GROUNDS.values() if ground.key not in there]
    assert lacking == []
