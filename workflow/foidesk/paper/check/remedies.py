"""What a letter says about remedies: the paragraph of its result, once, and nothing beside it.

The paragraph comes from rules.remedies; the text is also judged by itself, so that neither a rewritten passage
nor an agency's own wording nor a wrong setting sends an applicant the wrong way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import sentences, squeezed, untitled
from foidesk.rules import law
from foidesk.rules.outcomes import RemedyKind
from foidesk.rules.remedies import kind_of, may_reconsider
from foidesk.rules.vocabulary import Service

#: To challenge something …
_ACT = re.compile(
    r"申请(?:行政)?复议(?!决定|案|材料|机关)|(?:复议|诉讼|法律)等?(?:途径|程序|渠道)|(?:寻求|获得|请求)救济|(?:行政)?复议(?:申请(?!人|书)|渠道)|提[起出](?:行政)?(?:诉讼|复议)|(?<!审查)(?<!移送)起诉(?![状书人意])"
    r"|行政复议(?:、|或者|或|和)行政诉讼|行政复议(?:也|还)?可以"
    r"|(?:60|六十)[日天]之?内.{0,24}(?:复议|向|提出)|(?:6|六|3|三)个月之?内.{0,30}(?:法院|诉讼)"
)
#: … is a remedy where the addressee is told that one may, must or until when;
_MAY = re.compile(
    r"(?<![许认])可(?:以|在|向|依|自|于|选)|有权|应当|应自|必须|须[先在自]|先[向行申依]|(?:\d+|[一二三四五六十]+)(?:日|天|个月)之?内"
    r"|(?<!申)(?<!邀)请(?:您|你|申请|在|向|于|自|依)"
)
_DISAGREES = re.compile(r"不服|异议")
#: … and only a story where it has been done already.
_TOLD = re.compile(r"曾|已|此前|作出|判决|裁定|受理")

#: Said of somebody else, who may go to law about something else.
_OTHERS = re.compile(
    r"(?:当事人|相对人|被(?:处罚|征收|拆迁|许可)人|供货商|承包人|承包方|利害关系人|劳动者|用人单位|原告|双方|他们"
    r"|(?<!你)(?:单位|企业|公司)|(?:第三|案外|举报|投诉)[方人])[^。；：您你]{0,24}$"
)
_THIS_LETTER = re.compile(r"本(?:答复|告知|决定|通知|文书|函|意见书)")
_ITS_PERIODS = re.compile(r"收到之日|(?:60|六十)[日天]|(?:6|六)个月")
_FIRST = re.compile(r"先[向行申依]")
_SIXTY = re.compile(r"(?:60|六十)[日天]")
_SIX_MONTHS = re.compile(r"(?:6|六)个月")
_HEARS = re.compile(r"(?:先)?向([^，。；、向]{2,40}?(?:、[^，。；向]{2,40}?)?)(?:申请|提出|提起)行政复议")
_OR = re.compile(r"或者|或|、|和|及")
_LATER = re.compile(r"(?:此后|之后|以后|后续|最终)[^。；]{0,20}(?:答复|决定)|不再处理")
_NOT_ALONE = re.compile(
    r"(?:不能|不得|不可以?)单独[^。；]{0,20}复议[^。；]{0,20}诉讼|单独[^。；]{0,20}复议[^。；]{0,20}诉讼[^。；]{0,6}(?:不予受理|不能|不得)"
)
_UNDONE = re.compile(r"撤销|责令|确认[^。；]{0,10}违法|重新(?:作出|答复|处理)|变更")


def paragraph_once(held: Held) -> Iterator[Finding]:
    """The paragraph of the result stands in the letter, once (条例 51; 复议法 20, 23; 行诉法 46)."""
    remedy = held.against.remedy
    times = held.letter.text.count(remedy) if remedy else 1
    if times == 1:
        return
    said = "没有写明应有的救济途径，或者写得不一样" if times == 0 else f"把救济途径写了{times}遍"
    yield Finding(
        f"文书{said}。",
        f"{law.CHALLENGE.cite}：救济途径、期限和机关由结果和成文日期决定，应为：“{remedy}”",
        "请恢复模板中的救济途径段落（remedy），不要改写或者另写。",
    )


def none_beside(held: Held) -> Iterator[Finding]:
    """Nothing else in the letter sends anybody to reconsideration or to court."""
    for sentence in _remedial(held, held.words.own.replace(squeezed(held.against.remedy), "")):
        if held.against.template.remedy == "fee":
            if not _fits_a_fee_notice(sentence):
                yield Finding(
                    f"收费通知书中写有救济途径：“{sentence}”",
                    f"{law.FEE_NOT_ALONE.cite}：对收费决定不能单独申请行政复议或者提起行政诉讼。",
                    "请删去；只能说明不能单独提起，以及对此后的答复可以依法提起。",
                )
        elif held.against.template.remedy == "none":
            yield Finding(
                f"程序性文书中写有救济途径：“{sentence}”",
                f"{law.CHALLENGE.cite}：程序性告知不终结办理，不写救济途径；对之后的答复才告知。",
                "请删去这句话。",
            )
        else:
            yield Finding(
                f"救济途径段落之外还写有救济途径：“{sentence}”",
                f"{law.CHALLENGE.cite}：救济途径只能由结果决定，写在一处。",
                "请删去这句话。",
            )


def fee_not_alone(held: Held) -> Iterator[Finding]:
    """A fee notice says that it cannot be challenged alone (收费办法 7)."""
    if held.against.template.remedy == "fee" and not _NOT_ALONE.search(held.words.own):
        yield Finding(
            "收费通知书没有写明对收费决定不能单独申请行政复议或者提起行政诉讼。",
            f"{law.FEE_NOT_ALONE.cite}。",
            "请恢复模板中的这句话。",
        )


def fits_the_result(held: Held) -> Iterator[Finding]:
    """先 and no 6 months for what must go to reconsideration first, both periods for the choice, 互联网 if served so."""
    kinds = _kinds(held)
    said = "".join(_remedial(held, held.words.own))
    if not kinds or not said:
        return
    if RemedyKind.FIRST in kinds:
        if not _FIRST.search(said) or not _SIXTY.search(said):
            yield _misfit("没有写明应当在60日内先申请行政复议", law.RECONSIDERATION_FIRST)
        if RemedyKind.CHOICE not in kinds and _SIX_MONTHS.search(said):
            yield _misfit("写了可以在6个月内直接提起行政诉讼", law.RECONSIDERATION_FIRST)
    if RemedyKind.CHOICE in kinds:
        if not _SIXTY.search(said) or not _SIX_MONTHS.search(said):
            yield _misfit("没有同时写明60日内申请行政复议和6个月内提起行政诉讼", law.LITIGATION_6_MONTHS)
        if RemedyKind.FIRST not in kinds and _FIRST.search(said):
            yield _misfit("要求先申请行政复议，而该结果可以直接提起行政诉讼", law.LITIGATION_6_MONTHS)
    if _electronic(held) and "互联网" not in said:
        yield _misfit("以电子方式送达，却没有写明互联网申请行政复议的渠道", law.RECONSIDERATION_ONLINE)


def who_hears(held: Held) -> Iterator[Finding]:
    """The agency that reconsiders is one that the signing agency's type allows (复议法 24–28)."""
    against = held.against
    why = f"{law.RECONSIDERATION_WHO.cite}及其后各条：{against.agency_type.label}的行政复议机关由其类型决定。"
    roles = {squeezed(name): role for name, role in against.reconsiders}
    told = (_HEARS.finditer(sentence) for sentence in _remedial(held, held.words.own))
    for named in dict.fromkeys(match[1] for matches in told for match in matches):
        strange = named
        for name in sorted(roles, key=len, reverse=True):
            if name not in strange:
                continue
            strange = strange.replace(name, "")
            if not may_reconsider(against.agency_type, roles[name]):
                yield Finding(
                    f"“{name}”是{roles[name].label}，不能受理对{against.agency_type.label}的行政复议申请。",
                    why,
                    "请更正 config.toml 的 reconsideration_agency 和 reconsideration_role。",
                )
        if _OR.sub("", strange):
            known = "、".join(roles) or "无"
            yield Finding(f"“{named}”不是本机关登记的行政复议机关。", why, f"请改为：{known}。")


