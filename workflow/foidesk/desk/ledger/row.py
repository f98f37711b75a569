"""One row of a ledger: the registration and the dated facts of its log.

The ledger states days and results, not what an act must say: approver, reason, service are absent here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foidesk.desk.ledger.cells import MOST_REMARKS, MOST_TEXT, BadRow, Cells, Row
from foidesk.desk.ledger.headings import DAYS, PENDING, RESULTS, ROUTES
from foidesk.desk.registration import Registration
from foidesk.rules import events as ev
from foidesk.rules.outcomes import GROUNDS, Ground, Outcome
from foidesk.rules.vocabulary import Consulted, FeeStandard, Labelled, RemedyResult, Service

_RECEIVED = "收到日期"
_IN_ORDER = (
    *((_RECEIVED, heading) for heading in DAYS),
    ("补正告知日期", "补正期限"),
    ("补正告知日期", "补正收到日期"),
    ("征求意见发出日期", "征求意见送达日期"),
    ("征求意见发出日期", "意见收到日期"),
    ("征求意见送达日期", "意见收到日期"),
    ("收费通知日期", "缴费日期"),
)
_TOGETHER = (
    ("补正期限", "补正告知日期"),
    ("补正收到日期", "补正告知日期"),
    ("征求意见送达日期", "征求意见发出日期"),
    ("意见收到日期", "征求意见发出日期"),
    ("延期告知日期", "延期工作日数"),
    ("延期工作日数", "延期告知日期"),
    ("收费方式", "收费通知日期"),
    ("收费数量", "收费通知日期"),
    ("收费金额", "收费通知日期"),
    ("缴费日期", "收费通知日期"),
    ("办结日期", "办理结果"),
    ("办理结果", "办结日期"),
    *((heading, "办结日期") for heading in ROUTES),
)
_SERVICES: dict[str, Labelled] = {member.label: member for member in Service}
_STANDARDS: dict[str, Labelled] = {member.label: member for member in FeeStandard}
_LONGEST_EXTENSION = 1_000  #: working days; the law caps an extension at 20
_MOST_YUAN = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says: the application, its facts after the receipt in order of their days, its result."""

    registration: Registration
    events: tuple[ev.Event, ...]
    outcome: Outcome | None = None  #: the line of table three, None while open
    doc_number: str | None = None
    service: Service | None = None
    remarks: str | None = None


def read(row: Row, ground: str | None = None, *, latest: date = date(2190, 12, 31)) -> Entry:
    """Read a row; BadRow naming every fault with its column.

    A line of the report that several grounds lead to, as 三（四）1, is kept as a line unless `ground` chooses one.
    A day after `latest` is a fault.
    """
    cells = Cells(row, latest)
    registered = cells.registration()
    for heading in DAYS:
        cells.day(heading)
    _check_order(cells)
    outcome, chosen = _result(cells, ground)
    service = cells.labelled("送达方式", _SERVICES)
    assert service is None or isinstance(service, Service)
    events = (
        *_clarification(cells),
        *_consultation(cells),
        *_extension(cells),
        *_fee(cells),
        *_close(cells, outcome, chosen, service),
    )
    doc_number, remarks = cells.kept("答复文号", MOST_TEXT), cells.kept("备注", MOST_REMARKS)
    if cells.faults or registered is None:
        raise BadRow(tuple(cells.faults))
    in_order = tuple(sorted(events, key=lambda event: event.on))
    return Entry(registered, in_order, outcome, doc_number, service, remarks)


def _check_order(cells: Cells) -> None:
    """Days that cannot follow each other, cells that need another."""
    for first, then in _IN_ORDER:
        one, other = cells.day(first), cells.day(then)
        if one is not None and other is not None and other < one:
            cells.wrong(then, f"{then}（{other}）早于{first}（{one}）", "请核对这两个日期。")
    for here, needed in _TOGETHER:
        if cells.text(here) and not cells.text(needed):
            cells.wrong(needed, f"填写了{here}，这一栏不能空缺", f"请补填{needed}，或者清空{here}。")


