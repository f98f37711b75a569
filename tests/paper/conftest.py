"""Plausible facts for each kind of letter, and the letters they make."""

import os
import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from foidesk.paper.letter import Letter, compose
from foidesk.paper.template import Template

LETTERS = Path(__file__).parents[2] / "letters"

CHOICE = (
    "如对本答复不服，您可以自收到本答复之日起60日内向长沙市星沙区人民政府申请行政复议，"
    "或者自收到本答复之日起6个月内依法向长沙铁路运输法院提起行政诉讼。"
)
FIRST = (
    "如对本答复不服，您应当自收到本答复之日起60日内先向长沙市星沙区人民政府申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"
)

COMMON = {
    "agency": "长沙市星沙区教育局",
    "head": "长沙市星沙区教育局",
    "office": "长沙市星沙区教育局办公室",
    "contact": "0731-84010000，长沙市星沙区望仙路598号（邮编410100）",
    "number": "星教公开〔2026〕第12号",
    "applicant": "欧阳喆",
    "you": "您",
    "received_on": date(2026, 3, 2),
    "channel": "互联网",
    "request": "2023年至2025年星沙区义务教育阶段学校学位供给测算报告及其附件",
    "signed_on": date(2026, 3, 27),
    "due": date(2026, 3, 30),
}

FACTS = {
    "receipt": {
        "doc_number": "星教公开〔2026〕第12号-收",
        "signed_on": date(2026, 3, 2),
        "papers": ["政府信息公开申请表1份", "居民身份证复印件1份"],
        "receipt_rule": "《中华人民共和国政府信息公开条例》第三十一条第（三）项",
        "receipt_why": "以双方确认之日为收到申请之日",
        "reply_rule": "《中华人民共和国政府信息公开条例》第三十三条第二款",
        "reply_days": 20,
        "delivery": "电子邮件",
    },
    "clarification": {
        "doc_number": "星教公开〔2026〕第12号-补",
        "signed_on": date(2026, 3, 9),
        "defects": [
            {
                "what": "申请所称“测算报告”没有指明名称、文号或者便于查询的其他特征，本机关同期有3份学位测算文件。",
                "how": "请写明该报告的名称、文号，或者其形成时间、起草单位等便于查询的特征。",
            },
            {
                "what": "申请没有写明获取政府信息的方式和途径。",
                "how": "请写明需要纸质件还是电子件，以及当面领取、邮寄或者电子邮件接收。",
            },
        ],
        "answer_by": date(2026, 3, 30),
        "return_to": "当面提交或者邮寄至长沙市星沙区望仙路598号，或者发送至 gk@xingsha.example",
    },
    "extension": {
        "doc_number": "星教公开〔2026〕第12号-延",
        "due_before": date(2026, 3, 30),
        "reason": "您申请的报告涉及4个科室和12所学校的原始数据，需要逐份核对第三方提供的内容并作保密审查，"
        "现已核对7所学校。",
        "extension_days": 20,
        "due": date(2026, 4, 28),
    },
    "disclosed": {
        "doc_number": "星教公开〔2026〕第12号-答",
        "facts": "收到申请后，本机关检索了办公自动化系统和2023年至2025年基础教育科文书档案，找到您申请的报告3份，"
        "并于2026年3月20日完成保密审查。",
        "supplied": [
            "《星沙区2023年义务教育学位供给测算报告》（星教字〔2023〕41号）",
            "《星沙区2024年义务教育学位供给测算报告》（星教字〔2024〕38号）",
            "《星沙区2025年义务教育学位供给测算报告》（星教字〔2025〕40号）",
        ],
        "form": "电子文件",
        "delivery": "电子邮件",
        "attachments": [
            "星沙区2023年义务教育学位供给测算报告",
            "星沙区2024年义务教育学位供给测算报告",
            "星沙区2025年义务教育学位供给测算报告",
        ],
        "remedy": CHOICE,
    },
    "refused": {
        "doc_number": "星教公开〔2026〕第12号-不",
        "facts": "收到申请后，本机关检索了办公自动化系统，找到您申请的报告的讨论稿2份，形成于2026年1月和2月。",
        "reason": "上述讨论稿是本机关在拟订2026年招生计划的过程中供内部讨论的材料，该计划尚未作出决定。\n"
        "《条例》第十六条第二款规定，行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息，"
        "可以不予公开。经核对，没有法律、法规、规章规定上述信息应当公开。"
        "公开尚未确定的测算数据，会妨碍参与讨论的人员坦率发表意见，也会使公众误以为招生计划已经确定。",
        "ground_place": "第十六条第二款",
        "not_severable": "讨论稿通篇为待定的数据和对数据的讨论，没有可以与之分开的内容。",
        "remedy": FIRST,
    },
    "not_held": {
        "doc_number": "星教公开〔2026〕第12号-无",
        "searches": [
            {
                "place": "办公自动化系统（2023年1月1日至2026年3月2日）",
                "terms": "学位、测算、供给",
                "who": "李𬭎",
                "when": date(2026, 3, 5),
            },
            {
                "place": "基础教育科文书档案",
                "terms": "学位测算报告",
                "who": "陈镕、王堃",
                "when": date(2026, 3, 6),
            },
        ],
        "why_absent": "本机关没有制作过以“学位供给测算”为内容的报告，也没有从其他机关获取过该信息。",
        "remedy": CHOICE,
    },
    "fee": {
        "doc_number": "星教公开〔2026〕第12号-费",
        "reason": "您于2026年3月向本机关提出政府信息公开申请33件，涉及本机关全部科室的文书，数量明显超过合理范围。",
        "hunan_fee_confirmed": True,
        "by_item": True,
        "fee_lines": [
            {"range": "第1至10件", "quantity": "10件", "price": "0", "amount": "0"},
            {"range": "第11至30件", "quantity": "20件", "price": "100", "amount": "2000"},
            {"range": "第31至40件", "quantity": "3件", "price": "200", "amount": "600"},
        ],
        "amount": 2600,
        "amount_capitals": "贰仟陆佰元整",
        "how_to_pay": "请凭缴款识别码43010026000012345678，通过湖南省非税收入收缴平台缴纳。缴费后，本机关开具财政电子票据。",
    },
}


def template(kind: str) -> Template:
    """The template as it is shipped."""
    return Template.parse(kind, tomllib.loads((LETTERS / f"{kind}.toml").read_text("utf-8")))


def facts(kind: str, **changed: object) -> dict[str, object]:
    """Facts that make a complete letter."""
    return {**COMMON, **FACTS[kind], **changed}


def make_letter(kind: str, **changed: object) -> Letter:
    """A letter of the kind, with some facts changed."""
    return compose(template(kind), facts(kind, **changed))


@pytest.fixture
def make() -> Callable[..., Letter]:
    """A letter of a kind, with some facts changed."""
    return make_letter


@pytest.fixture(params=sorted(FACTS))
def letter(request: pytest.FixtureRequest) -> Letter:
    """Each of the letters in turn."""
    return make_letter(request.param)


@pytest.fixture
def tool() -> Callable[[str], str]:
    """The path of an outside program; without it the test is skipped, but never where CI is set."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed (Debian: poppler-utils, libreoffice-writer-nogui)"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find
