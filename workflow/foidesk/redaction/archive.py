"""ZIP archives, and the documents that are ZIP archives of XML: DOCX, XLSX, PPTX, ODF, OFD."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from foidesk.redaction.search import Search

_MOST_MEMBERS = 10_000
_MARKUP = (".xml", ".rels", ".vml", ".psmdcp", ".html", ".htm", ".xhtml")
_FONTS = (".odttf", ".fntdata", ".ttf", ".otf", ".ttc")


def search_zip(search: Search, data: bytes, where: str) -> None:
    """Search every member of an archive, and the names and comments of the archive itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            search.words(f"{where}：压缩包注释", archive.comment)
            if len(members) > _MOST_MEMBERS:
                search.unreadable(where, f"压缩包内的文件超过 {_MOST_MEMBERS} 个，没有打开")
                return
            for each in members:
                _search_member(search, archive, each, where)
    except (zipfile.BadZipFile, NotImplementedError, struct.error, OSError, ValueError, EOFError):
        search.unreadable(where, "压缩包或者 Office 文件已损坏，打不开")
        search.raw(f"{where}：原始数据", data)


def _search_member(search: Search, archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str) -> None:
    name, inner = member.filename, f"{where} › {member.filename}"
    search.words(f"{inner}：附注", member.comment)
    if not member.flag_bits & 0x800:  # not marked as UTF-8: a Chinese Windows wrote GBK
        search.words(f"{inner}：文件名", name.encode("cp437", errors="replace"))
    if member.flag_bits & 0x1:
        search.text(f"{inner}：文件名", name)
        search.unreadable(inner, "已加密，读不出来")
        return
    try:
        with archive.open(member) as file:
            data = file.read(search.room + 1)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        lzma.LZMAError,
        OSError,
        EOFError,
    ):
        search.unreadable(inner, "已损坏或者压缩方法不认识，读不出来")
        return
    if len(data) > search.room:
        search.unreadable(inner, "解压后过大，没有检索")
        return
    search.opened(len(data))
    if name.lower().endswith(_MARKUP):
        search.text(f"{inner}：文件名", name)
        search.markup(inner, data)
    elif name.lower().endswith(_FONTS) or "printerSettings" in name:
        search.raw(inner, data)
    else:
        search.inside(data, name, inner)
