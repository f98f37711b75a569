"""Several machines on one host: two web processes behind a proxy, three workers, one killed while it brings a ledger in.

`python -m bench.several SERVER_URL [LETTERS ROWS]`, in a database of its own on the server, which is dropped afterwards.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.jobs import several

from bench.province import database_on


def main(server: str, letters: int, rows: int) -> None:
    with database_on(server) as url, tempfile.TemporaryDirectory(prefix="foidesk-bench-") as folder:
        found = several.work(Path(folder), url, letters=letters, rows=rows)
    print(f"web processes that know the session: {found.webs} of 2")
    print(
        f"killed after {found.before_death:,} rows; brought in {found.applications:,} of {rows:,}, {found.twice} twice"
    )
    print(f"two batches of {found.letters} letters; imports noted: {found.batches}")
    print(
        f"all done {found.after_death:.0f} s after the death, {found.altogether:.0f} s after the first request"
    )


if __name__ == "__main__":
    letters, rows = (int(each) for each in sys.argv[2:4]) if len(sys.argv) > 3 else (300, 20_000)
    main(sys.argv[1], letters, rows)
