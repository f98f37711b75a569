"""How people are reached outside the desk: addresses, sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from foidesk.store.alerttables import contacts
from foidesk.store.deliveries import CHAT, MAIL
from foidesk.store.ready import Ready
from foidesk.store.vault import Place, Vault

_c = contacts.c
_PUT = Ready(
    lambda into: (made := into(contacts)).on_conflict_do_update(
        index_elements=["agency", "account"],
        set_={name: made.excluded[name] for name in ("email", "chat", "changed_at")},
    )
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's e-mail address and the address of a chat robot; None: not reached that way."""

    email: str | None = None
    chat: str | None = None


def put(conn: Connection, vault: Vault, agency: str, account: int, contact: Contact, at: datetime) -> None:
    """Keep how a person is reached, in place of what was known before."""
    sealed = {
        name: vault.seal(value.encode(), Place("contacts", name, str(account), agency)) if value else None
        for name, value in (("email", contact.email), ("chat", contact.chat))
    }
    _PUT.first(conn, {"agency": agency, "account": account, "changed_at": at, **sealed})


def get(conn: Connection, vault: Vault, agency: str, account: int) -> Contact:
    """How a person is reached."""
    wanted = select(_c.email, _c.chat).where(_c.agency == agency, _c.account == account)
    row = conn.execute(wanted).one_or_none()
    if row is None:
        return Contact()
    opened = {
        name: vault.unseal(value, Place("contacts", name, str(account), agency)).decode() if value else None
        for name, value in row._mapping.items()
    }
    return Contact(**opened)


def ways(conn: Connection, agency: str) -> Mapping[int, tuple[str, ...]]:
    """By which ways each account is reached; nothing is opened."""
    wanted = select(_c.account, _c.email.is_not(None), _c.chat.is_not(None)).where(_c.agency == agency)
    return {
        account: tuple(way for way, known in ((MAIL, mail), (CHAT, chat)) if known)
        for account, mail, chat in conn.execute(wanted)
    }
