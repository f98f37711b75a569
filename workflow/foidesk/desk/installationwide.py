"""Accounts of the whole installation: who may hold one, and who keeps them (adr-047)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts
from foidesk.store.tables import EVERYWHERE

#: what an account of all agencies may hold, one alone: whoever handles applications belongs to one agency
_ROLES: tuple[frozenset[Role], ...] = (
    frozenset(),
    frozenset({Role.SUPERVISOR}),
    frozenset({Role.ADMINISTRATOR}),
)


def home(office: Office, roles: Collection[Role], *, everywhere: bool) -> str:
    """The agency that an account with these roles belongs to. DeskError for roles that do not fit there."""
    chosen = EVERYWHERE if everywhere or Role.SUPERVISOR in roles else office.key
    demand_fitting(chosen, roles)
    return chosen


def demand_fitting(agency: str, roles: Collection[Role]) -> None:
    """DeskError when an account of the agency, or of all agencies, may not hold these roles."""
    if agency == EVERYWHERE and frozenset(roles) not in _ROLES:
        raise DeskError(
            "全部机关的账号只能是主管部门或者系统管理员。",
            why="办理、审核、批准和审计只在一个机关内进行。",
            do="请在该机关另开账号。",
        )
    if agency != EVERYWHERE and Role.SUPERVISOR in roles:
        raise DeskError(
            "一个机关的账号不能改为主管部门。", why="主管部门查看全部机关。", do="请为其另开主管部门账号。"
        )


def keeps(conn: Connection, office: Office, by: By) -> bool:
    """Whether the person looks after all agencies: an account of all of them, or one of the agency named first."""
    agencies = office.settings.agency
    if by.roles is None or office.key == agencies[0].key:
        return True
    return any(
        each.name == by.who and each.agency == EVERYWHERE for each in accounts.listing(conn, office.key)
    )


def demand_keeper(conn: Connection, office: Office, by: By) -> None:
    """DeskError unless the person looks after all agencies."""
    if not keeps(conn, office, by):
        raise DeskError(
            "本机关的系统管理员不能管理全部机关的账号。",
            why="主管部门和全部机关的系统管理员可以进入每个机关。",
            do=f"请由{office.settings.agency[0].short_name}的系统管理员办理。",
        )
