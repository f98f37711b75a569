"""The objects of a PDF that are not drawn: properties, annotations, forms, bookmarks, scripts, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from foidesk.redaction.matching import decodings
from foidesk.redaction.search import Search

_PLACES = {
    "/Contents": "批注",
    "/RC": "批注",
    "/T": "表单域或批注作者",
    "/TU": "表单域说明",
    "/V": "表单域",
    "/DV": "表单域",
    "/Opt": "表单域选项",
    "/JS": "脚本",
    "/Title": "书签",
    "/ActualText": "替代文字",
    "/Alt": "替代文字",
    "/E": "替代文字",
    "/F": "附件名称",
    "/UF": "附件名称",
    "/Desc": "附件说明",
    "/URI": "链接",
    "/Name": "图层等的名称",
}
_FILES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")  # under which a file is embedded
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # how a name writes what is not ASCII
_REFERENCE = re.compile(rb"\b\d+ \d+ R\b")
_MARKED = re.compile(rb"\b(BDC|DP)\b")
_FONTS = (Name.Type1C, Name.CIDFontType0C, Name.OpenType)
_DEEPEST = 100  # arrays within arrays


class Objects:
    """Every object of one revision, referred to or not; `streams` collects what is drawn."""

    def __init__(self, search: Search, pdf: pikepdf.Pdf, where: str) -> None:
        self.streams: list[Stream] = []
        self._search, self._pdf, self._where = search, pdf, where
        info = pdf.trailer.get("/Info")
        self._info = info.objgen if isinstance(info, Dictionary) else None
        self._names = dict(self._embedded_names())

    def search(self) -> None:
        """Search them all."""
        everything: Iterable[object] = self._pdf.objects
        for each in everything:
            if isinstance(each, Object):  # or a bare number, most often the length of a stream
                place = "文档属性" if each.objgen == self._info else None
                self._search_value(each, place, 0)
            if isinstance(each, Stream):
                self._search_stream(each)

    def _embedded_names(self) -> Iterator[tuple[tuple[int, int], str]]:
        for each in self._pdf.objects:
            if isinstance(each, Dictionary) and isinstance(each.get("/EF"), Dictionary):
                name = next(
                    (str(each[key]) for key in ("/UF", "/F") if isinstance(each.get(key), String)), ""
                )
                for file in (each.EF.get(key) for key in _FILES):
                    if isinstance(file, Stream):
                        yield file.objgen, name

    def _search_value(self, value: Object, place: str | None, depth: int) -> None:
        """Each string in a value, down to the next object, which has its own turn."""
        if depth > _DEEPEST:
            self._search.unreadable(self._where, "文件结构层次过深，没有全部检索")
            return
        if isinstance(value, String):
            where = f"{self._where}：{place or '其他内容'}"
            self._search.text(where, str(value))
            self._search.words(where, bytes(value))  # some programs write GBK where the standard has none
        elif isinstance(value, Array):
            for each in value.as_list():
                self._search_inner(each, place, depth)
        elif isinstance(value, Dictionary | Stream):
            for key, item in self._items(value.stream_dict if isinstance(value, Stream) else value):
                self._search_name(key.encode())
                self._search_inner(item, place or _PLACES.get(key), depth)

    def _items(self, value: Object) -> Iterable[tuple[str, object]]:
        """The keys and values of a dictionary, even when an old program wrote its keys in GBK."""
        try:
            return list(value.as_dict().items())
        except UnicodeDecodeError:
            written = value.unparse(resolved=True)
            self._search_name(written)
            plain = Object.parse(_ESCAPED.sub(b"_", _REFERENCE.sub(b"null", written)))
            return list(plain.as_dict().items())

    def _search_name(self, written: bytes) -> None:
        name = _ESCAPED.sub(lambda escaped: bytes([int(escaped[1], 16)]), written)
        for each in decodings(name):
            self._search.text(f"{self._where}：名称", each)

    def _search_inner(self, item: object, place: str | None, depth: int) -> None:
        if isinstance(item, Name):
            self._search_name(item.unparse())
        elif isinstance(item, Object) and not item.is_indirect:
            self._search_value(item, place, depth + 1)

    def _search_stream(self, stream: Stream) -> None:
        kind, subtype = stream.get("/Type"), stream.get("/Subtype")
        number = f"对象 {stream.objgen[0]}"
        if subtype == Name.Image:
            self._search_image(stream, number)
            return
        if kind in (Name.XRef, Name.ObjStm) or "/Length1" in stream or subtype in _FONTS:
            return
        try:
            size = len(data := stream.read_bytes())
        except pikepdf.PdfError:
            self._search.raw(f"{self._where}：{number}", stream.read_raw_bytes())
            self._search.unreadable(f"{self._where}：{number}", "压缩方法不认识或者已损坏，读不出来")
            return
        self._search.opened(size)
        if self._search.room < 0:
            self._search.unreadable(self._where, "内容展开后过大，没有全部检索")
            return
        self._search_data(stream, data, number)

    def _search_data(self, stream: Stream, data: bytes, number: str) -> None:
        name = self._names.get(stream.objgen)
        if stream.get("/Type") == Name.EmbeddedFile or name is not None:
            self._search.inside(data, name or "", f"{self._where} › 附件 {name or number}")
            return
        if data.lstrip().startswith(b"<"):
            place = "元数据" if stream.get("/Type") == Name.Metadata else f"{number}（XML）"
            self._search.markup(f"{self._where}：{place}", data)
        else:
            self._search.words(f"{self._where}：{number}（数据流）", data)
        self.streams.append(stream)
        if _MARKED.search(data):
            self._search_marks(stream, number)

    def _search_marks(self, stream: Stream, number: str) -> None:
        """Replacement text is also written between the drawing operators."""
        try:
            instructions = pikepdf.parse_content_stream(stream, "BDC DP")
        except pikepdf.PdfError:
            self._search.unreadable(f"{self._where}：{number}", "页面内容已损坏，其中的替代文字读不出来")
            return
        for each in instructions:
            if isinstance(each, pikepdf.ContentStreamInstruction) and str(each.operator) in ("BDC", "DP"):
                for operand in each.operands:
                    if isinstance(operand, Dictionary):
                        self._search_value(operand, "替代文字", 0)

    def _search_image(self, stream: Stream, number: str) -> None:
        filters = stream.get("/Filter", Array())
        *outer, last = filters.as_list() or [None] if isinstance(filters, Array) else [filters]
        if last == Name.DCTDecode:
            jpeg = stream.read_raw_bytes()
            if outer:
                with pikepdf.new() as carrier:
                    jpeg = carrier.make_stream(jpeg, Filter=Array(outer)).read_bytes()
            self._search.inside(jpeg, "", f"{self._where}：图像（{number}）")
        else:
            self._search.raw(f"{self._where}：图像（{number}）", stream.read_raw_bytes())
            self._search.unreadable(self._where, "含有图像，图像中的文字检索不到，请人工核对", looked_at=True)
