"""Finished PDFs bound into one PDF/A-2b: pages taken in as they are, numbered in the margin, with bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Fonts
from foidesk.paper.form import MM, Face
from foidesk.paper.pdf.printing import A4, write_pages
from foidesk.paper.typeset.grid import Page
from foidesk.paper.typeset.setting import line_at, type_of

if TYPE_CHECKING:
    from pikepdf import OutlineItem, Pdf

_SIZE = 10.5  #: 五号
_FROM_EDGE = 14 * MM  #: outside the type area, above the head of a letter: nothing of a letter stands there


@dataclass(frozen=True, slots=True)
class Inserted:
    """A finished PDF that stands behind the page `after` (counted from 1) of the bound one."""

    after: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: its words, its page counted from 1, and the lines beneath it."""

    title: str
    page: int
    inner: tuple[Bookmark, ...] = ()


def bound(
    own: bytes, inserted: Sequence[Inserted], bookmarks: Sequence[Bookmark], fonts: Fonts, *, note: str = ""
) -> bytes:
    """The PDF/A `own` with the others between its pages, each page numbered at its outer upper corner.

    What pages draw stays as it is, and so does the tree that reads them aloud. The same bytes for the same parts.
    `note` stands behind each number.
    """
    import pikepdf

    with pikepdf.open(BytesIO(own)) as whole:
        count = keys = len(whole.pages)
        for part in sorted(inserted, key=lambda each: each.after):
            with pikepdf.open(BytesIO(part.data)) as document:
                document.flatten_annotations("print")
                keys = _insert(whole, document, part.after + len(whole.pages) - count, keys)
        _stamp(whole, fonts, note)
        with whole.open_outline() as outline:
            outline.root.extend(_lines(bookmarks))
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def page_count(data: bytes) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as document:
        return len(document.pages)


def _insert(whole: Pdf, document: Pdf, after: int, keys: int) -> int:
    """Put the pages in and hang their tree into that of the whole; the next free key of a page in it."""
    import pikepdf

    before = len(whole.pages)
    for place, page in enumerate(document.pages):
        whole.pages.insert(after + place, page)
    count = len(whole.pages) - before
    added = [whole.pages[n] for n in range(after, after + count)]
    tree = document.Root.get("/StructTreeRoot")
    for page in added:
        if "/Annots" in page.obj:  # links lead nowhere in another file
            del page.obj.Annots
        if tree is None and "/StructParents" in page.obj:
            del page.obj.StructParents
    if tree is None:
        return keys
    theirs = whole.copy_foreign(tree)
    ours = whole.Root.StructTreeRoot
    for page in added:
        if "/StructParents" in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + keys
    tops = theirs.K if isinstance(theirs.K, pikepdf.Array) else [theirs.K]
    for top in tops:
        top.P = ours
    ours.K = pikepdf.Array([*(ours.K if isinstance(ours.K, pikepdf.Array) else [ours.K]), *tops])
    numbers = list(theirs.get("/ParentTree", pikepdf.Dictionary()).get("/Nums", []))
    for key, owners in zip(numbers[::2], numbers[1::2], strict=True):
        ours.ParentTree.Nums.append(int(key) + keys)
        ours.ParentTree.Nums.append(owners)
    keys += max([int(key) + 1 for key in numbers[::2]], default=0)
    ours.ParentTreeNextKey = keys
    return keys


def _stamp(whole: Pdf, fonts: Fonts, note: str) -> None:
    """The number of each page in the file, at its upper outer corner as archives stamp it."""
    import pikepdf

    drawn = BytesIO()
    write_pages(drawn, _stamps(len(whole.pages), fonts, note), A4, title="页码", drawn_with=fonts)
    with pikepdf.open(BytesIO(drawn.getvalue())) as stamps:
        for n, (page, stamp) in enumerate(zip(whole.pages, stamps.pages, strict=True), 1):
            # not add_overlay: it names what it adds at random, and the file must be the same every time
            name = pikepdf.Name(f"/Stamp{n}")
            page.add_resource(whole.copy_foreign(stamp.as_form_xobject()), pikepdf.Name.XObject, name)
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ /Artifact BMC {name} Do EMC".encode("ascii"))


def _stamps(count: int, fonts: Fonts, note: str) -> Iterator[Page]:
    type_ = type_of(Face.SONG, _SIZE, fonts.glyph)
    for n in range(1, count + 1):
        text = f"第{n}页{note}"
        odd = n % 2 == 1
        x = form.PAGE_WIDTH - _FROM_EDGE - type_.width(text) if odd else _FROM_EDGE
        yield Page((line_at(text, type_, x, _FROM_EDGE),))


def _lines(bookmarks: Sequence[Bookmark]) -> list[OutlineItem]:
    import pikepdf

    found: list[OutlineItem] = []
    for each in bookmarks:
        item = pikepdf.OutlineItem(each.title, each.page - 1)
        item.children.extend(_lines(each.inner))
        found.append(item)
    return found
