"""The State Council's holiday notice as pasted text, read into the facts of a year's calendar.

Every sentence is shown with what was understood of it. A sentence that speaks of days off or make-up days and
is not understood to its last word is a fault, never left out in silence; so is a weekday or a number of days
that does not fit the dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from foidesk.desk.noticedays import Days, weekend_beside
from foidesk.errors import DeskError
from foidesk.rules.workdays import Notice, Span, weekday

HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
MOST_CHARACTERS = 20_000  #: of a text; a notice has about 800
_NAME = rf"(?:“五一”国际)?(?:{'|'.join(HOLIDAYS)})"
_HEADING = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,2}}、|[（(][一二三四五六七八九十]{{1,2}}[）)]|\d[、.．])?"
    rf"({_NAME}(?:[、和]{_NAME})*)[：:]"
)
_YEAR = re.compile(rf"(\d{{4}})年(?:部分节假日|{_NAME})")
_NUMBER = re.compile(r"(国(?:办)?发(?:明电)?)[〔\[［（(【](\d{4})[〕\]］）)】](?:第)?(\d{1,4})号")
_FULL_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MADE_ON = re.compile(r"(?:成文|印发)日期[：:](\d{4})年(\d{1,2})月(\d{1,2})日")
_ABOUT_DAYS = re.compile(r"放假|上班|补休|调休|连休|公休")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

_RANGE = r"<\d+>(?:(?:至|到|—|－|-|–|~|～)+<\d+>)?"
_OFF = re.compile(rf"({_RANGE}(?:[、和]{_RANGE})*)放假(?:调休)?(?:共?(\d+)天)?")
_MAKEUP_OFF = re.compile(r"(<\d+>(?:[、和]<\d+>)*)补休")
_WORK = re.compile(r"(<\d+>(?:[、和]<\d+>)*)(?:照常|正常|均)?上班")
_COUNT = re.compile(r"共(\d+)天")
_WEEKEND = re.compile(r"与周末连休")
_IDLE = re.compile(r"不调休|")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the text and what was understood of it; nothing: it says nothing about the calendar."""

    holiday: str
    text: str
    understood: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The notice that a text holds, how each sentence was understood, and the holidays it does not mention."""

    notice: Notice
    sentences: tuple[Sentence, ...]
    not_told: tuple[str, ...]


@dataclass(slots=True)
class _Gathered:
    year: int
    faults: list[str] = field(default_factory=list)
    off: list[Span] = field(default_factory=list)
    work: list[date] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


def read(
    text: str, *, number: str | None = None, issued: date | None = None, year: int | None = None
) -> Reading:
    """The notice in the text; what was typed beside it fills in what the text lacks.

    DeskError with every fault at once: not understood, contradicting itself, or missing.
    """
    if len(text) > MOST_CHARACTERS:
        raise DeskError(
            "文字太长。", why=f"最多{MOST_CHARACTERS}字，放假通知不到千字。", do="请只粘贴通知正文。"
        )
    plain = re.sub(r"\s+", "", text).translate(_DIGITS)
    faults: list[str] = []
    headings = list(_HEADING.finditer(plain))
    year = _one("年份", year, _year(plain), faults)
    number = _one("发文字号", number, _number(plain), faults)
    gathered = _Gathered(year or 0, faults)
    if not headings:
        faults.append("没有找到“一、元旦：”这样的分项")
    elif year is not None:
        _read_all(plain, headings, gathered)
    issued = _one("成文日期", issued, _issued(plain, gathered), faults)
    if faults or year is None or number is None or issued is None:
        raise _refusal(faults)
    off = tuple(sorted(gathered.off, key=lambda span: span.first))
    notice = Notice(year, number, issued, off, tuple(sorted(gathered.work)))
    named = "".join(heading[1] for heading in headings)
    missing = tuple(holiday for holiday in HOLIDAYS if holiday not in named)
    return Reading(notice, tuple(gathered.sentences), missing)


def _refusal(faults: list[str]) -> DeskError:
    return DeskError(
        f"放假通知有{len(faults)}处不能采用。",
        why="；".join(faults) + "。",
        do="请对照国务院通知原文改正文字，或者填写缺少的内容；也可以上传 TOML 文件。",
    )


def _one(what: str, typed: T | None, found: T | None, faults: list[str]) -> T | None:
    """What was typed or what the text says; both and different is a fault, neither too."""
    if typed is None and found is None:
        faults.append(f"没有找到{what}，请填写")
    elif typed is not None and found is not None and typed != found:
        faults.append(f"{what}填写的是{typed}，文中是{found}")
    return found if typed is None else typed


def _year(plain: str) -> int | None:
    found = _YEAR.search(plain)
    return int(found[1]) if found else None


def _number(plain: str) -> str | None:
    found = _NUMBER.search(plain)
    return f"{found[1]}〔{found[2]}〕{int(found[3])}号" if found else None


def _issued(plain: str, gathered: _Gathered) -> date | None:
    """The day beside 成文日期, or the last full day after the items, as under the signature."""
    found = _MADE_ON.search(plain)
    if found is None:
        used = max((plain.rfind(s.text) + len(s.text) for s in gathered.sentences if s.understood), default=0)
        found = next(reversed(list(_FULL_DAY.finditer(plain, used))), None) if used else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


# --- sentences -----------------------------------------------------------------------------------


def _read_all(plain: str, headings: list[re.Match[str]], gathered: _Gathered) -> None:
    ends = [heading.start() for heading in headings[1:]] + [len(plain)]
    for heading, end in zip(headings, ends, strict=True):
        spans, days = len(gathered.off), len(gathered.work)
        for sentence in re.split(r"[。；;]", plain[heading.end() : end]):
            if sentence:
                _sentence(heading[1], sentence, gathered)
        if len(gathered.off) == spans and len(gathered.work) == days and not gathered.faults:
            gathered.faults.append(f"“{heading[1]}”没有写明哪天放假")


def _sentence(holiday: str, sentence: str, gathered: _Gathered) -> None:
    """One sentence, clause by clause; a clause about days that fits no pattern is a fault."""
    days = Days(gathered.year, "元旦" in holiday, [], [])
    marked = days.marked(sentence)
    if not (days.found or days.faults) or not _ABOUT_DAYS.search(marked):
        gathered.sentences.append(Sentence(holiday, sentence, ()))
        return
    gathered.faults += days.faults
    item = _Item(holiday, days.found, gathered)
    clauses = re.split(r"[，,]", marked)
    unknown = [clause for clause in clauses if not item.take(clause)]
    if unknown and not days.faults:
        gathered.faults.append(f"“{holiday}”中的“{sentence}”没有看懂")
    item.check_count()
    gathered.sentences.append(Sentence(holiday, sentence, tuple(item.understood)))


class _Item:
    """The clauses of one sentence about one holiday, put together."""

    def __init__(self, holiday: str, days: list[date], gathered: _Gathered) -> None:
        self.holiday, self.days, self.gathered = holiday, days, gathered
        self.off: list[Span] = []
        self.extra: list[Span] = []
        self.count: int | None = None
        self.understood: list[str] = []

    def take(self, clause: str) -> bool:
        """Read one clause; whether it was understood to its last word."""
        if found := _OFF.fullmatch(clause):
            self._spans(found[1])
            self.count = int(found[2]) if found[2] else self.count
        elif found := _MAKEUP_OFF.fullmatch(clause):
            for day in self._named(found[1]):
                self._add(self.extra, f"{self.holiday}补休", day, day)
        elif found := _WORK.fullmatch(clause):
            for day in self._named(found[1]):
                self.gathered.work.append(day)
                self.understood.append(f"{day} {weekday(day)} 调休上班")
        elif found := _COUNT.fullmatch(clause):
            self.count = int(found[1])
        elif _WEEKEND.fullmatch(clause) and self.off:
            self._weekend()
        else:
            return _IDLE.fullmatch(clause) is not None
        return True

    def _named(self, marks: str) -> list[date]:
        return [self.days[int(place)] for place in re.findall(r"<(\d+)>", marks)]

    def _spans(self, marks: str) -> None:
        for part in re.split(r"[、和]", marks):
            first, last = (self._named(part) * 2)[:2] if part.count("<") == 1 else self._named(part)
            self._add(self.off, self.holiday, first, last)

    def _weekend(self) -> None:
        before = len(self.extra)
        for first, last in weekend_beside(self.off[0].first, self.off[-1].last):
            self._add(self.extra, f"{self.holiday}（与周末连休）", first, last)
        if len(self.extra) == before:
            self.gathered.faults.append(f"“{self.holiday}”写明与周末连休，但前后没有周末")

    def _add(self, into: list[Span], name: str, first: date, last: date) -> None:
        span = Span(name, first, last)
        into.append(span)
        self.gathered.off.append(span)
        until = "" if first == last else f"至 {last} {weekday(last)}"
        days = (last - first).days + 1
        self.understood.append(f"{first} {weekday(first)}{until} 放假（{name}，{days}天）")

    def check_count(self) -> None:
        """Hold 共N天 against the days."""
        alone = sum((span.last - span.first).days + 1 for span in self.off)
        whole = alone + sum((span.last - span.first).days + 1 for span in self.extra)
        if self.count is not None and self.off and self.count not in (alone, whole):
            self.gathered.faults.append(f"“{self.holiday}”写明共{self.count}天，按日期是{alone}天")
