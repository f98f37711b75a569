"""The cells of one row by their headings, read one by one; every fault is kept with its column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foidesk.desk import registration
from foidesk.desk.labels import office_words
from foidesk.desk.ledger.headings import CHANNELS, FACTS
from foidesk.desk.registration import Registration, parse_day
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError
from foidesk.rules.fees import MOST_UNITS
from foidesk.rules.vocabulary import Channel, Labelled

Row = Mapping[str, str]

EARLIEST = date(2008, 5, 1)  #: 国务院令第492号 in force: there was no application before it
MOST_TEXT = 500  #: characters of a document number
MOST_REMARKS = 2_000
_AT_ONCE = (Channel.IN_PERSON, Channel.ORAL, Channel.SIGNED_POST)
_TO_CORRECT = "请改正这一格。"
_SHORTENED = re.compile(
    r"[0-9](\.[0-9]+)?[eE]\+[0-9]+"
)  #: how a spreadsheet writes a number with too many digits
_WHOLE = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell of a row, and what to do."""

    heading: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.heading}：{self.what}"


class BadRow(DeskError):
    """A row that cannot be read; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            "台账的这一行不能读取。",
            why="；".join(map(str, faults)) + "。",
            do="".join(dict.fromkeys(fault.do for fault in faults)),
        )
        self.faults = faults


class Cells:
    """A row while it is read. `latest`: a day after it is a slip of the keyboard."""

    def __init__(self, row: Row, latest: date) -> None:
        self.row = row
        self.latest = latest
        self.faults: dict[Fault, None] = {}
        self._days: dict[str, date | None] = {}

    def wrong(self, heading: str, what: str, do: str = _TO_CORRECT) -> None:
        """Keep a fault, each once."""
        self.faults[Fault(heading, what, do)] = None

    def text(self, heading: str) -> str:
        """What stands there, empty when nothing does."""
        return (self.row.get(heading) or "").strip()

    def kept(self, heading: str, most: int) -> str | None:
        """A text to keep, None when there is none or it does not fit."""
        text = narrowed(heading, self.text(heading), [])
        if len(text) > most:
            self.wrong(heading, f"共{len(text)}字，超过{most}字", "请缩短。")
            return None
        if registration.control_character(text):
            self.wrong(heading, "含有看不见的控制字符", "请重新输入这一格。")
            return None
        return text or None

    def day(self, heading: str) -> date | None:
        """A day in any of the ledger's ways of writing."""
        if heading not in self._days:
            self._days[heading] = self._parsed_day(heading)
        return self._days[heading]

    def _parsed_day(self, heading: str) -> date | None:
        text = self.text(heading)
        if not text:
            return None
        try:
            found = parse_day(text)
        except DeskError as error:
            self.wrong(heading, error.what.rstrip("。"), error.do)
            return None
        if not EARLIEST <= found <= self.latest:
            when = f"早于{EARLIEST}《条例》施行" if found < EARLIEST else "是一年以后的日期"
            self.wrong(heading, f"{found}{when}", "请核对年份。")
            return None
        return found

    def whole(self, heading: str, most: int = MOST_UNITS) -> int | None:
        """A whole number, full-width digits allowed."""
        text = narrowed(heading, self.text(heading), [])
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            self.wrong(heading, f"“{text[:40]}”不是整数", "请填写整数，不带单位。")
            return None
        if int(text) > most:
            self.wrong(heading, f"{text}过大", "请核对这个数。")
            return None
        return int(text)

    def labelled(self, heading: str, members: Mapping[str, Labelled]) -> Labelled | None:
        """One of a closed list, by its Chinese name."""
        text = self.text(heading)
        if text and text not in members:
            self.wrong(heading, f"没有“{text[:40]}”", f"可用：{'、'.join(members)}。")
        return members.get(text)

    def registration(self) -> Registration | None:
        """The application itself, or None with its faults kept."""
        facts = {name: self.text(heading) for heading, name in FACTS.items()}
        if "*" in facts["id_number"]:  # masked by an export: nothing to keep
            facts["id_number"] = ""
        for heading, name in FACTS.items():
            if "+" in facts[name] and _SHORTENED.fullmatch(facts[name]):
                do = "请把这一列设为文本格式，重新填写。"
                self.wrong(heading, f"“{facts[name]}”是表格软件缩写的数字，末尾几位已经丢失", do)
        channel = CHANNELS.get(facts["channel"])
        if channel is not None:
            facts["channel"] = channel.value
            if channel not in _AT_ONCE:  # the column is the date of receipt, so both had confirmed
                facts["confirmed"] = facts["arrived"]
        try:
            read = registration.read(facts)
        except DeskError as error:
            self._tell_of_registration(facts, error)
            return None
        return read if self.day("收到日期") is not None else None

    def _tell_of_registration(self, facts: Mapping[str, str], error: DeskError) -> None:
        """Which cell each fault belongs to; those of two cells together stand with the second."""
        told = len(self.faults)
        for heading, name in FACTS.items():
            if name == "arrived" and facts[name]:
                self.day(heading)
            elif name == "channel" and facts[name] and facts[name] not in {c.value for c in Channel}:
                what = f"没有“{facts[name][:40]}”这种申请方式"
                self.wrong(heading, what, f"可用：{'、'.join(CHANNELS)}。")
            elif (facts[name] or name in registration.REQUIRED) and (
                fault := registration.fault(name, facts[name])
            ):
                do = "这一格不能空缺，请补填。" if not facts[name] else _TO_CORRECT
                self.wrong(heading, office_words(fault), do)
        if len(self.faults) == told:
            heading = "电子邮箱" if "邮箱" in error.why else "证件号码"
            self.wrong(heading, office_words(error.why).rstrip("。"))
