"""A clerk in a process of its own: `python clerk.py URL KEY_FILE ACT COUNT [DIE_AT]`.

Does COUNT registrations, appends or first starts; with DIE_AT it dies inside that transaction, by SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Channel
from foidesk.store import log, numbers, worklist
from foidesk.store.database import Database, migrate
from foidesk.store.vault import open_vault

DAY = date(2026, 3, 2)


def register(database: Database, dies: bool) -> None:
    with database.writing() as conn:
        application = numbers.take(conn, "a", numbers.APPLICATION)
        n = numbers.take(conn, "a", "number 2026")
        facts = [ev.Received(on=DAY, channel=Channel.FAX), ev.Noted(on=DAY, text=f"第{n}件")]
        head = log.append(
            conn, database.vault, "a", application, 0, facts, datetime.now(UTC), str(os.getpid())
        )
        worklist.put(
            conn,
            worklist.Row(
                agency="a",
                application=application,
                number=f"2026-{n}",
                year=2026,
                n=n,
                state="open",
                seq=2,
                head=head,
                calendar="1",
            ),
        )
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)


def append(database: Database) -> None:
    """Read, decide, append; on a refusal read again, as a clerk would."""
    while True:
        with database.reading() as conn:
            seen = len(log.load(conn, database.vault, "a", 1))
        try:
            with database.writing() as conn:
                log.append(
                    conn,
                    database.vault,
                    "a",
                    1,
                    seen,
                    [ev.Noted(on=DAY, text="一")],
                    datetime.now(UTC),
                    "某人",
                )
            return
        except log.ChangedMeanwhile:
            continue


def main(url: str, key_file: str, act: str, count: str, die_at: str = "-1") -> None:
    if act == "init":
        migrate(url)
    database = Database.open(url, open_vault(Path(key_file), create=True))
    for done in range(int(count)):
        if act == "register":
            register(database, dies=done == int(die_at))
        elif act == "append":
            append(database)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
