"""What a step needs, each condition once, for both doors.

A condition looks at the position and the event and returns None, or a breach: what is wrong and what to do.
The fold turns a breach into a problem (and, where `voids`, takes the step's effect away); the guard refuses.
`acts_only` conditions ask for what history may lack; `history_only` ones merely leave a mark in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.law import Provision
from foidesk.rules.position import Position
from foidesk.rules.terms import FEE_PAYMENT
from foidesk.rules.vocabulary import Channel, Service


@dataclass(frozen=True, slots=True)
class Breach:
    """Why a step is against the rules, and what to do now."""

    what: str
    do: str = ""


Check = Callable[[Position, Any], Breach | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """A named requirement of a step with its provision."""

    check: Check
    provision: Provision
    voids: bool = False
    acts_only: bool = False
    history_only: bool = False
    seasonal: bool = False  #: looks at the day and the file only, so that it can be asked beforehand


def condition(
    provision: Provision,
    *,
    voids: bool = False,
    acts_only: bool = False,
    history_only: bool = False,
    seasonal: bool = False,
) -> Callable[[Check], Condition]:
    """Make a check a condition under the provision."""
    return lambda check: Condition(check, provision, voids, acts_only, history_only, seasonal)


def day(on: date | None) -> str:
    """2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日" if on is not None else "未定"


def required(provision: Provision, what: str, *names: str) -> Condition:
    """New acts must state these fields; there is no default for a legal fact."""

    def check(pos: Position, event: ev.Event) -> Breach | None:
        if all(getattr(event, name) not in (None, "", False) for name in names):
            return None
        return Breach(f"缺少{what}", f"请写明{what}（{'、'.join(names)}）。")

    return Condition(check, provision, acts_only=True)


# --- any step ------------------------------------------------------------------------------------


@condition(law.REPLY_IN_20, seasonal=True)
def not_before_receipt(pos: Position, event: ev.Event) -> Breach | None:
    first = pos.received or pos.arrived
    if event.on >= first:
        return None
    return Breach(f"早于收到申请之日（{day(first)}）", "请核对日期。")


# --- receipt -------------------------------------------------------------------------------------


@condition(law.RECEIVED_ONLINE, acts_only=True, seasonal=True)
def confirmed_once(pos: Position, event: ev.Event) -> Breach | None:
    return Breach("已经确认过收到", "如日期有误，请划去原登记后重新登记。") if pos.confirmed else None


@condition(law.RECEIVED_BY_POST, acts_only=True)
def attempts_recorded(pos: Position, event: ev.Event) -> Breach | None:
    late = event.on > pos.calendar.next_workday(pos.arrived)
    if pos.receipt.provision is not law.RECEIVED_BY_POST or not late or pos.contact_attempts:
        return None
    return Breach(
        f"平常信函于{day(pos.arrived)}到达，没有联系未成的记录",
        "请先登记联系经过（contact_attempted）；能够联系而未联系的，登记“能够联系而未确认”（receipt_unconfirmed）。",
    )


# --- clarification -------------------------------------------------------------------------------


@condition(law.CLARIFY_ONCE, voids=True, seasonal=True)
def first_request(pos: Position, event: ev.ClarificationAsked) -> Breach | None:
    if pos.asked is None:
        return None
    return Breach(
        f"已于{day(pos.asked.on)}告知补正，不得再次告知补正",
        "请按现有内容办理；仍不明确的，答复“补正后申请内容仍不明确”。",
    )


@condition(law.CLARIFY_ONCE, history_only=True)
def told_within_7_days(pos: Position, event: ev.ClarificationAsked) -> Breach | None:
    # READING(adr-009): a late request stops nothing; its answer restarts nothing.
    return Breach(
        f"告知补正已超过收到申请后7个工作日（{day(request_due(pos))}），答复期限继续计算",
        "请在原期限内答复。",
    )


late_reason = required(law.CLARIFY_ONCE, "逾期告知补正的理由", "late_reason")


def defects_of(event: ev.ClarificationAsked) -> tuple[tuple[str, str], ...]:
    """Each defect with how to mend it: one a line, the two parted by |."""
    lines = (
        line.partition("|") for line in (event.defects or "").replace("｜", "|").splitlines() if line.strip()
    )
    return tuple((what.strip(), how.strip()) for what, _, how in lines)


@condition(law.CLARIFY_ONCE, acts_only=True)
def each_defect_with_its_remedy(pos: Position, event: ev.ClarificationAsked) -> Breach | None:
    if all(what and how for what, how in defects_of(event)):
        return None
    return Breach("补正事项没有写明怎样补正", "每行写一项：“不明确之处|怎样补正”。")


@condition(law.CLARIFY_ONCE, acts_only=True)
def answer_by_after_request(pos: Position, event: ev.ClarificationAsked) -> Breach | None:
    if event.answer_by is None or event.answer_by > event.on:
        return None
    return Breach("补正期限不晚于告知之日", "请给予合理的补正期限。")


