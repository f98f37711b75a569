"""The date of receipt (条例 31): derived from channel, arrival and confirmation, and explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foidesk.rules.law import Provision
from foidesk.rules.terms import RECEIPT_PROVISION
from foidesk.rules.vocabulary import Channel
from foidesk.rules.workdays import Calendar

_CONFIRMED_ONLINE = frozenset({Channel.INTERNET, Channel.EMAIL, Channel.FAX})


@dataclass(frozen=True, slots=True)
class Receipt:
    """The date of receipt, or None while an ordinary letter waits for its confirmation, and why."""

    on: date | None
    why: str
    provision: Provision


def receipt(
    channel: Channel,
    arrived: date,
    confirmed: date | None,
    calendar: Calendar,
    *,
    reachable: bool = False,
) -> Receipt:
    """Derive the date of receipt.

    `reachable`: an ordinary letter was not confirmed although the applicant could be reached.
    """
    on, why = _derive(channel, arrived, confirmed, calendar, reachable)
    return Receipt(on, why, RECEIPT_PROVISION[channel])


def _derive(
    channel: Channel, arrived: date, confirmed: date | None, calendar: Calendar, reachable: bool
) -> tuple[date | None, str]:
    if channel in _CONFIRMED_ONLINE:
        return _online(arrived, confirmed, calendar)
    if channel is Channel.ORDINARY_POST:
        return _ordinary_post(arrived, confirmed, reachable)
    if channel is Channel.SIGNED_POST:
        return arrived, "以签收之日为收到申请之日"
    return arrived, "以提交之日为收到申请之日"


def _online(arrived: date, confirmed: date | None, calendar: Calendar) -> tuple[date, str]:
    # READING(adr-001): unconfirmed by the end of the first working day, the day of arrival counts for good.
    if confirmed is None:
        return arrived, "未经双方确认，以到达之日为收到申请之日"
    if confirmed <= calendar.next_workday(arrived):
        return confirmed, "以双方确认之日为收到申请之日"
    return arrived, "到达当日（遇休息日为其后首个工作日）未经双方确认，以到达之日为收到申请之日"


def _ordinary_post(arrived: date, confirmed: date | None, reachable: bool) -> tuple[date | None, str]:
    # READING(adr-002): confirmation is owed on arrival; an office that could have asked is held to the arrival.
    if reachable:
        return arrived, "能够联系申请人而未确认，以到达之日为收到申请之日"
    if confirmed is None:
        return None, "平常信函尚未与申请人确认，收到申请之日未定"
    return confirmed, "以与申请人确认之日为收到申请之日"
