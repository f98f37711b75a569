"""督办: the supervising department asks an agency for an answer by a day; the agency answers once.

It stands beside the cases: nothing of it is an event of a log or moves a day of the law (adr-069).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.alerts.staff import staff
from foidesk.desk.alerts.wording import URGED
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.registration import MOST_REQUEST, fault, parse_day
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError, NotThere
from foidesk.rules.position import State
from foidesk.rules.vocabulary import Role
from foidesk.rules.watch import Watch
from foidesk.settings import Agency
from foidesk.store import alerts, audit, urgings, worklist
from foidesk.store.alerts import Raised
from foidesk.store.urgings import Urging

MOST_SHOWN = 200
_LONGEST = timedelta(days=366)  #: a later day is a slip that nobody could put right


@dataclass(frozen=True, slots=True)
class Entry:
    """One 督办 with the name of the agency it was sent to."""

    urging: Urging
    agency: str  #: short name


def send(office: Office, fields: Mapping[str, str], by: By) -> Urging:
    """Ask an agency for an answer: `agency` its key, `number` of the application or empty, `text`, `answer_by`."""
    permits.demand(by, Act.SUPERVISE)
    faults: list[str] = []
    agency = _agency(office, fields.get("agency", ""))
    text = _text("督办内容", fields.get("text", ""), faults)
    answer_by = _day(office, fields.get("answer_by", ""), by.today, faults)
    if agency is None:
        faults.append("没有选择机关")
    number = fields.get("number", "").strip()
    if faults or agency is None or answer_by is None:
        raise DeskError("没有发出督办。", why="；".join(faults) + "。", do="请改正后再发出。")
    there = replace(office, agency=agency)
    with office.database.writing() as conn:
        facts = {
            "number": urgings.number_of(conn, by.today.year),
            "application": _application(conn, there, number) if number else None,
            "answer_by": answer_by,
            "sent_at": by.now,
            "sent_by": by.who,
        }
        key = urgings.add(conn, office.vault, agency.key, facts, text)
        sent = _found(conn, there, key)
        _tell(conn, there, sent, by)
        audit.add(conn, agency.key, by.now, by.who, "督办", sent.number, number or None)
    return sent


def answer(office: Office, key: int, text: str, by: By) -> Urging:
    """Answer a 督办 of the agency, once. Clerks and the head may."""
    permits.demand(by, Act.HANDLE, Act.APPROVE)
    faults: list[str] = []
    said = _text("答复内容", text, faults)
    if faults:
        raise DeskError("没有登记答复。", why="；".join(faults) + "。", do="请改正后再提交。")
    with office.database.writing() as conn:
        found = _found(conn, office, key)
        if not urgings.answer(conn, office.vault, office.key, key, said, by.now, by.who):
            raise DeskError(
                f"{found.number}已经答复。",
                why=f"由{found.answered_by}答复，答复只有一次。",
                do="需要补充的，请与主管部门联系。",
            )
        owed = urgings.owed(conn, office.key).get(office.key, frozenset())
        step = _step(key) if found.answer_by in owed else None  # another of the same day still waits
        alerts.settle(conn, office.key, Watch.URGING.value, found.answer_by, by.now, step)
        audit.add(conn, office.key, by.now, by.who, "答复督办", found.number)
        return _found(conn, office, key)


def of_agency(office: Office, by: By) -> Sequence[Entry]:
    """What was asked of this agency: what waits for an answer first."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        found = urgings.listing(conn, office.vault, [office.key], MOST_SHOWN)
        return [_entry(office, each) for each in found]


def of_all(office: Office, by: By) -> Sequence[Entry]:
    """What was asked of every agency."""
    permits.demand(by, Act.SUPERVISE)
    keys = [each.key for each in office.settings.agency]
    with office.database.reading() as conn:
        return [_entry(office, each) for each in urgings.listing(conn, office.vault, keys, MOST_SHOWN)]


def of_application(office: Office, application: int, by: By) -> Sequence[Urging]:
    """What was asked about one application."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return urgings.of_application(conn, office.vault, office.key, application)


def one(office: Office, key: int, by: By) -> Entry:
    """One 督办 of the agency; NotThere when it has none of this key."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return _entry(office, _found(conn, office, key))


def _tell(conn: Connection, there: Office, sent: Urging, by: By) -> None:
    """Into the inboxes of the agency's clerks and head, in the transaction that sends it."""
    alerts.hold(conn, there.key)
    step = Raised(alerts.AGENCY_ITSELF, Watch.URGING.value, _step(sent.urging), sent.answer_by)
    [key] = alerts.add(conn, there.key, [step], by.now)
    people = staff(conn, there, by.today)
    whom = people.with_stand_ins(people.holding(Role.CLERK) | people.holding(Role.HEAD))
    alerts.lay(conn, there.key, [(account, key) for account in sorted(whom)])


def _step(key: int) -> str:
    return f"{URGED} {key}"


def _entry(office: Office, urging: Urging) -> Entry:
    names = {each.key: each.short_name for each in office.settings.agency}
    return Entry(urging, names.get(urging.agency, urging.agency))


def _found(conn: Connection, office: Office, key: int) -> Urging:
    found = urgings.get(conn, office.vault, office.key, key)
    if found is None:
        raise NotThere("没有这一督办。", why="本机关没有这个编号的督办。", do="请从列表重新打开。")
    return found


def _agency(office: Office, key: str) -> Agency | None:
    return next((each for each in office.settings.agency if each.key == key), None)


def _application(conn: Connection, there: Office, number: str) -> int:
    row = worklist.find_number(conn, there.key, number)
    if row is None:
        raise DeskError(
            "没有发出督办。",
            why=f"{there.agency.short_name}没有编号为“{number[:60]}”的申请。",
            do="请核对申请编号；不针对某一件的，请留空。",
        )
    worklist.lock(conn, there.key, row.application)
    held = worklist.get(conn, there.key, row.application)
    if held is None or held.state == State.VOIDED.key:
        raise DeskError(
            "没有发出督办。",
            why=f"“{number[:60]}”已随导入撤销，不再办理。",
            do="请核对申请编号；不针对某一件的，请留空。",
        )
    return row.application


def _text(label: str, text: str, faults: list[str]) -> str:
    said = narrowed(label, text, []) if text.strip() else ""
    if not said:
        faults.append(f"缺少{label}")
    elif len(said) > MOST_REQUEST:
        faults.append(f"{label}共{len(said)}字，超过{MOST_REQUEST}字")
    elif fault("request", said):
        faults.append(f"{label}不能含有控制字符")
    return said


def _day(office: Office, text: str, today: date, faults: list[str]) -> date | None:
    try:
        day = parse_day(text)
    except DeskError:
        faults.append("答复期限应为日期")
        return None
    if not today <= day or not office.calendar.is_workday(day):
        faults.append("答复期限应为今天或者以后的工作日")
    elif day - today > _LONGEST:
        faults.append("答复期限应在一年以内，请核对年份")
    return day
