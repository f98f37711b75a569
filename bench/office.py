"""A letter as PDF: ours against docxtpl and LibreOffice, letter by letter, as offices make them from templates."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber
from docxtpl import DocxTemplate

from bench.docx import template
from bench.specimens import letters
from bench.timing import Result
from foidesk.paper import pdf
from foidesk.paper.fonts import fonts

_LETTERS = letters(50)
_PRINTED = 5  #: of them, because each takes LibreOffice more than a second


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="foidesk-bench-") as name:
        folder = Path(name)
        pdf.render(_LETTERS[0], fonts())  # the fonts are loaded once, as LibreOffice's profile is made once
        _printed(folder, _LETTERS[0].text.split("\n"))
        ours = [_seconds(lambda letter=letter: pdf.render(letter, fonts())) for letter in _LETTERS]
        theirs = []
        for letter in _LETTERS[:_PRINTED]:
            theirs.append(_seconds(lambda letter=letter: _printed(folder, letter.text.split("\n"))))
            own = folder / "own.pdf"
            own.write_bytes(pdf.render(letter, fonts()))
            assert not Counter(_words(folder / "letter.pdf")) - Counter(_words(own)), letter.number
    there = statistics.median(theirs)
    ratio = there / statistics.median(ours)
    yield Result(
        "a letter as PDF against docxtpl and LibreOffice",
        f"{statistics.median(ours) * 1e3:.1f} ms against {there:.2f} s: {ratio:,.0f} ×",
        "≥ 250 ×",
        ratio >= 250,
    )


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _printed(folder: Path, lines: list[str]) -> None:
    document = DocxTemplate(template())
    document.render({"lines": lines}, autoescape=True)
    document.save(folder / "letter.docx")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(folder / "letter.docx")],
        check=True,
        capture_output=True,
    )  # fmt: skip


def _words(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "".join("".join((page.extract_text() or "").split()) for page in document.pages)
