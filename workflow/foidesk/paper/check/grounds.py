"""What the decision on each item rests on: the ground's own demands, held against the file and the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foidesk.paper.check.against import Finding, Held, grounds_within
from foidesk.paper.check.lettertext import day_of, squeezed
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import law
from foidesk.rules.decisions import Item
from foidesk.rules.law import Provision
from foidesk.rules.outcomes import GROUNDS, Ground
from foidesk.rules.vocabulary import Consulted


def every_item_decided(held: Held) -> Iterator[Finding]:
    """Each item has its decision, with the provision it rests on."""
    if not held.is_reply:
        return
    reply = held.against.case.position.reply
    keys = (reply.items or (reply.ground or "",)) if reply is not None else ("",)
    for n, key in enumerate(keys, 1):
        if key not in GROUNDS:
            yield _undecided(f"第{n}项" if len(keys) > 1 else "申请")
    for item in held.items:
        section = held.sections.get(item.n)
        if section is None:
            yield _undecided(f"第{item.n}项")
            continue
        for ground in grounds_within(item):
            wanted = [p for p in _decisive(ground) if p.place not in section.own]
            if not wanted or (ground.key == "confirm_again" and len(wanted) < len(ground.cites)):
                continue
            yield Finding(
                f"{held.label(item)}没有写明所依据的{'、'.join(p.place for p in wanted)}。",
                f"{wanted[0].cite}：每项决定应当写明依据的条、款、项。",
                "请恢复模板中写明决定和依据的段落。",
            )


def _decisive(ground: Ground) -> Sequence[Provision]:
    """The provisions a decision on the ground must name; a repeated or a new certificate: one of two."""
    return ground.cites if ground.refuses or ground.key == "confirm_again" else ground.cites[:1]


def _undecided(which: str) -> Finding:
    return Finding(
        f"{which}没有决定。",
        f"{law.REPLY_TO_EACH.cite}：对申请的每一项都应当分别答复。",
        "请登记该项的办理结果后重新拟稿；答复书中应有该项的标题（该项申请公开的内容）。",
    )


# --- 条例 15 and 32: third parties -----------------------------------------------------------------
def third_party_heard(held: Held) -> Iterator[Finding]:
    """The third party was consulted, or it is recorded why not; the agency judged by itself."""
    for item, _ in held.resting_on("refused_third_party"):
        asked = [
            c
            for c in held.against.case.position.consultations.values()
            if c.to is Consulted.THIRD_PARTY and c.served is not None and not c.returned
        ]
        why_not = item.facts.get("why_not_consulted", "").strip()
        if not asked and not why_not:
            yield Finding(
                f"{held.label(item)}以第三方合法权益为由不予公开，但没有征求第三方意见并送达的记录。",
                f"{law.CONSULT_THIRD_PARTY.cite}：应当书面征求第三方的意见。",
                "请先征求意见；无法征求的，写明原因（why_not_consulted）。",
            )
        if not held.against.case.position.judged:
            yield Finding(
                f"{held.label(item)}没有本机关对第三方权益的独立判断。",
                f"{law.THIRD_PARTY_HARM.cite}：第三方不同意不等于不予公开，由行政机关判断是否损害其合法权益、"
                "不公开是否对公共利益造成重大影响。",
                "请先登记本机关判断（judgement_recorded）。",
            )


# --- 条例 16(2) ------------------------------------------------------------------------------------
_NOT_YET = re.compile(
    r"(?:尚未|还未|仍未|没有|未)(?:[^，。；]{0,6})(?:办结|结案|审结|终结|办理完毕|结束|完成|作出)|仍?在(?:办理|研究|审理|调查|进行)"
)
_CONCLUDED = re.compile(
    r"(?:已|于)[^，。；]{0,20}(?:办结|结案|审结|终结|办理完毕|结束|完成)"
    r"|已[^，。；]{0,20}(?:印发|发布|公布|施行|实施|作出[^，。；]{0,10}决定)"
)
#: What disclosing would still do; that a thing is of a kind, or once was, does nothing.
_STILL = re.compile(
    r"(?<!不)(?<!不会)(?<!没有)(?<!无)(?:影响|损害|妨碍|妨害|危及|误认|误导|误解|干扰|暴露|泄露|泄漏|报复|阻碍|处于不利)"
    r"|公开[^，。；]{0,16}(?:(?<!不)会|可能|足以|势必)|不愿|不敢|顾虑"
    r"|(?:关联|相关|其他|他案|后续)[^，。；]{0,12}(?:案|线索|调查)"
)


def conclusion_explained(held: Held) -> Iterator[Finding]:
    """A concluded matter stays closed only for a reason (条例 16(2))."""
    for item, ground in held.resting_on("refused_process", "refused_file"):
        said = item.facts.get("concluded", "") or item.facts.get("reason", "")
        found = None if _NOT_YET.search(said) else _CONCLUDED.search(said)
        if found is None or _STILL.search(said):
            continue
        yield Finding(
            f"{held.label(item)}所涉事项已经办结，没有写明仍不公开的理由。",
            f"{ground.cites[-1].cite}：过程性信息、行政执法案卷在事项办结后一般不再妨碍决策和执法。",
            "请写明公开仍会造成的具体影响（concluded）；没有的，应当公开。",
        )


# --- 条例 16: closed lists of kinds --------------------------------------------------------------
_KINDS = {
    "refused_internal": ("人事|后勤|工作流程", "人事管理、后勤管理、内部工作流程"),
    "refused_process": ("讨论记录|过程稿|磋商|请示|报告", "讨论记录、过程稿、磋商信函、请示报告"),
}


def kind_named(held: Held) -> Iterator[Finding]:
    """Information of the inner workings and of the process is of one of the kinds that the law names."""
    for item, ground in held.resting_on(*_KINDS):
        pattern, kinds = _KINDS[ground.key]
        for which in _said_of(item, ground, "which"):
            if not re.search(pattern, squeezed(which)):
                yield Finding(
                    f"{held.label(item)}写明属于“{which}”，不是{ground.label}的任何一类。",
                    f"{ground.cites[-1].cite}：只有{kinds}。",
                    "请写明属于其中哪一类（which）；都不属于的，不能以此为由不予公开。",
                )


def _said_of(item: Item, ground: Ground, name: str) -> list[str]:
    """The lines of a fact that are said of what is withheld on that ground."""
    lines = [line.strip() for line in item.facts.get(name, "").splitlines() if line.strip()]
    keys = [line.strip() for line in item.facts.get("withheld_ground", "").splitlines() if line.strip()]
    if item.ground.key == "partly" and len(keys) == len(lines):
        return [line for line, key in zip(lines, keys, strict=True) if key == ground.key]
    # one line for parts withheld on several grounds may be meant for another of them
    return lines if len(set(keys)) <= 1 else []


# --- 条例 14: secrets and dangers ------------------------------------------------------------------
_DANGERS = re.compile(r"(?:国家|公共|经济)安全|社会稳定")


def danger_named(held: Held) -> Iterator[Finding]:
    """A danger to one of the three securities or to social stability, named."""
    for item, _ in held.resting_on("refused_safety"):
        said = item.facts.get("danger", "")
        if not _DANGERS.search(squeezed(said)):
            yield Finding(
                f"{held.label(item)}所写的危害“{said}”没有写明危及哪一种安全或者社会稳定。",
                f"{law.SAFETY.cite}：只有可能危及国家安全、公共安全、经济安全、社会稳定的，才不予公开。",
                "请写明危及的是哪一种，以及公开与危害之间的联系（danger）。",
            )


def secret_before_the_request(held: Held) -> Iterator[Finding]:
    """A secret was determined before the reply, and doubtful if only after the request (条例 14)."""
    case = held.against.case
    for item, _ in held.resting_on("refused_secret"):
        determined = day_of(item.facts.get("determined_on", ""))
        received = case.clock.received or case.registered.on
        if determined is not None and determined > received:
            after = "文书的日期" if determined > held.letter.signed_on else "收到申请之日"
            yield Finding(
                f"{held.label(item)}写明的定密日期{chinese_date(determined)}晚于{after}。",
                f"{law.STATE_SECRET.cite}：依法确定为国家秘密的，才不予公开；收到申请之后才定密的，须有定密的依据。",
                "请核对定密日期（determined_on）；确在收到申请之后依法定密的，由负责人确认并写明。",
                refuses=determined > held.letter.signed_on,
            )


# --- 条例 35, 36(6) -------------------------------------------------------------------------
_NUMBER = r"(?<!第)(?:\d+|[一二两三四五六七八九十百千]{2,}|[二两三四五六七八九十百])(?:余|多)?"
#: 120件, 三十次; a number of items only where it is one of applications.
_COUNTED = (
    rf"{_NUMBER}(?:件|次|人次)|{_NUMBER}[项份](?:政府信息公开)?申请|申请[^，。；]{{0,12}}{_NUMBER}[项份]"
)


def explanation_demanded(held: Held) -> Iterator[Finding]:
    """Too many applications: figures, and a request to explain that reached the applicant."""
    for item, _ in held.resting_on("mass"):
        pos = held.against.case.position
        if pos.explanation_asked is None or (
            pos.explanation_served is None and pos.explanation_given is None
        ):
            yield Finding(
                f"{held.label(item)}以大量反复申请为由不予处理，但没有送达申请人的说明理由通知。",
                f"{law.EXPLAIN.cite}：应当先要求申请人说明理由。",
                "请先制发说明理由通知书并登记送达（explanation_served）。",
            )
        if not re.search(_COUNTED, squeezed(item.facts.get("figures", ""))):
            yield Finding(
                f"{held.label(item)}没有写明申请的数量、频次。",
                f"{law.UNREASONABLE.cite}：数量、频次明显超过合理范围应当有数字说明。",
                "请写明期间和件数，如“2026年1月至3月共提出申请120件”（figures）。",
            )


def earlier_reply_stands(held: Held) -> Iterator[Finding]:
    """What is not dealt with again was answered in substance, to the same applicant, and the answer stands."""
    resting = [
        item
        for item, g in held.resting_on("repeat", "confirm_again")
        if g.key == "repeat" or item.facts.get("earlier_number")
    ]
    for item in resting[:1]:
        yield from _earlier(held, item)


def _earlier(held: Held, item: Item) -> Iterator[Finding]:
    found, named = held.against.earlier, item.facts.get("earlier_number", "")
    why = f"{law.REPEATED.cite}：须已就同一申请人的同一申请作出实体答复，并且该答复仍然有效。"
    if found is None:
        yield Finding(
            f"登记簿中没有此前的答复“{named}”。",
            why,
            "请核对文号；确系启用本系统以前的答复的，请核对原件，由负责人确认并写明。",
            refuses=False,
        )
        return
    if not found.same_applicant:
        yield Finding(f"此前的答复“{found.number}”不是对同一申请人作出的。", why, "请按新的申请答复。")
    if not found.in_substance:
        yield Finding(
            f"此前的“{found.number}”没有对申请的内容作出实体答复。",
            why,
            "请援引此前的实体答复，或者按新的申请答复。",
        )
    if not found.stands:
        yield Finding(f"此前的答复“{found.number}”已被撤销或者划去。", why, "请按新的申请答复。")
    stated = day_of(item.facts.get("earlier_date", ""))
    if stated is not None and stated != found.on:
        yield Finding(
            f"写明的此前答复日期{chinese_date(stated)}与登记簿中“{found.number}”的日期{chinese_date(found.on)}不一致。",
            why,
            "请更正日期或者文号（earlier_date、earlier_number）。",
        )


CHECKS = (
    every_item_decided,
    third_party_heard,
    conclusion_explained,
    kind_named,
    danger_named,
    secret_before_the_request,
    explanation_demanded,
    earlier_reply_stands,
)
