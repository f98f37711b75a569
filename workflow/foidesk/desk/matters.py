"""What comes in and is no application: put aside under a number of its own, answered, or registered after all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from foidesk.desk import applications, permits
from foidesk.desk.finding.words import plain
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.registration import LABELS as NAMES
from foidesk.desk.registration import MOST_OTHER, MOST_REQUEST, Registration, fault, parse_day
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError, NotThere
from foidesk.rules.case import Case
from foidesk.rules.matters import MatterKind, answer_by
from foidesk.rules.vocabulary import Channel
from foidesk.store import audit, matters, numbers, people, worklist
from foidesk.store.matters import Matter
from foidesk.store.people import Person
from foidesk.store.worklist import Row

PAGE = 50
_LOOKED_AT = 2_000  #: matters opened for one page of a search; the next page goes on from there
LABELS = {
    "kind": "种类",
    "received": "收到日期",
    "channel": "来件方式",
    "name": "来件人",
    "telephone": "联系电话",
    "address": "通信地址",
    "subject": "内容",
    "handler": "承办人",
}
_REQUIRED = ("kind", "received", "channel", "name", "subject")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the desk shows it: the sender masked, the inner limit while it is open."""

    matter: Matter
    kind: MatterKind
    channel: Channel
    sender: str
    answer_by: date | None
    number: str | None = None  #: of the application it became


def put_aside(office: Office, fields: Mapping[str, str], by: By) -> Entry:
    """登记非申请事项; DeskError naming every fault."""
    permits.demand(by, Act.REGISTER)
    said = _read(fields, by)
    with office.database.writing() as conn:
        received = parse_day(said["received"])
        sender = people.add(
            conn,
            office.vault,
            office.key,
            Person(name=said["name"], telephone=said.get("telephone"), address=said.get("address")),
        )
        n = numbers.take(conn, office.key, f"matter:{received.year}")
        facts = {
            "number": _number(office, received.year, n),
            "kind": said["kind"],
            "received": received,
            "channel": said["channel"],
            "sender": sender,
            "handler": said.get("handler"),
            "recorded_at": by.now,
            "recorded_by": by.who,
        }
        key = matters.add(conn, office.vault, office.key, facts, said["subject"])
        return _entry(conn, office, _found(conn, office, key))


def answer(office: Office, key: int, text: str, on: date, by: By) -> None:
    """登记答复 of a matter: what was said, on which day."""
    permits.demand(by, Act.HANDLE)
    said = narrowed("答复内容", text, []) if text.strip() else ""
    if not said or len(said) > MOST_REQUEST or fault("request", said):
        raise DeskError(
            "没有登记答复。",
            why=f"答复内容应为1至{MOST_REQUEST}字，不能含有控制字符。",
            do="请写明怎样答复的。",
        )
    with office.database.writing() as conn:
        found = _open(conn, office, key)
        if not found.received <= on <= by.today:
            raise DeskError(
                "答复日期不对。",
                why=f"应在收到之日（{found.received}）至今天（{by.today}）之间。",
                do="请核对日期。",
            )
        matters.answer(conn, office.vault, office.key, key, said, on)


def register(office: Office, key: int, registration: Registration, by: By) -> tuple[Row, Case]:
    """转为申请: it was an application all along, so that its days run from when it came."""
    with office.database.writing() as conn:
        return registered(conn, office, key, registration, by)


def registered(
    conn: Connection, office: Office, key: int, registration: Registration, by: By
) -> tuple[Row, Case]:
    """`register` inside a transaction that writes more."""
    # READING(adr-043): receipt is decided by what came and when, not by the register it was first put in
    found = _open(conn, office, key)
    if registration.arrived != found.received:
        raise DeskError(
            f"到达日期应为{found.received}。",
            why="转为申请的，自来件收到之日起计算期限，不因改为登记而推迟。",
            do="请改正到达日期；原登记的收到日期有误的，请另行登记并在记事中说明。",
        )
    row, folded = applications.registered(conn, office, registration, by)
    matters.become(conn, office.key, key, row.application)
    return row, folded


def as_registration(office: Office, key: int, by: By) -> dict[str, str]:
    """The fields of a registration as far as the entry gives them; the look at the person is noted."""
    permits.demand(by, Act.REGISTER)
    with office.database.writing() as conn:
        found = _open(conn, office, key)
        audit.add(conn, office.key, by.now, by.who, "查看完整个人信息", found.number, "转为申请")
        person = people.get(conn, office.vault, office.key, found.sender) if found.sender else Person(name="")
    return {
        "channel": found.channel,
        "arrived": found.received.isoformat(),
        "name": person.name,
        "telephone": person.telephone or "",
        "address": person.address or "",
        "request": found.subject,
        "handler": found.handler or by.who,
    }


