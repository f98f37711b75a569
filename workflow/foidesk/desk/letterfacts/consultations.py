"""What the letters about a consultation state (条例 15, 32–34).

A letter to the consulted party holds only what concerns that party: what identifies the applicant is taken
out of the facts, so that no wording, the agency's own included, can print it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foidesk.desk.letterfacts.challenge import challenge
from foidesk.desk.letterfacts.matter import Matter, addressed, sentence
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.needs.frame import day
from foidesk.rules.position import Consultation
from foidesk.rules.terms import CONSULTATION_ANSWER, THIRD_PARTY_ANSWER
from foidesk.rules.vocabulary import Consulted
from foidesk.store.people import Person

#: Blanks of `matter.shared` that tell who applied for what; empty, so that a letter that wants them is refused.
_OF_THE_APPLICANT = dict.fromkeys(
    ("applicant", "received_on", "channel", "number", "request", "clarified_on", "clarified_request"), ""
)

#: What an answer says, by `Consultation.consents`.
OPINION = {True: "同意公开", False: "不同意公开", None: "提出了意见"}

#: What the letter to each is called; article 32 names the one to a third party.
DOCUMENT = {
    Consulted.THIRD_PARTY: "征求意见书",
    Consulted.CO_MAKER: "征求意见函",
    Consulted.OTHER_AGENCY: "征求意见函",
}


# --- which consultation, which party -------------------------------------------------------------
#: The letters that go to the consulted party, and whom each is for; `LetterIssued.about` holds the consultation's id.
CONSULTED = {
    "third_party": Consulted.THIRD_PARTY,
    "third_party_told": Consulted.THIRD_PARTY,
    "co_maker": Consulted.CO_MAKER,
    "other_agency": Consulted.OTHER_AGENCY,
}


def consultation(matter: Matter, to: Consulted | None = None) -> ev.ConsultationSent:
    """The consultation that `matter.about` names, or the only one (of those `to` somebody). Raises DeskError."""
    sent = [
        event
        for event in matter.case.standing
        if isinstance(event, ev.ConsultationSent) and (to is None or event.to is to)
    ]
    found = [event for event in sent if event.id == matter.about] if matter.about else sent
    if len(found) == 1:
        return found[0]
    who = to.label if to else "第三方或者其他机关"
    known = "、".join(f"{event.id}（{event.to.label}）" for event in sent)
    if not sent:
        raise DeskError(
            f"案件中没有向{who}征求意见的登记。",
            why="征求意见的文书由已经登记的征求意见生成。",
            do="请先登记“发出征求意见书”（consultation_sent）。",
        )
    raise DeskError(
        f"没有编号为“{matter.about}”的征求意见。" if matter.about else f"向{who}征求意见不止一次。",
        why="每份文书针对一次征求意见。",
        do=f"请写明征求意见的编号（--about），可用：{known}。",
    )


def party(matter: Matter, sent: ev.ConsultationSent) -> Person | None:
    """Who is consulted, None while no row of people is on record."""
    return matter.people.get(sent.party) if sent.party is not None else None


def _to_the_party(matter: Matter, sent: ev.ConsultationSent) -> dict[str, Any]:
    """What every letter to the consulted party says."""
    to, days = party(matter, sent), CONSULTATION_ANSWER[sent.to].days
    return {
        **_OF_THE_APPLICANT,
        "party": to.name if to else "",
        "you": addressed(to.kind) if to else "",
        "information": sent.information or "",
        "answer_days": days,
        "return_days": days,
    }


# --- the letters ---------------------------------------------------------------------------------
def _question(to: Consulted) -> Callable[[Matter], dict[str, Any]]:
    def facts(matter: Matter) -> dict[str, Any]:
        sent = consultation(matter, to)
        return {
            **_to_the_party(matter, sent),
            "signed_on": sent.on,
            "question": sentence(sent.question or ""),
            "answer_by": sent.answer_by,
        }

    return facts


def _slip(matter: Matter) -> dict[str, Any]:
    sent = consultation(matter, Consulted.THIRD_PARTY)
    alone = _only_third_party(matter)
    letters = [
        letter
        for letter in matter.case.letters
        if letter.kind == "third_party" and (letter.about == sent.id or (alone and not letter.about))
    ]
    return {
        **_to_the_party(matter, sent),
        "signed_on": sent.on,
        "letter_number": letters[-1].doc_number if letters else "",
    }


def _consulting(matter: Matter) -> dict[str, Any]:
    """To the applicant: who is consulted stays unnamed; the days are those of the clock."""
    sent, case = consultation(matter), matter.case
    state = case.position.consultations[sent.id]
    _under_way(state, DOCUMENT[sent.to])
    served = state.served
    return {
        "signed_on": served or sent.on,
        "third_party": sent.to is Consulted.THIRD_PARTY,
        "co_maker": sent.to is Consulted.CO_MAKER,
        "other_agency": sent.to is Consulted.OTHER_AGENCY,
        "document": DOCUMENT[sent.to],
        "asked_on": sent.on,
        "answer_days": CONSULTATION_ANSWER[sent.to].days,
        "served_on": served,
        "last_day": state.last_day(case.position.calendar),
        "due_at_latest": case.clock.due if served else None,
        "due_without": None if served else case.clock.due,
    }


def _under_way(state: Consultation, document: str) -> None:
    """DeskError when no consultation is going on whose time stands outside the count."""
    if state.answered is not None:
        fault = f"意见已于{day(state.answered)}收到"
    elif state.returned and state.served is None:
        fault = f"{document}已被退回"
    elif state.too_late:
        fault = f"{document}在答复期限届满之日或者以后才送达，所需时间不能扣除"
    else:
        return
    raise DeskError(
        f"{fault}，不能再告知申请人正在征求意见。",
        why="该告知书说明征求意见所需时间不计算在答复期限内，须与案件的实际期限一致。",
        do="请按现有的答复期限答复；再次征求意见的，先登记。",
    )


def _told(matter: Matter) -> dict[str, Any]:
    """To the third party, before the release: what it said, what the agency judged, what will be disclosed."""
    sent = consultation(matter, Consulted.THIRD_PARTY)
    state = matter.case.position.consultations[sent.id]
    judged = matter.last(ev.JudgementRecorded)
    told_on = matter.signed_on or judged.on
    last_day = state.last_day(matter.case.position.calendar)
    if state.answered is None and last_day is not None and told_on <= last_day:
        raise DeskError(
            f"第三方提出意见的期限至{day(last_day)}届满，目前没有收到意见，不能告知决定公开。",
            why=f"{THIRD_PARTY_ANSWER.provision.cite}：{THIRD_PARTY_ANSWER.provision.gist}。",
            do="请在收到意见或者期限届满之后决定。",
        )
    to = _to_the_party(matter, sent)
    return {
        **to,
        "signed_on": judged.on,
        "asked_on": sent.on,
        "served_on": state.served or "",
        "last_day": last_day if state.answered is None else "",
        "answered_on": state.answered or "",
        "opinion": OPINION[state.consents] if state.answered else "",
        "opinion_words": _words(matter, sent.id),
        "judgement": sentence(judged.judgement or "") if _only_third_party(matter) else "",
        "remedy": challenge(matter, told_on, str(to["you"])),
    }


def _words(matter: Matter, id: str) -> str:
    """The opinion in the consulted party's own words, as far as recorded."""
    answers = [e for e in matter.case.standing if isinstance(e, ev.ConsultationAnswered) and e.id == id]
    return (answers[-1].opinion or "").rstrip("。") if answers else ""


def _only_third_party(matter: Matter) -> bool:
    """Whether no other third party is consulted, so that what names none can only mean this one."""
    asked = [e for e in matter.case.standing if isinstance(e, ev.ConsultationSent)]
    return sum(e.to is Consulted.THIRD_PARTY for e in asked) == 1


FACTS = {
    "third_party": _question(Consulted.THIRD_PARTY),
    "third_party_slip": _slip,
    "third_party_told": _told,
    "co_maker": _question(Consulted.CO_MAKER),
    "other_agency": _question(Consulted.OTHER_AGENCY),
    "consulting": _consulting,
}
