"""Two records of one person made one, and parted again; the logs stay as they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.applicants.likely import told_apart
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Labelled
from foidesk.store import audit, numbers, people, samepeople

JOINED, PARTED = "合并人员记录", "撤销合并人员记录"


class Why(Labelled):
    """Why two records are one person: a closed list, since the audit trail holds no personal data."""

    PAPERS = "papers", "核对证件，为同一人"
    ASKED = "asked", "向本人核实，为同一人"
    CHANGED = "changed", "本人更换电话或者地址"
    SPELLING = "spelling", "此前登记的写法不同"


class WhyNot(Labelled):
    """Why a join was wrong."""

    DIFFERENT = "different", "核实为不同的人"
    MISTAKE = "mistake", "合并时选错记录"


@dataclass(frozen=True, slots=True)
class Joined:
    """A join that stands: which row, to which, and who did it when and why."""

    row: int
    to: int
    at: datetime | None
    who: str
    why: str


def join(office: Office, row: int, to: int, why: Why, by: By) -> None:
    """Make two records one person from now on: earlier applications, the month's items, repeats.

    DeskError when they are one already, or cannot be one person.
    """
    permits.demand(by, Act.REGISTER)
    with office.database.writing() as conn:
        numbers.take(conn, office.key, numbers.JOIN)  # held to the end: two joins at once could make a ring
        _can_be_one(conn, office, row, to)
        joined = samepeople.join(conn, office.key, row, to)
        audit.add(conn, office.key, by.now, by.who, JOINED, _about(*joined), why.label)


def part(office: Office, row: int, why: WhyNot, by: By) -> None:
    """Take a join back. DeskError when there is none."""
    permits.demand(by, Act.REGISTER)
    with office.database.writing() as conn:
        to = samepeople.part(conn, office.key, row)
        if to is None:
            raise DeskError(
                "这条人员记录没有合并过。", why="合并可能已经撤销。", do="请刷新申请人页面后查看。"
            )
        audit.add(conn, office.key, by.now, by.who, PARTED, _about(row, to), why.label)


def joins(conn: Connection, office: Office, rows: Collection[int]) -> list[Joined]:
    """The joins between these rows."""
    return [_joined(conn, office, row, to) for row, to in samepeople.links(conn, office.key, rows).items()]


def _joined(conn: Connection, office: Office, row: int, to: int) -> Joined:
    noted = audit.page(conn, office.key, what=JOINED, about=_about(row, to), limit=1)
    trace = noted[0] if noted else None
    return Joined(
        row, to, trace.at if trace else None, trace.who if trace else "", (trace and trace.detail) or ""
    )


def _about(row: int, to: int) -> str:
    return f"第{row}号人员并入第{to}号"


def _can_be_one(conn: Connection, office: Office, row: int, to: int) -> None:
    mine = samepeople.of(conn, office.vault, office.key, row)
    theirs = samepeople.of(conn, office.vault, office.key, to)
    if set(mine) & set(theirs):
        raise DeskError(
            "这两条记录已经是同一人。", why="证件号码、姓名和电话相同，或者已经合并。", do="不必再合并。"
        )
    one = people.get_many(conn, office.vault, office.key, mine).values()
    other = people.get_many(conn, office.vault, office.key, theirs).values()
    if any(person.erased_at is not None for person in (*one, *other)):
        raise DeskError(
            "个人信息已经删除，不能合并。", why="无从核对是否同一人。", do="请只合并没有删除的记录。"
        )
    if any(told_apart(a, b) for a in one for b in other):
        raise DeskError(
            "这两条记录不能是同一人。",
            why="证件类型相同而号码不同，或者一方是自然人、另一方不是。",
            do="号码登记有误的，请先在申请页面更正申请人信息。",
        )