def one(office: Office, key: int, by: By) -> Entry:
    """One entry; DeskError when there is none."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return _entry(conn, office, _found(conn, office, key))


def listing(
    office: Office, by: By, *, open_only: bool = False, before: int | None = None
) -> tuple[Sequence[Entry], int | None]:
    """One page, newest first, and the key before which the next one begins."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        found = matters.page(
            conn, office.vault, office.key, open_only=open_only, before=before, limit=PAGE + 1
        )
        entries = [_entry(conn, office, each) for each in found[:PAGE]]
    return entries, found[PAGE - 1].matter if len(found) > PAGE else None


def search(
    office: Office, said: str, by: By, *, before: int | None = None
) -> tuple[Sequence[Entry], int | None]:
    """One page of the matters whose number, content or answer holds the words, newest first."""
    permits.demand(by, Act.READ)
    words = plain(said)
    with office.database.reading() as conn:
        found = matters.page(conn, office.vault, office.key, open_only=False, before=before, limit=_LOOKED_AT)
        hits = [
            each for each in found if words in plain(f"{each.number}\n{each.subject}\n{each.answer or ''}")
        ]
        entries = [_entry(conn, office, each) for each in hits[:PAGE]]
    if len(hits) > PAGE:
        return entries, hits[PAGE - 1].matter
    return entries, found[-1].matter if len(found) == _LOOKED_AT else None


def _number(office: Office, year: int, n: int) -> str:
    return office.agency.number_pattern.format(code=office.agency.code + "事项", year=year, n=n)


def _read(fields: Mapping[str, str], by: By) -> dict[str, str]:
    """The fields as they will be kept; DeskError naming every fault."""
    faults: list[str] = []
    said: dict[str, str] = {}
    for name, label in LABELS.items():
        text = fields.get(name, "")
        if not text.strip():
            if name in _REQUIRED:
                faults.append(f"缺少{label}")
            continue
        most = MOST_REQUEST if name == "subject" else MOST_OTHER
        if len(text) > most:
            faults.append(f"{label}共{len(text)}字，超过{most}字")
            continue
        said[name] = narrowed(label, text, [])
        if wrong := fault("request" if name == "subject" else "name", said[name]):
            faults.append(wrong.replace(NAMES["request" if name == "subject" else "name"], label))
    closed: dict[str, type[MatterKind] | type[Channel]] = {"kind": MatterKind, "channel": Channel}
    for name, kinds in closed.items():
        if name in said and said[name] not in {each.value for each in kinds}:
            faults.append(f"没有“{said[name][:40]}”这种{LABELS[name]}")
    if "received" in said:
        try:
            if parse_day(said["received"]) > by.today:
                faults.append("收到日期晚于今天")
        except DeskError as error:
            faults.append(f"收到日期：{error.what.rstrip('。')}")
    if faults:
        raise DeskError("没有登记。", why="；".join(faults) + "。", do="请改正后重新登记。")
    return said


def _open(conn: Connection, office: Office, key: int) -> Matter:
    found = _found(conn, office, key)
    if found.answered_on is not None or found.application is not None:
        raise DeskError(
            f"{found.number}已经办结。",
            why="它已经答复，或者已转为申请。",
            do="请刷新后查看；需要补充的，另行登记。",
        )
    return found


def _found(conn: Connection, office: Office, key: int) -> Matter:
    found = matters.get(conn, office.vault, office.key, key)
    if found is None:
        raise NotThere("没有这一事项。", why="登记簿中没有这个编号。", do="请从列表重新打开。")
    return found


def _entry(conn: Connection, office: Office, matter: Matter) -> Entry:
    known = people.get_many(conn, office.vault, office.key, [matter.sender] if matter.sender else [])
    person = known.get(matter.sender or 0)
    is_open = matter.answered_on is None and matter.application is None
    number = None
    if matter.application is not None and (row := worklist.get(conn, office.key, matter.application)):
        number = row.number
    return Entry(
        matter,
        MatterKind(matter.kind),
        Channel(matter.channel),
        people.masked_name(person.name, person.kind) if person else "",
        answer_by(matter.received, office.calendar) if is_open else None,
        number,
    )
