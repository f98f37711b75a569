"""The fee of one application within its applicant's month: computed, never typed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import fees
from foidesk.rules.fees import Fee, MonthItem
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.position import State
from foidesk.rules.vocabulary import FeeStandard
from foidesk.store import applicants, samepeople
from foidesk.store.worklist import Row


def already(conn: Connection, office: Office, row: Row) -> int:
    """How many items of the applicant's month came before this one and count (per agency, month of receipt)."""
    if row.applicant is None or row.received is None:
        return 0
    persons = samepeople.of(conn, office.vault, office.key, row.applicant)
    month = applicants.of_month(conn, office.key, persons, row.received)
    before = [each for each in month if (each.received, each.application) < (row.received, row.application)]
    return fees.already_in_month(row.received, [_item(each) for each in before])


def forecast(conn: Connection, office: Office, persons: Collection[int], month: date) -> Fee:
    """What one more item of these persons in the month would cost, were it charged by item."""
    rows = applicants.of_month(conn, office.key, persons, month)
    before = fees.already_in_month(month, [_item(each) for each in rows])
    return fees.fee(FeeStandard.ITEMS, 1, before)


def same_person(conn: Connection, office: Office, one: Row, other: Row) -> bool:
    """Whether two applications are of one applicant."""
    if one.applicant is None or other.applicant is None:
        return False
    return other.applicant in samepeople.of(conn, office.vault, office.key, one.applicant)


def _item(row: Row) -> MonthItem:
    ground = GROUNDS.get(row.ground or "")
    assert row.received is not None
    return MonthItem(
        received=row.received,
        outcome=ground.outcome if ground else None,
        withdrawn=row.state == State.WITHDRAWN.key,
        merged=row.state == State.MERGED.key,
        by_page=row.fee_standard == FeeStandard.PAGES.value,
        units=row.fee_units or 1,
    )


def assess(conn: Connection, office: Office, row: Row, standard: FeeStandard, units: int) -> Fee:
    """The fee for the application's items or pages."""
    before = already(conn, office, row) if standard is FeeStandard.ITEMS else 0
    return fees.fee(standard, units, before)


def assessed(conn: Connection, office: Office, row: Row, event: ev.FeeNotified) -> ev.FeeNotified:
    """The notice with its sum; DeskError when a sum was typed that differs, or nothing is to be paid."""
    if event.standard is None or event.units is None:
        return event
    fee = assess(conn, office, row, event.standard, event.units)
    if event.yuan not in (None, fee.yuan):
        raise DeskError(
            f"收费金额{event.yuan}元与计算结果{fee.yuan}元不符。",
            why="；".join(fee.reasons) + "。",
            do="请不要填写金额，由系统计算；或者核对计收标准和数量。",
        )
    if fee.yuan == 0:
        unit = fees.UNIT[event.standard]
        raise DeskError(
            "该申请没有超过免费数量，不能收费。",
            why=f"{event.standard.label}计收，{fees.FREE[event.standard]}{unit}以内不收费；本次{event.units}{unit}，此前{fee.already}{unit}。",
            do="请直接答复。",
        )
    return replace(event, yuan=fee.yuan, already=fee.already)
