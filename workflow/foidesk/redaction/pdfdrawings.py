"""What a PDF can draw but its pages may not show: forms, appearances of annotations, deleted pages, patterns.

Their text is written in the codes of a font, so it can only be read by drawing it: each goes on a page of
its own in a file made for that purpose.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from foidesk.pdftext import page_texts
from foidesk.redaction.search import Search

_SHOWS_TEXT = re.compile(rb"\bBT\b")
_REPLACES = b"/ActualText"
_MOST_TRIES = 2000  # streams without fonts of their own, each with the fonts of each page


class Drawings:
    """The drawings of one revision that are not the contents of one of its pages."""

    def __init__(self, pdf: pikepdf.Pdf, streams: Sequence[Stream]) -> None:
        self._pdf, self._streams = pdf, streams
        self._probe = pikepdf.new()
        self._places: list[str] = []
        self._pages = [page.obj for page in pdf.pages]
        self._fonts = list({each.unparse(resolved=True): each for each in self._all_resources()}.values())

    def search(self, search: Search, where: str) -> None:
        """Search them all."""
        self._replaced_text()
        self._deleted_pages()
        drawn = {each.objgen for page in self._pages for each in _contents(page)}
        for stream in self._streams:
            if stream.objgen not in drawn and _SHOWS_TEXT.search(stream.read_bytes()):
                self._draw(stream)
        if len(self._places) > _MOST_TRIES:
            search.unreadable(where, "未显示的图形过多，没有检索；请另存为新文件")
            return
        if not self._places:
            return
        file = io.BytesIO()
        self._probe.save(file)
        for place, page in zip(self._places, page_texts(file.getvalue()), strict=True):
            search.text(f"{where}：{place}", page.text)

    def _all_resources(self) -> Iterator[Object]:
        for each in list(self._pdf.objects):  # a list: resources that are no object of their own become one
            if isinstance(each, Dictionary) and each.get("/Type") == Name.Page:
                resources = _inherited(each, "/Resources")
                if isinstance(resources, Dictionary):
                    yield self._pdf.make_indirect(resources)

    def _replaced_text(self) -> None:
        """A replacement text takes the place of what is drawn when the page is read: read it without."""
        for number, page in enumerate(self._pages, start=1):
            contents, resources = _drawing(page), _inherited(page, "/Resources")
            if _REPLACES in contents or _replaces(resources):
                self._add(f"第 {number} 页替代文字所代替的文字", contents, resources)

    def _deleted_pages(self) -> None:
        kept = {page.objgen for page in self._pages}
        for each in list(self._pdf.objects):
            if isinstance(each, Dictionary) and each.get("/Type") == Name.Page and each.objgen not in kept:
                place = f"已删除而仍在文件中的页（对象 {each.objgen[0]}）"
                self._add(place, _drawing(each), _inherited(each, "/Resources"))

    def _draw(self, stream: Stream) -> None:
        number = stream.objgen[0]
        own = stream.get("/Resources")
        if isinstance(own, Dictionary):
            self._add(f"批注、表单外观或者未显示的图形（对象 {number}）", stream.read_bytes(), own)
            return
        for fonts in self._fonts[: _MOST_TRIES + 1]:
            self._add(f"不再使用而仍在文件中的内容（对象 {number}）", stream.read_bytes(), fonts)

    def _add(self, place: str, contents: bytes, resources: Object | None) -> None:
        if len(self._places) > _MOST_TRIES:
            return
        page = self._probe.add_blank_page()
        page.Contents = self._probe.make_stream(contents.replace(_REPLACES, b"/Replaced"))
        if isinstance(resources, Dictionary):
            page.Resources = self._probe.copy_foreign(self._pdf.make_indirect(resources))
            if "/Properties" in page.Resources:
                del page.Resources["/Properties"]
        self._places.append(place)


def _contents(page: Object) -> list[Stream]:
    contents = page.get("/Contents")
    if isinstance(contents, Array):
        return [each for each in contents.as_list() if isinstance(each, Stream)]
    return [contents] if isinstance(contents, Stream) else []


def _replaces(resources: Object | None) -> bool:
    """Whether a replacement text stands among the properties that the contents call by name."""
    named = resources.get("/Properties") if isinstance(resources, Dictionary) else None
    if not isinstance(named, Dictionary):
        return False
    try:
        values = list(named.as_dict().values())
    except UnicodeDecodeError:  # names in GBK: nobody can tell
        return True
    return any(isinstance(each, Dictionary) and "/ActualText" in each for each in values)


def _drawing(page: Object) -> bytes:
    return b"\n".join(stream.read_bytes() for stream in _contents(page))


def _inherited(page: Object, key: str) -> Object | None:
    """The value of a page's key, else of the nearest node above it."""
    node: Object | None = page
    for _ in range(50):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None
