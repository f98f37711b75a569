"""Receiving: confirmed once, after the arrival, where the channel needs it (条例 31)."""

from __future__ import annotations

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, day, required
from foidesk.rules.position import Position
from foidesk.rules.vocabulary import Channel


@condition(law.RECEIVED_ONLINE, acts_only=True, seasonal=True)
def confirmed_after_arrival(pos: Position, event: ev.Event) -> Breach | None:
    return None if event.on >= pos.arrived else Breach("确认早于到达", "请核对日期。")


@condition(law.RECEIVED_ONLINE, acts_only=True, seasonal=True)
def confirmed_once(pos: Position, event: ev.Event) -> Breach | None:
    return Breach("已经确认过收到", "如日期有误，请划去原登记后重新登记。") if pos.confirmed else None


@condition(law.RECEIVED_BY_POST, acts_only=True)
def attempts_recorded(pos: Position, event: ev.Event) -> Breach | None:
    # READING(adr-002): confirmation is owed on the day of arrival, at the latest on the first working day.
    owed = pos.calendar.next_workday(pos.arrived)
    if pos.channel is not Channel.ORDINARY_POST or event.on <= owed:
        return None
    if pos.first_attempt is not None and pos.first_attempt <= owed:
        return None
    return Breach(
        f"平常信函于{day(pos.arrived)}到达，没有在{day(owed)}以前联系未成的记录",
        "请先登记联系经过（contact_attempted）；能够联系而未联系的，登记“能够联系而未确认”（receipt_unconfirmed）。",
    )


@condition(law.KEEP_FILES, acts_only=True, seasonal=True)
def channel_needs_confirmation(pos: Position, event: ev.Event) -> Breach | None:
    if pos.receipt.provision is not law.RECEIVED_IN_PERSON and pos.channel is not Channel.SIGNED_POST:
        return None
    return Breach("这种申请方式无需确认收到", "收到申请之日已经确定。")


# --- what each step needs ------------------------------------------------------------------------
CONFIRMED = (channel_needs_confirmation, confirmed_after_arrival, confirmed_once, attempts_recorded)
ATTEMPTED = UNCONFIRMED = (channel_needs_confirmation, confirmed_once)
CORRECTED = (required(law.KEEP_FILES, "更正的理由和更正人", "reason", "corrected_by"),)
