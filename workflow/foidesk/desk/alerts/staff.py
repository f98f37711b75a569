"""Whom an alert concerns on a day: the handler, then the head, then the supervising department; and who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from foidesk.desk.office import Office
from foidesk.rules.vocabulary import Role
from foidesk.rules.watch import OF_THE_AGENCY, Watch, late_by
from foidesk.settings import Alerts
from foidesk.store import accounts, delegations
from foidesk.store.watches import Reached


@dataclass(frozen=True, slots=True)
class Staff:
    """The accounts of an agency on a day, by name and by role, and who stands in for whom."""

    by_name: dict[str, int]
    by_role: dict[Role, frozenset[int]]
    stand_ins: dict[int, frozenset[int]]

    def holding(self, role: Role) -> frozenset[int]:
        """Who holds a role."""
        return self.by_role.get(role, frozenset())

    @property
    def present(self) -> frozenset[int]:
        """Who works here and is not away."""
        return frozenset(self.by_name.values()) - self.absent

    @property
    def absent(self) -> frozenset[int]:
        """Who is away and has somebody standing in."""
        return frozenset(self.stand_ins)

    def with_stand_ins(self, wanted: Iterable[int]) -> frozenset[int]:
        """The same people and those who stand in for the absent among them."""
        found = set(wanted)
        for account in tuple(found):
            found |= self.stand_ins.get(account, frozenset())
        return frozenset(found)


def staff(conn: Connection, office: Office, on: date) -> Staff:
    """Who works at the agency on the day."""
    open_ones = [each for each in accounts.listing(conn, office.key) if each.closed_at is None]
    by_role: dict[Role, set[int]] = {}
    working = {each.account for each in open_ones}
    for account, role in accounts.roles_of_all(conn, office.key, on):
        if account in working:
            by_role.setdefault(role, set()).add(account)
    stand_ins: dict[int, set[int]] = {}
    for absence in delegations.listing(conn, office.key):
        if absence.ended_at is None and absence.first <= on <= absence.last and absence.taker in working:
            stand_ins.setdefault(absence.giver, set()).add(absence.taker)
    return Staff(
        {each.name: each.account for each in open_ones},
        {role: frozenset(found) for role, found in by_role.items()},
        {giver: frozenset(takers) for giver, takers in stand_ins.items()},
    )


def concerned(reached: Reached, people: Staff, left: int, settings: Alerts) -> frozenset[int]:
    """The accounts to be told of a step, `left` working days before its day; without a known handler every clerk."""
    if Watch(reached.watch) in OF_THE_AGENCY:
        return people.with_stand_ins(people.holding(Role.CLERK) | people.holding(Role.HEAD))
    handler = people.by_name.get(reached.handler or "")
    found = {handler} if handler is not None else set(people.holding(Role.CLERK))
    if left <= settings.head_before:
        found |= people.holding(Role.HEAD)
    if Watch(reached.watch) is Watch.REPLY and late_by(reached.rung) >= settings.supervisor_after:
        found |= people.holding(Role.SUPERVISOR)
    return people.with_stand_ins(found)
