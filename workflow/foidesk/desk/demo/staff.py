"""The people of the sample desk: one account for every role, all with one password made up at this start."""

from __future__ import annotations

from datetime import date

from foidesk.desk import accounts
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts as stored
from foidesk.store.tables import EVERYWHERE

#: log-in name, name as the sample year has it, role
STAFF = (
    ("admin", "系统管理员", Role.ADMINISTRATOR),
    ("zhoumin", "周敏", Role.CLERK),
    ("liujian", "刘建", Role.CLERK),
    ("fagui", "陈法规", Role.REVIEWER),
    ("zhou", "周明远", Role.HEAD),
    ("shenji", "审计员", Role.AUDITOR),
    ("zhuguan", "市主管", Role.SUPERVISOR),
)


def seat(office: Office, by: By) -> str:
    """Open the sample accounts, or set their password anew; the password. Only for invented data.

    DeskError when the desk has other accounts: real people's passwords are not touched.
    """
    password = accounts.first_password()
    with office.database.reading() as conn:
        known = {each.login: each for each in stored.listing(conn, office.key)}
    if strange := set(known) - {login for login, *_ in STAFF}:
        raise DeskError(
            "数据库中已有其他账号，没有开设试用账号。",
            why=f"已有账号：{'、'.join(sorted(strange))}。",
            do="请为试用另设数据库（config.toml 的 database.url），或者用 foidesk serve 启动。",
        )
    hashed = accounts.hashed(password)
    with office.database.writing() as conn:
        for login, name, role in STAFF:
            home = EVERYWHERE if role is Role.SUPERVISOR else office.key
            key = (
                known[login].account
                if login in known
                else stored.add(
                    conn, home, login=login, name=name, unit=None, password=None, at=by.now, by=by.who
                )
            )
            stored.change(conn, home, key, password=hashed, must_change=False)
            if login not in known:
                stored.give(conn, home, key, (role,), date(2025, 1, 1))
    return password
