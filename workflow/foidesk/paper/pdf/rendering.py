"""A letter as PDF/A-2b: tagged, every font embedded as a subset, the same bytes for the same letter."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Fonts, NoGlyph, fonts
from foidesk.paper.form import Face
from foidesk.paper.letter import Letter
from foidesk.paper.pdf import srgb
from foidesk.paper.pdf.drawing import content
from foidesk.paper.pdf.file import PdfFile, number, reference
from foidesk.paper.pdf.metadata import Metadata
from foidesk.paper.pdf.subset import codes, subset
from foidesk.paper.pdf.tagging import Tags
from foidesk.paper.typeset.grid import Page
from foidesk.paper.typeset.pages import typeset


def render(
    letter: Letter, drawn_with: Fonts | None = None, *, base: str = "", numbered: bool = True
) -> bytes:
    """The letter as PDF. Raises NoGlyph, and DeskError when the packaged fonts are missing.

    `base`: characters that many letters share, such as the wording of the template. Their part of the body
    font is built once and is the same in all these letters; it makes each of them quick, and larger by the
    characters it does not use. The bytes follow from letter, fonts and base, and from nothing rendered before.
    `numbered`: whether the pages carry their numbers.
    """
    available = drawn_with or fonts()
    pages = typeset(letter, available.glyph, numbered=numbered)
    out = BytesIO()
    file = PdfFile(out)
    root, tree = file.reserve(), file.reserve()
    embedded = _Embedded(pages, available, base)
    resources = embedded.write(file)
    tags = Tags(letter)
    numbers = [file.reserve() for _ in pages]
    for index, (page, at) in enumerate(zip(pages, numbers, strict=True)):
        tags.new_page()
        drawn = content(page, form.PAGE_HEIGHT, embedded.shown, tags.mark)
        contents = file.add_stream(zlib.compress(drawn))
        file.add(
            f"<</Type/Page/Parent {reference(tree)}/Resources {reference(resources)}"
            f"/Contents {reference(contents)}/StructParents {index}/Tabs/S>>",
            at,
        )
    size = f"{number(form.PAGE_WIDTH)} {number(form.PAGE_HEIGHT)}"
    kids = " ".join(map(reference, numbers))
    file.add(f"<</Type/Pages/Kids[{kids}]/Count {len(numbers)}/MediaBox[0 0 {size}]>>", tree)
    _close(file, root, tree, tags.write(file, numbers), Metadata.of(letter))
    return out.getvalue()


def _close(file: PdfFile, root: int, pages: int, structure: int, metadata: Metadata) -> None:
    xmp = file.add_plain(metadata.xmp(), "/Type/Metadata/Subtype/XML")
    profile = file.add_stream(_profile(), "/N 3")
    file.add(
        f"<</Type/Catalog/Pages {reference(pages)}/Lang(zh-CN)/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {reference(structure)}/ViewerPreferences<</DisplayDocTitle true>>"
        f"/Metadata {reference(xmp)}/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
        f"/OutputConditionIdentifier({srgb.NAME})/Info({srgb.NAME})"
        f"/DestOutputProfile {reference(profile)}>>]>>",
        root,
    )
    file.close(root, file.add(metadata.info()))


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return zlib.compress(srgb.profile())


class _Embedded:
    """The fonts of one letter: of the body font the base and the letter's own characters, of others its own."""

    def __init__(self, pages: Sequence[Page], available: Fonts, base: str) -> None:
        used: dict[str, set[str]] = {}
        for page in pages:
            for line in page.lines:
                for run in line.runs:
                    used.setdefault(run.font, set()).update(run.text)
        self._subsets: list[tuple[str, str]] = []
        self._codes: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
        shared = _shared(available, base)
        for font, characters in sorted(used.items()):
            common = shared.get(font, "")
            if characters.isdisjoint(common):
                common = ""
            own = "".join(sorted(characters.difference(common)))
            self._codes[font] = []
            for part in filter(None, (common, own)):
                self._subsets.append((font, part))
                self._codes[font].append((f"F{len(self._subsets)}", codes(part)))
        self._available = available

    def shown(self, font: str, text: str) -> Iterable[tuple[str, str]]:
        """Which fonts of the file draw the text, and its codes in each, in order."""
        parts = self._codes[font]
        name, known = parts[0]
        try:
            return ((name, "".join(map(known.__getitem__, text))),)
        except KeyError:
            return _divided(text, *parts)

    def write(self, file: PdfFile) -> int:
        """All the fonts, and the dictionary of resources that names them. Returns its number."""
        named = ""
        for number_of, (font, characters) in enumerate(self._subsets, 1):
            at = file.reserve()
            subset(self._available.font(font), characters).write(file, at)
            named += f"/F{number_of} {reference(at)}"
        return file.add(f"<</Font<<{named}>>>>")


def _divided(
    text: str, common: tuple[str, Mapping[str, str]], own: tuple[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """The codes of a text that is drawn by turns with the shared and with the letter's own part of a font."""
    for shared, characters in groupby(text, common[1].__contains__):
        name, known = common if shared else own
        yield name, "".join(map(known.__getitem__, characters))


@lru_cache(maxsize=64)
def _shared(available: Fonts, base: str) -> dict[str, str]:
    """The base characters of each font of the body; those that no font has are left to the letters."""
    drawn: dict[str, str] = {}
    for character in sorted(set(base)):
        try:
            font = available.glyph(character, Face.FANGSONG).font
        except NoGlyph:
            continue
        drawn[font] = drawn.get(font, "") + character
    return drawn
