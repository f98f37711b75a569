"""Programs that use the API: name, roles, and the SHA-256 of the token they were given once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from foidesk.rules.vocabulary import Role
from foidesk.store import numbers
from foidesk.store.desktables import clients

CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Client:
    """One program of one agency."""

    agency: str
    client: int
    name: str
    roles: frozenset[Role]
    created_at: datetime
    created_by: str
    revoked_at: datetime | None


def add(
    conn: Connection, agency: str, name: str, secret: str, roles: frozenset[Role], at: datetime, who: str
) -> Client:
    """Keep a client; `secret` is the SHA-256 of its token."""
    made = Client(agency, numbers.take(conn, agency, CLIENT), name, roles, at, who, None)
    conn.execute(
        insert(clients).values(
            agency=agency,
            client=made.client,
            name=name,
            secret=secret,
            roles=",".join(role.value for role in Role if role in roles),
            created_at=at,
            created_by=who,
        )
    )
    return made


def with_secret(conn: Connection, secret: str) -> Client | None:
    """The client, of whichever agency, whose token has this SHA-256 and was not revoked."""
    found = conn.execute(
        select(clients).where(clients.c.secret == secret, clients.c.revoked_at.is_(None))
    ).first()
    return _client(found) if found else None


def listing(conn: Connection, agency: str) -> list[Client]:
    """All clients of the agency, the revoked too, oldest first."""
    wanted = select(clients).where(clients.c.agency == agency).order_by(clients.c.client)
    return [_client(row) for row in conn.execute(wanted)]


def revoke(conn: Connection, agency: str, client: int, at: datetime) -> bool:
    """Let the token count no more; False when there is no such client in force."""
    done = conn.execute(
        update(clients)
        .where(clients.c.agency == agency, clients.c.client == client, clients.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return done.rowcount == 1


def _client(row: Any) -> Client:
    roles = frozenset(Role(value) for value in row.roles.split(",") if value)
    return Client(row.agency, row.client, row.name, roles, row.created_at, row.created_by, row.revoked_at)
