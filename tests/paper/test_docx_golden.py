"""Awkward letters as DOCX, held against files that were read and approved: style, words and typefaces of each paragraph.

After a change that is meant, write them anew with `python -m tests.paper.test_docx_golden` and read the difference.
"""

from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from tests.paper.awkward import AWKWARD

from foidesk.paper import docx

GOLDEN = Path(__file__).parent / "golden" / "docx"


def outline(data):
    """A line a paragraph: its style, then its words; a run not in the typeface of the first is bracketed with its own."""
    root = python_docx.Document(BytesIO(data)).element.body
    return "".join(f"{_style(p)}| {_words(p)}\n" for p in root.iter(qn("w:p")))


def _style(paragraph):
    return paragraph.pPr.pStyle.val


def _words(paragraph):
    usual = next((run.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.r_lst if run.rPr is not None), "")
    shown = ""
    for run in paragraph.r_lst:
        if run.rPr is None:
            shown += {"\t": "⇥", "\n": "⏎"}[run.text]
            continue
        family = run.rPr.rFonts.get(qn("w:eastAsia"))
        shown += run.text if family == usual else f"[{family}:{run.text}]"
    return shown


@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_the_docx_of_an_awkward_letter_is_the_approved_one(name):
    assert outline(docx.render(AWKWARD[name]())) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_every_approved_file_has_its_letter():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(AWKWARD)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, make in AWKWARD.items():
        (GOLDEN / f"{name}.txt").write_text(outline(docx.render(make())), "utf-8")
