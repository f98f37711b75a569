"""Letters as bytes: rendered in both forms, saved, kept for ever and fetched again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from mimetypes import guess_extension, guess_type
from pathlib import Path, PurePath

from sqlalchemy import Connection

from foidesk.desk.applications import File
from foidesk.desk.office import Office
from foidesk.errors import DeskError, system_reason
from foidesk.paper import docx, pdf
from foidesk.paper.fonts import fonts
from foidesk.paper.form import Style
from foidesk.paper.letter import Letter, from_json
from foidesk.rules.events import LetterIssued
from foidesk.store import frozen

DRAFT, CHANGED = "（稿）", "（改稿）"  #: behind the names of files that are not issued
PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORDS = "application/json"  #: the letter as composed
_UNREGISTERED = "application/x."
_MAILED = ("application", "audio", "font", "image", "text", "video")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_LONGEST_NAME = 70  #: characters; Linux takes 255 bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter as bytes, with its number."""

    kind: str
    number: str
    pdf: bytes
    docx: bytes

    def save(self, folder: Path, *, mark: str = "", stem: str = "") -> tuple[Path, Path]:
        """Write both files into the folder; their paths. `mark` behind the name, as （稿）, tells a draft."""
        stem = file_name(stem or self.number or self.kind) + mark
        writable(folder)
        return keep(folder / f"{stem}.pdf", self.pdf), keep(folder / f"{stem}.docx", self.docx)


def keep(path: Path, data: bytes) -> Path:
    """Write a file that only its owner may read: it names people. DeskError when it cannot be written."""
    try:
        path.touch(mode=0o600)
        path.write_bytes(data)
    except OSError as error:
        raise _cannot_write(path, error) from None
    return path


def file_name(name: str) -> str:
    """A name that any system takes: without the signs that separate folders or stand for something."""
    return _NOT_IN_NAMES.sub("-", name)[:_LONGEST_NAME]


def writable(folder: Path) -> Path:
    """The folder, made and tried, before anything is issued that could then not be saved."""
    probe = folder / ".foidesk"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except (OSError, ValueError) as error:
        raise _cannot_write(folder, error) from None
    return folder


def _cannot_write(path: Path, error: OSError | ValueError) -> DeskError:
    return DeskError(
        f"不能写入“{path}”。",
        why=system_reason(error) + "。",
        do="请检查文件夹的权限和磁盘空间，或用 -o 另选文件夹；已经签发的文书可以用 foidesk letter 再次取出。",
    )


def render(letter: Letter, own_fonts: Path | None = None) -> Paper:
    """Both forms of a letter; `own_fonts`: `fonts.path` of the settings. Raises NoGlyph."""
    chosen = fonts(own_fonts)
    return Paper(letter.kind, letter.number, pdf.render(letter, chosen), docx.render(letter))


def issued(office: Office, file: File, kind: str, about: str = "") -> Paper | None:
    """The last issued letter of that kind, byte for byte as it left the house; None when there is none."""
    for letter in reversed(file.case.letters):
        named = ("", letter.about, letter.doc_number)
        meant = about in named or f"{file.case.number}-{about}" in named
        if letter.kind == kind and meant and letter.pdf_sha256:
            return fetched(office, letter)
    return None


def fetched(office: Office, letter: LetterIssued) -> Paper:
    """An issued letter out of the store, with its seal where it has one."""
    with office.database.reading() as conn:
        _, as_pdf = frozen.thaw(
            conn, office.vault, office.key, letter.sealed_sha256 or letter.pdf_sha256 or ""
        )
        _, as_docx = frozen.thaw(conn, office.vault, office.key, letter.docx_sha256 or "")
    return Paper(letter.kind, letter.doc_number, as_pdf, as_docx)


def words(office: Office, letter: LetterIssued) -> Letter:
    """The words of an issued letter, block by block. DeskError for one issued before they were kept."""
    if letter.letter_sha256 is None:
        raise DeskError(
            f"{letter.doc_number}没有留存可供编排的文字。",
            why="该文书由较早的版本签发，只留存了 PDF 和 DOCX。",
            do="请直接打印其 PDF。",
        )
    with office.database.reading() as conn:
        _, kept = frozen.thaw(conn, office.vault, office.key, letter.letter_sha256)
    return from_json(kept)


def enclosed(letter: Letter) -> list[str]:
    """The names of the files that go with a letter: its list of attachments without its own attached pages."""
    pages = {block.text for block in letter.blocks if block.style is Style.ATTACHED}
    return [name for name in letter.attachments if name not in pages]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that went with an issued letter."""

    name: str  #: with its ending
    media_type: str
    data: bytes


def attached(office: Office, letter: LetterIssued) -> list[Attached]:
    """The files that went with an issued letter. DeskError where it lists some that were enclosed only on paper."""
    names = enclosed(words(office, letter)) if letter.letter_sha256 else []
    if names and not letter.attachments:
        raise DeskError(
            f"{letter.doc_number}的附件没有留存：{'、'.join(names)}。",
            why="签发时没有附上文件（--attach），附件只有纸质的。",
            do="请改用纸质附件。",
        )
    found = []
    with office.database.reading() as conn:
        for name, digest in zip(names, letter.attachments, strict=True):
            kept_as, data = frozen.thaw(conn, office.vault, office.key, digest)
            found.append(Attached(file_name(name) + ending(kept_as), kept_as, data))
    return found


def media_type(file_name: str) -> str:
    """The type a file of that name is kept under; one that nobody has registered (.wps, .ofd) tells its ending."""
    ending = PurePath(file_name).suffix.lower().removeprefix(".")
    known = guess_type(f"x.{ending}")[0] or ""
    if known.partition("/")[0] in _MAILED and guess_extension(known):
        return known
    return (
        f"{_UNREGISTERED}{ending}" if re.fullmatch("[a-z0-9]{1,10}", ending) else "application/octet-stream"
    )


def ending(media_type: str) -> str:
    """The ending of a file kept under that type, with its dot; empty where it is not known."""
    if media_type.startswith(_UNREGISTERED):
        return "." + media_type.removeprefix(_UNREGISTERED)
    return "" if media_type == "application/octet-stream" else guess_extension(media_type) or ""


def freeze(office: Office, conn: Connection, media_type: str, content: bytes) -> str:
    """Keep bytes for ever; their SHA-256."""
    return frozen.freeze(conn, office.vault, office.key, media_type, content)
