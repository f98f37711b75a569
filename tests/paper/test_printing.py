"""Print files: many letters at once, and finished letters joined."""

import subprocess
import tracemalloc
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pikepdf
import pytest

from foidesk.paper import pdf
from foidesk.paper.fonts import NoGlyph, fonts
from foidesk.paper.form import MM, Face
from foidesk.paper.letter import Letter
from foidesk.paper.pdf import printing
from foidesk.paper.typeset.grid import Line, Page, Rule, Run

NAMES = ("欧阳喆", "李珺𬭎", "王䶮", "陈镕")


class Nowhere:
    """Counts what is written and keeps nothing."""

    size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)


def texts(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as document:
        return ["".join(char["text"] for char in page.chars) for page in document.pages]


def print_file(letters, **how) -> bytes:
    out = BytesIO()
    printing.write(out, letters, **how)
    return out.getvalue()


def test_each_letter_of_a_print_file_reads_as_it_does_alone(make):
    letters = [make(kind, applicant=name) for name, kind in zip(NAMES, ("fee", "receipt") * 2, strict=True)]
    alone = [page for letter in letters for page in texts(pdf.render(letter))]
    assert texts(print_file(letters)) == alone
    assert any("李珺𬭎：" in page for page in alone)


def test_a_print_file_looks_as_the_letters_do(make, tool, tmp_path):
    letter = make("fee")
    pictures = []
    for name, data in (("alone", pdf.render(letter)), ("printed", print_file([letter]))):
        (tmp_path / f"{name}.pdf").write_bytes(data)
        subprocess.run([tool("pdftoppm"), "-r", "60", tmp_path / f"{name}.pdf", tmp_path / name], check=True)
        pictures.append([path.read_bytes() for path in sorted(tmp_path.glob(f"{name}-*.ppm"))])
    assert pictures[0] == pictures[1]
    assert pictures[0]


def test_on_both_sides_each_letter_starts_on_the_front_of_a_sheet(make):
    whole = make("fee")
    letters = [replace(whole, blocks=whole.blocks[:4]), whole, replace(whole, blocks=whole.blocks[:3]), whole]
    expected = []
    for letter in letters:
        expected += texts(pdf.render(letter))
        expected += [""] * (len(expected) % 2)
    assert "" in expected
    assert texts(print_file(letters, duplex=True)) == expected
    assert texts(print_file(letters)) == [page for page in expected if page]


def test_a_print_file_has_each_font_once_and_no_letter_costs_more_than_3_kb(make, tool, tmp_path):
    letters = [make("extension", applicant=name * 2) for name in NAMES] * 50
    few, many = len(print_file(letters[:100])), len(print_file(letters))
    assert (many - few) / 100 < 3_000
    path = tmp_path / "print.pdf"
    path.write_bytes(print_file(letters))
    listed = subprocess.run([tool("pdffonts"), path], capture_output=True, check=True).stdout.decode()
    names = [row.split()[0].partition("+")[2] for row in listed.splitlines()[2:]]
    assert len(names) == len(set(names)) > 0
    assert subprocess.run([tool("qpdf"), "--check", path], capture_output=True).returncode == 0


def test_the_same_letters_give_the_same_print_file(make):
    letters = [make("extension", applicant=name) for name in NAMES]
    once = print_file(letters)
    print_file(reversed(letters))
    assert print_file(letters) == once


def test_a_print_file_is_written_as_it_is_made(make):
    """Ten times the letters, but not ten times the memory."""
    letter = make("extension")

    def peak(count: int) -> tuple[int, int]:
        out = Nowhere()
        tracemalloc.start()
        printing.write(out, (letter for _ in range(count)))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used, out.size

    peak(1)
    (few, small), (many, large) = peak(30), peak(300)
    assert large - small > 400_000
    assert many - few < 100_000  # the numbers of the pages


def test_letter_after_letter_takes_no_more_memory(make):
    """Once the caches are full: each letter here draws a character that no other does."""
    letter = make("extension")
    number, title, addressee, *body = letter.blocks
    names = [replace(addressee, text=chr(0x4E00 + n)) for n in range(240)]
    letters = [replace(letter, blocks=(number, title, name, *body)) for name in names]

    def peak(some: list[Letter]) -> int:
        tracemalloc.start()
        for letter in some:
            pdf.render(letter)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    for letter in letters:
        pdf.render(letter)
    assert peak(letters[80:]) < 1.2 * peak(letters[:80])


def test_a_character_that_no_font_has_stops_the_print_file(make):
    with pytest.raises(NoGlyph):
        print_file([make("extension"), make("extension", applicant="欧阳\U000e0041")])


def test_pages_of_another_size_can_be_written():
    label, measure = (90 * MM, 50 * MM), fonts().glyph
    run = Run(10.0, "长沙市", measure("长", Face.SONG).font, 14.0)
    page = Page((Line(30.0, (run,)),), (Rule(5.0, 40.0, 200.0, 40.0, 0.5),))
    out = BytesIO()
    assert printing.write_pages(out, [page, page], label, title="地址签") == 2
    with pdfplumber.open(BytesIO(out.getvalue())) as document:
        first = document.pages[0]
        assert (first.width, first.height) == pytest.approx(label, abs=0.01)
        assert first.extract_text() == "长沙市"
        assert first.chars[0]["x0"] == pytest.approx(10.0, abs=0.01)
        assert first.lines[0]["top"] == pytest.approx(40.0, abs=0.01)


def test_joined_letters_stay_as_they_were_issued(make):
    issued = [pdf.render(make("fee")), pdf.render(make("receipt"))]
    together = printing.joined(issued)
    assert texts(together) == [page for part in issued for page in texts(part)]
    assert printing.joined(issued) == together


def test_joined_on_both_sides_each_starts_on_the_front_of_a_sheet(make):
    issued = [pdf.render(make(kind)) for kind in ("fee", "receipt", "clarification")]
    pages = texts(printing.joined(issued, duplex=True))
    starts = [0]
    for part in issued:
        count = len(texts(part))
        starts.append(starts[-1] + count + count % 2)
    assert len(pages) == starts[-1]
    assert [pages[start] for start in starts[:-1]] == [texts(part)[0] for part in issued]


def test_the_seal_of_a_sealed_letter_is_printed(make):
    """A signature shows as an annotation; joined, its appearance is part of the page."""
    with pikepdf.open(BytesIO(pdf.render(make("receipt")))) as document:
        look = document.make_stream(b"1 0 0 rg 0 0 119 119 re f")
        look.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form})
        look.BBox = pikepdf.Array([0, 0, 119, 119])
        seal = {
            "/Type": pikepdf.Name.Annot,
            "/Subtype": pikepdf.Name.Widget,
            "/FT": pikepdf.Name.Sig,
            "/T": "seal",
            "/F": 132,
            "/Rect": [300, 200, 419, 319],
            "/AP": {"/N": look},
        }
        widget = document.make_indirect(pikepdf.Dictionary(seal))
        document.pages[0].Annots = pikepdf.Array([widget])
        document.Root.AcroForm = pikepdf.Dictionary({"/Fields": [widget], "/SigFlags": 3})
        sealed = BytesIO()
        document.save(sealed)
    with pdfplumber.open(BytesIO(printing.joined([sealed.getvalue()]))) as document:
        page = document.pages[0]
        assert any(rect["non_stroking_color"] == (1, 0, 0) and rect["width"] > 118 for rect in page.rects)
        assert not page.annots
