"""Sessions on the server: the browser holds a random cookie, the database its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from foidesk.store.desktables import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A log-in that goes on."""

    agency: str
    session: str  #: SHA-256 of the cookie
    account: int
    csrf: str
    created_at: datetime
    seen_at: datetime
    flash: str | None
    first_password: bool  #: begun with a password that an administrator gave


_c = sessions.c
_FIND = select(
    _c.agency, _c.session, _c.account, _c.csrf, _c.created_at, _c.seen_at, _c.flash, _c.first_password
).where(_c.session == bindparam("of"))


def start(conn: Connection, agency: str, account: int, at: datetime, *, first_password: bool = False) -> str:
    """Begin a session; the cookie."""
    cookie = secrets.token_urlsafe(32)
    row = {"agency": agency, "session": _digest(cookie), "account": account, "first_password": first_password}
    conn.execute(
        insert(sessions),
        {**row, "csrf": secrets.token_urlsafe(24), "created_at": at, "seen_at": at, "flash": None},
    )
    return cookie


def find(conn: Connection, cookie: str) -> Session | None:
    """The session of a cookie, however old."""
    row = conn.execute(_FIND, {"of": _digest(cookie)}).one_or_none()
    return Session(**row._mapping) if row else None


def touch(conn: Connection, session: str, at: datetime) -> None:
    """Note that it was used."""
    conn.execute(update(sessions).where(_c.session == session).values(seen_at=at))


def flash(conn: Connection, session: str, words: str | None) -> None:
    """Keep one line for the next page, or take it away."""
    conn.execute(update(sessions).where(_c.session == session).values(flash=words))


def end(conn: Connection, session: str) -> None:
    """Log out."""
    conn.execute(delete(sessions).where(_c.session == session))


def end_all(conn: Connection, agency: str, account: int) -> None:
    """Log an account out everywhere."""
    conn.execute(delete(sessions).where(_c.agency == agency, _c.account == account))


def sweep(conn: Connection, idle_since: datetime, begun_before: datetime) -> None:
    """Remove sessions that are past their limits."""
    conn.execute(delete(sessions).where((_c.seen_at < idle_since) | (_c.created_at < begun_before)))


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
