"""The ledger going out: the same headings as coming in, so that what is exported can be brought in again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from foidesk.desk import catalogue, permits
from foidesk.desk.ledger.headings import CHANNELS, HEADINGS, PENDING, RESULTS, ROUTES
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.paper.sheets.spreadsheet import Cell, Heading, spreadsheet
from foidesk.rules import events as ev
from foidesk.rules.case import Case, case
from foidesk.rules.events import E
from foidesk.rules.position import State
from foidesk.rules.vocabulary import RemedyRoute
from foidesk.store import audit, log, people
from foidesk.store.people import Person, masked_id_number

Progress = Callable[[int], None]  #: applications done
_CHANNEL_WORDS = {channel: word for word, channel in CHANNELS.items()}
_RESULT_WORDS = {result: word for word, result in RESULTS.items()}
_WIDE = {"申请编号": 26, "申请内容": 48, "通信地址": 28, "备注": 28, "申请人": 18, "答复文号": 28}


@dataclass(frozen=True, slots=True)
class Exported:
    """A ledger as a file, and how many applications are in it; a merged one is part of another."""

    content: bytes
    applications: int
    merged: int


def export(
    office: Office,
    by: By,
    *,
    year: int | None = None,
    unmasked: bool = False,
    progress: Progress = lambda n: None,
) -> Exported:
    """The applications received in the year (None: all) as a spreadsheet; the export is put on record first."""
    permits.demand(by, Act.EXPORT)
    if unmasked:
        permits.demand(by, Act.READ_PERSONAL)
    with office.database.writing() as conn:
        what = "导出台账（证件号码完整）" if unmasked else "导出台账（证件号码遮盖）"
        audit.add(conn, office.key, by.now, by.who, what, f"{year}年" if year else "全部年份")
    counted = _Counted()
    with office.database.reading() as conn:
        rows = _rows(conn, office, year, unmasked, counted, progress)
        head = [Heading(heading, _WIDE.get(heading, 13)) for heading in HEADINGS]
        content = spreadsheet("台账", head, rows)
    return Exported(content, counted.applications, counted.merged)


@dataclass(slots=True)
class _Counted:
    applications: int = 0
    merged: int = 0


def _rows(
    conn: Connection, office: Office, year: int | None, unmasked: bool, counted: _Counted, progress: Progress
) -> Iterator[Sequence[Cell]]:
    for _, entries in log.load_many(conn, office.vault, office.key):
        folded = case(tuple(entry.event for entry in entries), office.calendar)
        if year is not None and _received(folded).year != year:
            continue
        if folded.state is State.MERGED:
            counted.merged += 1
        if folded.state in (State.MERGED, State.VOIDED):
            continue
        person = people.get(conn, office.vault, office.key, folded.registered.applicant)
        cells = row_of(folded, person, unmasked=unmasked)
        counted.applications += 1
        progress(counted.applications)
        yield [cells.get(heading) for heading in HEADINGS]


def row_of(folded: Case, person: Person, *, unmasked: bool) -> Mapping[str, Cell]:
    """An application as a row of the ledger, by heading; what there is not is left out or None."""
    imported = _first(folded, ev.Imported)
    hidden = person.id_number if unmasked or not person.id_number else masked_id_number(person.id_number)
    return {
        "申请编号": folded.number,
        "收到日期": _received(folded),
        "申请方式": _CHANNEL_WORDS[folded.received.channel],
        "申请人类型": folded.registered.applicant_kind.label,
        "申请人": person.name,
        "证件类型": person.id_type,
        "证件号码": hidden,
        "联系电话": person.telephone,
        "通信地址": person.address,
        "电子邮箱": person.email,
        "申请内容": folded.registered.request,
        "获取方式": folded.registered.form,
        **_clarification(folded),
        **_consultation(folded),
        **_extension(folded),
        **_fee(folded),
        **_end(folded, imported),
        **{heading: _remedy(folded, route) for heading, route in ROUTES.items()},
        "承办人": folded.handling.handler,
        "备注": imported.remarks if imported else None,
    }


def _received(folded: Case) -> date:
    return folded.clock.received or folded.received.on


def _first(folded: Case, kind: type[E]) -> E | None:
    return next((event for event in folded.standing if isinstance(event, kind)), None)


def _clarification(folded: Case) -> dict[str, Cell]:
    asked, answered = _first(folded, ev.ClarificationAsked), _first(folded, ev.Clarified)
    if asked is None:
        return {}
    return {
        "补正告知日期": asked.on,
        "补正期限": asked.answer_by,
        "补正收到日期": answered.on if answered else None,
    }


def _consultation(folded: Case) -> dict[str, Cell]:
    sent = _first(folded, ev.ConsultationSent)
    if sent is None:
        return {}
    known = folded.position.consultations.get(sent.id)
    return {
        "征求意见发出日期": sent.on,
        "征求意见送达日期": known.served if known else None,
        "意见收到日期": known.answered if known else None,
    }


def _extension(folded: Case) -> dict[str, Cell]:
    told = _first(folded, ev.Extended)
    return {"延期告知日期": told.on, "延期工作日数": told.days} if told else {}


def _fee(folded: Case) -> dict[str, Cell]:
    notice = folded.fee or _first(folded, ev.FeeNotified)
    if notice is None:
        return {}
    paid = next((e for e in folded.standing if isinstance(e, ev.FeePaid) and e.on >= notice.on), None)
    return {
        "收费通知日期": notice.on,
        "收费方式": notice.standard.label if notice.standard else None,
        "收费数量": notice.units,
        "收费金额": notice.yuan,
        "缴费日期": paid.on if paid else None,
    }


def _end(folded: Case, imported: ev.Imported | None) -> dict[str, Cell]:
    reply = folded.position.reply
    service = imported.service if imported and imported.service else reply.service if reply else None
    return {
        "办结日期": folded.closed_on,
        "办理结果": folded.outcome.code if folded.outcome else None,
        "答复文号": imported.doc_number if imported and imported.doc_number else _issued(folded),
        "送达方式": service.label if service else None,
    }


def _issued(folded: Case) -> str | None:
    """The number of the reply that was issued here."""
    if not folded.grounds:
        return None
    kind = catalogue.kind_of_reply(folded, folded.grounds)
    return next((each.doc_number for each in reversed(folded.letters) if each.kind == kind), None)


def _remedy(folded: Case, route: RemedyRoute) -> str | None:
    decided = [e for e in folded.standing if isinstance(e, ev.RemedyDecided) and e.route is route]
    if decided:
        return _RESULT_WORDS[decided[-1].result]
    filed = any(isinstance(e, ev.RemedyFiled) and e.route is route for e in folded.standing)
    return PENDING if filed else None
