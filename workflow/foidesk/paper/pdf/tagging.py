"""What each text of a letter is: the tree that lets a PDF be read aloud, copied in order and searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.pdf.drawing import ARTIFACT, Part
from foidesk.paper.pdf.file import PdfFile, reference

_HEAD: Part = (-1,)

_TAGS: Mapping[Style, str] = {
    Style.TITLE: "H1",
    Style.HEADING: "H2",
    Style.SUBHEADING: "H3",
    Style.ATTACHED: "H2",
}
_COLUMN_HEAD = "/A<</O/Table/Scope/Column>>"


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the tree: a group of others, or the text at `part` of the letter."""

    tag: str
    part: Part | None = None
    inner: tuple[Element, ...] = ()
    attributes: str = ""


def document(letter: Letter) -> Element:
    """The letter as a tree, in reading order."""
    return Element("Document", inner=tuple(_elements(letter)))


def _elements(letter: Letter) -> Iterator[Element]:
    if letter.head:
        yield Element("P", _HEAD)
    numbered = enumerate(letter.blocks)
    for listed, group in groupby(numbered, lambda pair: pair[1].style is Style.ATTACHMENTS):
        if listed:
            yield Element("L", inner=tuple(_item(number) for number, _ in group))
        else:
            yield from (_element(number, block) for number, block in group)


def _item(number: int) -> Element:
    return Element("LI", inner=(Element("LBody", (number,)),))


def _element(number: int, block: Block) -> Element:
    if not block.rows:
        return Element(_TAGS.get(block.style, "P"), (number,))
    rows = []
    for row, cells in enumerate(block.rows):
        head = block.headed and row == 0
        tag, attributes = ("TH", _COLUMN_HEAD) if head else ("TD", "")
        inner = tuple(Element(tag, (number, row, i), (), attributes) for i in range(len(cells)))
        rows.append(Element("TR", inner=inner))
    return Element("Table", inner=tuple(rows))


class Tags:
    """The marked texts of each page, and the tree over them."""

    def __init__(self, letter: Letter) -> None:
        self._root = document(letter)
        self._tags = {element.part: element.tag for element in _all(self._root) if element.part}
        self._marked: list[list[Part]] = []

    def new_page(self) -> None:
        """What is marked from now on stands on the next page."""
        self._marked.append([])

    def mark(self, part: Part) -> str:
        """The operator that begins the text of that place on the present page."""
        if not part:
            return ARTIFACT
        marked = self._marked[-1]
        marked.append(part)
        return f"/{self._tags[part]} <</MCID {len(marked) - 1}>> BDC"

    def write(self, file: PdfFile, pages: Sequence[int]) -> int:
        """The tree, for pages that are objects of these numbers. Returns the number of its root."""
        root, parents = file.reserve(), file.reserve()
        owners: dict[Part, int] = {}
        top = self._write(file, self._root, root, pages, self._places(), owners)
        file.add(
            f"<</Type/StructTreeRoot/K {reference(top)}/ParentTree {reference(parents)}"
            f"/ParentTreeNextKey {len(pages)}>>",
            root,
        )
        numbers = " ".join(
            f"{page}[{_references(owners[part] for part in marked)}]"
            for page, marked in enumerate(self._marked)
        )
        file.add(f"<</Nums[{numbers}]>>", parents)
        return root

    def _places(self) -> Mapping[Part, list[tuple[int, int]]]:
        """Where the text of each place was marked: page, number of the mark."""
        places: dict[Part, list[tuple[int, int]]] = {}
        for page, marked in enumerate(self._marked):
            for mark, part in enumerate(marked):
                places.setdefault(part, []).append((page, mark))
        return places

    def _write(
        self,
        file: PdfFile,
        element: Element,
        parent: int,
        pages: Sequence[int],
        places: Mapping[Part, list[tuple[int, int]]],
        owners: dict[Part, int],
    ) -> int:
        key = file.reserve()
        if element.part is None:
            inner = [self._write(file, child, key, pages, places, owners) for child in element.inner]
            kids = f"/K[{_references(inner)}]"
        else:
            owners[element.part] = key
            kids = _kids(places.get(element.part, ()), pages)
        file.add(f"<</Type/StructElem/S/{element.tag}/P {reference(parent)}{element.attributes}{kids}>>", key)
        return key


def _kids(places: Sequence[tuple[int, int]], pages: Sequence[int]) -> str:
    """An empty cell has none; a text that runs over pages names the page of each piece."""
    if not places:
        return ""
    if len({page for page, _ in places}) == 1:
        marks = " ".join(str(mark) for _, mark in places)
        return f"/Pg {reference(pages[places[0][0]])}/K[{marks}]"
    pieces = "".join(f"<</Type/MCR/Pg {reference(pages[page])}/MCID {mark}>>" for page, mark in places)
    return f"/K[{pieces}]"


def _all(element: Element) -> Iterator[Element]:
    yield element
    for child in element.inner:
        yield from _all(child)


def _references(keys: Iterable[int]) -> str:
    return " ".join(map(reference, keys))
