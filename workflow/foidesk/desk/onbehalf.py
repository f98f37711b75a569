"""Whom a program acts for: inbox, views and feed belong to a person, and a program has none of its own (adr-060)."""

from __future__ import annotations

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act, NotPermitted
from foidesk.errors import DeskError, NotThere
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts
from foidesk.store.accounts import Account
from foidesk.store.tables import EVERYWHERE


class NotForThem(NotPermitted):
    """The person may do what the program may not."""

    def __init__(self, lacking: str) -> None:
        DeskError.__init__(
            self,
            "不能代为查看或者设置。",
            why=f"这个人还有接口客户端没有的角色：{lacking}。",
            do="请系统管理员给接口客户端同样的角色，或者由本人在网页上办理。",
        )


def whose(office: Office, login: str, by: By) -> Account:
    """The open account of a log-in name. NotThere; NotForThem unless the program holds every role the person holds."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        found = accounts.by_login(conn, login)
        if found is None or found.closed_at is not None or found.agency not in (office.key, EVERYWHERE):
            raise NotThere("没有这个账号。", why="没有这个登录名，或者账号已经停用。", do="请核对登录名。")
        held = accounts.roles_on(conn, found.agency, found.account, by.today)
    lacking = held - by.roles if by.roles is not None else frozenset()
    if lacking:
        raise NotForThem("、".join(role.label for role in Role if role in lacking))
    return found
