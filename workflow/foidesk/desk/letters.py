"""Letters of one application: the facts come from the case and the agency's settings, from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from foidesk import content
from foidesk.desk import letterfacts
from foidesk.desk.applications import File
from foidesk.desk.office import Office
from foidesk.errors import DeskError, system_reason
from foidesk.paper import docx, pdf
from foidesk.paper.letter import Letter, compose
from foidesk.paper.template import Template
from foidesk.rules.case import Case
from foidesk.rules.events import LetterIssued
from foidesk.rules.outcomes import Ground
from foidesk.store import frozen

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter as bytes, with its number."""

    kind: str
    number: str
    pdf: bytes
    docx: bytes

    def save(self, folder: Path, *, draft: bool = False) -> tuple[Path, Path]:
        """Write both files into the folder; their paths. A draft is called so."""
        stem = f"{self.number}（稿）" if draft else self.number
        paths = folder / f"{stem}.pdf", folder / f"{stem}.docx"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path, data in zip(paths, (self.pdf, self.docx), strict=True):
                path.touch(mode=0o600)  # a letter names its applicant
                path.write_bytes(data)
        except OSError as error:
            raise _cannot_write(folder, error) from None
        return paths


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


def _cannot_write(folder: Path, error: OSError | ValueError) -> DeskError:
    return DeskError(
        f"文书不能写入“{folder}”。",
        why=system_reason(error) + "。",
        do="请检查文件夹的权限和磁盘空间，或用 -o 另选文件夹。",
    )


# --- which letter --------------------------------------------------------------------------------


def kind_for(ground: Ground) -> str | None:
    """The template of a reply on the ground, None while the catalogue has none."""
    kind = "refused" if ground.refuses else ground.key
    return kind if kind in content.letter_kinds() else None


@cache
def template(kind: str, folder: Path | None) -> Template:
    """A template, read once."""
    return Template.parse(kind, content.letter_template(kind, folder))


def doc_number(case: Case, suffix: str) -> str:
    """文号: the application's number with the suffix; a further letter of the same suffix ends in -征2, -征3 …"""
    first = f"{case.number}-{suffix}"
    log = (entry for entry in case.log if isinstance(entry, LetterIssued))
    issued = sum(letter.doc_number.startswith(first) for letter in log)
    return first if issued == 0 else f"{first}{issued + 1}"


# --- composing -----------------------------------------------------------------------------------


def draft(office: Office, file: File, kind: str, signed_on: date | None = None) -> Letter:
    """The letter of that kind as the case stands, dated the day of its fact unless `signed_on`; DeskError naming every missing fact."""
    pattern = template(kind, office.settings.letters.path)
    find = letterfacts.FACTS.get(kind)
    if find is None:
        raise DeskError(
            f"还不能从案件生成“{pattern.title}”。",
            why="该文书没有对应的案件事实。",
            do=f"可用：{'、'.join(letterfacts.FACTS)}。",
        )
    if kind in letterfacts.REPLIES and kind not in (
        wanted := [kind_for(ground) for ground in file.case.grounds]
    ):
        grounds = "、".join(ground.label for ground in file.case.grounds) or "尚未答复"
        raise DeskError(
            f"“{pattern.title}”（{kind}）不是该申请的答复书。",
            why=f"该申请的答复依据：{grounds}。",
            do="答复书由 foidesk reply 生成。"
            if not any(wanted)
            else f"请用 {'、'.join(k for k in wanted if k)}。",
        )
    facts = letterfacts.shared(office.agency, file) | find(office, file, signed_on)
    facts["doc_number"] = doc_number(file.case, pattern.suffix)
    if signed_on is not None:
        facts["signed_on"] = signed_on
    return compose(pattern, facts)


def render(letter: Letter) -> Paper:
    """Both forms of a letter."""
    return Paper(letter.kind, letter.number, pdf.render(letter), docx.render(letter))


def issued(office: Office, file: File, kind: str) -> Paper | None:
    """The last issued letter of that kind, byte for byte as it was issued; None when there is none."""
    for letter in reversed(file.case.letters):
        if letter.kind == kind and letter.pdf_sha256 and letter.docx_sha256:
            with office.database.reading() as conn:
                _, as_pdf = frozen.thaw(conn, office.vault, office.key, letter.pdf_sha256)
                _, as_docx = frozen.thaw(conn, office.vault, office.key, letter.docx_sha256)
            return Paper(kind, letter.doc_number, as_pdf, as_docx)
    return None


def freeze(office: Office, conn: Connection, paper: Paper) -> tuple[str, str]:
    """Keep the bytes of an issued letter for ever; SHA-256 of PDF and DOCX."""
    return (
        frozen.freeze(conn, office.vault, office.key, PDF, paper.pdf),
        frozen.freeze(conn, office.vault, office.key, DOCX, paper.docx),
    )
