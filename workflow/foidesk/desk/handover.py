"""A clerk's open applications handed to another at once: for a change of post, a long leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.applications import append
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.store import accounts, listing
from foidesk.store.listing import Wanted
from foidesk.store.worklist import Row

_AT_ONCE = 500
SHOWN = 200


def foreseen(office: Office, handler: str, by: By) -> tuple[Sequence[Line], int]:
    """The first of the open applications that would be handed over, and how many there are."""
    permits.demand(by, Act.HAND_OVER)
    with office.database.reading() as conn:
        rows = list(_open(conn, office, handler))
        return told(conn, office, rows[:SHOWN], by.today), len(rows)


def handlers(office: Office) -> Sequence[str]:
    """Who has open applications."""
    with office.database.reading() as conn:
        return listing.handlers(conn, office.key)


def hand_over(office: Office, handler: str, to: str, reason: str, by: By) -> int:
    """移交承办: all of them or none; how many. DeskError without a reason or for somebody who is not at the desk."""
    permits.demand(by, Act.HAND_OVER)
    if not reason.strip():
        raise DeskError(
            "没有写明移交原因。", why="移交记入每一件申请的办理记录。", do="请写明原因，例如调离、休假。"
        )
    if handler == to:
        raise DeskError("移交前后是同一人。", why="没有变动。", do="请选择另一人。")
    with office.database.writing() as conn:
        if to not in {each.name for each in accounts.listing(conn, office.key) if each.closed_at is None}:
            raise DeskError(
                f"“{to[:40]}”不在本机关的账号中。", why="只能移交给办理台上的人员。", do="请从列表中选择。"
            )
        rows = list(_open(conn, office, handler))
        if not rows:
            raise DeskError(f"{handler[:40]}没有承办中的申请。", why="可能已经移交。", do="请刷新后查看。")
        for row in rows:
            event = ev.Assigned(on=by.today, handler=to, note=reason.strip())
            append(conn, office, row.number, (event,), by)
    return len(rows)


def _open(conn: Connection, office: Office, handler: str) -> Iterator[Row]:
    place = None
    while True:
        found = listing.page(
            conn, office.key, Wanted(closed=False, handler=handler), place=place, limit=_AT_ONCE
        )
        yield from found.rows
        if (place := found.after) is None:
            return
