"""The hash chain of a log: each row's hash holds all that went before it.

Changing this form breaks every log ever written; a new form needs a new genesis.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime

#: the one JSON text of some data: keys sorted, no spaces; one encoder, because json.dumps makes one a call
canonical: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode


def genesis(agency: str, application: int) -> str:
    """What the first row of an application is chained to, so that no log can be passed off as another's."""
    return hashlib.sha256(canonical(["foidesk log 1", agency, application]).encode()).hexdigest()


def moment(at: datetime) -> str:
    """A moment as the chain writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def link(
    previous: str,
    agency: str,
    application: int,
    seq: int,
    on_day: date,
    kind: str,
    payload: str,
    moment: str,
    recorded_by: str,
) -> str:
    """The hash of a row recorded at a `moment()`, chained to the hash of the row before it."""
    row = canonical([agency, application, seq, on_day.isoformat(), kind, payload, moment, recorded_by])
    return hashlib.sha256((previous + row).encode()).hexdigest()
