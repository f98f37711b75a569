"""Coming in and going out: passwords, sessions with their limits, and the lock after too many failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foidesk.desk.accounts import verified
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, audit, logintries, sessions, submissions
from foidesk.store.accounts import Account
from foidesk.store.database import Database
from foidesk.store.sessions import Session
from foidesk.store.tables import EVERYWHERE

IDLE = timedelta(hours=2)  #: a session not used for so long is over
LONGEST = timedelta(hours=12)  #: and so is one that began so long ago
WINDOW = timedelta(minutes=15)  #: in which failures are counted
MOST_OF_A_NAME, MOST_OF_AN_ADDRESS = 5, 60
_UNKNOWN = "（未知）"
_TOUCHED_EVERY = timedelta(minutes=5)  #: so that not every page writes


@dataclass(frozen=True, slots=True)
class Seated:
    """A person logged in: session, account, and the roles held today; none while held back."""

    session: Session
    account: Account
    roles: frozenset[Role]

    @property
    def held_back(self) -> bool:
        """Whether a password that somebody else knows must be changed first (adr-061)."""
        return self.session.first_password and self.account.must_change


class NotLoggedIn(DeskError):
    """No session, or one that is over."""

    def __init__(self) -> None:
        super().__init__("请先登录。", why="没有登录，或者登录已经过期。", do="请登录后继续。")


class MustChangePassword(DeskError):
    """The person came in with the password that an administrator gave, and has not changed it yet."""

    def __init__(self) -> None:
        super().__init__(
            "请先修改密码。",
            why="初始密码由系统管理员给出，不只本人知道；以本人名义的登记必须出自本人。",
            do="请改成自己的密码，再用新密码登录。",
        )


class LockedOut(DeskError):
    """Too many failures; not even the right password counts for a while."""

    def __init__(self) -> None:
        super().__init__(
            "登录失败次数太多，暂时不能登录。",
            why=f"同一登录名{WINDOW.seconds // 60}分钟内失败{MOST_OF_A_NAME}次即锁定。",
            do=f"请{WINDOW.seconds // 60}分钟后再试，或者请系统管理员重设密码。",
        )


def log_in(
    database: Database, login: str, password: str, now: datetime, *, address: str = "", before: str = ""
) -> str:
    """Begin a session; its cookie. `before`: the cookie the browser sent, whose session ends.

    DeskError without saying which of the two was wrong; LockedOut. A try counts from its beginning, in a transaction
    of its own, so that many at once, in several processes, are no more than the limit.
    """
    login = login.strip()
    _count(database, login, address, now)
    with database.reading() as conn:
        account = accounts.by_login(conn, login)
    if not verified(account, password) or account is None:
        _noted(database, account, now, "登录失败")
        raise DeskError("登录名或者密码不对。", why="", do="请重新输入；忘记密码的，请系统管理员重设。")
    return begin(database, account, now, "登录", before=before, first_password=account.must_change)


def pinned(database: Database, login: str, now: datetime, *, before: str = "") -> str:
    """Begin the session of an account whose person another system has made sure of; its cookie.

    Only accounts that stand are let in; none is ever made. Raises DeskError.
    """
    with database.reading() as conn:
        account = accounts.by_login(conn, login)
    if account is None or account.closed_at is not None:
        _noted(database, account, now, "统一身份认证登录失败")
        raise DeskError(
            "没有与统一身份认证相符的账号。",
            why="账号由系统管理员开设，登录名须与统一身份认证中的相同。",
            do="请系统管理员开设或者核对账号。",
        )
    return begin(database, account, now, "以统一身份认证登录", before=before)


def begin(
    database: Database,
    account: Account,
    now: datetime,
    how: str,
    *,
    before: str,
    first_password: bool = False,
) -> str:
    """A new session under a new cookie; whatever is past its time is forgotten."""
    with database.writing() as conn:
        sessions.sweep(conn, now - IDLE, now - LONGEST)
        submissions.sweep(conn, now - submissions.KEPT)
        logintries.forget(conn, database.vault, account.login)
        if before and (old := sessions.find(conn, before)):
            sessions.end(conn, old.session)
        audit.add(conn, account.agency, now, account.name, how)
        return sessions.start(conn, account.agency, account.account, now, first_password=first_password)


def seated(
    database: Database, cookie: str | None, now: datetime, today: date, *, to_change: bool = False
) -> Seated:
    """The person of a cookie. Raises NotLoggedIn; MustChangePassword, unless the person comes to do that or to go."""
    with database.reading() as conn:
        session = sessions.find(conn, cookie) if cookie else None
        if session is None or now - session.seen_at > IDLE or now - session.created_at > LONGEST:
            raise NotLoggedIn
        account = accounts.get(conn, session.agency, session.account)
        if account is None or account.closed_at is not None:
            raise NotLoggedIn
        roles = accounts.roles_on(conn, session.agency, session.account, today)
    if now - session.seen_at > _TOUCHED_EVERY:
        with database.writing() as conn:
            sessions.touch(conn, session.session, now)
    found = Seated(session, account, roles)
    if not found.held_back:
        return found
    if not to_change:
        raise MustChangePassword
    return Seated(session, account, frozenset())


def log_out(database: Database, who: Seated, now: datetime) -> None:
    """End the session."""
    with database.writing() as conn:
        sessions.end(conn, who.session.session)
        audit.add(conn, who.account.agency, now, who.account.name, "退出登录")


def _count(database: Database, login: str, address: str, now: datetime) -> None:
    with database.writing() as conn:
        logintries.sweep(conn, now - WINDOW)
        of_name, of_address = logintries.since(conn, database.vault, login, address, now - WINDOW)
        if of_name >= MOST_OF_A_NAME or of_address >= MOST_OF_AN_ADDRESS:
            raise LockedOut
        logintries.begin(conn, database.vault, login, address, now)


def _noted(database: Database, account: Account | None, now: datetime, what: str) -> None:
    with database.writing() as conn:
        about = account.agency if account else EVERYWHERE
        audit.add(conn, about, now, account.name if account else _UNKNOWN, what)
