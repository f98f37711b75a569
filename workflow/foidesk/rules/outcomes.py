"""The results of an application: the 21 lines of table three are the enumeration.

A line can be reached by several grounds (36(4) and 36(5) both count as 不掌握); a ground fixes the article,
the remedy, what the reply must state, and the kind of letter, whose name it bears.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from foidesk.errors import DeskError
from foidesk.rules import law
from foidesk.rules.law import Provision


class Outcome(Enum):
    """A line of table three: code, group and label as printed in 年报格式."""

    DISCLOSED = "三（一）", "予以公开", "予以公开"
    PARTLY = "三（二）", "部分公开", "部分公开（区分处理的，只计这一情形，不计其他情形）"
    STATE_SECRET = "三（三）1", "不予公开", "属于国家秘密"
    FORBIDDEN_BY_LAW = "三（三）2", "不予公开", "其他法律行政法规禁止公开"
    SAFETY = "三（三）3", "不予公开", "危及“三安全一稳定”"
    THIRD_PARTY = "三（三）4", "不予公开", "保护第三方合法权益"
    INTERNAL = "三（三）5", "不予公开", "属于三类内部事务信息"
    PROCESS = "三（三）6", "不予公开", "属于四类过程性信息"
    ENFORCEMENT_FILE = "三（三）7", "不予公开", "属于行政执法案卷"
    SPECIAL_QUERY = "三（三）8", "不予公开", "属于行政查询事项"
    NOT_HELD = "三（四）1", "无法提供", "本机关不掌握相关政府信息"
    TO_BE_MADE = "三（四）2", "无法提供", "没有现成信息需要另行制作"
    STILL_UNCLEAR = "三（四）3", "无法提供", "补正后申请内容仍不明确"
    PETITION = "三（五）1", "不予处理", "信访举报投诉类申请"
    REPEATED = "三（五）2", "不予处理", "重复申请"
    PUBLICATION = "三（五）3", "不予处理", "要求提供公开出版物"
    MASS = "三（五）4", "不予处理", "无正当理由大量反复申请"
    CONFIRM_AGAIN = "三（五）5", "不予处理", "要求行政机关确认或重新出具已获取信息"
    CLARIFICATION_LAPSED = (
        "三（六）1",
        "其他处理",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    )
    FEE_LAPSED = (
        "三（六）2",
        "其他处理",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    )
    OTHER = "三（六）3", "其他处理", "其他"

    def __init__(self, code: str, group: str, label: str) -> None:
        self.code = code
        self.group = group
        self.label = label

    @property
    def gives(self) -> bool:
        """Whether information was supplied."""
        return self in (Outcome.DISCLOSED, Outcome.PARTLY)


#: The lines by their codes.
LINES = {outcome.code: outcome for outcome in Outcome}


class RemedyKind(Enum):
    """What the reply must say about remedies."""

    CHOICE = "choice"  #: 复议 or 诉讼
    FIRST = "first"  #: 复议前置 (since 2024)
    NONE = "none"  #: procedural


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that a reply on some ground must state; its name on the command line and its meaning."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One way to a result: the kind of letter, its line, its provisions, its remedy and what it must state."""

    key: str
    label: str
    outcome: Outcome
    cites: tuple[Provision, ...]
    remedy: RemedyKind
    needs: tuple[Need, ...] = ()
    may: tuple[Need, ...] = ()  #: facts that it can state beside
    instead: tuple[Need, ...] = ()  #: another set that serves as well as `needs`
    by_reply: bool = True  #: False: the result of another event (a lapse, a withdrawal)

    @property
    def may_state(self) -> tuple[Need, ...]:
        """Every fact that a reply on this ground can state."""
        return (*self.needs, *self.instead, *self.may)

    def missing(self, stated: Collection[str]) -> list[Need]:
        """What is still to be stated; of two sets that serve, the one that has been begun."""
        one = [need for need in self.needs if need.name not in stated]
        other = [need for need in self.instead if need.name not in stated]
        begun = any(need.name in stated for need in self.instead if need not in self.needs)
        return other if self.instead and begun else one

    @property
    def refuses(self) -> bool:
        """Whether it is a refusal under 14–16, so that one letter of refusal fits."""
        return self.key.startswith("refused_")

    @property
    def releases(self) -> bool:
        """Whether something leaves the agency, so that a secrecy review must stand on file (条例 17)."""
        return self.key in ("disclosed", "partly")


