"""Secret addresses of calendar feeds. Only a hash of the secret is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Connection, and_, insert, select, update

from foidesk.store.alerttables import feeds

WHOLE = 0  #: the account of a feed of the whole agency
_c = feeds.c


def make(conn: Connection, agency: str, account: int, at: datetime, by: str) -> str:
    """A new secret for the person or agency, in place of earlier ones."""
    revoke(conn, agency, account, at)
    secret = secrets.token_urlsafe(32)
    row = {"agency": agency, "feed": _hash(secret), "account": account, "created_at": at, "created_by": by}
    conn.execute(insert(feeds), row)
    return secret


def revoke(conn: Connection, agency: str, account: int, at: datetime) -> int:
    """Let the secrets of the person or agency be worth nothing; how many were worth something."""
    mine = and_(_c.agency == agency, _c.account == account, _c.revoked_at.is_(None))
    return conn.execute(update(feeds).where(mine).values(revoked_at=at)).rowcount


def owner(conn: Connection, secret: str) -> tuple[str, int] | None:
    """Agency and account of a secret that holds."""
    found = select(_c.agency, _c.account).where(_c.feed == _hash(secret), _c.revoked_at.is_(None))
    row = conn.execute(found).one_or_none()
    return (row.agency, row.account) if row else None


def made_at(conn: Connection, agency: str, account: int) -> datetime | None:
    """Since when the person or agency has a feed."""
    found = select(_c.created_at).where(_c.agency == agency, _c.account == account, _c.revoked_at.is_(None))
    return conn.execute(found).scalar_one_or_none()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
