"""Fair timing of two things in one process: in turn, many rounds, medians and the median of the ratios."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Seconds per call of ours and of the peer, and peer / ours round by round."""

    ours: float
    peer: float
    ratio: float


def _seconds(call: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - started) / times


def _calibrated(call: Callable[[], object], seconds: float) -> int:
    times = 1
    while True:
        taken = _seconds(call, times) * times
        if taken > seconds / 4:
            return max(1, int(times * seconds / taken))
        times *= 4


def pair(
    ours: Callable[[], object], peer: Callable[[], object], *, rounds: int = 15, seconds: float = 0.05
) -> Pair:
    """Time both in turn. `seconds`: about how long each round of each takes."""
    ours_times, peer_times = _calibrated(ours, seconds), _calibrated(peer, seconds)
    mine, theirs, ratios = [], [], []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            a, b = _seconds(ours, ours_times), _seconds(peer, peer_times)
            mine.append(a)
            theirs.append(b)
            ratios.append(b / a)
    finally:
        gc.enable()
    return Pair(statistics.median(mine), statistics.median(theirs), statistics.median(ratios))


@dataclass(frozen=True)
class Result:
    """One line of the report."""

    name: str
    figure: str
    wanted: str
    met: bool


def micro(seconds: float) -> str:
    """Seconds as microseconds."""
    return f"{seconds * 1e6:,.2f} µs"