_REASON = Need("reason", "理由（事实、规定、结论）")
_NO_PART = Need("not_severable", "不能作区分处理、不能提供任何部分的理由")
_FACTS = Need("facts", "查找和审查的经过")
_CONCLUDED = Need("concluded", "所涉事项是否已经办结；已办结的，仍不公开的理由")
_CHECKED = Need("no_duty", "经核查没有法律、法规、规章规定应当公开")
_NOT_CONSULTED = Need("why_not_consulted", "无法征求第三方意见的原因")
_SUPPLIED_AS = (Need("form", "提供信息的形式"), Need("delivery", "提供信息的方式"))
_ATTACHED = Need("attachments", "附件名称（多项分行写）")
_SECRET = (Need("determined_by", "定密机关"), Need("determined_on", "定密日期"))
_FORBIDDING = Need("forbidding_law", "禁止公开的法律或行政法规及条款（规章、地方性法规不足为据）")
_DANGER = Need("danger", "可能危及哪一项安全或者社会稳定")
_WEIGHING = Need("weighing", "是否对公共利益造成重大影响的衡量")
_EARLIER = (Need("earlier_number", "此前答复的文号"), Need("earlier_date", "此前答复的日期"))
_FIRST, _CHOICE = RemedyKind.FIRST, RemedyKind.CHOICE
_REFUSE = law.DO_NOT_DISCLOSE

GROUNDS: dict[str, Ground] = {
    g.key: g
    for g in (
        Ground("disclosed", "予以公开", Outcome.DISCLOSED, (law.DISCLOSE, law.FORM_OF_SUPPLY), _CHOICE,
               (_FACTS, Need("supplied", "提供的政府信息名称、文号（多项分行写）"), *_SUPPLIED_AS), (_ATTACHED,),
               (_FACTS, Need("way", "获取信息的方式"), Need("path", "获取信息的途径"), Need("time", "获取信息的时间"))),
        Ground("already_public", "已主动公开", Outcome.DISCLOSED, (law.ALREADY_PUBLIC,), _CHOICE,
               (Need("place", "获取的方式、途径：网站、栏目、完整网址或文号"),), (_FACTS,)),
        Ground("partly", "部分公开", Outcome.PARTLY, (law.PARTLY,), _FIRST,
               (Need("supplied", "提供的部分（多项分行写）"), Need("withheld", "不予公开的部分（多项分行写）"),
                Need("withheld_ground", "不予公开部分的依据（不予公开类结果之一；与不予公开的部分逐行对应，或者只写一行）"),
                Need("reason", "不予公开部分的理由（逐行对应，或者只写一行）")),
               (_FACTS, *_SUPPLIED_AS, _ATTACHED, Need("which", "不予公开的部分属于哪一类（逐行对应，或者只写一行）"),
                *_SECRET, _FORBIDDING, _DANGER, _WEIGHING, _CHECKED, _CONCLUDED, _NOT_CONSULTED)),
        Ground("refused_secret", "国家秘密", Outcome.STATE_SECRET, (_REFUSE, law.STATE_SECRET), _FIRST,
               (*_SECRET, _FACTS, _REASON, _NO_PART)),
        Ground("refused_by_law", "法律、行政法规禁止公开", Outcome.FORBIDDEN_BY_LAW, (_REFUSE, law.FORBIDDEN_BY_LAW),
               _FIRST, (_FORBIDDING, _FACTS, _REASON, _NO_PART)),
        Ground("refused_safety", "危及“三安全一稳定”", Outcome.SAFETY, (_REFUSE, law.SAFETY), _FIRST,
               (_DANGER, _FACTS, _REASON, _NO_PART)),
        Ground("refused_third_party", "保护第三方合法权益", Outcome.THIRD_PARTY, (_REFUSE, law.THIRD_PARTY_HARM), _FIRST,
               (_WEIGHING, _FACTS, _REASON, _NO_PART), (_NOT_CONSULTED,)),
        Ground("refused_internal", "内部事务信息", Outcome.INTERNAL, (_REFUSE, law.INTERNAL_AFFAIRS), _FIRST,
               (Need("which", "属于人事管理、后勤管理、内部工作流程中的哪一类"), _FACTS, _REASON, _NO_PART)),
        Ground("refused_process", "过程性信息", Outcome.PROCESS, (_REFUSE, law.PROCESS_INFORMATION), _FIRST,
               (Need("which", "属于讨论记录、过程稿、磋商信函、请示报告中的哪一类"), _CHECKED, _CONCLUDED, _FACTS, _REASON, _NO_PART)),
        Ground("refused_file", "行政执法案卷", Outcome.ENFORCEMENT_FILE, (_REFUSE, law.ENFORCEMENT_FILES), _FIRST,
               (Need("which", "属于哪一执法案卷"), _CHECKED, _CONCLUDED, _FACTS, _REASON, _NO_PART)),
        # READING(adr-019): an access regime is no refusal under 14–16, so the applicant may choose the remedy.
        Ground("special_query", "行政查询事项", Outcome.SPECIAL_QUERY, (law.SPECIAL_QUERY,), _CHOICE,
               (Need("special_law", "作出特别规定的法律或行政法规及条款"), Need("window", "办理查询的窗口（名称、地址、电话）"),
                Need("papers", "查询所需材料")), (_FACTS, _REASON)),
        Ground("archive", "已移交国家档案馆", Outcome.SPECIAL_QUERY, (law.SPECIAL_QUERY,), _CHOICE,
               (Need("archive", "接收移交的国家档案馆（名称、地址、电话）"), Need("moved_on", "移交日期")), (_FACTS,)),
        Ground("not_held", "信息不存在", Outcome.NOT_HELD, (law.NOT_EXISTING,), _CHOICE,
               (Need("why_absent", "信息不存在的原因"),), (Need("hint", "可能有助于申请人的线索"),)),
        Ground("not_ours", "不属于本机关负责公开", Outcome.NOT_HELD, (law.NOT_OURS, law.WHO_DISCLOSES), _CHOICE, (_REASON,),
               (Need("right_agency", "负责公开的机关名称、地址、电话（能够确定的）"), _FACTS)),
        Ground("to_be_made", "需要加工、分析", Outcome.TO_BE_MADE, (law.TO_BE_MADE,), _CHOICE, (_REASON,),
               (_FACTS, Need("not_severable", "现有信息中没有可以区分出来直接提供的部分的理由"))),
        Ground("still_unclear", "补正后仍不明确", Outcome.STILL_UNCLEAR, (law.STILL_UNCLEAR,), _CHOICE,
               (Need("unclear", "仍不明确之处"),)),
        Ground("petition", "信访、投诉、举报", Outcome.PETITION, (law.PETITION,), _CHOICE,
               (Need("right_way", "可以通过的相应渠道"),), (_REASON,)),
        Ground("repeat", "重复申请", Outcome.REPEATED, (law.REPEATED,), _CHOICE, _EARLIER, (_FACTS, _REASON)),
        Ground("publication", "公开出版物", Outcome.PUBLICATION, (law.PUBLICATION,), _CHOICE,
               (Need("where", "获取出版物的途径"),), (_FACTS, _REASON)),
        Ground("mass", "大量反复申请", Outcome.MASS, (law.EXPLAIN, law.UNREASONABLE), _CHOICE,
               (Need("figures", "申请的数量、频次与期间"), _REASON)),
        # READING(adr-019): 36(6) when an earlier reply of ours supplied it (its number is stated), otherwise 条例 2.
        Ground("confirm_again", "确认或重新出具", Outcome.CONFIRM_AGAIN, (law.REPEATED, law.SCOPE), _CHOICE,
               (Need("supplied_before", "此前已经提供的信息、提供的时间和方式"),), (*_EARLIER, _REASON)),
        Ground("party_information", "党务信息等", Outcome.OTHER, (law.SCOPE,), _CHOICE,
               (_REASON, Need("right_way", "可以通过的相应渠道")), (_FACTS,)),
        Ground("clarification_lapsed", "逾期不补正", Outcome.CLARIFICATION_LAPSED, (law.CLARIFICATION_ABANDONED,), _CHOICE,
               by_reply=False),
        Ground("fee_lapsed", "逾期未缴费", Outcome.FEE_LAPSED, (law.FEE_NOTICE,), _CHOICE, by_reply=False),
        Ground("withdrawn", "撤回申请", Outcome.OTHER, (law.KEEP_FILES,), RemedyKind.NONE, by_reply=False),
    )
}  # fmt: skip


