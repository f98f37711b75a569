"""What must be known before a log is read forward: struck entries, the confirmation, revoked fee notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from foidesk.errors import DeskError
from foidesk.rules import events as ev

_by_day = attrgetter("on")
_ENDS_A_NOTICE = (ev.FeeLapsed, ev.Replied, ev.Merged)


@dataclass(frozen=True, slots=True)
class Hindsight:
    """A log ready to be read: its receipt, then the other facts by their legal day (ties by sequence)."""

    received: ev.Received | ev.ReceiptCorrected  #: the receipt as it stands
    confirmed: date | None
    reachable: bool  #: an ordinary letter was not confirmed although the applicant could be reached
    events: Sequence[ev.Event]
    revoked: frozenset[int]  #: places in `events` that belong to a fee notice taken back later


def read(log: Sequence[ev.Event]) -> Hindsight:
    """Prepare a log; DeskError when it does not begin with the receipt."""
    facts = standing(log)
    if not facts or not isinstance(facts[0], ev.Received):
        raise DeskError(
            "这份记录没有“收到申请”。",
            why="期限自收到申请之日起算，第一项登记必须是收到申请。",
            do="请先登记收到申请。",
        )
    kinds = set(map(type, facts))
    received: ev.Received | ev.ReceiptCorrected = facts[0]
    if ev.ReceiptCorrected in kinds:  # of several corrections the last one typed holds
        received = next(e for e in reversed(facts) if isinstance(e, ev.ReceiptCorrected))
    confirmed: date | None = None
    if ev.ReceiptConfirmed in kinds:
        days = (e.on for e in facts if isinstance(e, ev.ReceiptConfirmed) and e.on >= received.on)
        confirmed = min(days, default=None)
    events = sorted(facts[1:], key=_by_day)
    revoked = _revoked(events) if ev.FeeRevoked in kinds else frozenset[int]()
    return Hindsight(received, confirmed, ev.ReceiptUnconfirmed in kinds, events, revoked)


def standing(log: Sequence[ev.Event]) -> Sequence[ev.Event]:
    """The log without struck entries and strikes."""
    struck = struck_entries(log)
    if not struck:
        return log
    return [
        event
        for sequence, event in enumerate(log, 1)
        if sequence not in struck and not isinstance(event, ev.Struck)
    ]


def struck_entries(log: Sequence[ev.Event]) -> frozenset[int]:
    """Sequences that are struck now; a strike that is itself struck has no effect."""
    struck: set[int] = set()
    if any(isinstance(event, ev.Struck) for event in log):
        for sequence in range(len(log), 0, -1):
            event = log[sequence - 1]
            if isinstance(event, ev.Struck) and sequence not in struck:
                struck.add(event.sequence)
    return frozenset(struck)


def _revoked(events: Sequence[ev.Event]) -> frozenset[int]:
    """Places of every fee notice that was revoked, with its service, payments and the revocation."""
    # READING(adr-016): a revoked notice leaves the due day as if it had never been sent.
    gone: set[int] = set()
    notice: list[int] = []
    paid = False
    for place, event in enumerate(events):
        if isinstance(event, ev.FeeNotified):
            # a second notice while the first waits has no effect, and goes with the first
            notice = [place] if paid else [*notice, place]
            paid = False
        elif notice and isinstance(event, ev.FeeNoticeServed | ev.FeePaid):
            notice.append(place)
            paid |= isinstance(event, ev.FeePaid)
        elif notice and isinstance(event, ev.FeeRevoked):
            gone.update(notice, (place,))
            notice = []
        elif isinstance(event, _ENDS_A_NOTICE) or (isinstance(event, ev.Withdrawn) and event.part is None):
            notice = []
    return frozenset(gone)
