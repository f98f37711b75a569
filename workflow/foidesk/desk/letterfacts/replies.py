"""What replies state round their decisions: consultations, extension, remedy, and the reply a new one replaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from foidesk.desk import catalogue
from foidesk.desk.letterfacts.consultations import DOCUMENT, OPINION
from foidesk.desk.letterfacts.items import item_facts
from foidesk.desk.letterfacts.matter import Matter, sentence, you
from foidesk.errors import DeskError
from foidesk.paper.wording.composition import MissingFact
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.case import Case
from foidesk.rules.decisions import WHAT, Item, items_of
from foidesk.rules.needs.frame import day
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.position import Consultation
from foidesk.rules.remedies import Addressees, paragraph
from foidesk.rules.terms import CONSULTATION_ANSWER
from foidesk.rules.vocabulary import Consulted, Service


def reply_of(matter: Matter) -> ev.Replied:
    """The reply on record. Raises DeskError when there is none."""
    reply = matter.case.position.reply
    if reply is None:
        raise DeskError(
            "还没有答复。", why="答复书的内容来自已经登记的答复。", do="请用 foidesk reply 登记答复。"
        )
    return reply


def _reply(matter: Matter) -> dict[str, Any]:
    """The frame of a reply; of a reply to the whole request also what the one decision states."""
    reply, case = reply_of(matter), matter.case
    items = items_of(reply)
    frame = {
        "signed_on": reply.on,
        # an extension that a fresh period made void is no longer said to have been given
        "extension_number": matter.last_number("extension") if case.position.extension else None,
        "consultation": _consultations(case, reply.on),
        "judgement": _judgement(case),
        "remedy": remedy(matter),
    }
    if len(items) == 1:
        return {**item_facts(matter, items[0]), **frame}
    return {**frame, "count": _counted(items), "attachments": _attachments(items)}


def _replacement(matter: Matter) -> dict[str, Any]:
    """A reply that takes the place of one annulled, or ordered anew."""
    case = matter.case
    annulled = matter.last(ev.ReplyAnnulled)
    before = case.standing[: case.standing.index(annulled)]
    replaced = [e for e in before if isinstance(e, ev.LetterIssued) and e.kind in FACTS]
    return {
        **_reply(matter),
        "annulled_by": annulled.decision,
        "annulled_on": annulled.on,
        "by_court": annulled.by_court,
        "replaced_number": replaced[-1].doc_number if replaced else None,
        "replaced_on": replaced[-1].on if replaced else None,
    }


def remedy(matter: Matter) -> str:
    """The remedy paragraph that the result, the letter's date and the way of service call for."""
    reply, agency = reply_of(matter), matter.agency
    to = Addressees(tuple(agency.reconsideration_agency), agency.court, agency.reconsideration_online or "")
    return paragraph(
        [item.ground for item in items_of(reply)],
        matter.signed_on or reply.on,
        to,
        you=you(matter),
        electronic=reply.service is Service.ELECTRONIC,
        document=_document(matter),
    )


def _document(matter: Matter) -> str:
    """What the reply calls itself: the last word of its title."""
    title = catalogue.template(catalogue.kind_of_reply(matter.case, matter.case.grounds)).title
    return title[-3:]


# --- several items -------------------------------------------------------------------------------
def _counted(items: Sequence[Item]) -> int:
    """How many items are decided. MissingFact for those that do not say what was asked for."""
    silent = [item.n for item in items if not item.facts.get(WHAT.name, "").strip()]
    if silent:
        raise MissingFact("政府信息公开申请答复书（多项）", [f"第{n}项的{WHAT.meaning}" for n in silent])
    return len(items)


def _attachments(items: Sequence[Item]) -> list[str]:
    """The attachments of every item, in their order, each once."""
    listed = (line.strip() for item in items for line in item.facts.get("attachments", "").splitlines())
    return list(dict.fromkeys(line for line in listed if line))


# --- consultations -------------------------------------------------------------------------------
_CONCERNING = {Consulted.THIRD_PARTY: "上述信息中涉及第三方合法权益的内容"}


def _consultations(case: Case, replied_on: date) -> str | None:
    """Who was asked and what came of it; the consulted party is not named (条例 32–34)."""
    told = [
        f"本机关就{_CONCERNING.get(c.to, '上述信息的公开')}书面征求{c.to.label}的意见，"
        f"{DOCUMENT[c.to]}于{day(c.served)}送达。" + _opinion(case, c, c.to, replied_on)
        for c in case.position.consultations.values()
        if c.to is not None and c.served is not None and not c.returned
    ]
    return "".join(told) or None


def _opinion(case: Case, c: Consultation, to: Consulted, replied_on: date) -> str:
    if c.answered is not None:
        return f"{to.label}于{day(c.answered)}回复，{OPINION[c.consents]}。"
    last = c.last_day(case.position.calendar)
    if to is Consulted.OTHER_AGENCY or last is None or replied_on <= last:
        return f"{to.label}至本机关作出答复之日没有回复。"
    silence, effect = {
        Consulted.THIRD_PARTY: (law.CONSULT_THIRD_PARTY, "由本机关决定是否公开"),
        Consulted.CO_MAKER: (law.CONSULT_CO_MAKER, "视为同意公开"),
    }[to]
    return (
        f"{to.label}自收到{DOCUMENT[to]}之日起{CONSULTATION_ANSWER[to].days}个工作日内（至{day(last)}）没有提出意见，"
        f"根据{silence.cite}的规定，{effect}。"
    )


def _judgement(case: Case) -> str | None:
    judged = [e.judgement for e in case.standing if isinstance(e, ev.JudgementRecorded) and e.judgement]
    return sentence(judged[-1]) if judged else None


FACTS = dict.fromkeys((*(g.key for g in GROUNDS.values() if g.by_reply), "several"), _reply)
FACTS["replacement"] = _replacement
