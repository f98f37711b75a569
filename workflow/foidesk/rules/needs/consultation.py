"""Consultation: known, served once, answered once (条例 32, 33, 34)."""

from __future__ import annotations

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, day, required
from foidesk.rules.position import Position


@condition(law.CONSULT_THIRD_PARTY, voids=True)
def new_consultation(pos: Position, event: ev.ConsultationSent) -> Breach | None:
    if event.id not in pos.consultations:
        return None
    return Breach(f"征求意见“{event.id}”已经登记", "请为另一次征求意见使用另一个编号（id）。")


@condition(law.CONSULT_THIRD_PARTY)
def consultation_known(
    pos: Position, event: ev.ConsultationServed | ev.ConsultationAnswered | ev.ConsultationReturned
) -> Breach | None:
    if event.id in pos.consultations:
        return None
    return Breach(f"没有登记过编号为“{event.id}”的征求意见", "请先登记“发出征求意见书”。")


@condition(law.CONSULTATION_NOT_COUNTED, voids=True)
def served_once(pos: Position, event: ev.ConsultationServed) -> Breach | None:
    known = pos.consultations.get(event.id)
    if known is None or known.served is None:
        return None
    return Breach(f"征求意见书（{event.id}）已于{day(known.served)}送达", "如原登记有误，请先划去。")


@condition(law.CONSULTATION_NOT_COUNTED, voids=True)
def answered_once(pos: Position, event: ev.ConsultationAnswered) -> Breach | None:
    known = pos.consultations.get(event.id)
    if known is None or known.answered is None:
        return None
    return Breach(
        f"征求意见书（{event.id}）已于{day(known.answered)}收到意见",
        "请以附卷登记补充意见；如原登记有误，请先划去。",
    )


@condition(law.CONSULTATION_NOT_COUNTED)
def not_returned_after_service(pos: Position, event: ev.ConsultationReturned) -> Breach | None:
    known = pos.consultations.get(event.id)
    if known is None or known.served is None:
        return None
    return Breach("征求意见书已登记送达，又登记退回；按未送达处理", "请划去其中有误的一项。")


@condition(law.CONSULT_THIRD_PARTY, acts_only=True, seasonal=True)
def some_consultation(pos: Position, event: ev.Event) -> Breach | None:
    return None if pos.consultations else Breach("没有登记过征求意见", "请先登记“发出征求意见书”。")


@condition(law.CONSULT_THIRD_PARTY, acts_only=True)
def opinion_stated(pos: Position, event: ev.ConsultationAnswered) -> Breach | None:
    if event.consents is not None or event.opinion:
        return None
    return Breach("没有写明意见", "请写明是否同意公开（consents）或者意见内容（opinion）。")


# --- what each step needs ------------------------------------------------------------------------
SENT = (new_consultation,)
SERVED = (some_consultation, served_once, consultation_known)
ANSWERED = (some_consultation, answered_once, consultation_known, opinion_stated)
RETURNED = (some_consultation, consultation_known, not_returned_after_service)
JUDGED = (required(law.THIRD_PARTY_HARM, "判断人和判断意见", "officer", "judgement"),)
