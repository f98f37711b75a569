"""The command line: parse, call one desk function, show. Chinese for people, `--json` for scripts."""

from __future__ import annotations

import atexit
import gc

_SELDOM = 1_000_000  #: objects more than before


def main() -> None:
    """Run the command line."""
    # A command lives for a second and keeps most of what it makes. Python would search all of it for circles again
    # and again, and once more at the end: a sixth of the time of a letter. `clock` over a long file is still swept.
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)

    from foidesk.cli.commands import main as run

    run()
