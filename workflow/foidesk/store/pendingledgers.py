"""Files between preview and import, and what the headings of an agency's own spreadsheets mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from foidesk.store.ready import Ready
from foidesk.store.reporttables import foreign_headings, pending_ledgers
from foidesk.store.vault import Place, Vault

_p, _f = pending_ledgers.c, foreign_headings.c
_HOLD = Ready(
    lambda into: (made := into(pending_ledgers)).on_conflict_do_update(
        index_elements=["agency", "account"],
        set_={name: made.excluded[name] for name in ("file", "content", "at")},
    )
)
_NAME = Ready(
    lambda into: (made := into(foreign_headings)).on_conflict_do_update(
        index_elements=["agency", "said"],
        set_={name: made.excluded[name] for name in ("heading", "at", "by")},
    )
)


def hold(
    conn: Connection, vault: Vault, agency: str, account: int, file: str, content: bytes, at: datetime
) -> None:
    """Hold a person's file in place of an earlier one."""
    row = {
        "agency": agency,
        "account": account,
        "file": vault.seal(file.encode(), _place(agency, account, "file")),
        "content": vault.seal(content, _place(agency, account, "content")),
        "at": at,
    }
    _HOLD.first(conn, row)


def held(conn: Connection, vault: Vault, agency: str, account: int) -> tuple[str, bytes] | None:
    """The person's file with its name."""
    wanted = select(_p.file, _p.content).where(_p.agency == agency, _p.account == account)
    row = conn.execute(wanted).one_or_none()
    if row is None:
        return None
    file = vault.unseal(row.file, _place(agency, account, "file")).decode()
    return file, vault.unseal(row.content, _place(agency, account, "content"))


def drop(conn: Connection, agency: str, account: int) -> None:
    """Let the person's file go."""
    conn.execute(delete(pending_ledgers).where(_p.agency == agency, _p.account == account))


def named(conn: Connection, agency: str) -> dict[str, str]:
    """What foreign headings mean, as it was said last."""
    wanted = select(_f.said, _f.heading).where(_f.agency == agency, _f.heading != "")
    return {row.said: row.heading for row in conn.execute(wanted)}


def name(conn: Connection, agency: str, meant: Mapping[str, str], at: datetime, by: str) -> None:
    """Remember what headings mean; an empty meaning forgets."""
    rows = [
        {"agency": agency, "said": said, "heading": heading, "at": at, "by": by}
        for said, heading in meant.items()
    ]
    if rows:
        _NAME.many(conn, rows)


def _place(agency: str, account: int, column: str) -> Place:
    return Place("pending_ledgers", column, str(account), agency)
