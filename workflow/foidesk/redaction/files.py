"""Which kind of file it is, by its first bytes rather than by its name; and the search from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foidesk.redaction.findings import Finding

if TYPE_CHECKING:
    from foidesk.redaction.search import Search

_PLAIN = {".txt", ".csv", ".tsv", ".md", ".json", ".log", ".ini", ".toml", ".yaml", ".yml"}
_MARKUP = {".xml", ".html", ".htm", ".xhtml", ".svg"}


def remains(data: bytes, name: str, withheld: Sequence[str]) -> list[Finding]:
    """Where a withheld string is still in the file, and which parts of it could not be searched.

    Strings match without regard to white space, line breaks, letter case and full or half width;
    numbers of six digits and more also with dashes between. PDF, DOCX, XLSX, PPTX, ODF, OFD, images,
    plain text and ZIP archives are read, and the files inside them; anything else, and what is
    encrypted or damaged, gives an Unreadable. DeskError when a withheld string is empty.
    """
    # Here and in _read, because what searches takes long to load and most letters enclose nothing.
    from foidesk.redaction.matching import Needles
    from foidesk.redaction.search import Search

    search = Search(Needles(withheld), _read)
    search.inside(data, name, name)
    return list(search.found)


def _read(search: Search, data: bytes, name: str, where: str) -> None:
    from foidesk.redaction.archive import search_zip
    from foidesk.redaction.image import is_image, search_image
    from foidesk.redaction.pdf import search_pdf

    suffix = PurePosixPath(name.lower()).suffix
    if b"%PDF-" in data[:1024]:
        search_pdf(search, data, where)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        search_zip(search, data, where)
    elif is_image(data):
        search_image(search, data, where)
    elif suffix in _MARKUP or data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(
        (b"<?xml", b"<!DOCTYPE", b"<html")
    ):
        search.markup(where, data)
        if b";base64," in data:
            search.unreadable(where, "网页内嵌有图像等数据，请人工核对", looked_at=True)
    elif suffix in _PLAIN:
        search.words(where, data)
        if not _is_text(data):
            search.unreadable(where, "内容不是文字，只比对了原始数据，请核对文件的种类")
    elif data:
        search.raw(where, data)
        search.unreadable(where, _why(data))


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, whose letters hold zero bytes
        return True
    for encoding in ("utf-8", "gb18030"):
        try:
            return "\0" not in data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return False


def _why(data: bytes) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "旧版 Office 文件（doc、xls、ppt）或者设有密码的 Office 文件，请另存为 docx、xlsx、pptx 或 PDF"
    return "不认识的文件格式，只比对了原始数据，请另存为 PDF 后再检索"
