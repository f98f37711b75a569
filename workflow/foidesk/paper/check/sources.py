"""What a decision points to: the statute it rests on, the record an applicant names, the place where it is public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import squeezed
from foidesk.rules import law, statutes


# --- 条例 14 and 36(7): the instrument -------------------------------------------------------------
def statute_named(held: Held) -> Iterator[Finding]:
    """A 法律 or 行政法规 with its article; a 规章 or 地方性法规 is not enough."""
    for item, ground in held.resting_on("refused_by_law", "special_query"):
        name, provision = {
            "refused_by_law": ("forbidding_law", law.FORBIDDEN_BY_LAW),
            "special_query": ("special_law", law.SPECIAL_QUERY),
        }[ground.key]
        text = item.facts.get(name, "")
        cited = statutes.cited(text)
        if any(instrument.suffices and not instrument.circular for instrument in cited):
            continue
        told = [f"《{each.title}》：{_short_of(each)}" for each in cited]
        yield Finding(
            f"{held.label(item)}依据的“{text}”不足以作为依据。",
            f"{provision.cite}：只有法律、行政法规可以作为依据，并须写明条款。"
            + ("；".join(told) or "没有用书名号写明名称")
            + "。",
            "请用书名号写明法律或者行政法规的全称，并写明第几条；没有的，按其他依据答复。",
        )


def _short_of(instrument: statutes.Instrument) -> str:
    if instrument.circular:
        return "正是该条例本身，须另有法律、行政法规作出规定"
    if instrument.rank.suffices:
        return f"是{instrument.rank.value}，但没有写明条款"
    return (
        instrument.why
        if instrument.rank is statutes.Rank.UNKNOWN
        else f"{instrument.why}，属于{instrument.rank.value}"
    )


# --- 条例 39(1) -----------------------------------------------------------------------------------
_RECORD = re.compile(
    r"[〔\[（(]\d{4}[〕\])）]第?\d+号|第\d+号|复印件|批复|批文|合同(?!诈骗|纠纷)|协议|决定书|许可证|备案表|会议纪要|鉴定意见"
    r"|(?:调查|检查|验收|检测|检验|监测|审计|评估|测绘|勘察|核查|鉴定|可行性研究)(?:情况|工作)?(?:报告(?!人)|数据|结论书)"
    r"|(?:检查|验收|检测|监测|巡查|执法|会议|监控|值班|施工|维修|调解|勘验|核查)(?:情况)?(?:记录|笔录|录像)|[询讯]问笔录"
    r"|审批表|通知书|公告|台账|明细|清单|图纸|案卷|档案"
)
_TITLE = re.compile(r"《([^《》]+)》")


def no_record_wanted(held: Held) -> Iterator[Finding]:
    """Who names a record wants it, whatever else the letter complains of: putting it aside needs the head."""
    case = held.against.case
    for item, _ in held.resting_on("petition"):
        wanted = item.facts.get("what") or "".join(held.applicant_wrote) or case.registered.request or ""
        text = squeezed(wanted)
        titles = [m[0] for m in _TITLE.finditer(text) if not statutes.rank(m[1])[0].suffices]
        named = titles or [m[0] for m in _RECORD.finditer(_TITLE.sub("", text))]
        if named:
            yield Finding(
                f"{held.label(item)}按信访、投诉、举报处理，而申请中写有具体的文件：“{named[0]}”。",
                f"{law.PETITION.cite}：只有不要求提供政府信息的，才不作为政府信息公开申请处理。",
                "要求提供文件的，请按申请答复；确属信访的，由负责人确认并写明理由。",
                refuses=False,
            )


# --- 条例 36(1) ------------------------------------------------------------------------------------
_URL = re.compile(
    r"(?:https?://|www\.)[\w\-.:/?#&=%~+@,;!$'()*]+|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:cn|com|net|org|gov)(?:/[\w\-./?#&=%~+]*)?",
    re.ASCII,
)
_EXACT = re.compile(
    r"[〔\[]\d{4}[〕\]]第?\d+号|(?<!相关)(?<!有关)(?<!相应)(?:栏目|专栏|专题|板块|频道)|公报|年鉴|第\d+期|查阅(?:点|室|场所|窗口)|公告栏|阅览室"
)


def exact_place(held: Held) -> Iterator[Finding]:
    """Already public: where exactly, not the home page of a site."""
    for item, _ in held.resting_on("already_public"):
        lines = [squeezed(line) for line in item.facts.get("place", "").splitlines() if line.strip()]
        vague = [line for line in lines if _URL.search(line) and not _exact(line)]
        if vague or not any(_exact(line) for line in lines):
            yield Finding(
                f"{held.label(item)}告知的途径“{'；'.join(vague or lines)}”不够确切。",
                f"{law.ALREADY_PUBLIC.cite}：应当告知获取的方式、途径，只写网站首页等于没有告知。",
                "请写明网站、栏目和该文件的完整网址，或者文号（place）。",
            )


def _exact(line: str) -> bool:
    return bool(_EXACT.search(line)) or any(_deep(url) for url in _URL.findall(line))


def _deep(url: str) -> bool:
    parts = urlsplit(url if "://" in url else f"//{url}")
    path = re.sub(r"^/(?:index|default|home|main)\.\w+$", "", parts.path.rstrip("/"))
    return bool(path or parts.query)


CHECKS = (statute_named, no_record_wanted, exact_place)
