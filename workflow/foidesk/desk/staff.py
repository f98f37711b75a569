"""What an administrator or auditor looks at: the accounts with their roles, and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.desk import installationwide, permits
from foidesk.desk.office import By, Office, last_moment
from foidesk.desk.permits import Act
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, audit
from foidesk.store.accounts import Account
from foidesk.store.audit import Trace
from foidesk.store.tables import EVERYWHERE


@dataclass(frozen=True, slots=True)
class Member:
    """An account with the roles it holds today."""

    account: Account
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Staff:
    """The accounts that reach the agency, and whether the person keeps those of all agencies too."""

    members: tuple[Member, ...]
    keeps_all: bool

    def may_change(self, member: Member) -> bool:
        """Whether the person may change the account; one that was closed stays as it is."""
        return member.account.closed_at is None and (self.keeps_all or member.account.agency != EVERYWHERE)


def staff(office: Office, by: By) -> Staff:
    """The accounts of the agency and those of the whole installation."""
    permits.demand(by, Act.ADMINISTER, Act.READ_AUDIT)
    with office.database.reading() as conn:
        members = tuple(
            Member(each, accounts.roles_on(conn, each.agency, each.account, by.today))
            for each in accounts.listing(conn, office.key)
        )
        return Staff(members, installationwide.keeps(conn, office, by))


@dataclass(frozen=True, slots=True)
class Trail:
    """Rows of the audit trail, and what it could be narrowed to."""

    traces: Sequence[Trace]
    kinds: Sequence[str]
    people: Sequence[str]


def trail(
    office: Office,
    by: By,
    *,
    who: str | None = None,
    what: str | None = None,
    until: date | None = None,
    before: int | None = None,
    everywhere: bool = False,
) -> Trail:
    """The newest rows of the trail, or those before an entry; of one person, of one kind, through a day.

    `everywhere`: that of accounts of all agencies and of log-in names nobody has; for who keeps those.
    """
    permits.demand(by, Act.READ_AUDIT)
    with office.database.reading() as conn:
        if everywhere:
            installationwide.demand_keeper(conn, office, by)
        agency = EVERYWHERE if everywhere else office.key
        ended = last_moment(until) if until else None
        traces = audit.page(conn, agency, who=who, what=what, until=ended, before=before)
        people = sorted(each.name for each in accounts.listing(conn, office.key))
        return Trail(traces, audit.kinds(conn, agency), people)
