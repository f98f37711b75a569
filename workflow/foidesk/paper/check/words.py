"""A letter's own words: terms the law no longer knows, forms of dates and numbers, reasons that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foidesk.paper.check.against import Finding, Held
from foidesk.rules import law
from foidesk.rules.law import Provision


@dataclass(frozen=True, slots=True)
class _Dead:
    """A term out of use: how it is found, why it is dead, what to write instead."""

    pattern: re.Pattern[str]
    provision: Provision
    why: str
    do: str
    unless: str = ""  #: what before it, in the same clause, makes it harmless
    refuses: bool = True


_NO_PURPOSE = "不再以生产、生活、科研等特殊需要为申请条件"
_CLEAR = "决定只有公开或者不予公开，不予公开须符合国家秘密、第三方权益、内部事务等法定情形之一"
_NO_INTERNAL = "没有“内部资料”这一不予公开的理由"
_WHICH_INTERNAL = "确属内部事务信息的，请写明是人事管理、后勤管理还是内部工作流程。"
#: A letter may say that something costs nothing.
_FREE_OF = r"不(?:再|另|另行|需要?)?(?:收取?|缴纳|支付)|没有|无须|无需|未收|免[收除]|取消"
_NO_COST = "不收取检索、复制、邮寄等成本费用，只在明显超过合理范围时收取信息处理费"

DEAD = (
    _Dead(re.compile(r"特殊需要|三需要"), law.MAY_APPLY, _NO_PURPOSE, "请删去，不要求申请人说明用途。"),
    _Dead(
        re.compile(r"工作秘密"),
        law.DO_NOT_DISCLOSE,
        "没有“工作秘密”这一不予公开的理由",
        "请写明属于哪一种法定情形。",
        unless=r"不(?:属于?|是|构成)|并非",
    ),
    _Dead(
        re.compile(r"(?<!不)(?:属于?|系|均?为|作为|因是)[^，。；]{0,6}内部资料(?!性|室|库|柜|汇编|目录)"),
        law.INTERNAL_AFFAIRS,
        _NO_INTERNAL,
        _WHICH_INTERNAL,
    ),
    _Dead(
        re.compile(r"内部资料(?!性|室|库|柜|汇编|目录)"),
        law.INTERNAL_AFFAIRS,
        _NO_INTERNAL,
        _WHICH_INTERNAL,
        unless=r"属|系|为|不是|是否",
        refuses=False,
    ),
    _Dead(
        re.compile(r"引起(?:媒体|舆论|社会|不必要的?)?炒作"),
        law.SAFETY,
        "炒作不是不予公开的理由",
        "危及社会稳定的，请写明事实和联系。",
        refuses=False,
    ),
    _Dead(
        re.compile(r"不[宜便](?:对外|向社会|予以?)?公开"), law.DO_NOT_DISCLOSE, _CLEAR, "请写明决定及其依据。"
    ),
    _Dead(re.compile(r"暂(?:不(?:予|予以)?|缓)公开"), law.DO_NOT_DISCLOSE, _CLEAR, "请写明决定及其依据。"),
    _Dead(
        re.compile(r"检索(?:、复制)?(?:工本|成本)?费"),
        law.FEE_ALLOWED,
        _NO_COST,
        "请删去，或者改写为信息处理费。",
        unless=_FREE_OF,
    ),
    _Dead(
        re.compile(r"复制(?:工本|成本)?费"),
        law.FEE_ALLOWED,
        _NO_COST,
        "请删去，或者改写为信息处理费。",
        unless=_FREE_OF,
    ),
    _Dead(
        re.compile(r"(?:3|三|叁)个月(?:之?内|以内)?[^。；\n]{0,30}(?:起诉|提起[^。；\n]{0,8}诉讼)"),
        law.LITIGATION_6_MONTHS,
        "直接提起行政诉讼的期限为6个月",
        "请改为6个月。",
    ),
)

_WRONG_BRACKETS = re.compile(
    r"(?:\[|\(|（|【|［|〖|\{|<|＜)((?:19|20)\d\d)(?:\]|\)|）|】|］|〗|\}|>|＞)第?\d+[号期次](?!楼|栋|幢|房|院|地块)"
)
_PADDED = re.compile(r"\d{4}年0\d月(?:\d{1,2}日)?|(?<!\d)\d{1,2}月0\d日|(?<![\d年])0\d月\d{1,2}日")


def dead_terms(held: Held) -> Iterator[Finding]:
    """Terms out of use. What is quoted may hold them, and so may the names of documents."""
    for dead in DEAD:
        for term in dict.fromkeys(_found(dead, held.words.unquoted)):
            yield Finding(
                f"文书中有已经失效的用语“{term}”。",
                f"{dead.provision.cite}：{dead.why}。",
                dead.do,
                refuses=dead.refuses,
            )


def _found(dead: _Dead, text: str) -> Iterator[str]:
    for match in dead.pattern.finditer(text):
        clause = re.split(r"[，。；！？\n]", text[: match.start()])[-1]
        if not (dead.unless and re.search(dead.unless, clause)):
            yield match[0]


def brackets(held: Held) -> Iterator[Finding]:
    """Years of document numbers stand in 〔〕; court numbers, with a place after the bracket, are none of these."""
    for number in dict.fromkeys(match[0] for match in _WRONG_BRACKETS.finditer(held.words.own)):
        yield Finding(
            f"文号“{number}”的年份没有用六角括号。",
            "发文字号的年份用六角括号〔〕括入（GB/T 9704—2012 第7.2.5条）。",
            "请改为“〔2026〕12号”的形式。",
        )


def padded_dates(held: Held) -> Iterator[Finding]:
    """Dates carry no padding zero; a title is left as it is."""
    for day in dict.fromkeys(match[0] for match in _PADDED.finditer(held.words.untitled)):
        yield Finding(
            f"日期“{day}”编了虚位。",
            "成文日期的月、日不编虚位（GB/T 9704—2012 第7.3.5.4条）。",
            "请改为“2026年1月5日”的形式。",
        )


CHECKS = (dead_terms, brackets, padded_dates)
