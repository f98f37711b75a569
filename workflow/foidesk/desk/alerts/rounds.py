"""One round of the duties: sweep, digests, deliveries, for every agency. Safe at any time and from any process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foidesk.desk.alerts.delivery import DIGESTS_MADE, deliver, make_digests
from foidesk.desk.alerts.sweep import agencies_to_sweep, sweep
from foidesk.desk.installation import Installation
from foidesk.desk.office import By
from foidesk.store import deliveries


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: alerts raised, messages that went out, messages that failed and wait."""

    raised: int = 0
    sent: int = 0
    failed: int = 0


def watch(house: Installation, now: Callable[[], datetime]) -> int:
    """Raise what is to be told at this moment and make the digests of the day; how many alerts."""
    offices = house.offices()
    today = By("", now()).today
    with house.database.reading() as conn:
        due = agencies_to_sweep(conn, offices, today)
        digested = deliveries.marked(conn, DIGESTS_MADE, today)
    raised = sum(sweep(offices[key], now()) for key in due)
    for key in offices.keys() - digested:
        make_digests(offices[key], now())
    return raised


def send(house: Installation, now: Callable[[], datetime]) -> tuple[int, int]:
    """Send what is to leave the house; how many messages went out, how many failed and wait."""
    with house.database.reading() as conn:
        waiting = deliveries.agencies_waiting(conn, now())
    done = [deliver(office, now) for key, office in house.offices().items() if key in waiting]
    return sum(sent for sent, _ in done), sum(failed for _, failed in done)


def make(house: Installation, now: Callable[[], datetime]) -> Round:
    """Both, one after the other."""
    return Round(watch(house, now), *send(house, now))