def _kinds(held: Held) -> set[RemedyKind]:
    """What the letter's result calls for."""
    if held.against.template.remedy == "choice":
        return {RemedyKind.CHOICE}
    if held.against.template.remedy != "by_result":
        return set()
    kinds = {kind_of(item.ground, held.letter.signed_on) for item in held.items}
    if RemedyKind.FIRST in kinds and any(item.ground.key == "partly" for item in held.items):
        kinds.add(RemedyKind.CHOICE)
    return kinds - {RemedyKind.NONE}


def _electronic(held: Held) -> bool:
    reply = held.against.case.position.reply
    return (
        held.is_reply
        and reply is not None
        and reply.service is Service.ELECTRONIC
        and held.letter.signed_on >= law.RECONSIDERATION_ONLINE.since
    )


def _remedial(held: Held, text: str) -> Iterator[str]:
    """The sentences that tell the addressee how to challenge this letter."""
    for sentence in sentences(_GOES_ON.sub("", text)):
        bare = untitled(sentence) if _ACT.search(sentence) else ""
        if not _ACT.search(bare):
            continue
        if not _addressed(bare) and not (_DISAGREES.search(bare) and not _TOLD.search(bare)):
            continue
        if not _of_another_matter(held, sentence):
            yield sentence


#: How far before an act the word stands that allows it: 可以自收到本告知书之日起60日内向……申请行政复议.
_REACH = 32


