"""The accounts an administrator keeps, and their passwords."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from datetime import datetime

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection

from foidesk.desk import installationwide, permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, audit, listing, logintries, sessions
from foidesk.store.accounts import Account
from foidesk.store.database import Database
from foidesk.store.tables import EVERYWHERE

SHORTEST_PASSWORD = 10
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
_HASHER = PasswordHash((Argon2Hasher(),))
_NOBODY = _HASHER.hash(secrets.token_hex(16))  #: so that an unknown name takes as long as a wrong password


# --- passwords ---------------------------------------------------------------------------------------


def change_password(database: Database, account: Account, old: str, new: str, now: datetime) -> None:
    """Set one's own password; all other log-ins of the account end."""
    if not verified(account, old):
        raise DeskError("原密码不对。", do="请重新输入原密码。")
    if old == new:
        raise DeskError("新密码与原密码相同。", do="请另设一个密码。")
    _good_password(new, account.login)
    with database.writing() as conn:
        kept = _HASHER.hash(new)
        accounts.change(conn, account.agency, account.account, password=kept, must_change=False)
        sessions.end_all(conn, account.agency, account.account)
        audit.add(conn, account.agency, now, account.name, "修改密码")


def verified(account: Account | None, password: str) -> bool:
    """Whether it is the password of the account; nobody's takes as long as a wrong one."""
    known = account.password if account and account.closed_at is None else None
    return _HASHER.verify(password, known or _NOBODY) and known is not None


def _good_password(password: str, login: str) -> None:
    wrong = None
    if len(password) < SHORTEST_PASSWORD:
        wrong = f"少于{SHORTEST_PASSWORD}个字符"
    elif len(set(password)) < 5:
        wrong = "重复的字符太多"
    elif login.lower() in password.lower():
        wrong = "含有登录名"
    if wrong:
        raise DeskError(
            f"密码{wrong}。",
            why="密码太简单，容易被猜中。",
            do=f"请用{SHORTEST_PASSWORD}个字符以上的密码，可以用一句话。",
        )


# --- the accounts of an agency -----------------------------------------------------------------------


def first_needed(database: Database) -> bool:
    """Whether nobody has an account yet."""
    with database.reading() as conn:
        return not accounts.any_at_all(conn)


def open_first(office: Office, login: str, name: str, password: str, now: datetime) -> None:
    """The first account, an administrator; only while there is none. No password is ever given out by default."""
    _good_login(login)
    _good_password(password, login)
    with office.database.writing() as conn:
        if accounts.any_at_all(conn):
            raise DeskError("系统已经启用。", why="第一个账号只能设置一次。", do="请登录。")
        several = len(office.settings.agency) > 1
        home = installationwide.home(office, (Role.ADMINISTRATOR,), everywhere=several)
        kept = _HASHER.hash(password)
        key = accounts.add(conn, home, login=login, name=name, unit=None, password=kept, at=now, by=name)
        accounts.change(conn, home, key, must_change=False)
        today = By(name, now).today
        accounts.give(conn, home, key, (Role.ADMINISTRATOR,), today)
        audit.add(conn, office.key, now, name, "启用系统", name)


def open_account(
    office: Office,
    login: str,
    name: str,
    unit: str,
    roles: Collection[Role],
    by: By,
    *,
    everywhere: bool = False,
) -> tuple[int, str]:
    """Open an account; its key and the first password, to be changed at the first log-in.

    A supervisor's is always one of all agencies, an administrator's when `everywhere` is asked for.
    """
    permits.demand(by, Act.ADMINISTER)
    _good_login(login)
    if not name.strip() or len(name) > 40:
        raise DeskError("没有填写姓名。", why="每项登记都写明经办人姓名。", do="请填写姓名。")
    _separate(roles)
    home = installationwide.home(office, roles, everywhere=everywhere)
    password = first_password()
    with office.database.writing() as conn:
        if home == EVERYWHERE:
            installationwide.demand_keeper(conn, office, by)
        kept = _HASHER.hash(password)
        key = accounts.add(
            conn,
            home,
            login=login,
            name=name.strip(),
            unit=unit.strip() or None,
            password=kept,
            at=by.now,
            by=by.who,
        )
        accounts.give(conn, home, key, roles, by.today)
        audit.add(conn, office.key, by.now, by.who, "开设账号", name, "、".join(r.label for r in roles))
    return key, password


