"""Letters as PDF against plain reportlab and typst, and print files of many letters.

Each call makes another letter; equality of the text is checked before anything is timed.
"""

from __future__ import annotations

import itertools
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

import pdfplumber

from bench import platypus, specimens
from bench.timing import Result, pair
from bench.typst_letter import Typst
from foidesk.paper import pdf
from foidesk.paper.letter import Letter
from foidesk.paper.pdf import printing

_MANY = 1_000
_PAGE_NUMBER = re.compile(r"—\d+—")


def results() -> Iterator[Result]:
    letters = specimens.letters(_MANY)
    platypus.register()
    compiler = Typst()
    _check_equal(letters[:5], ours, platypus.letter_pdf, compiler.letter_pdf)
    yield _ratio("plain reportlab Platypus", platypus.letter_pdf, letters, 2.5)
    yield _ratio("typst", compiler.letter_pdf, letters, 1.4)
    yield from _print_file(letters)
    yield _memory("one print file of letters", _printed)
    yield _memory("letters one after the other", _rendered)


def ours(letter: Letter) -> bytes:
    """The letter as the program issues it: PDF/A-2b and tagged, which the peers' are not or only in part."""
    return pdf.render(letter, base=specimens.WORDING)


def _check_equal(letters: Sequence[Letter], *makers: Callable[[Letter], bytes]) -> None:
    for letter in letters:
        wanted = "".join(letter.text.split())
        for make in makers:
            assert _text(make(letter)) == wanted, make


def _text(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as document:
        pages = ("".join("".join(char["text"] for char in page.chars).split()) for page in document.pages)
        return "".join(_PAGE_NUMBER.sub("", page) for page in pages)


def _ratio(name: str, peer: Callable[[Letter], bytes], letters: Sequence[Letter], wanted: float) -> Result:
    mine, theirs = itertools.cycle(letters), itertools.cycle(letters)
    found = pair(lambda: ours(next(mine)), lambda: peer(next(theirs)), rounds=11, seconds=0.3)
    return Result(
        f"a letter as PDF against {name}",
        f"{found.ours * 1e3:.2f} ms against {found.peer * 1e3:.2f} ms: {found.ratio:.1f} ×",
        f"≥ {wanted} ×",
        found.ratio >= wanted,
    )


def _print_file(letters: Sequence[Letter]) -> Iterator[Result]:
    rates = []
    for _ in range(5):
        out = BytesIO()
        started = time.process_time()
        printing.write(out, letters)
        rates.append(len(letters) / (time.process_time() - started))
    rate, size = sorted(rates)[2], len(out.getvalue()) / len(letters)
    yield Result(
        "one print file of 1,000 letters",
        f"{rate:,.0f} letters a second of one core",
        "≥ 1,000",
        rate >= 1_000,
    )
    yield Result("size of it", f"{size / 1000:.1f} kB a letter", "≤ 3 kB", size <= 3_000)


class _Nowhere:
    def write(self, data: bytes) -> None:
        pass


def _printed(letters: Iterator[Letter]) -> None:
    printing.write(_Nowhere(), letters)


def _rendered(letters: Iterator[Letter]) -> None:
    for letter in letters:
        ours(letter)


def _memory(name: str, make: Callable[[Iterator[Letter]], None]) -> Result:
    """The most memory a fresh process held, after 1,000 letters and after 10,000."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as process:
        few, many = (process.submit(_peak, make, count).result() for count in (1_000, 10_000))
    return Result(
        f"memory at the peak, {name}",
        f"{few:.0f} MB for 1,000, {many:.0f} MB for 10,000",
        "≤ 5 MB more",
        many - few <= 5,
    )


def _peak(make: Callable[[Iterator[Letter]], None], count: int) -> float:
    make(itertools.islice(itertools.cycle(specimens.letters(_MANY)), count))
    # Not getrusage: what it tells includes the process that started this one.
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(kilobytes) / 1024
