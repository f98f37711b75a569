"""foidesk clock as a stream: cases a minute, and memory that does not grow with the file."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.timing import Result

CASE = {
    "channel": "signed_post",
    "arrived": "2026-03-02",
    "confirmed": None,
    "events": [
        {"event": "clarification_asked", "on": "2026-03-05", "answer_by": "2026-03-26"},
        {"event": "clarified", "on": "2026-03-21"},
        {"event": "consultation_sent", "on": "2026-03-25", "to": "third_party", "id": "a"},
        {"event": "consultation_served", "on": "2026-03-26", "id": "a"},
        {"event": "consultation_answered", "on": "2026-04-10", "id": "a"},
        {"event": "extended", "on": "2026-05-05", "days": 20},
        {"event": "replied", "on": "2026-05-20", "service": "post"},
    ],
}
# VmHWM belongs to the new program alone; ru_maxrss would count what its parent held at the fork.
RUN = """
import sys
from foidesk.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        peak = next(line for line in status if line.startswith("VmHWM"))
    print(peak.split()[1], file=sys.stderr)
"""


def _run(cases: int, folder: Path) -> tuple[float, int]:
    """Seconds and peak memory (kB) of one process over that many cases of seven events."""
    file = folder / f"{cases}.jsonl"
    line = json.dumps(CASE) + "\n"
    with file.open("w", encoding="utf-8") as out:
        for _ in range(cases):
            out.write(line)
    out = folder / "out.jsonl"
    started = time.perf_counter()
    with out.open("w") as to:
        done = subprocess.run(
            [sys.executable, "-c", RUN, "clock", str(file), "--json"],
            stdout=to, stderr=subprocess.PIPE, text=True, check=True, cwd=folder,
        )  # fmt: skip
    taken = time.perf_counter() - started
    with out.open(encoding="utf-8") as answers:
        first = next(answers)
        assert json.loads(first)["state"] == "replied"
        assert 1 + sum(line == first for line in answers) == cases
    return taken, int(done.stderr.split()[-1])


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, little = _run(2_000, folder)
        many, much = _run(40_000, folder)
    rate = 38_000 / (many - few) * 60
    yield Result(
        "foidesk clock, cases of seven events a minute",
        f"{rate:,.0f}",
        "≥ 100,000",
        rate >= 100_000,
    )
    yield Result(
        "foidesk clock, peak memory of 40,000 cases ÷ 2,000 cases",
        f"{much / 1024:.0f} MB against {little / 1024:.0f} MB: {much / little:.2f} ×",
        "≤ 1.05 ×",
        much / little <= 1.05,
    )
