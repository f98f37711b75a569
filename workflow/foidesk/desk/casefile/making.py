"""The file put together: sections set once to learn their pages, and again with the pages in the contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from foidesk.desk import dossier, letters, permits
from foidesk.desk.applications import File
from foidesk.desk.casefile import front, request
from foidesk.desk.casefile.aftermath import aftermath
from foidesk.desk.casefile.approving import approving
from foidesk.desk.casefile.chronology import chronology
from foidesk.desk.casefile.counting import counting
from foidesk.desk.casefile.delivery import delivery
from foidesk.desk.casefile.front import Item
from foidesk.desk.casefile.issued import issued
from foidesk.desk.casefile.proof import proof
from foidesk.desk.casefile.section import Section
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.personal import Particular, masked, particulars
from foidesk.paper import pdf
from foidesk.paper.fonts import Fonts, fonts
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.pdf import binding, pdfa
from foidesk.paper.pdf.binding import Bookmark, Inserted
from foidesk.paper.sheets.drawable import drawable_letter
from foidesk.paper.typeset.pages import typeset
from foidesk.rules import law
from foidesk.store import audit

_FULL, _MASKED = "全卷", "隐去个人信息"
_MOST_PASSES = 4  #: the contents may grow by a page when page numbers become longer; never twice


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The file of a case as bytes, the number of its application, and how many pages it has."""

    number: str
    pdf: bytes
    pages: int
    full: bool


def made(office: Office, application: int, by: By, *, full: bool) -> CaseFile:
    """The file of a case as PDF/A-2b: `full`, or with registered particulars hidden; that it was made is audited first.

    The same bytes for the same log, day and person. NotPermitted, NotThere; NotArchivable is a bug.
    """
    permits.demand(by, Act.READ_PERSONAL if full else Act.READ)
    file = dossier.by_key(office, application, by)
    with office.database.writing() as conn:
        audit.add(conn, office.key, by.now, by.who, "导出案卷", file.row.number, _FULL if full else _MASKED)
    hide = None if full else particulars(office, file)
    sections = _sections(office, file, hide)
    drawn_with = fonts(office.settings.fonts.path)
    whole = _bound(office, file, by, sections, hide, drawn_with)
    pdfa.validated(whole)
    return CaseFile(file.case.number, whole, binding.page_count(whole), full)


def file_name(made: CaseFile) -> str:
    """芙政公开〔2026〕第31号 案卷.pdf."""
    return letters.file_name(f"{made.number} 案卷{'' if made.full else f'（{_MASKED}）'}") + ".pdf"


def _sections(office: Office, file: File, hide: Sequence[Particular] | None) -> list[Section]:
    papers = request.kept(office, file)
    pages = request.taken(office, file, papers) if hide is None else {}
    return [
        request.request(file, papers, pages),
        chronology(file),
        counting(file, office.calendar),
        approving(office, file),
        issued(office, file, hide),
        delivery(file, request.receipts(papers, pages)),
        aftermath(office, file),
        proof(office, file),
    ]


# --- set and bound -------------------------------------------------------------------------------


def _bound(
    office: Office,
    file: File,
    by: By,
    sections: Sequence[Section],
    hide: Sequence[Particular] | None,
    drawn_with: Fonts,
) -> bytes:
    counts = [[binding.page_count(each.pdf) for each in section.enclosed] for section in sections]
    starts, total = [0] * len(sections), 0
    for _ in range(_MOST_PASSES):
        items = _items(sections, starts, counts)
        blocks = [*front.cover(office, file, by, total, masked=hide is not None), *front.contents(items)]
        letter = _letter(office, file, by, blocks, sections, hide, drawn_with)
        own = _first_pages(letter, drawn_with)
        was = starts, total
        starts, total = _placed(own, counts)
        if (starts, total) == was:
            break
    rendered = pdf.render(letter, drawn_with, numbered=False)
    inserted = [
        Inserted(after, each.pdf)
        for section, after in zip(sections, own[3:], strict=True)
        for each in section.enclosed
    ]
    return binding.bound(
        rendered,
        inserted,
        _bookmarks(items, hide),
        drawn_with,
        note="" if hide is None else f"（{_MASKED}）",
    )


def _letter(
    office: Office,
    file: File,
    by: By,
    blocks: Sequence[Block],
    sections: Sequence[Section],
    hide: Sequence[Particular] | None,
    drawn_with: Fonts,
) -> Letter:
    """All words of the file that are the program's own, as one letter with a title for each section."""
    for section in sections:
        blocks = [*blocks, Block(Style.TITLE, section.title), *section.blocks]
    if hide is not None:
        blocks = [_hidden(block, hide) for block in blocks]
    letter = Letter(
        kind="casefile",
        title=front.TITLE,
        number=file.case.number,
        agency=office.agency.name,
        head="",
        sealed=False,
        signed_on=by.today,
        ground=(law.KEEP_FILES,),
        blocks=tuple(blocks),
    )
    return drawable_letter(letter, drawn_with.glyph)


def _hidden(block: Block, hide: Sequence[Particular]) -> Block:
    rows = tuple(tuple(masked(cell, hide) for cell in row) for row in block.rows)
    return replace(block, text=masked(block.text, hide), rows=rows)


def _first_pages(letter: Letter, drawn_with: Fonts) -> list[int]:
    """How many pages stand before cover, contents and each section; at the end how many there are."""
    pages = typeset(letter, drawn_with.glyph, numbered=False)
    titles = [place for place, block in enumerate(letter.blocks) if block.style is Style.TITLE]
    on_page: dict[int, int] = {}
    for n, page in enumerate(pages):
        for line in page.lines:
            if line.part:
                on_page.setdefault(line.part[0], n)
    return [on_page[place] for place in titles] + [len(pages)]


def _placed(own: Sequence[int], counts: Sequence[Sequence[int]]) -> tuple[list[int], int]:
    """The page each section begins on in the whole, from 1, and how many pages the whole has."""
    before = [0, *accumulate(map(sum, counts))]
    starts = [page + 1 + inserted for page, inserted in zip(own[2:-1], before, strict=False)]
    return starts, own[-1] + before[-1]


def _items(sections: Sequence[Section], starts: Sequence[int], counts: Sequence[Sequence[int]]) -> list[Item]:
    """The lines of the contents; papers stand at the end of their section."""
    items = []
    ends = [*starts[1:], 0]
    for n, (section, start, end, pages) in enumerate(zip(sections, starts, ends, counts, strict=True), 1):
        items.append(Item(str(n), section.title, section.day, start))
        page = end - sum(pages)
        for m, (each, count) in enumerate(zip(section.enclosed, pages, strict=True), 1):
            items.append(Item(f"{n}.{m}", each.title, each.day, page, each.sha256))
            page += count
    return items


def _bookmarks(items: Sequence[Item], hide: Sequence[Particular] | None) -> list[Bookmark]:
    found = [Bookmark(front.TITLE, 1), Bookmark("卷内目录", 2)]
    for each in items:
        title = each.title if hide is None else masked(each.title, hide)
        if "." in each.number:
            top = found[-1]
            found[-1] = replace(top, inner=(*top.inner, Bookmark(title, each.page)))
        else:
            found.append(Bookmark(title, each.page))
    return found