def request_due(pos: Position) -> date | None:
    """The last day to ask for clarification, None where the law sets none or the receipt is open."""
    term = pos.terms.clarification_request
    if term is None or pos.received is None:
        return None
    return pos.calendar.add(pos.received, term.days)


def asked_in_time(pos: Position, event: ev.ClarificationAsked) -> bool:
    """Selects the row: the first request, by the 7th working day."""
    due = request_due(pos)
    return due is None or event.on <= due


@condition(law.CLARIFY_ONCE, voids=True, seasonal=True)
def was_asked(pos: Position, event: ev.Event) -> Breach | None:
    return None if pos.asked else Breach("没有告知过补正", "请先登记“告知补正”。")


@condition(law.CLARIFIED_RESTARTS, history_only=True)
def answered_by_the_named_day(pos: Position, event: ev.Clarified) -> Breach | None:
    named = pos.asked.answer_by if pos.asked else None
    if named is None or event.on <= named:
        return None
    return Breach(f"补正晚于指定期限（{day(named)}），视为有正当理由予以接受", "请在卷中写明理由。")


@condition(law.CLARIFICATION_ABANDONED, seasonal=True)
def request_service_proven(pos: Position, event: ev.ClarificationLapsed) -> Breach | None:
    return None if pos.request_served else Breach("没有补正告知送达申请人的证据", "请先登记“补正告知送达”。")


@condition(law.CLARIFICATION_ABANDONED, seasonal=True)
def named_day_past(pos: Position, event: ev.ClarificationLapsed) -> Breach | None:
    named = pos.asked.answer_by if pos.asked else None
    if named is None or event.on > named:
        return None
    return Breach(f"补正期限（{day(named)}）尚未届满", f"请在{day(named)}之后登记。")


@condition(law.CLARIFICATION_ABANDONED, seasonal=True)
def served_long_enough(pos: Position, event: ev.ClarificationLapsed) -> Breach | None:
    # READING(adr-010)
    least = pos.readings.lapse_after_service
    if pos.request_served is None or pos.calendar.count(pos.request_served, event.on) >= least:
        return None
    earliest = pos.calendar.add(pos.request_served, least)
    return Breach(f"补正告知送达后不足{least}个工作日", f"最早可在{day(earliest)}登记。")


# --- consultation --------------------------------------------------------------------------------


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


@condition(law.CONSULTATION_NOT_COUNTED)
def not_returned_after_service(pos: Position, event: ev.ConsultationReturned) -> Breach | None:
    known = pos.consultations.get(event.id)
    if known is None or known.served is None:
        return None
    return Breach("征求意见书已登记送达，又登记退回；按未送达处理", "请划去其中有误的一项。")


# --- extension, explanation, delay ---------------------------------------------------------------


@condition(law.EXTEND, voids=True, seasonal=True)
def first_extension(pos: Position, event: ev.Extended) -> Breach | None:
    # READING(adr-013): one in the life of an application, also across restarts.
    if not pos.extension_used or (pos.readings.second_extension and pos.extension == 0):
        return None
    return Breach("不能再次延期，该申请已经延长过答复期限", f"请在{day(pos.due)}前答复。")


@condition(law.EXTEND, voids=True, seasonal=True)
def told_by_the_due_day(pos: Position, event: ev.Extended) -> Breach | None:
    last = pos.unextended_due()
    if last is None:
        return Breach("没有正在计算的答复期限，无从延长", "请待期限重新计算后再告知。")
    if event.on <= last:
        return None
    return Breach(f"延期告知晚于答复期限届满日（{day(last)}），不产生延长的效力", "请立即答复。")


@condition(law.RECONSIDERATION_ANEW, voids=True, seasonal=True)
def period_not_set_by_decision(pos: Position, event: ev.Extended) -> Breach | None:
    return (
        Breach("重新答复的期限由决定或者判决确定，不得延长", f"请在{day(pos.due)}前答复。")
        if pos.set_by_decision
        else None
    )


@condition(law.DELAY, voids=True, seasonal=True)
def no_delay_running(pos: Position, event: ev.Extended) -> Breach | None:
    return (
        Breach(f"已告知延迟至{day(pos.announced)}答复，不再延长", f"请在{day(pos.announced)}前答复。")
        if pos.announced
        else None
    )


@condition(law.EXTEND)
def at_most_the_statutory_days(pos: Position, event: ev.Extended) -> Breach | None:
    most = pos.terms.extension.days
    return (
        None
        if event.days <= most
        else Breach(
            f"延长{event.days}个工作日，超过最长{most}个工作日，按{most}个工作日计",
            f"请改为{most}个工作日以内。",
        )
    )


@condition(law.EXTEND, acts_only=True)
def concrete_reason(pos: Position, event: ev.Extended) -> Breach | None:
    said = (event.reason or "").strip(" 。，")
    if said and said != "因工作需要" and said != "工作需要":
        return None
    return Breach("延期的理由不具体", "请写明需要延期的具体事由（reason），不能只写“因工作需要”。")


