"""python -m bench [NAME …]: every figure the project promises, measured in one run."""

from __future__ import annotations

import importlib
import platform
import sys

SUITES = (
    "workdays",
    "clock",
    "registration",
    "stream",
    "reports",
    "letters",
    "docx",
    "office",
    "cold",
    "desk",
    "deadlines",
    "applicationpage",
)


def main() -> int:
    """Print a line a figure; 1 when a figure misses what was promised."""
    chosen = [name for name in SUITES if name in sys.argv[1:]] or SUITES
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    missed = 0
    for name in chosen:
        for result in importlib.import_module(f"bench.{name}").results():
            missed += not result.met
            print(
                f"{'ok  ' if result.met else 'MISS'} {result.name}: {result.figure} (wanted {result.wanted})"
            )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
