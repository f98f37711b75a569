"""A template and facts make a letter; what is missing, empty or out of form is refused."""

from datetime import date

import pytest

from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.paper.wording import parse
from foidesk.paper.wording.composition import MissingFact, compose
from foidesk.paper.wording.template import BadTemplate


def tiny(*blocks, blanks=None, ground=("EXTEND", "REPLY_IN_20"), shared=()):
    named = [b if "use" in b else {"name": f"passage_{n}", **b} for n, b in enumerate(blocks)]
    return parse(
        "tiny",
        {
            "name": "告知书",
            "title": "告知书",
            "ground": list(ground),
            "suffix": "答",
            "remedy": "none",
            "blanks": blanks or {"applicant": "申请人姓名或者名称"},
            "block": [{"style": "body", **block} for block in named],
        },
        {"block": shared},
    )


FRAME = {"agency": "星沙区教育局", "doc_number": "星教公开〔2026〕第1号-答", "signed_on": date(2026, 1, 5)}


def body(letter):
    return [block.text for block in letter.blocks if block.style is Style.BODY]


@pytest.mark.parametrize("nothing", [None, "", "  \n ", []])
def test_a_missing_or_empty_fact_refuses_the_letter_and_names_the_blank(make, nothing):
    with pytest.raises(MissingFact) as refusal:
        make("extension", reason=nothing, applicant=nothing)
    assert refusal.value.meanings == ("申请人姓名或者名称", "延长答复期限的具体理由")
    assert "申请人姓名或者名称" in refusal.value.what
    assert refusal.value.do


def test_an_incomplete_item_of_a_list_refuses_the_letter(make):
    with pytest.raises(MissingFact, match=r"检索情况.*第2项不完整"):
        make(
            "not_held", searches=[{"place": "甲", "terms": "乙", "who": "丙", "when": "丁"}, {"place": "甲"}]
        )


def test_number_signature_and_date_are_needed_by_every_letter():
    with pytest.raises(MissingFact) as refusal:
        compose(tiny({"text": "正文"}), {})
    assert refusal.value.meanings == ("发文机关名称", "文号", "成文日期")


def test_an_optional_paragraph_stands_only_when_its_fact_is_there(make):
    assert "补正" not in make("disclosed").text.replace("未补正", "")
    clarified = make("disclosed", clarified_on=date(2026, 3, 9), clarified_request="2025年测算报告")
    assert "2026年3月9日收到补正的申请，补正后的内容为：“2025年测算报告”" in clarified.text


def test_a_false_condition_leaves_the_paragraph_out(make):
    assert "湘财税〔2021〕3号" in make("fee").text
    assert "湘财税" not in make("fee", hunan_fee_confirmed=False).text


def test_dates_are_written_without_padding_even_without_the_filter():
    letter = compose(
        tiny({"text": "{{ day }}、{{ day | date }}"}, blanks={"day": "日期"}),
        {**FRAME, "day": date(2026, 1, 5)},
    )
    assert body(letter) == ["2026年1月5日、2026年1月5日"]


@pytest.mark.parametrize(
    "number",
    ["星教公开[2026]第1号", "星教公开（2026）第1号", "星教公开【2026】第1号", "星教公开〔2026〕第01号"],
)
def test_a_number_out_of_form_is_refused(make, number):
    with pytest.raises(DeskError, match="不合格式"):
        make("extension", doc_number=number)


@pytest.mark.parametrize("left", ["××路", "{{ x }}", "待填"])
def test_a_letter_with_something_left_open_is_refused(make, left):
    with pytest.raises(DeskError, match="未填"):
        make("extension", reason=f"因{left}尚未核对。")


def test_the_applicants_own_words_are_quoted_whatever_they_hold(make):
    assert "××路{{改造}}" in make("extension", request="××路{{改造}}《条例》").text
    assert "“××路{{改造}}《条例》”" in make("extension", request="××路{{改造}}《条例》").text


def test_the_regulation_has_its_full_title_once_and_its_short_name_from_then_on(letter):
    assert letter.text.count("《中华人民共和国政府信息公开条例》") <= 1
    if "条例》" not in letter.text:
        return  # forms, and letters that rest on nothing in it
    full = letter.text.index("《中华人民共和国政府信息公开条例》")
    assert "《条例》" not in letter.text[:full]
    short = letter.text.count("《条例》")
    assert short != 1, "a short name is introduced only where it is used"


