"""Log-ins that failed or are going on, counted for all serving processes together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from foidesk.store import numbers
from foidesk.store.desktables import login_tries
from foidesk.store.tables import EVERYWHERE
from foidesk.store.vault import Vault

_c = login_tries.c


def since(conn: Connection, vault: Vault, login: str, address: str, moment: datetime) -> tuple[int, int]:
    """How many there were after the moment: of the log-in name, and from the address."""
    found = conn.execute(
        select(
            func.count().filter(_c.login == _hidden(vault, "login", login)),
            func.count().filter(_c.address == _hidden(vault, "address", address)),
        ).where(_c.agency == EVERYWHERE, _c.at > moment)
    ).one()
    return found[0], found[1]


def begin(conn: Connection, vault: Vault, login: str, address: str, at: datetime) -> None:
    """Count one more."""
    row = {"agency": EVERYWHERE, "try": numbers.take(conn, EVERYWHERE, "login_try"), "at": at}
    hidden = {"login": _hidden(vault, "login", login), "address": _hidden(vault, "address", address)}
    conn.execute(insert(login_tries), row | hidden)


def forget(conn: Connection, vault: Vault, login: str) -> None:
    """Those of a log-in name count no more: it got in, or has a new password."""
    conn.execute(
        delete(login_tries).where(_c.agency == EVERYWHERE, _c.login == _hidden(vault, "login", login))
    )


def sweep(conn: Connection, before: datetime) -> None:
    """Remove what no longer counts."""
    conn.execute(delete(login_tries).where(_c.at <= before))


def _hidden(vault: Vault, what: str, value: str) -> str:
    # people type passwords into the wrong field; nothing that was typed is kept
    return vault.blind(f"login_tries.{what}", EVERYWHERE, value.lower()).hex()