@condition(law.DELAY, voids=True, seasonal=True)
def explanation_on_file(pos: Position, event: ev.DelayAnnounced) -> Breach | None:
    # READING(adr-014)
    return (
        None
        if pos.explanation_given
        else Breach("没有申请人说明理由的记录，不能告知延迟答复", "请先要求说明理由并登记其说明。")
    )


@condition(law.DELAY, voids=True, seasonal=True)
def announced_before_due(pos: Position, event: ev.DelayAnnounced) -> Breach | None:
    # READING(adr-014)
    if pos.due is not None and event.on < pos.due:
        return None
    return Breach(f"告知延迟不早于答复期限届满日（{day(pos.due)}），不产生效力", "请立即答复。")


@condition(law.DELAY, voids=True)
def delay_is_later(pos: Position, event: ev.DelayAnnounced) -> Breach | None:
    if pos.due is None or event.until > pos.due:
        return None
    return Breach(f"所定的延迟期限不晚于现有届满日（{day(pos.due)}）", "请核对延迟答复的日期。")


# --- fee -----------------------------------------------------------------------------------------


@condition(law.FEE_NOTICE, voids=True, seasonal=True)
def fee_rules_in_force(pos: Position, event: ev.FeeNotified) -> Breach | None:
    if law.FEE_NOTICE.in_force(event.on):
        return None
    return Breach(
        f"《{law.FEE_NOTICE.act.title}》自{day(law.FEE_NOTICE.since)}起施行，此前的收费通知不影响期限",
        "请核对日期。",
    )


@condition(law.FEE_NOTICE, voids=True, seasonal=True)
def period_running(pos: Position, event: ev.FeeNotified) -> Breach | None:
    if pos.due is not None and event.on <= pos.due:
        return None
    return Breach(f"收费通知应当在答复期限内发出（届满日：{day(pos.due)}）", "请直接答复。")


@condition(law.FEE_NOTICE, voids=True, seasonal=True)
def notice_sent(pos: Position, event: ev.Event) -> Breach | None:
    return None if pos.notice else Breach("没有正在等待缴纳的收费通知", "请核对申请的状态。")


@condition(law.FEE_NOTICE, history_only=True)
def paid_in_time(pos: Position, event: ev.FeePaid) -> Breach | None:
    last = payment_due(pos)
    if last is None or event.on <= last:
        return None
    return Breach(f"缴费晚于缴费期限（{day(last)}），登记放弃之前予以接受", "")


def payment_due(pos: Position) -> date | None:
    """The 20th working day after the fee notice was served."""
    return pos.calendar.add(pos.notice_served, FEE_PAYMENT.days) if pos.notice_served else None


def pays_in_full(pos: Position, event: ev.FeePaid) -> bool:
    """Selects the row: with this payment nothing is owed."""
    # READING(adr-015): paid in part is unpaid.
    owed = pos.notice.yuan if pos.notice else None
    return owed is None or event.yuan is None or pos.paid_yuan + event.yuan >= owed


@condition(law.FEE_NOTICE, seasonal=True)
def notice_service_proven(pos: Position, event: ev.FeeLapsed) -> Breach | None:
    return None if pos.notice_served else Breach("没有收费通知送达申请人的证据", "请先登记“收费通知送达”。")


@condition(law.FEE_NOTICE, seasonal=True)
def payment_period_past(pos: Position, event: ev.FeeLapsed) -> Breach | None:
    last = payment_due(pos)
    if last is None or event.on > last:
        return None
    return Breach(f"缴费期限（{day(last)}）尚未届满", f"请在{day(last)}之后登记。")


# --- the end -------------------------------------------------------------------------------------


@condition(law.SERVICE_DAYS)
def not_by_courier(pos: Position, event: ev.Replied) -> Breach | None:
    if event.service is not Service.COURIER:
        return None
    return Breach("以商业快递送达，以签收之日计，不是规范的送达方式", "请通过邮政企业寄送。")


@condition(law.REPLY_IN_20, history_only=True)
def replied_in_time(pos: Position, event: ev.Replied) -> Breach | None:
    if pos.due is None or event.on <= pos.due:
        return None
    return Breach(f"答复晚于答复期限届满日（{day(pos.due)}）", "请告知负责人，准备应对复议或者诉讼。")


@condition(law.RECONSIDERATION_ANEW, voids=True, seasonal=True)
def closed_or_overdue(pos: Position, event: ev.ReplyAnnulled) -> Breach | None:
    if not pos.state.is_open or (pos.due is not None and event.on > pos.due):
        return None
    return Breach("尚未答复，答复期限也未届满", "请核对决定或者判决所指的申请。")


@condition(law.KEEP_FILES, acts_only=True, seasonal=True)
def channel_needs_confirmation(pos: Position, event: ev.Event) -> Breach | None:
    if pos.receipt.provision is not law.RECEIVED_IN_PERSON and pos.channel is not Channel.SIGNED_POST:
        return None
    return Breach("这种申请方式无需确认收到", "收到申请之日已经确定。")
