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


_NO_PURPOSE = "不再以生产、生活、科研等特殊需要为申请条件"
_CLEAR = "决定只有公开或者不予公开，不予公开须符合国家秘密、第三方权益、内部事务等法定情形之一"
_NO_COST = "不收取检索、复制、邮寄等成本费用，只在明显超过合理范围时收取信息处理费"

DEAD = (
    _Dead(re.compile(r"特殊需要|三需要"), law.MAY_APPLY, _NO_PURPOSE, "请删去，不要求申请人说明用途。"),
    _Dead(
        re.compile(r"工作秘密"),
        law.DO_NOT_DISCLOSE,
        "没有“工作秘密”这一不予公开的理由",
        "请写明属于哪一种法定情形。",
    ),
    _Dead(
        re.compile(r"内部资料(?!性)"),
        law.INTERNAL_AFFAIRS,
        "没有“内部资料”这一不予公开的理由",
        "确属内部事务信息的，请写明是人事管理、后勤管理还是内部工作流程。",
    ),
    _Dead(re.compile(r"不宜(?:对外|向社会)?公开"), law.DO_NOT_DISCLOSE, _CLEAR, "请写明决定及其依据。"),
    _Dead(re.compile(r"暂(?:不(?:予|予以)?|缓)公开"), law.DO_NOT_DISCLOSE, _CLEAR, "请写明决定及其依据。"),
    _Dead(
        re.compile(r"检索(?:、复制)?(?:工本|成本)?费"),
        law.FEE_ALLOWED,
        _NO_COST,
        "请删去，或者改写为信息处理费。",
    ),
    _Dead(re.compile(r"复制(?:工本|成本)?费"), law.FEE_ALLOWED, _NO_COST, "请删去，或者改写为信息处理费。"),
    _Dead(
        re.compile(r"(?:3|三|叁)个月(?:之?内|以内)?[^。；\n]{0,30}(?:起诉|提起[^。；\n]{0,8}诉讼)"),
        law.LITIGATION_6_MONTHS,
        "直接提起行政诉讼的期限为6个月",
        "请改为6个月。",
    ),
)

_WRONG_BRACKETS = re.compile(
    r"(?:\[|\(|（|【|［|〖|\{|<|＜)((?:19|20)\d\d)(?:\]|\)|）|】|］|〗|\}|>|＞)第?\d+[号期次]"
)
_PADDED = re.compile(r"\d{4}年0\d月(?:\d{1,2}日)?|(?<!\d)\d{1,2}月0\d日|(?<![\d年])0\d月\d{1,2}日")
_NO_REASON = re.compile(r"(?:因|由于|鉴于|出于)?(?:工作需要|工作原因|工作繁忙|工作量大(?=[，。；]))")


def dead_terms(held: Held) -> Iterator[Finding]:
    """Terms out of use. What is quoted may hold them, and so may the names of documents."""
    for dead in DEAD:
        for term in dict.fromkeys(match[0] for match in dead.pattern.finditer(held.words.unquoted)):
            yield Finding(
                f"文书中有已经失效的用语“{term}”。", f"{dead.provision.cite}：{dead.why}。", dead.do
            )


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


def concrete_extension(held: Held) -> Iterator[Finding]:
    """An extension has a concrete reason (条例 33)."""
    if held.letter.kind != "extension":
        return
    for phrase in dict.fromkeys(match[0] for match in _NO_REASON.finditer(held.words.own)):
        yield Finding(
            f"延长答复期限的理由是“{phrase}”。",
            f"{law.EXTEND.cite}：确需延长的，应当有具体的、属于本件申请的理由。",
            "请写明要查找、核对或者征求意见的具体事项，以及为什么不能在原期限内完成。",
        )


CHECKS = (dead_terms, brackets, padded_dates, concrete_extension)
