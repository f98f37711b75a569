"""Letters to those who are consulted: nothing about the applicant, what silence means, and a release that is weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import DAY, day_of, sentences, squeezed
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.vocabulary import Consulted

#: Letters that ask for an opinion.
_ASKING = ("third_party", "co_maker", "other_agency")

# --- the applicant ---------------------------------------------------------------------------------
#: Of an applicant for something else (a permit, an entry) one may speak.
_APPLICANT = r"(?<!许可)(?<!登记)(?<!项目)(?<!专利)(?<!复议)申请人"
_WHO = rf"{_APPLICANT}(?:系|是(?!否)|为(?!何)|称|认为|姓|诉称|反映)|起诉(?:你|贵)|用于(?:起诉|诉讼|举报|投诉)"
_MAYBE_WHO = rf"{_APPLICANT}要求|起诉(?![状书人意])"


def nothing_about_the_applicant(held: Held) -> Iterator[Finding]:
    """What is asked about tells neither who applied nor what for (条例 32; 个人信息保护法)."""
    if held.letter.kind not in _ASKING:
        return
    for pattern, refuses in ((_WHO, True), (_MAYBE_WHO, False)):
        found = re.search(pattern, held.words.unquoted)
        if found:
            yield Finding(
                f"征求意见的文书中写有申请人的情况：“{found[0]}”。",
                f"{law.SAFEGUARDS.cite}：征求意见只涉及所征求的信息，不得透露申请人的身份和用途。",
                "请只写明信息的内容和需要对方说明的问题，删去关于申请人的话。",
                refuses=refuses,
            )
            return


# --- silence ---------------------------------------------------------------------------------------
_CONSENT = re.compile(r"(?<!不)视(?:为|作|同)(?:你单位|您|第三方|贵单位)?(?:已经?)?同意")
_PARTY_LETTERS = ("third_party", "third_party_slip", "third_party_told", "other_agency")


def silence_is_consent_of_co_makers_only(held: Held) -> Iterator[Finding]:
    """Silence is consent under 条例 34 alone; a third party's leaves the decision to the agency."""
    kind = held.letter.kind
    co_maker = any(c.to is Consulted.CO_MAKER for c in held.against.case.position.consultations.values())
    if kind == "co_maker" or (co_maker and kind not in _PARTY_LETTERS):
        return
    own = _CONSENT.search(held.fixed.unquoted)
    if own or _CONSENT.search(held.free.unquoted):
        yield Finding(
            "文书写有逾期不提出意见视为同意公开。",
            f"{law.CONSULT_THIRD_PARTY.cite}：第三方逾期未提出意见的，由行政机关决定是否公开；"
            f"只有{law.CONSULT_CO_MAKER.place}的共同制作机关才视为同意。",
            "请删去，恢复模板中关于逾期后果的段落。",
            refuses=own is not None or kind in _PARTY_LETTERS,
        )


# --- a release against the third party's will --------------------------------------------------------
_FOUNDED = re.compile(r"理由(?:部分|基本)?(?:成立|合理|充分)")
_WITHHELD = re.compile(r"不予?公开(?!会|可能|将)|不予提供|隐去|遮盖")
_WEIGHED = re.compile(r"公共利益[^。；]{0,16}重大影响")


def founded_objection_weighed(held: Held) -> Iterator[Finding]:
    """An objection for good reason gives way to the public interest alone (条例 15, 32)."""
    if held.letter.kind != "third_party_told" or _WEIGHED.search(held.words.own):
        return
    for sentence in re.split(r"[。；\n]", held.words.unquoted):
        if _FOUNDED.search(sentence) and not _WITHHELD.search(sentence):
            yield Finding(
                f"认为第三方的理由成立，仍决定公开，没有写明不公开会对公共利益造成什么重大影响：“{sentence}”。",
                f"{law.THIRD_PARTY_HARM.cite}、{law.CONSULT_THIRD_PARTY.place}：第三方有合理理由的不予公开，"
                "只有不公开可能对公共利益造成重大影响的才可以公开。",
                "请写明对公共利益的衡量（weighing）；没有重大影响的，不予公开。",
            )
            return


def released_after_it_is_told(held: Held) -> Iterator[Finding]:
    """The day of release that a third party is told lies after the day of the letter."""
    if held.letter.kind != "third_party_told":
        return
    for sentence in sentences(held.words.own):
        named = re.search(r"最早于?([^，。；]*?)向申请人", sentence)
        day = day_of(named[1]) if named and re.search(DAY, named[1]) else None
        if named and (day is None or day <= held.letter.signed_on):
            yield Finding(
                f"向申请人提供信息的日期“{named[1]}”不是文书日期{chinese_date(held.letter.signed_on)}以后的一日。",
                f"{law.CONSULT_THIRD_PARTY.cite}：决定公开的，应当先书面告知第三方，再向申请人提供。",
                "请写明以后的日期，如“2026年4月7日”（release_on），或者不填。",
            )


def objector_told_before_release(held: Held) -> Iterator[Finding]:
    """What is released over an objection is told to the objector first, with the reasons."""
    released = [item for item in held.items if item.ground.key == "disclosed"]
    if not released or held.resting_on("refused_third_party"):
        return
    told = _told(held)
    for id, consultation in held.against.case.position.consultations.items():
        asked = consultation.to is Consulted.THIRD_PARTY and consultation.served and not consultation.returned
        if asked and consultation.consents is False and not told & {id, ""}:
            yield Finding(
                f"第三方（征求意见编号{squeezed(id)}）不同意公开，没有公开第三方信息告知书送达的记录。",
                f"{law.CONSULT_THIRD_PARTY.cite}：第三方不同意而决定公开的，应当将公开的内容和理由书面告知第三方。",
                "请先制发并送达公开第三方信息告知书（third_party_told），登记送达后再提供；"
                "已经以其他方式告知，或者提供的内容与其意见无关的，由负责人确认并写明。",
                refuses=False,
            )


def _told(held: Held) -> set[str]:
    """The consultations whose party has been served with what will be released."""
    served = {e.doc_number for e in held.against.case.standing if isinstance(e, ev.LetterServed)}
    letters = (each for each in held.against.case.letters if each.kind == "third_party_told")
    return {each.about or "" for each in letters if each.doc_number in served}


CHECKS = (
    nothing_about_the_applicant,
    silence_is_consent_of_co_makers_only,
    founded_objection_weighed,
    released_after_it_is_told,
    objector_told_before_release,
)
