"""While an application is typed in: the date of receipt it would have, and what the register knows of its applicant.

Nothing here refuses; a field not yet filled in, or wrong, leaves its part out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foidesk.desk import fees, permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.rules import clock as clocks
from foidesk.rules import events as ev
from foidesk.rules.clock import Clock
from foidesk.rules.fees import Fee
from foidesk.rules.vocabulary import Channel
from foidesk.store import applicants, samepeople
from foidesk.store.people import Person
from foidesk.store.worklist import Row


@dataclass(frozen=True, slots=True)
class Known:
    """Earlier applications of the applicant, and what one more in the month of arrival would cost by item."""

    persons: tuple[int, ...]  #: rows of people, all this applicant
    earlier: tuple[Row, ...]
    fee: Fee  #: its `already`: how many items of the month count


def preview(office: Office, fields: Mapping[str, str]) -> Clock | None:
    """The clock the application would begin with (条例 31, 33); None until channel and arrival are there."""
    channel = next((each for each in Channel if each.value == fields.get("channel")), None)
    arrived, confirmed = _day(fields.get("arrived", "")), _day(fields.get("confirmed", ""))
    if channel is None or arrived is None:
        return None
    log: list[ev.Event] = [ev.Received(on=arrived, channel=channel)]
    if confirmed is not None and confirmed >= arrived:
        log.append(ev.ReceiptConfirmed(on=confirmed))
    return clocks.clock(log, office.calendar, office.readings)


def known(office: Office, fields: Mapping[str, str], by: By) -> Known | None:
    """What the register knows of the applicant, by identity number, or by name and telephone."""
    permits.demand(by, Act.REGISTER)
    person = Person(
        name=fields.get("name", "").strip(),
        id_number=fields.get("id_number", "").strip() or None,
        telephone=fields.get("telephone", "").strip() or None,
    )
    if not person.name or not (person.id_number or person.telephone):
        return None
    with office.database.reading() as conn:
        same = samepeople.same(conn, office.vault, office.key, person)
        if not same:
            return None
        rows = applicants.all_of(conn, office.key, same)
        fee = fees.forecast(conn, office, same, _day(fields.get("arrived", "")) or by.today)
    return Known(same, tuple(rows), fee) if rows else None


def _day(text: str) -> date | None:
    try:
        return parse_day(text) if text.strip() else None
    except DeskError:
        return None
