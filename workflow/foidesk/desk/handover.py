"""A clerk's open applications handed to another at once: for a change of post, a long leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.applications import append
from foidesk.desk.delegating import colleagues
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Role
from foidesk.store import listing
from foidesk.store.accounts import Account
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


def receivers(office: Office, by: By) -> Sequence[Account]:
    """Who may take them over: the clerks of the agency."""
    return colleagues(office, by, frozenset({Role.CLERK}))


def hand_over(office: Office, handler: str, to: str, reason: str, seen: int, by: By) -> int:
    """移交承办: all of them or none; how many.

    DeskError without a reason, for somebody who is no clerk, and when they are no longer the `seen` that were listed.
    """
    permits.demand(by, Act.HAND_OVER)
    if not reason.strip():
        raise DeskError(
            "没有写明移交原因。", why="移交记入每一件申请的办理记录。", do="请写明原因，例如调离、休假。"
        )
    if handler == to:
        raise DeskError("移交前后是同一人。", why="没有变动。", do="请选择另一人。")
    if to not in {each.name for each in receivers(office, by)}:
        raise DeskError(
            f"“{to[:40]}”不是本机关的经办人。", why="只有经办人可以办理申请。", do="请从列表中选择。"
        )
    with office.database.writing() as conn:
        rows = list(_open(conn, office, handler))
        if not rows:
            raise DeskError(f"{handler[:40]}没有承办中的申请。", why="可能已经移交。", do="请刷新后查看。")
        if len(rows) != seen:
            raise DeskError(
                f"列出之后有变动：原有 {seen} 件，现有 {len(rows)} 件。",
                why="移交的必须是列出的申请。",
                do="请重新列出，核对后再移交。",
            )
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
