"""Views of the worklist that people gave a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from foidesk.store.desktables import saved_filters
from foidesk.store.ready import Ready

_c = saved_filters.c
_PUT = Ready(
    lambda into: (made := into(saved_filters)).on_conflict_do_update(
        index_elements=["agency", "account", "name"],
        set_={"query": made.excluded.query, "at": made.excluded.at},
    )
)


def put(conn: Connection, agency: str, account: int, name: str, query: str, at: datetime) -> None:
    """Keep a view under a name, in place of the person's earlier one of that name."""
    _PUT.first(conn, {"agency": agency, "account": account, "name": name, "query": query, "at": at})


def of(conn: Connection, agency: str, account: int) -> list[tuple[str, str]]:
    """Name and query of the person's views, by name."""
    wanted = select(_c.name, _c.query).where(_c.agency == agency, _c.account == account).order_by(_c.name)
    return [(name, query) for name, query in conn.execute(wanted)]


def remove(conn: Connection, agency: str, account: int, name: str) -> None:
    """Forget a view."""
    conn.execute(delete(saved_filters).where(_c.agency == agency, _c.account == account, _c.name == name))
