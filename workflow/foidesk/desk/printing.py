"""What is printed beside single letters: many letters in one file, address labels, the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from foidesk.desk import catalogue, letters
from foidesk.desk.applications import File, open_file
from foidesk.desk.lists import Wanted, lines
from foidesk.desk.office import By, Office
from foidesk.desk.recipients import recipients
from foidesk.errors import DeskError
from foidesk.paper.fonts import Fonts, fonts
from foidesk.paper.pdf import printing
from foidesk.paper.sheets.labels import Address, label_pages
from foidesk.paper.sheets.register import SIZE, register_pages
from foidesk.paper.typeset.grid import Page
from foidesk.rules import events as ev
from foidesk.rules.position import State
from foidesk.rules.vocabulary import Channel
from foidesk.store import audit
from foidesk.store.people import Person

_PORTRAIT = printing.A4
_SENT = ("序号", "文号", "文书", "收件人", "地址、联系方式", "签发日期", "邮件编号", "备注")
_SENT_SHARES = (30, 100, 92, 92, 205, 68, 88, 82)  #: about points; a date and a number of the post fit a line
_BOOK = ("编号", "收到日期", "方式", "申请人", "申请内容", "承办人", "答复期限", "状态、结果", "办结日期")
_BOOK_SHARES = (98, 68, 50, 76, 206, 44, 68, 80, 68)


Progress = Callable[[int, int], None]  #: letters done, in all


def silent(done: int, total: int) -> None:
    """No progress to show."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One issued letter and the file it belongs to."""

    file: File
    letter: ev.LetterIssued


def outgoing(office: Office, first: date, last: date, kinds: Sequence[str] = ()) -> list[Outgoing]:
    """The letters issued in these days, by number; `kinds`: only these. DeskError when there are none."""
    for kind in kinds:
        catalogue.template(kind, office.settings.letters.path)  # says which there are
    found = [
        Outgoing(file, letter)
        for file in _files(office, first, last)
        for letter in file.case.letters
        if first <= letter.on <= last and (not kinds or letter.kind in kinds)
    ]
    if not found:
        raise DeskError(
            "这些日子没有签发文书。", why=f"{first}至{last}没有符合条件的文书。", do="请核对日期和种类。"
        )
    return sorted(found, key=lambda each: (each.letter.on, each.file.row.year, each.file.row.n))


def _files(office: Office, first: date, last: date) -> Iterator[File]:
    if first > last:
        raise DeskError(f"起始日期{first}晚于截止日期{last}。", do="请核对 --from 和 --to。")
    for line in lines(office, Wanted(closed=True), last):
        if line.row.received is not None and line.row.received > last:
            continue
        file = open_file(office, line.row.number)
        if any(first <= letter.on <= last for letter in file.case.letters):
            yield file


# --- letters -------------------------------------------------------------------------------------


def batch(
    office: Office, chosen: Sequence[Outgoing], *, duplex: bool = False, progress: Progress = silent
) -> bytes:
    """The letters in one PDF to print, a register of them in front.

    A letter is set again from its words as issued; one that was sealed, changed outside the program, or issued
    before its words were kept is taken over page by page.
    """
    out = BytesIO()
    printing.write_pages(out, _posted(office, chosen), SIZE, title="发文登记", drawn_with=_fonts(office))
    parts = [out.getvalue()]
    again: list[ev.LetterIssued] = []
    counted = _Counted(len(chosen), progress)
    for each in (*chosen, None):
        set_again = each is not None and _can_be_set(each.letter)
        if again and not set_again:
            parts.append(_set(office, counted.through(again), duplex=duplex))
            again = []
        if each is not None and set_again:
            again.append(each.letter)
        elif each is not None:
            [letter] = counted.through([each.letter])
            parts.append(letters.fetched(office, letter).pdf)
    return printing.joined(parts, duplex=duplex)


