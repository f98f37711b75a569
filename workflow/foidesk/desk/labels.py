"""The Chinese names of the fields of facts, and a fact in a line of words."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from foidesk.desk import catalogue
from foidesk.rules import events as ev
from foidesk.rules.decisions import facts_of
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.proposals import EXTENDED, REPLY
from foidesk.rules.vocabulary import Flag, Labelled

FIELDS = {
    "about": "所针对的事项",
    "information": "所涉政府信息",
    "message_sha256": "邮件校验值",
    "passages": "改写的段落",
    "stated": "填写的内容",
    "tracking": "邮件编号",
    "witness": "见证人",
    "confirmed_by": "确认人",
    "outside": "外部修改的文本",
    "doubts": "提醒",
    "addressed_to": "申请书所致机关",
    "agency": "署名机关",
    "agent_power": "代理权限",
    "by_agent": "由代理人签署",
    "already": "此前件数",
    "alternatives_offered": "已先行提出缩小范围或现场查阅",
    "answer": "反馈",
    "answer_by": "截止",
    "applicant_kind": "申请人类型",
    "approved_by": "批准人",
    "applicant": "申请人（人员编号）",
    "by_court": "法院判决",
    "channel": "申请方式",
    "cleared": "可以公开",
    "confirmed": "确认日期",
    "on_behalf_of": "代行",
    "letter_sha256": "文书校验值",
    "line": "年报表三的行",
    "proposal": "送审内容",
    "decided": "拟作的决定",
    "recalled_by": "撤回人",
    "reviewed_by": "审核人",
    "sent_back_by": "退回人",
    "submitted_by": "送审人",
    "consents": "同意公开",
    "content": "补正内容",
    "corrected_by": "更正人",
    "days": "工作日数",
    "decision": "决定文号",
    "defects": "补正事项",
    "doc_number": "文号",
    "explanation": "说明",
    "figures": "数量频次",
    "flags": "标记",
    "form": "获取方式",
    "found": "找到信息",
    "ground": "依据",
    "handler": "承办人",
    "id": "编号",
    "into": "并入",
    "items": "各项依据",
    "judgement": "判断",
    "kind": "文书",
    "late_reason": "逾期理由",
    "main": "主要依据",
    "no_good_reason": "无正当理由",
    "note": "备注",
    "number": "申请编号",
    "officer": "决定人",
    "opinion": "意见",
    "party": "被征求人（人员编号）",
    "part": "撤回部分",
    "places": "检索范围",
    "question": "征求事项",
    "reason": "理由",
    "remarks": "台账备注",
    "row": "台账第几行",
    "request": "申请内容",
    "result": "结果",
    "reviewer": "审查人",
    "route": "途径",
    "searcher": "检索人",
    "sequence": "划去第几项",
    "service": "送达方式",
    "signed_by": "签署人",
    "simplified": "简易程序",
    "split_from": "拆分自",
    "standard": "计收标准",
    "struck_by": "登记人",
    "terms": "检索词",
    "text": "内容",
    "title": "材料",
    "to": "征求对象",
    "unit": "承办单位",
    "units": "数量",
    "until": "延迟至",
    "yuan": "金额（元）",
}
_PROPOSED = {REPLY: "答复书", EXTENDED: "延期答复告知书"}  #: proposals of a fact together with its letter
_FLAGS = {flag.value: flag.label for flag in Flag}
_HIDDEN = (
    "on",
    "year",
    "n",
    "applicant",
    "agent",
    "stated",
    "passages",
    "letter_sha256",
    "sealed_sha256",
    "template",
    "message_sha256",
    "attachments",
    "joint",
    "party",
    "pdf_sha256",
    "docx_sha256",
    "calendar",
    "facts",
    "proposal",
    "decided",
)


_OWN: dict[tuple[type[ev.Event], str], str] = {
    (ev.LetterSent, "to"): "收件人",
    (ev.LetterIssued, "title"): "标题",
    (ev.LetterIssued, "confirmed"): "确认的理由",
    (ev.Approved, "confirmed"): "确认的理由",
    (ev.Reviewed, "sequence"): "送审为第几项",
    (ev.SentBack, "sequence"): "送审为第几项",
    (ev.Approved, "sequence"): "送审为第几项",
    (ev.Recalled, "sequence"): "送审为第几项",
}


#: What a name on the command line means: an event, what a ground must state, a field.
_NAMES = {
    **{name: kind.label for name, kind in ev.KINDS.items()},
    **{need.name: need.meaning for ground in GROUNDS.values() for need in ground.may_state},
    **FIELDS,
}


def office_words(text: str) -> str:
    """A refusal without the names that things have on the command line, for pages."""
    text = re.sub("（[a-z_]+）", "", text)
    return re.sub("[a-z_]{4,}", lambda name: f"“{_NAMES[name[0]]}”" if name[0] in _NAMES else name[0], text)


def facts_in_words(event: ev.Event) -> str:
    """理由：…，工作日数：20 – what an event says beside its day."""
    told = [
        f"{_field(event, each.name)}：{_word(value)}"
        for each in fields(event)
        if each.name not in _HIDDEN
        and (value := getattr(event, each.name)) not in (None, "", (), each.default)
    ]
    if isinstance(event, ev.RegistrationCorrected) and event.applicant is not None:
        told.insert(0, f"申请人改为第{event.applicant}号人员")
    if isinstance(event, ev.Replied):
        told += map(_word, facts_of(event).values())
    return "，".join(told)


def _field(event: ev.Event, name: str) -> str:
    return _OWN.get((type(event), name)) or FIELDS.get(name, name)


@cache
def _kinds() -> frozenset[str]:
    """The shipped kinds of letter; looking into the folder for every word took half the time of a page."""
    return frozenset(catalogue.kinds())


def _word(value: Any) -> str:
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        value = tuple(_FLAGS.get(each, each) for each in value)
        return "、".join(_word(each) for each in value)
    if isinstance(value, date):
        return value.isoformat()
    if value in _kinds():
        return catalogue.template(value).name
    if value in _PROPOSED:
        return _PROPOSED[value]
    ground = GROUNDS.get(value) if isinstance(value, str) else None
    return ground.label if ground else str(value)
