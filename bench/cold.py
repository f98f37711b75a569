"""foidesk letter from a process that begins with nothing: what a clerk waits for one letter."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.registration import DATA, ROOT
from bench.timing import Result
from foidesk.desk import applications, registration
from foidesk.desk.office import By, open_office
from foidesk.desk.setup import initialise
from foidesk.settings import load

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CLERK = "周敏"
COMMAND = (sys.executable, "-c", "from foidesk.cli import main; main()", "letter", "1", "receipt")


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _desk(folder)
        _seconds(folder)  # compiles what was not yet compiled
        made = sorted(path.suffix for path in (folder / "var/out").iterdir())
        assert made == [".docx", ".pdf"], made
        taken = statistics.median(_seconds(folder) for _ in range(5))
    yield Result("foidesk letter, cold", f"{taken:.2f} s", "≤ 0.8 s", taken <= 0.8)


def _desk(folder: Path) -> None:
    """A desk with one application."""
    config = folder / "config.toml"
    config.write_text((ROOT / "config.toml").read_text("utf-8"), "utf-8")
    settings = load(config)
    initialise(settings)
    with open_office(settings) as office:
        applications.register(office, registration.read(DATA), By(CLERK, NOW))


def _seconds(folder: Path) -> float:
    environment = os.environ | {"FOIDESK_NOW": NOW.isoformat(), "FOIDESK_BY": CLERK}
    started = time.perf_counter()
    subprocess.run(COMMAND, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
