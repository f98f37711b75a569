"""Acting for somebody absent: who may do a person's steps of an approval, from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, audit, delegations
from foidesk.store.accounts import Account

LONGEST = timedelta(days=366)
SHOWN = 100
OFFICE = frozenset({Role.CLERK, Role.REVIEWER, Role.HEAD})  #: who may stand in for another
HANDED = frozenset({Role.REVIEWER, Role.HEAD})  #: whose steps may be done by another


@dataclass(frozen=True, slots=True)
class Absence:
    """One delegation in words."""

    delegation: int
    giver: str
    taker: str
    first: date
    last: date
    ended: bool

    def holds_on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return not self.ended and self.first <= day <= self.last


def delegate(office: Office, giver: int, taker: int, first: date, last: date, by: By) -> None:
    """委托代办: hand one's own steps, or as administrator those of a person absent, to a colleague.

    DeskError for days gone by or too many, for a person without such steps, for one who may not take them.
    """
    if not by.today <= first <= last <= first + LONGEST:
        raise DeskError(
            "委托的日期不对。",
            why=f"委托从今天或者以后开始，最长{LONGEST.days}天，结束不早于开始。",
            do="请核对起止日期。",
        )
    with office.database.writing() as conn:
        one, other = _open(conn, office, giver), _open(conn, office, taker)
        if one.name != by.who:
            permits.demand(by, Act.ADMINISTER)
        _may_be_handed(conn, office, one, other, by)
        _not_given_yet(conn, office, giver, first, last)
        delegations.add(conn, office.key, giver, taker, first, last, by.now, by.who)
        detail = f"{other.name}，{first}至{last}"
        audit.add(conn, office.key, by.now, by.who, "委托代办", one.name, detail)


def end(office: Office, delegation: int, by: By) -> None:
    """提前结束委托: by who gave it, or an administrator."""
    with office.database.writing() as conn:
        found = next((each for each in _all(conn, office) if each.delegation == delegation), None)
        if found is None or found.ended:
            raise DeskError("没有这项委托。", why="它已经结束。", do="请刷新后查看。")
        if found.giver != by.who:
            permits.demand(by, Act.ADMINISTER)
        delegations.end(conn, office.key, delegation, by.now)
        audit.add(conn, office.key, by.now, by.who, "结束委托", found.giver, found.taker)


def listing(office: Office, by: By) -> Sequence[Absence]:
    """The latest delegations of the agency: everybody sees who acts for whom."""
    permits.demand(by, Act.READ, Act.ADMINISTER)
    with office.database.reading() as conn:
        return _all(conn, office)[:SHOWN]


def colleagues(office: Office, by: By, roles: frozenset[Role] = OFFICE) -> Sequence[Account]:
    """The accounts of the agency that hold one of the roles today."""
    with office.database.reading() as conn:
        return [
            each
            for each in accounts.listing(conn, office.key)
            if each.agency == office.key
            and accounts.roles_on(conn, office.key, each.account, by.today) & roles
        ]


def _all(conn: Connection, office: Office) -> list[Absence]:
    names = {each.account: each.name for each in accounts.listing(conn, office.key)}
    return [
        Absence(
            each.delegation,
            names.get(each.giver, ""),
            names.get(each.taker, ""),
            each.first,
            each.last,
            each.ended_at is not None,
        )
        for each in delegations.listing(conn, office.key)
    ]


def _open(conn: Connection, office: Office, account: int) -> Account:
    found = accounts.get(conn, office.key, account)
    if found is None or found.closed_at is not None:
        raise DeskError("没有这个账号。", why="账号不存在或者已经停用。", do="请重新选择。")
    return found


def _may_be_handed(conn: Connection, office: Office, giver: Account, taker: Account, by: By) -> None:
    if giver.account == taker.account:
        raise DeskError("不能委托给本人。", why="委托由另一人代办。", do="请选择另一人。")
    if not accounts.roles_on(conn, office.key, giver.account, by.today) & HANDED:
        raise DeskError(
            f"{giver.name}没有需要委托的职责。",
            why="只有审核和批准可以委托；承办的申请请移交给他人。",
            do="请在“移交承办”中办理。",
        )
    if not accounts.roles_on(conn, office.key, taker.account, by.today) & OFFICE:
        raise DeskError(
            f"不能委托给{taker.name}。", why="只有办理、审核、批准申请的人员可以代办。", do="请选择办理人员。"
        )


def _not_given_yet(conn: Connection, office: Office, giver: int, first: date, last: date) -> None:
    """One person stands in at a time, so that it is clear whose step it is."""
    for each in delegations.listing(conn, office.key):
        if each.giver == giver and each.ended_at is None and each.first <= last and first <= each.last:
            raise DeskError(
                "这段时间已经有委托。",
                why=f"{each.first}至{each.last}已经委托给另一人。",
                do="请先结束原来的委托，或者改用其他日期。",
            )
