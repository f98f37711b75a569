"""One round of the duties: sweep, digests, deliveries, for every agency. Safe at any time and from any process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foidesk.desk.alerts.delivery import deliver, make_digests
from foidesk.desk.alerts.sweep import sweep
from foidesk.desk.installation import Installation


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: alerts raised, messages that went out, messages that failed and wait."""

    raised: int = 0
    sent: int = 0
    failed: int = 0


def watch(house: Installation, now: Callable[[], datetime]) -> int:
    """Raise what is to be told at this moment and make the digests of the day; how many alerts."""
    raised = 0
    for agency in house.settings.agency:
        office = house.office(agency.key)
        raised += sweep(office, now())
        make_digests(office, now())
    return raised


def send(house: Installation, now: Callable[[], datetime]) -> tuple[int, int]:
    """Send what is to leave the house; how many messages went out, how many failed and wait."""
    done = [deliver(house.office(agency.key), now) for agency in house.settings.agency]
    return sum(sent for sent, _ in done), sum(failed for _, failed in done)


def make(house: Installation, now: Callable[[], datetime]) -> Round:
    """Both, one after the other."""
    return Round(watch(house, now), *send(house, now))
