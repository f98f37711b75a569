"""Extension, explanation and announced delay (条例 33, 35)."""

from __future__ import annotations

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, day, not_by_courier, required
from foidesk.rules.position import Position

LEAST_REASON = 4  #: characters that say something


def _opinion(pos: Position, event: ev.Extended) -> bool:
    """Whether a recorded legal opinion allows a second extension."""
    return pos.readings.second_extension or bool(getattr(event, "opinion", None))


@condition(law.EXTEND, voids=True, seasonal=True)
def first_extension(pos: Position, event: ev.Extended) -> Breach | None:
    if not pos.extension_used or (_opinion(pos, event) and pos.extension == 0):
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


@condition(law.EXTEND, voids=True)
def at_least_one_day(pos: Position, event: ev.Extended) -> Breach | None:
    return None if event.days >= 1 else Breach(f"延长{event.days}个工作日不是延长", "请写明延长的工作日数。")


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


#: the signs of 因工作需要, 情况复杂, 特此申请延长答复期限 and the like, which say nothing
_EMPTY = "因工作需要情况较为复杂特此申请延期长答复限的予以，。、；： \n"


@condition(law.EXTEND, acts_only=True)
def concrete_reason(pos: Position, event: ev.Extended) -> Breach | None:
    if event.reason and len(event.reason.strip(_EMPTY)) >= LEAST_REASON:
        return None
    return Breach("延期的理由不具体", "请写明需要延期的具体事由（reason），不能只写“因工作需要”。")


@condition(law.EXPLAIN, acts_only=True, seasonal=True)
def explanation_asked(pos: Position, event: ev.Event) -> Breach | None:
    return None if pos.explanation_asked else Breach("没有要求过申请人说明理由", "请先登记“要求说明理由”。")


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


# --- what each step needs ------------------------------------------------------------------------
EXTENDED = (
    not_by_courier,
    first_extension,
    period_not_set_by_decision,
    no_delay_running,
    told_by_the_due_day,
    at_least_one_day,
    at_most_the_statutory_days,
    required(law.EXTEND, "政府信息公开工作机构负责人的批准", "approved_by"),
    concrete_reason,
)
ASKED = (required(law.EXPLAIN, "说明理由的期限、决定人和数量频次", "answer_by", "officer", "figures"),)
ANSWERED = (explanation_asked,)
DELAYED = (
    explanation_on_file,
    announced_before_due,
    delay_is_later,
    required(law.DELAY, "批准人和理由", "approved_by", "reason"),
)
