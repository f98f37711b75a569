"""Programs that use the API: given a token once, let in by it, shut out again."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act, demand
from foidesk.errors import DeskError, NotThere
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, audit, clients
from foidesk.store.clients import Client
from foidesk.store.database import Database

PREFIX = "foi_"
LONGEST_NAME = 40


class UnknownToken(DeskError):
    """No client in force has this token."""

    def __init__(self) -> None:
        super().__init__(
            "接口令牌无效。",
            why="没有这个令牌，或者它已被停用。",
            do="请向系统管理员申请新的令牌，并以 Authorization: Bearer 发送。",
        )


def create(office: Office, name: str, roles: Collection[Role], by: By) -> tuple[Client, str]:
    """A new client and its token, which is shown this once. DeskError without a name or a role."""
    demand(by, Act.ADMINISTER)
    name = name.strip()
    if not name or not roles or len(name) > LONGEST_NAME or not name.isprintable():
        raise DeskError(
            "接口客户端没有建立。",
            why="没有指定角色。"
            if name and not roles
            else f"名称应为1至{LONGEST_NAME}个字，没有换行等控制字符。",
            do="请写明系统名称，并至少指定一个角色。",
        )
    token = PREFIX + secrets.token_urlsafe(32)
    with office.database.writing() as conn:
        if _taken(conn, office, name):
            raise DeskError(
                f"名称“{name}”已经在用。",
                why="记录中以名称辨认是谁办理的，客户端之间、客户端与人员都不能同名。",
                do="请换一个名称，或者先停用原来的。",
            )
        made = clients.add(conn, office.key, name, _secret(token), frozenset(roles), by.now, by.who)
        labels = "、".join(role.label for role in Role if role in made.roles)
        audit.add(conn, office.key, by.now, by.who, "建立接口客户端", name, labels)
    return made, token


def _taken(conn: Connection, office: Office, name: str) -> bool:
    """By a client in force, or by anybody who has or had an account."""
    in_force = {each.name for each in clients.listing(conn, office.key) if not each.revoked_at}
    return name in in_force or name in {each.name for each in accounts.listing(conn, office.key)}


def listing(office: Office, by: By) -> list[Client]:
    """All clients of the agency, the revoked too."""
    demand(by, Act.ADMINISTER)
    with office.database.reading() as conn:
        return clients.listing(conn, office.key)


def revoke(office: Office, client: int, by: By) -> None:
    """Shut a client out at once and for good. NotThere when there is none in force."""
    demand(by, Act.ADMINISTER)
    with office.database.writing() as conn:
        if not clients.revoke(conn, office.key, client, by.now):
            raise NotThere(
                "接口客户端没有停用。", why="没有这个客户端，或者它早已停用。", do="请刷新后核对。"
            )
        audit.add(conn, office.key, by.now, by.who, "停用接口客户端", str(client), None)


def admitted(database: Database, token: str) -> Client:
    """Whose token this is, in any agency. Raises UnknownToken."""
    with database.reading() as conn:
        found = clients.with_secret(conn, _secret(token))
    if found is None:
        raise UnknownToken()
    return found


def known(database: Database, token: str) -> bool:
    """Whether some client in force has this token."""
    with database.reading() as conn:
        return clients.with_secret(conn, _secret(token)) is not None


def acting(client: Client, now: datetime) -> By:
    """The client as the one who acts."""
    return By(client.name, now, client.roles)


def _secret(token: str) -> str:
    # 256 random bits need no slow hash
    return hashlib.sha256(token.encode()).hexdigest()
