"""Print files: many letters, or pages of any size, in one PDF with shared fonts; and finished PDFs joined."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Fonts, fonts
from foidesk.paper.letter import Letter
from foidesk.paper.pdf.drawing import content
from foidesk.paper.pdf.file import PdfFile, Sink, number, reference, text_string
from foidesk.paper.pdf.subset import subset
from foidesk.paper.typeset.grid import Page
from foidesk.paper.typeset.pages import typeset

A4 = (form.PAGE_WIDTH, form.PAGE_HEIGHT)
_BLANK = Page()
_BRANCH = 128  #: pages of a node, so that neither we nor a printer hold the list of all pages
_QUICKLY = 1


def write(
    out: Sink, letters: Iterable[Letter], *, duplex: bool = False, drawn_with: Fonts | None = None
) -> int:
    """Write the letters to `out`, one after the other, as one PDF to print. Returns the number of pages.

    Holds no more than one letter in memory. `duplex`: each letter starts on the front of a sheet. Raises
    NoGlyph; what is in `out` by then is of no use.
    """
    available = drawn_with or fonts()
    return write_pages(out, _set(letters, available, duplex), A4, title="文书打印", drawn_with=available)


def _set(letters: Iterable[Letter], available: Fonts, duplex: bool) -> Iterator[Page]:
    for letter in letters:
        pages = typeset(letter, available.glyph)
        yield from pages
        if duplex and len(pages) % 2:
            yield _BLANK


def write_pages(
    out: Sink,
    pages: Iterable[Page],
    size: tuple[float, float],
    *,
    title: str,
    drawn_with: Fonts | None = None,
) -> int:
    """Write pages of one size, (width, height) in points, as one PDF to print. Returns their number.

    The fonts of the runs must have been asked for by `Fonts.glyph` of the same fonts.
    """
    file = PdfFile(out)
    root, tree, resources = file.reserve(), file.reserve(), file.reserve()
    shared = _Shared(drawn_with or fonts())
    count, branches = 0, []
    drawn = (zlib.compress(content(page, size[1], shared.shown), _QUICKLY) for page in pages)
    for first in drawn:
        branches.append(file.reserve())
        count += _branch(
            file, itertools.chain([first], itertools.islice(drawn, _BRANCH - 1)), tree, branches[-1]
        )
    shared.write(file, resources)
    file.add(
        f"<</Type/Pages/Kids[{' '.join(map(reference, branches))}]/Count {count}"
        f"/MediaBox[0 0 {number(size[0])} {number(size[1])}]/Resources {reference(resources)}>>",
        tree,
    )
    info = file.add(f"<</Title {text_string(title)}/Producer(foidesk)>>")
    file.add(
        f"<</Type/Catalog/Pages {reference(tree)}/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>",
        root,
    )
    file.close(root, info)
    return count


def _branch(file: PdfFile, drawn: Iterable[bytes], tree: int, at: int) -> int:
    """Some pages, and the node of the tree of pages that holds them. Returns how many."""
    pages = []
    for page in drawn:
        contents = file.add_stream(page)
        pages.append(file.add(f"<</Type/Page/Parent {reference(at)}/Contents {reference(contents)}>>"))
    kids = " ".join(map(reference, pages))
    file.add(f"<</Type/Pages/Parent {reference(tree)}/Kids[{kids}]/Count {len(pages)}>>", at)
    return len(pages)


class _Codes(dict[str, str]):
    """The codes of a font that grows: a character gets the next one when it is first drawn."""

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code


class _Shared:
    """The fonts of all pages: each holds the characters drawn with it and is written after the last page."""

    def __init__(self, available: Fonts) -> None:
        self._available = available
        self._codes: dict[str, tuple[str, _Codes]] = {}
        #: Letters of one kind share most of their lines, and all letters their numbers.
        self.shown = lru_cache(maxsize=1024)(self._shown)

    def _shown(self, font: str, text: str) -> Iterable[tuple[str, str]]:
        """The font of the file that draws the text, and its codes."""
        if font not in self._codes:
            self._codes[font] = f"F{len(self._codes) + 1}", _Codes()
        name, codes = self._codes[font]
        return ((name, "".join(map(codes.__getitem__, text))),)

    def write(self, file: PdfFile, at: int) -> None:
        """The fonts, and the dictionary of resources, numbered `at`, that names them."""
        named = ""
        for font, (name, codes) in self._codes.items():
            key = file.reserve()
            subset(self._available.font(font), "".join(codes)).write(file, key)
            named += f"/{name} {reference(key)}"
        file.add(f"<</Font<<{named}>>>>", at)


def joined(parts: Sequence[bytes], *, duplex: bool = False) -> bytes:
    """Finished PDFs, one after the other, as they are: issued and sealed letters must not be set again.

    A seal put in by a signature is printed as part of its page; the signature itself stays with the original.
    """
    import pikepdf

    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(BytesIO(part)) as document:
                document.flatten_annotations("print")
                whole.pages.extend(document.pages)
                if duplex and len(document.pages) % 2:
                    *_, width, height = map(float, document.pages[-1].mediabox)
                    whole.add_blank_page(page_size=(width, height))
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()
