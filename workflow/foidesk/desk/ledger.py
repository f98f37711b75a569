"""One row of a ledger (台账): the registration and the dated facts of its log, by the headings agencies use.

The ledger states days and results, not what an act must say: approver, reason, service are absent here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from foidesk.desk import registration
from foidesk.desk.registration import Registration, parse_day
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.outcomes import GROUNDS, Ground
from foidesk.rules.vocabulary import (
    Channel,
    Consulted,
    FeeStandard,
    Labelled,
    RemedyResult,
    RemedyRoute,
    Service,
)

Row = Mapping[str, str]

CHANNELS = {
    "当面提交": Channel.IN_PERSON,
    "邮寄": Channel.SIGNED_POST,
    "平信": Channel.ORDINARY_POST,
    "网络": Channel.INTERNET,
    "电子邮件": Channel.EMAIL,
    "传真": Channel.FAX,
    "口头": Channel.ORAL,
}
_FACTS = {
    "申请编号": "number",
    "收到日期": "arrived",
    "申请方式": "channel",
    "申请人类型": "applicant_kind",
    "申请人": "name",
    "证件类型": "id_type",
    "证件号码": "id_number",
    "联系电话": "telephone",
    "通信地址": "address",
    "电子邮箱": "email",
    "申请内容": "request",
    "获取方式": "form",
    "承办人": "handler",
}
_ROUTES = {
    "复议结果": RemedyRoute.RECONSIDERATION,
    "直接起诉结果": RemedyRoute.LITIGATION,
    "复议后起诉结果": RemedyRoute.LITIGATION_AFTER,
}
_PENDING = "未审结"
_DAYS = (
    "补正告知日期", "补正期限", "补正收到日期", "征求意见发出日期", "征求意见送达日期", "意见收到日期",
    "延期告知日期", "收费通知日期", "缴费日期", "办结日期",
)  # fmt: skip
_IN_ORDER = (
    *(("收到日期", heading) for heading in _DAYS),
    ("补正告知日期", "补正期限"),
    ("补正告知日期", "补正收到日期"),
    ("征求意见发出日期", "征求意见送达日期"),
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
    ("缴费日期", "收费通知日期"),
    ("办结日期", "办理结果"),
    ("办理结果", "办结日期"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says: the application, and its facts after the receipt in order of their days."""

    registration: Registration
    events: tuple[ev.Event, ...]


def read(row: Row, ground: str | None = None) -> Entry:
    """Read a row; DeskError naming every fault with its column.

    `ground` decides where the line of the report can be reached by several grounds, as 三（四）1.
    """
    cells = _Cells(row)
    registered = cells.registration()
    for heading in _DAYS:
        cells.day(heading)
    cells.check_order()
    events = (
        *_clarification(cells),
        *_consultation(cells),
        *_extension(cells),
        *_fee(cells),
        *_close(cells, ground),
    )
    if cells.faults or registered is None:
        raise DeskError(
            "台账的这一行不能读取。",
            why="；".join(dict.fromkeys(cells.faults)) + "。",
            do="请改正所列各栏后重试。",
        )
    return Entry(registered, tuple(sorted(events, key=lambda event: event.on)))


class _Cells:
    """The cells of a row by their headings, read one by one; every fault is kept."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults: list[str] = []
        self._days: dict[str, date | None] = {}

    def text(self, heading: str) -> str:
        """What stands there, empty when nothing does."""
        return (self.row.get(heading) or "").strip()

    def day(self, heading: str) -> date | None:
        """A day in any of the ledger's ways of writing."""
        if heading not in self._days:
            self._days[heading] = self._parsed_day(heading)
        return self._days[heading]

    def _parsed_day(self, heading: str) -> date | None:
        if not self.text(heading):
            return None
        try:
            return parse_day(self.text(heading))
        except DeskError as error:
            self.faults.append(f"{heading}：{error.what.rstrip('。')}")
            return None

    def whole(self, heading: str) -> int | None:
        """A whole number, full-width digits allowed."""
        text = self.text(heading)
        if text and not text.isdecimal():
            self.faults.append(f"{heading}：“{text[:40]}”不是整数")
        return int(text) if text.isdecimal() else None

    def labelled(self, heading: str, members: Mapping[str, Labelled]) -> Labelled | None:
        """One of a closed list, by its Chinese name."""
        text = self.text(heading)
        if text and text not in members:
            self.faults.append(f"{heading}：没有“{text[:40]}”，可用：{'、'.join(members)}")
        return members.get(text)

    def registration(self) -> Registration | None:
        """The application itself, or None with its faults kept."""
        facts = {name: self.text(heading) for heading, name in _FACTS.items()}
        channel = CHANNELS.get(facts["channel"])
        if channel is not None:
            facts["channel"] = channel.value
            if channel not in (Channel.IN_PERSON, Channel.ORAL, Channel.SIGNED_POST):
                facts["confirmed"] = facts[
                    "arrived"
                ]  # the column is the date of receipt, so both had confirmed
        try:
            return registration.read(facts)
        except DeskError as error:
            self.faults.append(error.why.rstrip("。"))
            return None

    def check_order(self) -> None:
        """Days that cannot follow each other, cells that need another."""
        for first, then in _IN_ORDER:
            one = self.day(first) if first in _DAYS else self._received()
            other = self.day(then)
            if one is not None and other is not None and other < one:
                self.faults.append(f"{then}（{other}）早于{first}（{one}）")
        for here, needed in _TOGETHER:
            if self.text(here) and not self.text(needed):
                self.faults.append(f"{needed}：填写了{here}，这一栏不能空缺")

    def _received(self) -> date | None:
        try:
            return parse_day(self.text("收到日期"))
        except DeskError:
            return None  # told by the registration


