"""签发的文书: every letter as it left the house, with the files that went with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from foidesk.desk import catalogue, letters
from foidesk.desk.applications import File
from foidesk.desk.casefile import papers
from foidesk.desk.casefile.section import Enclosed, Section, body, day, digest, heading, listed
from foidesk.desk.office import Office
from foidesk.desk.personal import Particular, masked
from foidesk.errors import DeskError
from foidesk.paper import pdf
from foidesk.paper.fonts import fonts
from foidesk.paper.letter import Letter
from foidesk.rules.events import LetterIssued

_WIDTHS = (13.5, 5.5, 9)


def issued(office: Office, file: File, hide: Sequence[Particular] | None) -> Section:
    """The letters. With `hide` they are set again from their words without these particulars, as no originals."""
    enclosed: list[Enclosed] = []
    files: list[tuple[str, str, str]] = []
    for letter in file.case.letters:
        enclosed += _letter(office, letter, hide)
        if hide is None:
            for each, row in _files(office, letter):
                enclosed += each
                files.append(row)
    rows = [
        (
            f"{letter.doc_number}\n{_title(office, letter)}",
            day(letter.on),
            digest(letter.sealed_sha256 or letter.pdf_sha256),
        )
        for letter in file.case.letters
    ]
    about = (
        "下列文书按签发时封存的 PDF 原样收入，页面内容没有改动；页边的“第×页”是本卷的页码。"
        if hide is None
        else "下列文书按封存的文字重新编排，隐去了个人信息，不是原件；校验值是原件的。"
    )
    blocks = [
        body(about),
        listed(_WIDTHS, ("文号、文书", "签发日期", "PDF 的 SHA-256"), rows, "没有签发文书。"),
    ]
    if files:
        blocks += [
            heading("随文书发出的附件"),
            listed(_WIDTHS, ("文号、附件", "收入方式", "原件的 SHA-256"), files, ""),
        ]
    return Section("签发的文书", tuple(blocks), enclosed=tuple(enclosed))


def _title(office: Office, letter: LetterIssued) -> str:
    return letter.title or catalogue.template(letter.kind, office.settings.letters.path).name


def _letter(office: Office, letter: LetterIssued, hide: Sequence[Particular] | None) -> Iterator[Enclosed]:
    title = f"{_title(office, letter)}（{letter.doc_number}）"
    digest_of = letter.sealed_sha256 or letter.pdf_sha256
    if digest_of is None:
        return
    if hide is not None:
        if letter.letter_sha256 is None:
            return  # only the PDF was kept, in which nothing can be hidden
        words = _hidden(letters.words(office, letter), hide)
        yield Enclosed(title, letter.on, digest_of, pdf.render(words, fonts(office.settings.fonts.path)))
        return
    data = letters.fetched(office, letter).pdf
    # a seal put on outside the program may have left a file that cannot stand among others as it is
    if letter.sealed_sha256 is not None and not papers.may_be_kept(data):
        found = papers.pages(data, letters.PDF)
        data = found[0] if found else letters.fetched(office, replace(letter, sealed_sha256=None)).pdf
    yield Enclosed(title, letter.on, digest_of, data)


def _hidden(letter: Letter, hide: Sequence[Particular]) -> Letter:
    blocks = tuple(
        replace(
            block,
            text=masked(block.text, hide),
            rows=tuple(tuple(masked(cell, hide) for cell in row) for row in block.rows),
        )
        for block in letter.blocks
    )
    return replace(letter, blocks=blocks)


def _files(office: Office, letter: LetterIssued) -> Iterator[tuple[list[Enclosed], tuple[str, str, str]]]:
    """The files that went with a letter, as pages where they can be; those enclosed only on paper are said so."""
    try:
        attached = letters.attached(office, letter)
    except DeskError as error:
        yield [], (f"{letter.doc_number}\n{error.what}", "纸质", "—")
        return
    for each, sha256 in zip(attached, letter.attachments, strict=True):
        found = papers.pages(each.data, each.media_type)
        pages = [Enclosed(f"附件：{each.name}", letter.on, sha256, found[0])] if found else []
        how = found[1] if found else papers.LISTED
        yield pages, (f"{letter.doc_number}\n{each.name}", how, digest(sha256))
