"""Clarification: once, in time, with every defect; a lapse only on proof (条例 30)."""

from __future__ import annotations

from datetime import date

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, day, not_by_courier, required
from foidesk.rules.position import Position
from foidesk.rules.receipt import receipt


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


def clarified_on(pos: Position, event: ev.Clarified) -> date:
    """The day a clarification counts as received: by its channel as for an application (条例 31)."""
    if event.channel is None:
        return event.on
    confirmed = event.confirmed if event.confirmed and event.confirmed >= event.on else None
    return receipt(event.channel, event.on, confirmed, pos.calendar).on or event.on


@condition(law.CLARIFY_ONCE, voids=True, seasonal=True)
def request_served_once(pos: Position, event: ev.ClarificationServed) -> Breach | None:
    if pos.request_served is None:
        return None
    return Breach(f"补正告知已于{day(pos.request_served)}送达", "如原登记有误，请先划去。")


@condition(law.CLARIFIED_RESTARTS, acts_only=True)
def confirmed_after_arrival(pos: Position, event: ev.Clarified) -> Breach | None:
    if event.confirmed is None or event.confirmed >= event.on:
        return None
    return Breach("确认补正早于其到达", "请核对日期。")


@condition(law.CLARIFIED_RESTARTS, history_only=True)
def answered_by_the_named_day(pos: Position, event: ev.Clarified) -> Breach | None:
    named = pos.asked.answer_by if pos.asked else None
    if named is None or clarified_on(pos, event) <= named:
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


@condition(law.CLARIFIED_RESTARTS, acts_only=True, seasonal=True)
def not_clarified_yet(pos: Position, event: ev.Clarified) -> Breach | None:
    if pos.clarified is None:
        return None
    return Breach(f"已于{day(pos.clarified)}收到补正", "补充的材料请登记附卷（document_filed）。")


# --- what each step needs ------------------------------------------------------------------------
_NAMED = required(law.CLARIFY_ONCE, "补正期限和需要补正的内容", "answer_by", "defects")
ASKED = (first_request, not_by_courier, _NAMED, each_defect_with_its_remedy, answer_by_after_request)
ASKED_LATE = (first_request, told_within_7_days, late_reason, *ASKED[1:])
SERVED = (was_asked, request_served_once)
CLARIFIED = (confirmed_after_arrival, answered_by_the_named_day)
NOTED_ONLY = (was_asked, not_clarified_yet)
LAPSED = (
    request_service_proven,
    named_day_past,
    served_long_enough,
    required(law.CLARIFICATION_ABANDONED, "没有正当理由的认定和批准人", "no_good_reason", "approved_by"),
)
