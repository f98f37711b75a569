"""Reasons that are none: delays without a concrete cause, what the applicant wants it for, what drives the applicant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foidesk.paper.check.against import Finding, Held
from foidesk.rules import law

# --- 条例 33 and 35: why it takes longer -----------------------------------------------------------
_NO_REASON = r"(?:因|由于|鉴于|出于)工作的?需要(?=[，。；、\n]|$)|(?:因|由于|鉴于|出于)?(?:工作原因|工作繁忙|工作量大)(?=[，。；、\n]|$)"
#: What fits any application; a reason of which nothing else is left is none.
_EMPTY = (
    r"(?:因|由于|鉴于|出于|考虑到|故|特|现|经研究|为此|因此)",
    r"(?:本件|该件|该|您的?|你单位的?|所涉)?(?:申请|案件|信息|情况|案情|内容|事项|问题|工作|业务|任务)(?:所涉)?(?:的)?"
    r"(?:情况|内容|事项)?(?:比较|较为|特别|十分|非常|相对|较|很|过于)?(?:复杂|特殊|繁多|繁重|繁忙|较多|疑难)",
    r"(?:本机关|承办人|经办人|工作人员|有关)?领导[^，。；]{0,6}(?:外出|出差|开会|休假|不在)|(?:承办人|经办人|工作人员)[^，。；]{0,4}(?:外出|出差|休假|请假)",
    r"案多人少|人手(?:不足|紧张|不够)|人员(?:不足|紧张)|人少事多|时间(?:紧|不足|不够)",
    r"工作(?:的)?(?:需要|原因|繁忙|量大|安排)|客观原因|其他原因|特殊原因|等原因|等因素",
    r"(?:尚|还|仍)?(?:需要?|要)(?:花费)?(?:较长|更多|一定|充分|较多|足够)的?时间(?:办理|处理|研究|核实|审查)?",
    r"(?:需要?|须)?进一步(?:研究|核实|审查|核查|了解|处理)",
    r"(?:本机关)?(?:无法|不能)(?:在原?(?:法定)?期限内|按期|按时|如期|及时)?(?:办结|答复|签发|完成|作出答复|审批)?",
    r"(?:需要?|须|予以|申请)?延长(?:答复)?(?:期限|时间|\d+个工作日)?|(?:予以)?(?:延期|延迟)答复",
    r"[，。；、：\s的]",
)  # fmt: skip
_LEAST = 5  #: characters: 逐卷核对档案 is a reason


def concrete_delay(held: Held) -> Iterator[Finding]:
    """An extension or a delay has a concrete reason of this application (条例 33, 35)."""
    provision = {"extension": law.EXTEND, "delay": law.DELAY}.get(held.letter.kind)
    if provision is None:
        return
    phrases = [match[0] for match in re.finditer(_NO_REASON, held.words.own)]
    said = held.free.own
    left = said
    for pattern in _EMPTY:
        left = re.sub(pattern, "", left)
    if said and len(left) < _LEAST and not phrases:
        phrases = [said.strip("。\n")]
    for phrase in dict.fromkeys(phrases):
        yield Finding(
            f"{'延长答复期限' if provision is law.EXTEND else '延迟答复'}的理由是“{phrase}”。",
            f"{provision.cite}：确需延长的，应当有具体的、属于本件申请的理由。",
            "请写明要查找、核对或者征求意见的具体事项，以及为什么不能在原期限内完成。",
        )


# --- 条例 27 and 29: no purpose is asked for ---------------------------------------------------------
#: 用途 of land, houses and money is no purpose of an applicant.
_PURPOSE = (
    r"申请(?:该信息|上述信息|信息|公开)?的?(?:目的|用途|动机)|(?:信息|材料|文件|资料)的?(?:使用|具体)?用途"
    r"|(?:说明|写明|注明|提供|补充|明确)(?:其|该|您的|你单位的|具体|使用|的)*(?:用途(?!管制|变更|调整)|使用目的)"
)
_INTEREST = (
    r"利害关系(?!人)|(?:证明|说明|提供|写明|补充)[^，。；]{0,8}与(?:您|你单位|你|本人|自身|申请人)(?:本人|自身)?(?:的|之间的?|有|存在)*(?:关系|有关|关联|相关)"
    r"|与(?:您|你单位|你|本人|自身)(?:本人|自身)?(?:有关|相关|关联|的关系)的?(?:证明|证据)"
)
_NOT_TO_BE_USED = r"不得(?:将[^，。；]{0,12})?用于(?:其他|商业|诉讼|营利|盈利|信访|举报|任何|非)"
_NO_RELATION = (
    r"与(?:您|你单位|你|本人|自身)(?:本人|自身)?(?:没有|无|不存在)(?:任何|直接)?(?:关系|关联|利害关系)"
)
_RESTING = (_PURPOSE, _INTEREST, _NO_RELATION)
#: Where number, standing or a person's own record is the question, one may speak of it.
_MAY_ASK = ("explanation", "correction")
_MAY_REST_ON = ("mass", "special_query")


def no_purpose(held: Held) -> Iterator[Finding]:
    """Nobody need say what the information is for, or what it is to them."""
    if held.letter.kind in _MAY_ASK or held.resting_on(*_MAY_REST_ON):
        return
    asking = held.letter.kind == "clarification"
    if not asking and not held.is_reply:
        return
    text = held.words.unquoted if asking else held.free.unquoted
    patterns = (_PURPOSE, _INTEREST, _NOT_TO_BE_USED) if asking else (*_RESTING, _NOT_TO_BE_USED)
    found = next((match for pattern in patterns if (match := re.search(pattern, text))), None)
    if found:
        yield Finding(
            f"文书以申请的用途或者申请人与信息的关系为条件：“{found[0]}”。",
            f"{law.MAY_APPLY.cite}、{law.CONTENTS.place}：申请不以特定的用途和关系为条件；"
            "补正只能针对申请应当包括的内容。",
            "请删去；需要核实身份的，写明需要哪一种身份证明。",
            refuses=asking and found.re.pattern != _NOT_TO_BE_USED,
        )


# --- the motive --------------------------------------------------------------------------------------
_MOTIVE = r"恶意(?:申请|占用|利用|刁难|骚扰|缠)|滥用(?:政府信息公开|信息公开)?(?:的)?(?:申请|知情|诉讼|复议)权|别有用心|无理取闹|[缠闹]访"
_MOTIVE_OF_MANY = rf"{_MOTIVE}|恶意(?!串通|欠薪|透支)|滥用(?!职权|药物)"


def no_opinion_on_the_motive(held: Held) -> Iterator[Finding]:
    """A letter judges the request, not the person."""
    many = held.letter.kind in ("explanation", "delay") or bool(held.resting_on("mass"))
    for found in dict.fromkeys(
        match[0] for match in re.finditer(_MOTIVE_OF_MANY if many else _MOTIVE, held.words.unquoted)
    ):
        yield Finding(
            f"文书评论申请人的动机：“{found}”。",
            f"{law.UNREASONABLE.cite}：依据是数量、频次和理由是否合理，不是申请人的动机。",
            "请删去，写明件数、期间和理由为什么不合理。",
        )


CHECKS = (concrete_delay, no_purpose, no_opinion_on_the_motive)
