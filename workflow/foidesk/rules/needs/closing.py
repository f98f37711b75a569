"""Reply, annulment, remedies: how an application closes and opens anew."""

from __future__ import annotations

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, day, not_by_courier, required
from foidesk.rules.position import Position
from foidesk.rules.vocabulary import AgentPower


@condition(law.REPLY_IN_20, history_only=True)
def replied_in_time(pos: Position, event: ev.Replied) -> Breach | None:
    if pos.due is None or event.on <= pos.due:
        return None
    return Breach(f"答复晚于答复期限届满日（{day(pos.due)}）", "请告知负责人，准备应对复议或者诉讼。")


@condition(law.RECONSIDERATION_ANEW, voids=True)
def period_of_a_day_or_more(pos: Position, event: ev.ReplyAnnulled) -> Breach | None:
    if event.days is None or event.days >= 1:
        return None
    return Breach(f"重新答复的期限不能是{event.days}个工作日", "请核对决定或者判决。")


@condition(law.RECONSIDERATION_ANEW, acts_only=True)
def not_the_annulled_reply_again(pos: Position, event: ev.Replied) -> Breach | None:
    old = pos.annulled
    if old is None or (old.ground, old.items, old.facts) != (event.ground, event.items, event.facts):
        return None
    return Breach("以同一的事实和理由作出与被撤销的答复相同的答复", "请按照决定或者判决的意见重新办理。")


@condition(law.RECONSIDERATION_ANEW, voids=True, seasonal=True)
def closed_or_overdue(pos: Position, event: ev.ReplyAnnulled) -> Breach | None:
    if not pos.state.is_open or (pos.due is not None and event.on > pos.due):
        return None
    return Breach("尚未答复，答复期限也未届满", "请核对决定或者判决所指的申请。")


@condition(law.CHALLENGE, acts_only=True, seasonal=True)
def something_to_challenge(pos: Position, event: ev.Event) -> Breach | None:
    if not pos.state.is_open or (pos.due is not None and event.on > pos.due):
        return None
    return Breach("尚未作出答复，答复期限也未届满", "请核对复议申请或者起诉状所指的申请。")


@condition(law.KEEP_FILES, acts_only=True)
def agent_empowered(pos: Position, event: ev.Withdrawn) -> Breach | None:
    power = pos.registered.agent_power if pos.registered else None
    if not event.by_agent or power is AgentPower.EXPRESS:
        return None
    return Breach("代理人没有撤回申请的特别授权", "请由申请人本人签署，或者提交特别授权后更正登记。")


# --- what each step needs ------------------------------------------------------------------------
REPLIED = (
    not_by_courier,
    replied_in_time,
    required(law.REPLY_IN_20, "送达方式和签发人", "service", "approved_by"),
    not_the_annulled_reply_again,
)
WITHDRAWN = (required(law.KEEP_FILES, "撤回的签署人", "signed_by"), agent_empowered)
ANNULLED = (closed_or_overdue, period_of_a_day_or_more)
CHALLENGED = (something_to_challenge,)
