"""Counters without gaps or doubles: the number is taken in the transaction that uses it.

Whoever takes a number holds the counter's row until the commit; a crash gives the number back.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from foidesk.store.ready import Ready

APPLICATION = "application"  #: rows of the log; `log.verify` expects every one of them to be there
PERSON = "person"
JOIN = "join"  #: of two records of one person

_TAKE = Ready(
    lambda _: text(
        "INSERT INTO counters (agency, name, value) VALUES (:agency, :name, 1)"
        " ON CONFLICT (agency, name) DO UPDATE SET value = counters.value + 1 RETURNING value"
    )
)
_TAKE_MANY = Ready(
    lambda _: text(
        "INSERT INTO counters (agency, name, value) VALUES (:agency, :name, :count)"
        " ON CONFLICT (agency, name) DO UPDATE SET value = counters.value + excluded.value RETURNING value"
    )
)


_REACH = Ready(
    lambda _: text(
        "INSERT INTO counters (agency, name, value) VALUES (:agency, :name, :value)"
        " ON CONFLICT (agency, name) DO UPDATE SET value ="
        " CASE WHEN counters.value < excluded.value THEN excluded.value ELSE counters.value END"
    )
)


def reach(conn: Connection, agency: str, name: str, value: int) -> None:
    """Let the counter go on after a number that was given elsewhere."""
    _REACH.first(conn, {"agency": agency, "name": name, "value": value})


def take(conn: Connection, agency: str, name: str) -> int:
    """The next number of the counter `name`, from 1; given back when the transaction does not commit.

    Within one transaction take counters in a fixed order, else two writers may block each other.
    """
    return int(_TAKE.first(conn, {"agency": agency, "name": name})[0])


def take_many(conn: Connection, agency: str, name: str, count: int) -> range:
    """The next `count` numbers of a counter at once, as `take`; for none the counter is only held until the commit."""
    last = int(_TAKE_MANY.first(conn, {"agency": agency, "name": name, "count": count})[0])
    return range(last - count + 1, last + 1)
