"""One round of the duties: sweep, digests, deliveries, for every agency. Safe at any time and from any process."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from foidesk.desk.alerts.delivery import DIGESTS_MADE, deliver, is_time_for_digests, make_digests
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


PORTION = 500  #: agencies that one process takes on at once where there are several


def watch(house: Installation, now: Callable[[], datetime], agencies: Collection[str] | None = None) -> int:
    """Raise what is to be told at this moment and make the digests of the day; how many alerts. `agencies`: only theirs."""
    waiting, offices = to_watch(house, now()), house.offices()
    raised = 0
    for key in offices if agencies is None else agencies:
        if key in waiting.to_sweep:
            raised += sweep(offices[key], now())
        if key in waiting.to_digest:
            make_digests(offices[key], now())
    return raised


@dataclass(frozen=True, slots=True)
class Waiting:
    """The agencies with something to be told, and those whose digests of the day are not made."""

    to_sweep: frozenset[str]
    to_digest: frozenset[str]

    @property
    def agencies(self) -> frozenset[str]:
        """All of them."""
        return self.to_sweep | self.to_digest


def to_watch(house: Installation, now: datetime) -> Waiting:
    """What there is to do for whom, by a few questions however many agencies there are."""
    offices = house.offices()
    today = By("", now).today
    with house.database.reading() as conn:
        due = agencies_to_sweep(conn, offices, today)
        made = deliveries.marked(conn, DIGESTS_MADE, today)
    digest = is_time_for_digests(house.settings.alerts, house.calendar(), now)
    return Waiting(frozenset(due), frozenset(offices.keys() - made if digest else ()))


def portions(house: Installation) -> list[list[str]]:
    """The agencies in portions that stay the same, so that of two for the same one waits for the other."""
    keys = [agency.key for agency in house.settings.agency]
    return [keys[start : start + PORTION] for start in range(0, len(keys), PORTION)]


def send(house: Installation, now: Callable[[], datetime]) -> tuple[int, int]:
    """Send what is to leave the house; how many messages went out, how many failed and wait."""
    with house.database.reading() as conn:
        waiting = deliveries.agencies_waiting(conn, now())
    done = [deliver(office, now) for key, office in house.offices().items() if key in waiting]
    return sum(sent for sent, _ in done), sum(failed for _, failed in done)


def make(house: Installation, now: Callable[[], datetime]) -> Round:
    """Both, one after the other."""
    return Round(watch(house, now), *send(house, now))
