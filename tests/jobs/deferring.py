"""A process that records one act after the other, leaves what they cause to workers, and is killed at random moments.

`python deferring.py URL KEY_FILE KILLS SEED`: each try is a fork of its own, as in `killed.py`; the last finishes.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import text

from foidesk import content, settings, workers
from foidesk.desk import applications
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA, By
from foidesk.rules import events as ev
from foidesk.store.database import Database
from foidesk.store.vault import open_vault

ROOT = Path(__file__).parents[2]
DUE = date(2026, 3, 30)
NOW = datetime(2026, 3, 30, 10, tzinfo=CHINA)
UNTOUCHED = (
    "SELECT number FROM applications a WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.agency = a.agency"
    " AND e.application = a.application AND e.kind = 'noted') ORDER BY application"
)


def work(url: str, key_file: str) -> None:
    loaded = settings.load(ROOT / "config.toml")
    database = Database.open(url, open_vault(Path(key_file), create=False))
    house = Installation(loaded, database, content.calendar())
    queue = workers.connected(url)
    house.defer = workers.deferring(workers.with_duties(queue, house, lambda: NOW))
    with database.reading() as conn:
        left = list(conn.execute(text(UNTOUCHED)).scalars())
    for number in left:
        applications.record(house.office(), number, [ev.Noted(on=DUE, text="补记")], By("周敏", NOW))


def main(url: str, key_file: str, kills: str, seed: str) -> None:
    dice = random.Random(int(seed))
    killed = 0
    for _ in range(int(kills)):
        child = os.fork()
        if child == 0:
            work(url, key_file)
            os._exit(0)
        time.sleep(dice.uniform(0.1, 0.4))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    work(url, key_file)
    print(killed)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
