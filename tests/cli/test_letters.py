"""Letters on the command line: drafted, compared, issued, fetched again; and the kinds there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from .test_story import BY, DISCLOSED, read

ISSUE = ("--issue", "--approved-by", BY)


@pytest.fixture
def consulted(desk: Any) -> tuple[Any, str]:
    """An application about which a third party is asked."""
    number = desk.register()
    desk.record(number, "consultation_sent", "2026-03-03", "to=third_party", "id=a", "information=征收补偿协议",
                "question=是否同意公开", "name=湘江置业有限公司", "address=长沙市开福区芙蓉北路12号")  # fmt: skip
    return desk, number


@pytest.fixture
def replying(desk: Any) -> tuple[Any, str]:
    """An application that may be answered on the sixth."""
    number = desk.register()
    desk.record(number, "secrecy_reviewed", "2026-03-04", "reviewer=陈立新", "cleared=是")
    desk.on("2026-03-06")
    return desk, number


def reply(number: str, *more: str) -> tuple[str, ...]:
    return ("reply", number, "disclosed", "--on", "2026-03-06", "--service", "post", "--approved-by", BY, *DISCLOSED,
            *more)  # fmt: skip


def rewritten(path: str, beginning: str, text: str) -> str:
    """Another DOCX beside the one given, with a paragraph typed over."""
    document = docx.Document(path)
    found = next(each for each in document.paragraphs if each.text.startswith(beginning))
    for run in found.runs[1:]:
        run.text = ""
    found.runs[0].text = text
    changed = Path(path).with_name("改.docx")
    document.save(str(changed))
    return str(changed)


# --- drafts --------------------------------------------------------------------------------------
def test_a_draft_says_what_the_check_finds_and_issues_nothing(desk: Any) -> None:
    config = desk.folder / "config.toml"
    roles = f'[[agency.approver]]\nname = "{BY}"\nsince = 2025-01-01\n'
    config.write_text(
        config.read_text("utf-8").replace("[agency.fee]", f"{roles}[agency.fee]"), encoding="utf-8"
    )
    number = desk.register()
    before = desk.content()
    drafted = desk.data("letter", number, "receipt", "--approved-by", "门卫老张")
    assert drafted["number"] == f"{number}-收"
    assert [finding["refuses"] for finding in drafted["findings"]] == [True]
    assert all("（稿）" in path for path in drafted["files"])
    said = desk.done("letter", number, "receipt", "--approved-by", "门卫老张").out
    assert "草稿（尚未签发）" in said
    assert "[不能签发]" in said
    assert desk.content() == before


def test_a_saved_draft_goes_on_where_it_was_left(consulted: tuple[Any, str]) -> None:
    desk, number = consulted
    text = desk.folder / "问题.txt"
    text.write_text("\ufeff请逐页说明哪些内容\n属于商业秘密。", encoding="utf-8")
    desk.data("letter", number, "third_party", "--passage", f"question=@{text}", "--save")
    later = desk.data("letter", number, "third_party")
    assert "请逐页说明哪些内容" in read(later["files"][0])
    issued = desk.data("letter", number, "third_party", *ISSUE)
    assert "属于商业秘密" in read(issued["files"][0])


def test_a_new_draft_of_an_issued_letter_is_asked_for(desk: Any) -> None:
    number = desk.register()
    first = desk.data("letter", number, "receipt", *ISSUE)
    desk.record(number, "registration_corrected", "2026-03-02", "name=赵立君", "reason=误登")
    assert desk.data("letter", number, "receipt")["number"] == first["number"]
    again = desk.data("letter", number, "receipt", "--draft")
    assert again["number"] == f"{number}-收2"
    assert "赵立君" in read(again["files"][0])
    assert desk.data("letter", number, "receipt", *ISSUE)["number"] == f"{number}-收2"


def test_a_docx_changed_outside_is_compared_before_it_is_issued(replying: tuple[Any, str]) -> None:
    desk, number = replying
    draft = desk.data(*reply(number, "--draft"))["files"][1]
    changed = rewritten(draft, "经查", "经查阅征收档案，本机关保存有该方案。")
    before = desk.content()
    said = desk.done(*reply(number, "--draft", "--docx", changed)).out
    assert "在外部所作的修改：" in said
    assert "［增：阅征收档案］" in said
    assert desk.content() == before
    assert desk.data(*reply(number, "--draft", "--docx", draft))["changed"] == ["文字与底稿一致。"]
    issued = desk.data(*reply(number, "--docx", changed))
    assert "经查阅征收档案" in read(issued["letters"][0])
    assert Path(issued["letters"][1]).read_bytes() == Path(changed).read_bytes()
    assert len(issued["changed"]) == 1


def test_a_notice_changed_outside_is_compared_too(desk: Any) -> None:
    number = desk.register()
    draft = desk.data("letter", number, "receipt")["files"][1]
    changed = rewritten(draft, "本机关于", docx.Document(draft).paragraphs[4].text + "谢谢。")
    said = desk.done("letter", number, "receipt", "--docx", changed)
    assert "改动" in said.out or "增加" in said.out


def test_warnings_are_shown_and_confirmed_with_a_reason(desk: Any) -> None:
    number = desk.register()
    desk.record(number, "secrecy_reviewed", "2026-04-08", "reviewer=陈立新", "cleared=是")
    late = [word.replace("2026-03-06", "2026-04-08") for word in reply(number)]
    drafted = desk.data(*late, "--draft")
    assert [finding["refuses"] for finding in drafted["findings"]] == [False]
    assert "--confirm" in desk.refused(*late)
    assert "--confirm" in desk.refused(*late, "--confirm", "  ")
    done = desk.data(*late, "--confirm", "承办人住院")
    assert len(done["findings"]) == 1
    history = desk.data("show", number)["history"]
    issued = next(entry for entry in history if entry["event"] == "letter_issued")
    assert "承办人住院" in json.dumps(issued, ensure_ascii=False)


# --- attachments ---------------------------------------------------------------------------------
def test_files_are_attached_by_the_name_the_letter_lists(replying: tuple[Any, str]) -> None:
    desk, number = replying
    plan = desk.folder / "方案.txt"
    plan.write_text("五一大道东段", encoding="utf-8")
    words = reply(number, "attachments=五一大道东段征收补偿方案")
    assert "附件" in desk.refused(*words, "--attach", f"另一个名称={plan}")
    assert "李思敏" in desk.refused(
        *words, "--attach", f"五一大道东段征收补偿方案={_holding(desk, '李思敏')}", "--withheld", "李思敏"
    )
    done = desk.data(*words, "--attach", f"五一大道东段征收补偿方案={plan}", "--withheld", "李思敏")
    assert done["state"] == "replied"


def _holding(desk: Any, word: str) -> Path:
    document = docx.Document()
    document.add_paragraph("产权人")
    document.core_properties.author = word
    path = desk.folder / "含有.docx"
    document.save(str(path))
    return Path(path)


# --- bad input -----------------------------------------------------------------------------------
def test_files_that_cannot_be_read_are_named_and_nothing_written(desk: Any) -> None:
    number = desk.register()
    folder, empty, pdf = desk.folder / "文件夹", desk.folder / "空.docx", desk.folder / "文书.pdf"
    folder.mkdir()
    empty.touch()
    pdf.write_bytes(b"%PDF-1.7")
    huge = desk.folder / "大.docx"
    with huge.open("wb") as file:
        file.truncate(100_000_001)
    for option, value, said in (
        ("--docx", desk.folder / "没有.docx", "打不开"),
        ("--docx", folder, "这是一个文件夹"),
        ("--docx", empty, "DOCX"),
        ("--docx", pdf, "DOCX"),
        ("--docx", huge, "过大"),
        ("--attach", f"图={desk.folder / '没有.pdf'}", "打不开"),
        ("--attach", f"图={folder}", "这是一个文件夹"),
        ("--attach", "图=", "打不开"),
        ("--attach", "a\x00b", "打不开"),
        ("--passage", f"question=@{pdf}.没有", "打不开"),
        ("--passage", f"question=@{_bytes(desk, bytes([255, 254]))}", "UTF-8"),
        ("--passage", "question", "名称=内容"),
    ):
        assert said in desk.refused("letter", number, "receipt", option, str(value), *ISSUE), (option, value)


def _bytes(desk: Any, data: bytes) -> Path:
    path = desk.folder / "文字.txt"
    path.write_bytes(data)
    return Path(path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "没有名为“nonsense”的文书"),
        (("",), "没有名为"),
        (("receipt", "due=2027年1月1日"), "没有“due”这样的空白"),
        (("receipt", "--passage", "opening=本机关没有收到"), "不能改写：opening"),
        (("receipt", "--about", "补"), "不针对"),
        (("receipt", "--signed-on", "2026-03-03"), "晚于今天"),
        (("receipt", "--signed-on", "2026-03-01"), "早于收到申请之日"),
        (("receipt", "--signed-on", "2026-02-30"), "不是有效的日期"),
        (("receipt", "--signed-on", "明天"), "不是有效的日期"),
        (("third_party",), "没有向第三方征求意见"),
        (("third_party", "--about", "a\x00"), "没有向第三方征求意见"),
        (("erratum",), "没有签发过"),
        (("disclosed",), "不是该申请的答复书"),
        (("receipt", "--draft"), "不能既拟草稿又签发"),
        (("receipt", "--save", "--docx", "x.docx"), "不能存为草稿"),
        (("address",), "不用签发"),
        (("receipt", "--withheld", "王喆"), "没有附件"),
    ],
)
def test_what_is_typed_wrongly_is_refused(desk: Any, words: tuple[str, ...], said: str) -> None:
    number = desk.register()
    assert said in desk.refused("letter", number, *words, *ISSUE)


@pytest.mark.parametrize("name", ["", " ", "\x00", "甲" * 101, "两\n行"])
def test_an_approver_is_a_name_on_one_line(desk: Any, name: str) -> None:
    number = desk.register()
    desk.refused("letter", number, "receipt", "--issue", "--approved-by", name)


def test_without_an_approver_nothing_is_issued(desk: Any) -> None:
    assert "--approved-by" in desk.refused("letter", desk.register(), "receipt", "--issue")


def test_the_folder_is_tried_before_anything_is_issued(desk: Any) -> None:
    number = desk.register()
    file = desk.folder / "文件"
    file.touch()
    for out in (file, file / "里面", Path("/proc/没有"), Path("a\x00b")):
        assert "不能写入" in desk.refused("letter", number, "receipt", *ISSUE, "-o", str(out))
        assert "不能写入" in desk.refused(*reply(number), "-o", str(out))


def test_a_letter_that_could_not_be_saved_is_there_to_be_fetched(desk: Any) -> None:
    number = desk.register()
    (desk.folder / "out" / f"{number}-收.pdf").mkdir(parents=True)
    failed = desk("letter", number, "receipt", *ISSUE, "-o", "out")
    assert failed.code == 2
    assert "foidesk letter 再次取出" in failed.err
    assert desk.data("letter", number, "receipt", "-o", "other")["number"] == f"{number}-收"


def test_a_number_of_any_length_makes_a_file(desk: Any) -> None:
    kept = "长政办依申请公开受理" * 30 + "〔2019〕第103号"
    number = desk.register(number=kept, arrived="2026-03-02")
    answer = desk.data("letter", number, "receipt", *ISSUE)
    assert answer["number"] == f"{kept}-收"
    assert all(Path(path).is_file() for path in answer["files"])


# --- kinds, samples, trials ----------------------------------------------------------------------
def test_every_kind_is_listed_with_what_a_clerk_fills_in(bare: Any) -> None:
    kinds = {each["kind"]: each for each in bare.data("letters", "list")}
    assert len(kinds) == 45
    assert kinds["erratum"]["asked"]["changes"].startswith("更正的内容")
    assert kinds["not_held"]["suffix"] == "无"
    assert all(each["version"] for each in kinds.values())
    assert "补正告知书" in bare.done("letters", "list").out


def test_samples_are_written_without_a_desk(bare: Any) -> None:
    files = bare.data("letters", "sample", "样本", "--kind", "fee", "--kind", "service_proof")
    assert [Path(path).name for path in files] == [
        "fee.pdf",
        "fee.docx",
        "service_proof.pdf",
        "service_proof.docx",
    ]
    assert "收费" in read(files[0])
    assert "没有名为" in bare.refused("letters", "sample", "样本", "--kind", "nonsense")
    file = bare.folder / "文件"
    file.touch()
    assert "不能写入" in bare.refused("letters", "sample", str(file))


def test_a_template_is_tried_on_the_sample_case(bare: Any) -> None:
    good = bare.folder / "clarification.toml"
    good.write_text('[change.guidance]\ntext = "请来电：{{ contact }}。"\n', encoding="utf-8")
    assert bare.data("letters", "check", str(good))["kind"] == "clarification"
    assert "可以使用" in bare.done("letters", "check", str(good)).out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("clarification.toml", '[change.answer]\ntext = "请尽快。"\n', "补正期限的最后一日"),
        ("clarification.toml", '[change.guidance]\ntext = "请于××来电"\n', "××"),
        ("clarification.toml", "text = ", "不是正确的 TOML"),
        ("clarification.toml", "[change]\nguidance = 3\n", "guidance"),
        ("nonsense.toml", 'name = "甲"\n', "缺少"),
        ("clarification.toml", b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_template_with_a_fault_is_refused(bare: Any, name: str, text: str | bytes, said: str) -> None:
    file = bare.folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert said in bare.refused("letters", "check", str(file))


def test_what_is_no_file_is_no_template(bare: Any) -> None:
    for path in ("没有.toml", str(bare.folder), "a\x00b.toml", ""):
        bare.refused("letters", "check", path)


def test_the_agencys_own_wording_is_used_by_the_desk(desk: Any) -> None:
    own = desk.folder / "我们的文书"
    own.mkdir()
    (own / "receipt.toml").write_text('title = "依申请公开收件回执"\n[change]\n', encoding="utf-8")
    config = desk.folder / "config.toml"
    config.write_text(
        config.read_text("utf-8").replace("[letters]", '[letters]\npath = "我们的文书"'), encoding="utf-8"
    )
    number = desk.register()
    assert "依申请公开收件回执" in read(desk.data("letter", number, "receipt", *ISSUE)["files"][0])
    titles = {each["kind"]: each["title"] for each in desk.data("letters", "list")}
    assert titles["receipt"] == "依申请公开收件回执"
    own.rename(desk.folder / "改名")
    assert "找不到文件夹" in desk.refused("letters", "list")


def test_the_fonts_in_use_are_told(bare: Any) -> None:
    faces = {each["face"] for each in bare.data("fonts")}
    assert {"仿宋", "小标宋", "楷体", "黑体"} <= faces
    assert "随程序附带" in bare.done("fonts").out


def test_a_folder_of_fonts_that_is_not_there_is_named(desk: Any) -> None:
    config = desk.folder / "config.toml"
    config.write_text(
        config.read_text("utf-8").replace("[fonts]", '[fonts]\npath = "没有"'), encoding="utf-8"
    )
    assert "找不到字体文件夹" in desk.refused("fonts")
    assert "找不到字体文件夹" in desk.refused("letter", desk.register(), "receipt", *ISSUE)