def find(text: str) -> Ground:
    """The ground of a reply as a clerk names it: its key, its label, or a line that only one ground leads to.

    Codes may carry half-width brackets and may lack the leading 三. Raises DeskError listing what is possible.
    """
    wanted = text.strip().replace("(", "（").replace(")", "）")
    grounds = [g for g in GROUNDS.values() if g.by_reply]
    found = [g for g in GROUNDS.values() if wanted in (g.key, g.label)]
    found = found or [g for g in grounds if wanted in _lines(g)]
    if len(found) == 1:
        return found[0]
    possible = found or grounds
    raise DeskError(
        f"“{text}”对应不止一种依据。" if found else f"没有“{text}”这种办理结果。",
        why="每一答复必须写明唯一的依据，年报的行与文书由依据决定。",
        do="请从中选择：" + "、".join(f"{g.key}（{g.label}）" for g in possible),
    )


def _lines(ground: Ground) -> tuple[str, ...]:
    outcome = ground.outcome
    return (outcome.label, outcome.code, outcome.code.removeprefix("三"))


def several(grounds: Sequence[Ground], main: Ground | None = None) -> Outcome | None:
    """The one line that an application with several items counts on (年报格式).

    All on one line: that line; something given and something not: (二); nothing given on several grounds:
    the line of the `main` one that the deciding officer records, None when there is none.
    """
    # READING(adr-020)
    lines = {g.outcome for g in grounds}
    if len(lines) == 1:
        return next(iter(lines))
    if any(line.gives for line in lines):
        return Outcome.PARTLY
    return main.outcome if main is not None and main in grounds else None
