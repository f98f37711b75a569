"""What an administrator or auditor looks at: the accounts with their roles, and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, audit
from foidesk.store.accounts import Account
from foidesk.store.audit import Trace


@dataclass(frozen=True, slots=True)
class Member:
    """An account with the roles it holds today."""

    account: Account
    roles: frozenset[Role]


def members(office: Office, by: By) -> tuple[Member, ...]:
    """The accounts of the agency and those of the whole installation."""
    permits.demand(by, Act.ADMINISTER, Act.READ_AUDIT)
    with office.database.reading() as conn:
        return tuple(
            Member(each, accounts.roles_on(conn, each.agency, each.account, by.today))
            for each in accounts.listing(conn, office.key)
        )


@dataclass(frozen=True, slots=True)
class Trail:
    """Rows of the audit trail, and what it could be narrowed to."""

    traces: Sequence[Trace]
    kinds: Sequence[str]
    people: Sequence[str]


def trail(
    office: Office, by: By, *, who: str | None = None, what: str | None = None, before: int | None = None
) -> Trail:
    """The newest rows of the audit trail, or those before an entry; of one person, of one kind."""
    permits.demand(by, Act.READ_AUDIT)
    with office.database.reading() as conn:
        traces = audit.page(conn, office.key, who=who, what=what, before=before)
        people = sorted(each.name for each in accounts.listing(conn, office.key))
        return Trail(traces, audit.kinds(conn, office.key), people)
