"""Tokens of words by which sealed texts are found: which applications hold which, and nothing of what they say.

A token is a keyed number made of two characters (`desk.finding.words`); rows are clustered by agency and token.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, Select, delete, func, select

from foidesk.store.among import ONCE, among
from foidesk.store.ready import Ready
from foidesk.store.registertables import search_tokens
from foidesk.store.tables import applications

_c = search_tokens.c
_ADD = Ready(lambda into: into(search_tokens).on_conflict_do_nothing())
_COMMON = 2_000  #: from how many applications on a token is simply common


def add(conn: Connection, agency: str, application: int, tokens: Iterable[int]) -> None:
    """Note the tokens of an application; those it has already stay."""
    rows = [{"agency": agency, "token": each, "application": application} for each in sorted(tokens)]
    if rows:
        _ADD.many(conn, rows)


def add_many(conn: Connection, agency: str, tokens: Mapping[int, Iterable[int]]) -> None:
    """Note the tokens of many new applications at once, in the order of the table."""
    rows = sorted((token, application) for application, each in tokens.items() for token in each)
    _ADD.many(conn, [{"agency": agency, "token": token, "application": key} for token, key in rows])


def remove(conn: Connection, agency: str, application: int, tokens: Collection[int]) -> None:
    """Take tokens from an application."""
    for token in tokens:
        conn.execute(
            delete(search_tokens).where(_c.agency == agency, _c.token == token, _c.application == application)
        )


def forget(conn: Connection, agency: str, applications: Collection[int]) -> None:
    """Take all tokens from many applications; it passes over every token of the agency once."""
    conn.execute(
        delete(search_tokens).where(_c.agency == agency, among(_c.application, applications)),
        execution_options=ONCE,
    )


def clear(conn: Connection, agency: str) -> None:
    """Take away all tokens of the agency, before they are made anew."""
    conn.execute(delete(search_tokens).where(_c.agency == agency))


def holding(
    conn: Connection, agency: str, tokens: Collection[int], before: int | None, limit: int
) -> list[int]:
    """Applications that hold every one of the tokens, newest first, before a key."""
    rarest, *others = sorted(set(tokens), key=lambda token: (_common(conn, agency, token), token))
    first = search_tokens.alias()
    wanted: Select[tuple[int]] = select(first.c.application).where(
        first.c.agency == agency, first.c.token == rarest
    )
    if before is not None:
        wanted = wanted.where(first.c.application < before)
    for token in others:
        other = search_tokens.alias()
        wanted = wanted.where(
            select(other.c.application)
            .where(
                other.c.agency == agency, other.c.token == token, other.c.application == first.c.application
            )
            .exists()
        )
    found = conn.execute(wanted.order_by(first.c.application.desc()).limit(limit))
    return [row.application for row in found]


def newest(conn: Connection, agency: str, token: int, limit: int) -> list[int]:
    """The newest applications that hold a token."""
    wanted = select(_c.application).where(_c.agency == agency, _c.token == token)
    return list(conn.execute(wanted.order_by(_c.application.desc()).limit(limit)).scalars())


def of_all(conn: Connection, agency: str) -> dict[int, set[int]]:
    """The tokens of every application, for the proof that they are the words of the logs."""
    found: dict[int, set[int]] = {}
    for token, application in conn.execute(select(_c.token, _c.application).where(_c.agency == agency)):
        found.setdefault(application, set()).add(token)
    return found


def missing(conn: Connection, agency: str) -> bool:
    """Whether the newest application has no token at all, as after an upgrade from before there were any."""
    newest_key = select(func.max(applications.c.application)).where(applications.c.agency == agency)
    any_token = select(_c.token).where(_c.agency == agency).limit(1)
    return conn.scalar(newest_key) is not None and conn.execute(any_token).first() is None


def _common(conn: Connection, agency: str, token: int) -> int:
    some = select(_c.application).where(_c.agency == agency, _c.token == token).limit(_COMMON).subquery()
    return conn.scalar(select(func.count()).select_from(some)) or 0