class _Counted:
    """Tells how many letters were taken in hand."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def through(self, these: Iterable[ev.LetterIssued]) -> Iterator[ev.LetterIssued]:
        """The same letters, each told as it is passed on."""
        for each in these:
            self._done += 1
            self._progress(self._done, self._total)
            yield each


def _can_be_set(letter: ev.LetterIssued) -> bool:
    return letter.letter_sha256 is not None and letter.sealed_sha256 is None


def _set(office: Office, chosen: Iterable[ev.LetterIssued], *, duplex: bool) -> bytes:
    out = BytesIO()
    printing.write(
        out, (letters.words(office, letter) for letter in chosen), duplex=duplex, drawn_with=_fonts(office)
    )
    return out.getvalue()


def _posted(office: Office, chosen: Sequence[Outgoing]) -> Iterator[Page]:
    own = office.settings.letters.path
    rows = (
        (
            str(n),
            each.letter.doc_number,
            catalogue.template(each.letter.kind, own).name,
            to.name,
            "，".join(part for part in (to.postcode, to.address, to.telephone, to.email) if part),
            each.letter.on.isoformat(),
            _tracking(each),
            "",
        )
        for n, (each, to) in enumerate(_to_each(chosen), 1)
    )
    below = f"{office.agency.name}　共{len(chosen)}份"
    return register_pages("发文登记", below, _SENT, _SENT_SHARES, rows, _fonts(office).glyph)


def _to_each(chosen: Sequence[Outgoing]) -> list[tuple[Outgoing, Person]]:
    """A letter as often as it has recipients."""
    return [
        (each, person)
        for each in chosen
        for person in recipients(each.file.case, each.file.people, each.letter)
    ]


def _tracking(each: Outgoing) -> str:
    sent = [
        event.tracking
        for event in each.file.case.standing
        if isinstance(event, ev.LetterSent) and event.doc_number == each.letter.doc_number and event.tracking
    ]
    return sent[-1] if sent else ""


# --- labels and the register ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Labels:
    """Address labels as a PDF, and the letters that have none because their addressee gave no address."""

    pdf: bytes
    count: int
    without: tuple[str, ...]  #: document numbers


def labels(office: Office, chosen: Sequence[Outgoing], *, used: int = 0) -> Labels:
    """Address labels for the letters, one for each addressee that has an address. DeskError when none has."""
    people = [(person, each.letter.doc_number) for each, person in _to_each(chosen)]
    without = tuple(number for person, number in people if not person.address)
    addresses = [
        Address(person.name, person.postcode or "", person.address, person.telephone or "", number)
        for person, number in people
        if person.address
    ]
    if not addresses:
        raise DeskError(
            f"没有通信地址：{'、'.join(without)}。",
            why="标签要有收件地址。",
            do="请先登记地址（foidesk service moved），或者只选其他文书。",
        )
    out = BytesIO()
    pages = label_pages(addresses, _fonts(office).glyph, used=used)
    printing.write_pages(out, pages, _PORTRAIT, title="地址标签", drawn_with=_fonts(office))
    return Labels(out.getvalue(), len(addresses), without)


def book(office: Office, year: int, on: date) -> bytes:
    """登记簿: every application of the year in order of its number, applicants masked as in lists."""
    of_year = [line for line in lines(office, Wanted(closed=True), on) if line.row.year == year]
    if not of_year:
        raise DeskError(f"{year}年没有登记申请。", do="请核对年份。")
    labels_of = {state.key: state.label for state in State}
    rows = (
        (
            line.row.number,
            _iso(line.row.received),
            Channel(line.row.channel).label if line.row.channel else "",
            line.applicant,
            line.request,
            line.row.handler or "",
            _iso(line.row.due) + ("（暂定）" if line.row.provisional else ""),
            "\n".join(part for part in (labels_of[line.row.state], line.row.line) if part),
            _iso(line.row.closed_on),
        )
        for line in sorted(of_year, key=lambda line: (line.row.n, line.row.number))
    )
    below = f"{office.agency.name}　{year}年　共{len(of_year)}件　截至{on.isoformat()}"
    out = BytesIO()
    pages = register_pages("政府信息公开申请登记簿", below, _BOOK, _BOOK_SHARES, rows, _fonts(office).glyph)
    printing.write_pages(
        out, pages, SIZE, title=f"政府信息公开申请登记簿（{year}年）", drawn_with=_fonts(office)
    )
    return out.getvalue()


def _fonts(office: Office) -> Fonts:
    return fonts(office.settings.fonts.path)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def note(office: Office, what: str, count: int, first: date, last: date, by: By) -> None:
    """Note in the audit trail that many letters, or the addresses on them, were taken out at once."""
    with office.database.writing() as conn:
        audit.add(conn, office.key, by.now, by.who, f"成批取出{what}", f"{first}至{last}", f"{count}份")
