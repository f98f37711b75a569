"""A process that does the duties again and again and is killed at random moments.

`python killed.py URL KEY_FILE HOOK KILLS SEED`: everything is imported once, then each try is a fork of its own, so that a
kill costs milliseconds. Each try stands some minutes later than the one before. The last one is left to finish.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from foidesk import content, settings
from foidesk.desk.alerts import delivery, rounds
from foidesk.desk.installation import Installation
from foidesk.desk.office import CHINA
from foidesk.store.database import Database
from foidesk.store.vault import open_vault

ROOT = Path(__file__).parents[2]
FIRST = datetime(2026, 3, 30, 8, tzinfo=CHINA)
STEP = timedelta(minutes=7)  #: longer than a claim holds


def moments() -> list[datetime]:
    """Office hours of some days, `STEP` apart."""
    found = []
    for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)):
        moment = datetime.combine(day, FIRST.time(), CHINA)
        while moment.hour < 17:
            found.append(moment)
            moment += STEP
    return found


def work(url: str, key_file: str, hook: str, now: datetime) -> None:
    loaded = settings.load(ROOT / "config.toml")
    agency = loaded.agency[0].model_copy(update={"channels": (hook,)})
    chosen = loaded.model_copy(
        update={"agency": (agency,), "mail": loaded.mail.model_copy(update={"timeout": 1})}
    )
    database = Database.open(url, open_vault(Path(key_file), create=False))
    rounds.make(Installation(chosen, database, content.calendar()), lambda: now)


def main(url: str, key_file: str, hook: str, kills: str, seed: str) -> None:
    import apprise  # noqa: F401 - once, before the forks

    assert delivery
    dice = random.Random(int(seed))
    killed = 0
    for place in range(int(kills)):
        times = moments()
        now = times[place * len(times) // int(kills)]
        child = os.fork()
        if child == 0:
            work(url, key_file, hook, now)
            os._exit(0)
        time.sleep(dice.uniform(0.02, 0.25))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    for later in range(3):
        work(url, key_file, hook, moments()[-1] + later * STEP)
    print(killed)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