def _addressed(sentence: str) -> bool:
    """Whether the addressee is told to do one of the acts; what is done already or is for others is a story."""
    for act in _ACT.finditer(sentence):
        before = sentence[: act.start()]
        clause = re.split(r"[，；：]", before)[-1]
        if re.search(r"[已曾]", clause) and not _THIS_LETTER.search(sentence):
            continue
        if not _MAY.search(before[-_REACH:] + act[0]) and not _MAY.match(sentence, act.end()):
            continue
        # whose clause it is, if it names periods that could be those of this letter
        whose = clause if _ITS_PERIODS.search(sentence) else before
        if not _OTHERS.search(whose) or _THIS_LETTER.search(sentence):
            return True
    return False


def _of_another_matter(held: Held, sentence: str) -> bool:
    """A petitioner may be told how to challenge the thing itself; a new reply tells what undid the old one."""
    if _THIS_LETTER.search(sentence):
        return False
    if held.letter.kind == "replacement" and _UNDONE.search(sentence) and not _ITS_PERIODS.search(sentence):
        return True
    ways = [squeezed(i.facts.get("right_way", "")) for i in held.items if i.ground.key in _ELSEWHERE]
    rest = sentence
    for told in (part for way in ways for part in sentences(way)):
        rest = rest.replace(told.rstrip("。；"), "")
    return not _ACT.search(rest)


#: A paragraph that ends in mid-sentence goes on in the next one.
_GOES_ON = re.compile(r"(?<![。；！？：])\n")
_ELSEWHERE = ("petition", "party_information")


def _fits_a_fee_notice(sentence: str) -> bool:
    rest = _NOT_ALONE.sub("", sentence)
    with_period = _SIXTY.search(rest) or _SIX_MONTHS.search(rest)
    return not _ACT.search(rest) or bool(_LATER.search(rest) and not with_period)


def _misfit(said: str, provision: law.Provision) -> Finding:
    return Finding(
        f"救济途径与答复结果、成文日期或者送达方式不符：{said}。",
        f"{provision.cite}：{provision.gist}。",
        "请恢复模板中的救济途径段落（remedy）；结果登记有误的，请先更正。",
    )


CHECKS = (paragraph_once, none_beside, fee_not_alone, fits_the_result, who_hears)