def test_a_line_break_inside_a_sentence_becomes_a_space_and_a_free_paragraph_keeps_it(make):
    assert "“甲 乙”" in make("extension", request="甲\n乙").text
    assert "甲\n乙" in make("refused_process", reason="甲\n乙").text


def test_no_letter_types_an_article_number():
    from pathlib import Path

    for path in (Path(__file__).parents[2] / "letters").glob("*.toml"):
        wording = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert not any("条第" in line or "条的规定" in line for line in wording), path


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ({"text": "{{ nobody }}"}, "没有声明：nobody"),
        ({"text": "{{ cite.DISCLOSE }}"}, "没有列出：DISCLOSE"),
        ({"text": "{{ applicant"}, "写法有误"),
        ({"text": "甲", "wehn": "applicant"}, "不认识的键：wehn"),
        ({"text": "甲", "when": "nobody"}, "没有声明：nobody"),
        ({"text": "甲", "name": ""}, "第1个 [[block]] 没有名称"),
    ],
)
def test_a_fault_in_a_template_shows_when_it_is_loaded(block, why):
    with pytest.raises(BadTemplate) as refusal:
        tiny(block)
    assert why in refusal.value.why


GREETING = {"name": "greeting", "style": "body", "text": "您好。"}


@pytest.mark.parametrize(
    "blocks",
    [
        [{"name": "greeting", "text": "甲"}, {"name": "greeting", "text": "乙"}],
        [{"use": "greeting"}, {"name": "greeting", "text": "乙"}],
        [{"use": "greeting"}, {"use": "greeting"}],
        [{"use": ["greeting", "greeting"]}],
    ],
)
def test_two_passages_of_one_name_are_a_fault_of_the_template(blocks):
    with pytest.raises(BadTemplate) as refusal:
        tiny(*blocks, shared=[GREETING])
    assert "段落重名（name）：greeting" in refusal.value.why


def test_a_shared_passage_stands_twice_where_one_is_renamed():
    template = tiny({"use": "greeting"}, {"use": "greeting", "name": "goodbye"}, shared=[GREETING])
    assert [piece.name for piece in template.pieces] == ["greeting", "goodbye"]


def test_a_shared_passage_without_a_name_is_a_fault_of_the_shared_ones():
    with pytest.raises(BadTemplate) as refusal:
        tiny({"text": "甲"}, shared=[GREETING, {"style": "body", "text": "乙"}])
    assert "_shared" in refusal.value.what
    assert "第2个 [[block]] 没有名称" in refusal.value.why


def test_several_attachments_are_numbered_and_a_single_one_is_not(make):
    listed = [
        b.text for b in make("disclosed", attachments=["甲", "乙"]).blocks if b.style is Style.ATTACHMENTS
    ]
    assert listed == ["附件：1. 甲", "2. 乙"]
    listed = [b.text for b in make("disclosed", attachments=["甲"]).blocks if b.style is Style.ATTACHMENTS]
    assert listed == ["附件：甲"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ applicant.__class__.__mro__ }}",
        "{{ 1/0 }}",
        "{{ applicant * 10**9 }}",
        "{{ applicant | center(10**9) }}",
        "{{ self }}",
        "{{ namespace() }}",
        "{% set applicant = 'x' %}{{ applicant }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        '{% include "/etc/passwd" %}',
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{{ applicant | date(1, 2) }}",
    ],
)
def test_a_blank_holds_no_program(text):
    with pytest.raises(BadTemplate, match="空白的写法有误"):
        tiny({"text": text})


def test_the_date_of_something_that_is_none_is_a_fault_of_the_template():
    with pytest.raises(BadTemplate, match="不是日期"):
        compose(tiny({"text": "{{ applicant | date }}"}), {**FRAME, "applicant": "甲"})


def test_a_list_typed_as_one_text_has_an_item_a_line(make):
    letter = make("disclosed", attachments="测算报告\n\n  测算说明  ")
    assert letter.attachments == ("测算报告", "测算说明")


def test_a_table_with_rows_of_unlike_length_is_a_fault_of_the_template():
    with pytest.raises(BadTemplate) as refusal:
        tiny({"style": "table", "head": ["甲", "乙"], "rows": [["丙"]]})
    assert "列数" in refusal.value.why
