"""Fee: notified while a period runs, paid in full, lapsed only on proof (收费办法 6)."""

from __future__ import annotations

from datetime import date

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, day, not_by_courier, required
from foidesk.rules.position import Position
from foidesk.rules.terms import FEE_PAYMENT
from foidesk.rules.vocabulary import FeeStandard


@condition(law.FEE_NOTICE, voids=True, seasonal=True)
def fee_rules_in_force(pos: Position, event: ev.FeeNotified) -> Breach | None:
    # READING(adr-029)
    if law.FEE_NOTICE.in_force(event.on):
        return None
    return Breach(
        f"《{law.FEE_NOTICE.act.title}》自{day(law.FEE_NOTICE.since)}起施行，此前的收费通知不影响期限",
        "请核对日期。",
    )


@condition(law.FEE_STANDARDS, voids=True, seasonal=True)
def first_notice(pos: Position, event: ev.FeeNotified) -> Breach | None:
    if pos.notice is None:
        return None
    return Breach(
        f"已于{day(pos.notice.on)}发出收费通知，一件申请只能按一种标准收费一次",
        "如原通知有误，请先登记撤销收费通知。",
    )


@condition(law.FEE_BY_PAGE, acts_only=True)
def pages_only_for_copies(pos: Position, event: ev.FeeNotified) -> Breach | None:
    form = pos.registered.form if pos.registered else None
    if event.standard is not FeeStandard.PAGES or form is None or "查阅" not in form:
        return None
    return Breach("申请人要求查阅，不提供复制件，不能按量计收", "请核对计收标准。")


@condition(law.FEE_NOTICE, voids=True, seasonal=True)
def notice_served_once(pos: Position, event: ev.FeeNoticeServed) -> Breach | None:
    if pos.notice_served is None:
        return None
    return Breach(f"收费通知已于{day(pos.notice_served)}送达", "如原登记有误，请先划去。")


@condition(law.FEE_NOTICE, voids=True, seasonal=True)
def period_running(pos: Position, event: ev.FeeNotified) -> Breach | None:
    if pos.due is not None and event.on <= pos.due:
        return None
    return Breach(f"收费通知应当在答复期限内发出（届满日：{day(pos.due)}）", "请直接答复。")


@condition(law.FEE_NOTICE, voids=True, seasonal=True)
def notice_sent(pos: Position, event: ev.Event) -> Breach | None:
    return None if pos.notice else Breach("没有正在等待缴纳的收费通知", "请核对申请的状态。")


@condition(law.FEE_NOTICE, voids=True)
def something_paid(pos: Position, event: ev.FeePaid) -> Breach | None:
    return None if event.yuan is None or event.yuan >= 1 else Breach("缴费金额应当大于零", "请核对金额。")


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


# --- what each step needs ------------------------------------------------------------------------
_DECIDED = ("standard", "units", "yuan", "officer", "reason", "alternatives_offered")
NOTIFIED = (
    not_by_courier,
    fee_rules_in_force,
    first_notice,
    period_running,
    pages_only_for_copies,
    required(law.FEE_ALLOWED, "计收标准、数量、金额、决定人、理由和先行提供的不收费办法", *_DECIDED),
)
SERVED = (notice_served_once,)
PAID = (something_paid, paid_in_time)
PAID_IN_PART = (something_paid,)
REVOKED = (notice_sent, required(law.FEE_NOTICE, "撤销的理由", "reason"))
LAPSED = (
    notice_service_proven,
    payment_period_past,
    required(law.FEE_NOTICE, "没有正当理由的认定和批准人", "no_good_reason", "approved_by"),
)
