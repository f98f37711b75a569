"""Who may approve as head of the office: those of the settings, and accounts for as long as they hold the role."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from foidesk.desk.office import CHINA, Office
from foidesk.paper.check import Approver
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, delegations


def approvers(conn: Connection, office: Office) -> tuple[Approver, ...]:
    """Everybody whose approval of a letter counts, with terms; empty where roles are kept nowhere.

    Whoever stands in for an absent head counts on those days.
    """
    named = tuple(Approver(each.name, each.since, each.until) for each in office.agency.approver)
    held = tuple(_terms(conn, office))
    acting = tuple(
        Approver(name, first, last)
        for name, first, last in delegations.of_role(conn, office.key, Role.HEAD.value)
    )
    own = () if named or not held else (Approver(office.agency.head),)
    return (*named, *own, *held, *acting)


def on(conn: Connection, office: Office, day: date) -> tuple[str, ...]:
    """The heads of a day, the one of the settings first (条例 33 leaves extensions to them)."""
    held = (each.name for each in _terms(conn, office) if each.holds_on(day))
    return tuple(dict.fromkeys((office.agency.head, *held)))


def _terms(conn: Connection, office: Office) -> list[Approver]:
    found = []
    for name, since, until, closed_at in accounts.holders(conn, office.key, Role.HEAD):
        closed = closed_at.astimezone(CHINA).date() if closed_at else None
        found.append(Approver(name, since, min(filter(None, (until, closed)), default=None)))
    return found
