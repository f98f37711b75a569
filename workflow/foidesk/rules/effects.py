"""What each step does to the clock, and the sentence that explains it.

An effect changes the position and returns the sentence. Events without an effect leave the clock alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from foidesk.rules import events as ev
from foidesk.rules.needs.clarification import asked_in_time, clarified_on
from foidesk.rules.needs.fee import payment_due, pays_in_full
from foidesk.rules.needs.frame import day
from foidesk.rules.position import Consultation, Position, State
from foidesk.rules.terms import FEE_PAID, FEE_PAYMENT, REPLY_ANEW
from foidesk.rules.vocabulary import Consulted


def _clarification_asked(pos: Position, event: ev.ClarificationAsked) -> str:
    pos.asked = event
    named = f"，补正期限至{day(event.answer_by)}" if event.answer_by else ""
    if asked_in_time(pos, event):
        pos.stop()
        return f"告知补正{named}；原答复期限不再计算，等待补正"
    pos.asked_late = True
    return f"逾期告知补正{named}；答复期限继续计算，不因补正而重新计算"


def _clarification_served(pos: Position, event: ev.ClarificationServed) -> str:
    pos.request_served = event.on
    return "补正告知送达申请人"


def _clarified(pos: Position, event: ev.Clarified) -> str:
    days, on = pos.terms.reply.days, clarified_on(pos, event)
    if pos.state is not State.CLARIFYING:  # the request came late, or was a second one
        would = day(pos.calendar.add(on, days))
        return f"收到补正；答复期限不重新计算（如重新计算，将至{would}，仅供参考）"
    pos.clarified = on
    pos.begin(on, days)
    return f"收到补正，答复期限自次日起重新计算{days}个工作日"


def _clarification_lapsed(pos: Position, event: ev.ClarificationLapsed) -> str:
    pos.stop()
    return "申请人无正当理由逾期不补正，视为放弃申请"


def _consultation_sent(pos: Position, event: ev.ConsultationSent) -> str:
    pos.consultations[event.id] = Consultation(event.to, event.on)
    return f"向{event.to.label}发出征求意见书（{event.id}）；送达之前期限照常计算"


def _consultation_served(pos: Position, event: ev.ConsultationServed) -> str:
    known = pos.consultations.setdefault(event.id, Consultation(None, None))
    known.served, known.returned = event.on, False  # sent once more after it came back
    if (known.to or Consulted.THIRD_PARTY) not in pos.terms.not_counted:
        return f"征求意见书（{event.id}）送达；依当时的规定，期限照常计算"
    if pos.due is not None and event.on >= pos.due:
        known.too_late = True
        return f"征求意见书（{event.id}）送达时答复期限已经届满，不影响期限"
    return f"征求意见书（{event.id}）送达，自次日起至收到意见之日不计入期限，最迟至{day(known.last_day(pos.calendar))}"


def _consultation_answered(pos: Position, event: ev.ConsultationAnswered) -> str:
    known = pos.consultations.setdefault(event.id, Consultation(None, None))
    known.answered, known.consents = event.on, event.consents
    pause = known.pause(pos.calendar)
    if known.too_late:
        return f"收到意见（{event.id}）；送达时答复期限已经届满，不影响期限"
    if pause is None:
        return f"收到意见（{event.id}）；没有送达记录，不影响期限"
    days = pos.calendar.count(*pause)
    return f"收到意见（{event.id}）；自送达次日起{days}个工作日属于征求意见期间"


def _consultation_returned(pos: Position, event: ev.ConsultationReturned) -> str:
    known = pos.consultations.setdefault(event.id, Consultation(None, None))
    known.returned = True
    return f"征求意见书（{event.id}）退回，未能送达，不影响期限"


def _extended(pos: Position, event: ev.Extended) -> str:
    pos.extension = min(event.days, pos.terms.extension.days)
    pos.extension_used = True
    return f"告知延长答复期限{pos.extension}个工作日"


def _explanation_asked(pos: Position, event: ev.ExplanationAsked) -> str:
    pos.explanation_asked = event
    # READING(adr-014): asking does not stop the clock.
    return "要求申请人说明理由；答复期限照常计算"


def _explanation_given(pos: Position, event: ev.ExplanationGiven) -> str:
    pos.explanation_given = event.on
    return "收到申请人的理由说明；答复期限照常计算"


def _delay_announced(pos: Position, event: ev.DelayAnnounced) -> str:
    pos.announced = event.until
    return f"告知延迟至{day(event.until)}答复"


def _fee_notified(pos: Position, event: ev.FeeNotified) -> str:
    pos.notice, pos.notice_served, pos.paid_yuan, pos.paid = event, None, 0, None
    pos.stop()
    return "发出收费通知；原答复期限不再计算，等待缴费"


def _fee_notice_served(pos: Position, event: ev.FeeNoticeServed) -> str:
    pos.notice_served = event.on
    return f"收费通知送达申请人，{FEE_PAYMENT.days}个工作日内缴费，至{day(payment_due(pos))}"


def _fee_paid(pos: Position, event: ev.FeePaid) -> str:
    full = pays_in_full(pos, event)
    pos.paid_yuan += event.yuan or 0
    if not full:
        owed = (pos.notice.yuan or 0) if pos.notice else 0
        return f"缴费{event.yuan}元，尚欠{owed - pos.paid_yuan}元，视为未缴清，应当即时告知差额"
    pos.paid = event.on
    pos.begin(event.on, FEE_PAID.days)
    asked = pos.notice.yuan if pos.notice else None
    over = pos.paid_yuan - asked if asked is not None else 0
    # READING(adr-015): what was paid too much goes back.
    refund = f"；多缴{over}元，应当退还" if over > 0 else ""
    return f"缴清费用，答复期限自次日起重新计算{FEE_PAID.days}个工作日{refund}"


def _fee_lapsed(pos: Position, event: ev.FeeLapsed) -> str:
    pos.stop()
    pos.lapsed_for_fee = True
    refund = f"；已缴的{pos.paid_yuan}元应当退还" if pos.paid_yuan else ""
    return f"申请人逾期未缴纳费用，视为放弃申请{refund}"


def _replied(pos: Position, event: ev.Replied) -> str:
    pos.reply = event
    if pos.due is None:
        return "答复申请人"
    return "答复申请人，在期限内" if event.on <= pos.due else "答复申请人，已逾期"


def _withdrawn(pos: Position, event: ev.Withdrawn) -> str:
    if event.part is not None:
        return f"申请人撤回部分申请（{event.part}），其余继续办理"
    return "申请人撤回申请，办理终止"


def _merged(pos: Position, event: ev.Merged) -> str:
    return f"与{event.into}系同一申请，并案办理"


def _reply_annulled(pos: Position, event: ev.ReplyAnnulled) -> str:
    # READING(adr-018)
    days = event.days if event.days is not None else REPLY_ANEW.days
    pos.begin(event.on, days)
    pos.set_by_decision = event.days is not None
    pos.annulled, pos.reply = pos.reply, None
    source = "决定或者判决确定的" if event.days is not None else ""
    return f"收到责令重新答复的决定，自次日起{source}{days}个工作日内重新答复"


def _searched(pos: Position, event: ev.SearchRecorded) -> str:
    pos.searches.append(event)
    return event.label


def _judged(pos: Position, event: ev.JudgementRecorded) -> str:
    pos.judged = True
    return event.label


def _secrecy_reviewed(pos: Position, event: ev.SecrecyReviewed) -> str:
    pos.cleared = event
    return event.label


def _contact_attempted(pos: Position, event: ev.ContactAttempted) -> str:
    pos.first_attempt = pos.first_attempt or event.on
    return event.label


def _confirmed(pos: Position, event: ev.Event) -> str:
    pos.confirmed = True
    return event.label


def _explanation_served(pos: Position, event: ev.ExplanationServed) -> str:
    pos.explanation_served = event.on
    return "要求说明理由的通知送达申请人；答复期限照常计算"


def _registration_corrected(pos: Position, event: ev.RegistrationCorrected) -> str:
    changed = {
        name: value
        for name in ("applicant", "applicant_kind", "request", "form")
        if (value := getattr(event, name)) is not None
    }
    if pos.registered is not None:
        pos.registered = replace(pos.registered, **changed)
    return event.label


def _address_changed(pos: Position, event: ev.AddressChanged) -> str:
    if pos.registered is not None:
        pos.registered = replace(pos.registered, applicant=event.applicant)
    return event.label


def _registered(pos: Position, event: ev.Registered) -> str:
    pos.registered = event
    return event.label


def _issued(pos: Position, event: ev.LetterIssued) -> str:
    pos.issued.add(event.doc_number)
    return event.label


def _submitted(pos: Position, event: ev.Submitted) -> str:
    pos.submitted = True
    return event.label


EFFECTS: dict[type[ev.Event], Callable[[Position, Any], str]] = {
    ev.Registered: _registered,
    ev.RegistrationCorrected: _registration_corrected,
    ev.AddressChanged: _address_changed,
    ev.ReceiptConfirmed: _confirmed,
    ev.ReceiptUnconfirmed: _confirmed,
    ev.ContactAttempted: _contact_attempted,
    ev.ClarificationAsked: _clarification_asked,
    ev.ClarificationServed: _clarification_served,
    ev.Clarified: _clarified,
    ev.ClarificationLapsed: _clarification_lapsed,
    ev.ConsultationSent: _consultation_sent,
    ev.ConsultationServed: _consultation_served,
    ev.ConsultationAnswered: _consultation_answered,
    ev.ConsultationReturned: _consultation_returned,
    ev.JudgementRecorded: _judged,
    ev.Extended: _extended,
    ev.ExplanationAsked: _explanation_asked,
    ev.ExplanationServed: _explanation_served,
    ev.ExplanationGiven: _explanation_given,
    ev.DelayAnnounced: _delay_announced,
    ev.FeeNotified: _fee_notified,
    ev.FeeNoticeServed: _fee_notice_served,
    ev.FeePaid: _fee_paid,
    ev.FeeLapsed: _fee_lapsed,
    ev.SearchRecorded: _searched,
    ev.SecrecyReviewed: _secrecy_reviewed,
    ev.LetterIssued: _issued,
    ev.Submitted: _submitted,
    ev.Replied: _replied,
    ev.Withdrawn: _withdrawn,
    ev.Merged: _merged,
    ev.ReplyAnnulled: _reply_annulled,
}