def _clarification(cells: Cells) -> Iterator[ev.Event]:
    if asked := cells.day("补正告知日期"):
        yield ev.ClarificationAsked(on=asked, answer_by=cells.day("补正期限"))
    if answered := cells.day("补正收到日期"):
        yield ev.Clarified(on=answered)


def _consultation(cells: Cells) -> Iterator[ev.Event]:
    if sent := cells.day("征求意见发出日期"):
        yield ev.ConsultationSent(on=sent, id="1", to=Consulted.THIRD_PARTY)
    if served := cells.day("征求意见送达日期"):
        yield ev.ConsultationServed(on=served, id="1")
    if answered := cells.day("意见收到日期"):
        yield ev.ConsultationAnswered(on=answered, id="1")


def _extension(cells: Cells) -> Iterator[ev.Event]:
    told, days = cells.day("延期告知日期"), cells.whole("延期工作日数", _LONGEST_EXTENSION)
    if told and days is not None:
        yield ev.Extended(on=told, days=days)


def _fee(cells: Cells) -> Iterator[ev.Event]:
    standard = cells.labelled("收费方式", _STANDARDS)
    assert standard is None or isinstance(standard, FeeStandard)
    units, yuan = cells.whole("收费数量"), cells.whole("收费金额", _MOST_YUAN)
    if notified := cells.day("收费通知日期"):
        yield ev.FeeNotified(on=notified, standard=standard, units=units, yuan=yuan)
    if paid := cells.day("缴费日期"):
        yield ev.FeePaid(on=paid)


def _result(cells: Cells, ground: str | None) -> tuple[Outcome | None, Ground | None]:
    """The line that the result names, and its ground where that is known."""
    text = cells.text("办理结果")
    if not text:
        return None, None
    found = _grounds("".join(text.split()).replace("(", "（").replace(")", "）"))
    if not found:
        cells.wrong(
            "办理结果", f"“{text[:40]}”不是年报表三的行", "请写成 三（一）、三（四）1 等，或者写该行的名称。"
        )
        return None, None
    chosen = [each for each in found if ground in (None, each.key)]
    if ground is not None and not chosen:
        known = "、".join(f"{each.key}（{each.label}）" for each in found)
        cells.wrong("办理结果", f"“{text[:40]}”对应的依据须在{known}中指明一种")
    return found[0].outcome, chosen[0] if len(chosen) == 1 else None


def _grounds(name: str) -> list[Ground]:
    """The grounds of a line, by its code with or without 三, its label or its group; else the ground so called."""
    known = list(GROUNDS.values())
    of_line = [
        each
        for each in known
        if name in (each.outcome.code, each.outcome.code.removeprefix("三"), each.outcome.label)
        or (name == each.outcome.group and each.outcome.gives)
    ]
    return of_line or [each for each in known if name == each.label]


def _close(
    cells: Cells, outcome: Outcome | None, ground: Ground | None, service: Service | None
) -> Iterator[ev.Event]:
    on = cells.day("办结日期")
    if on is not None and outcome is not None:
        yield _end(on, outcome, ground, service)
    yield from _remedies(cells, on)


def _end(on: date, outcome: Outcome, ground: Ground | None, service: Service | None) -> ev.Event:
    match ground.key if ground else None:
        case None:
            return ev.Replied(on=on, service=service, line=outcome.code)
        case "clarification_lapsed":
            return ev.ClarificationLapsed(on=on)
        case "fee_lapsed":
            return ev.FeeLapsed(on=on)
        case "withdrawn":
            return ev.Withdrawn(on=on)
        case key:
            return ev.Replied(on=on, service=service, ground=key)


def _remedies(cells: Cells, on: date | None) -> Iterator[ev.Event]:
    """复议、诉讼: the ledger knows no day of their own, they count in the year of the result."""
    for heading, route in ROUTES.items():
        if cells.text(heading) == PENDING:
            if on is not None:
                yield ev.RemedyFiled(on=on, route=route)
        elif result := cells.labelled(heading, _REMEDIES):
            assert isinstance(result, RemedyResult)
            if on is not None:
                yield ev.RemedyDecided(on=on, route=route, result=result)


_REMEDIES: dict[str, Labelled] = {**RESULTS, **{member.label: member for member in RemedyResult}}