def _by_label(kind: type[Labelled]) -> dict[str, Labelled]:
    return {member.label: member for member in kind}


def _clarification(cells: _Cells) -> Iterator[ev.Event]:
    if asked := cells.day("补正告知日期"):
        yield ev.ClarificationAsked(on=asked, answer_by=cells.day("补正期限"))
    if answered := cells.day("补正收到日期"):
        yield ev.Clarified(on=answered)


def _consultation(cells: _Cells) -> Iterator[ev.Event]:
    if sent := cells.day("征求意见发出日期"):
        yield ev.ConsultationSent(on=sent, id="1", to=Consulted.THIRD_PARTY)
    if served := cells.day("征求意见送达日期"):
        yield ev.ConsultationServed(on=served, id="1")
    if answered := cells.day("意见收到日期"):
        yield ev.ConsultationAnswered(on=answered, id="1")


def _extension(cells: _Cells) -> Iterator[ev.Event]:
    told, days = cells.day("延期告知日期"), cells.whole("延期工作日数")
    if told and days is not None:
        yield ev.Extended(on=told, days=days)


def _fee(cells: _Cells) -> Iterator[ev.Event]:
    if notified := cells.day("收费通知日期"):
        standard = cells.labelled("收费方式", _by_label(FeeStandard))
        assert standard is None or isinstance(standard, FeeStandard)
        units, yuan = cells.whole("收费数量"), cells.whole("收费金额")
        yield ev.FeeNotified(on=notified, standard=standard, units=units, yuan=yuan)
    if paid := cells.day("缴费日期"):
        yield ev.FeePaid(on=paid)


def _close(cells: _Cells, ground: str | None) -> Iterator[ev.Event]:
    service = cells.labelled("送达方式", _by_label(Service))
    assert service is None or isinstance(service, Service)
    on = cells.day("办结日期")
    if on is None or not cells.text("办理结果"):
        return
    found = _grounds(cells.text("办理结果"))
    chosen = [each for each in found if ground in (None, each.key)]
    if len(chosen) == 1:
        yield _end(on, chosen[0], service)
        yield from _remedies(cells, on)
        return
    known = "、".join(f"{each.key}（{each.label}）" for each in found)
    cells.faults.append(
        f"办理结果：“{cells.text('办理结果')[:40]}”"
        + (f"对应的依据须在{known}中指明一种" if found else "不是年报表三的行，请写成 三（一）、三（四）1 等")
    )


def _grounds(line: str) -> list[Ground]:
    """The grounds that lead to a line of table three: its code, with or without 三, or its label."""
    wanted = line.replace("(", "（").replace(")", "）")
    return [
        ground
        for ground in GROUNDS.values()
        if wanted in (ground.outcome.code, ground.outcome.code.removeprefix("三"), ground.outcome.label)
    ]


def _end(on: date, ground: Ground, service: Service | None) -> ev.Event:
    match ground.key:
        case "clarification_lapsed":
            return ev.ClarificationLapsed(on=on)
        case "fee_lapsed":
            return ev.FeeLapsed(on=on)
        case "withdrawn":
            return ev.Withdrawn(on=on)
        case key:
            return ev.Replied(on=on, service=service, ground=key)


def _remedies(cells: _Cells, on: date) -> Iterator[ev.Event]:
    """复议、诉讼: the ledger knows no day of their own, they count in the year of the result."""
    results = {member.label.removeprefix("结果"): member for member in RemedyResult}
    known = {**results, "其他": RemedyResult.OTHER}
    for heading, route in _ROUTES.items():
        if cells.text(heading) == _PENDING:
            yield ev.RemedyFiled(on=on, route=route)
        elif result := cells.labelled(heading, known):
            assert isinstance(result, RemedyResult)
            yield ev.RemedyDecided(on=on, route=route, result=result)