def set_roles(office: Office, account: int, roles: Collection[Role], by: By) -> None:
    """Let the account hold exactly these roles from today on."""
    permits.demand(by, Act.ADMINISTER)
    _separate(roles)
    with office.database.writing() as conn:
        found = _kept(conn, office, account, by)
        installationwide.demand_fitting(found.agency, roles)
        if found.name == by.who and Role.ADMINISTRATOR not in roles:
            raise DeskError(
                "不能取消自己的管理员角色。", why="否则可能没有人能管理账号。", do="请由另一管理员办理。"
            )
        accounts.give(conn, found.agency, account, roles, by.today)
        said = "、".join(r.label for r in Role if r in roles) or "无"
        audit.add(conn, office.key, by.now, by.who, "调整角色", found.name, said)


def reset_password(office: Office, account: int, by: By) -> str:
    """A new first password; every log-in of the account ends."""
    permits.demand(by, Act.ADMINISTER)
    password = first_password()
    with office.database.writing() as conn:
        found = _kept(conn, office, account, by)
        accounts.change(conn, found.agency, account, password=_HASHER.hash(password), must_change=True)
        sessions.end_all(conn, found.agency, account)
        logintries.forget(conn, office.vault, found.login)
        audit.add(conn, office.key, by.now, by.who, "重设密码", found.name)
    return password


def close_account(office: Office, account: int, by: By) -> bool:
    """Close an account: nobody logs in by it again; what it recorded stays under its name.

    Whether it leaves open applications behind, which somebody must take over.
    """
    permits.demand(by, Act.ADMINISTER)
    with office.database.writing() as conn:
        found = _kept(conn, office, account, by)
        if found.name == by.who:
            raise DeskError(
                "不能停用自己的账号。", why="否则可能没有人能管理账号。", do="请由另一管理员办理。"
            )
        accounts.change(conn, found.agency, account, closed_at=by.now)
        accounts.give(conn, found.agency, account, (), by.today)
        sessions.end_all(conn, found.agency, account)
        audit.add(conn, office.key, by.now, by.who, "停用账号", found.name)
        return found.name in listing.handlers(conn, office.key)


def first_password() -> str:
    """A random password that can be read out: four groups of letters and digits that are not mistaken."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def hashed(password: str) -> str:
    """The argon2 hash that an account keeps."""
    return _HASHER.hash(password)


def _separate(roles: Collection[Role]) -> None:
    office = {Role.CLERK, Role.REVIEWER, Role.HEAD}
    if Role.SUPERVISOR in roles and len(roles) > 1:
        raise DeskError(
            "主管部门的账号不能兼任其他角色。", why="主管部门查看各机关，不办理申请。", do="请分开设账号。"
        )
    if Role.AUDITOR in roles and set(roles) & office:
        raise DeskError("审计员不能兼任办理人员。", why="审计员核查办理人员的操作。", do="请分开设账号。")


def _good_login(login: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise DeskError(
            f"登录名“{login[:40]}”不能用。",
            why="登录名由字母、数字、点、短横、下划线组成，2 至 40 个字符。",
            do="请改正。",
        )


def _kept(conn: Connection, office: Office, account: int, by: By) -> Account:
    """An open account that the person looks after."""
    found = accounts.get(conn, office.key, account)
    if found is None and (found := accounts.get(conn, EVERYWHERE, account)) is not None:
        installationwide.demand_keeper(conn, office, by)
    if found is None or found.closed_at is not None:
        raise DeskError("没有这个账号。", why="账号不存在，或者已经停用。", do="请刷新后重试。")
    return found
