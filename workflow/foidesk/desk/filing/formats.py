"""Which kind of file it is, by its content and never by its name; what may carry a program is none."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

_MOST_MEMBERS = 10_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its names end, and its media type."""

    endings: tuple[str, ...]
    media_type: str


PDF = Format((".pdf",), "application/pdf")
_BY_START = (
    (b"\xff\xd8\xff", Format((".jpg", ".jpeg"), "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Format((".png",), "image/png")),
    (b"II*\0", Format((".tif", ".tiff"), "image/tiff")),
    (b"MM\0*", Format((".tif", ".tiff"), "image/tiff")),
)
#: A member that tells what a ZIP archive is.
_BY_MEMBER = {
    "word/document.xml": Format((".docx",), f"{_OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": Format((".xlsx",), f"{_OFFICE}spreadsheetml.sheet"),
    "OFD.xml": Format((".ofd",), "application/ofd"),
}
#: A stream that tells what an OLE file is; its names are in UTF-16.
_BY_STREAM = {
    "WordDocument": Format((".doc", ".wps"), "application/msword"),
    "Workbook": Format((".xls", ".et"), "application/vnd.ms-excel"),
}
TEXT = Format((".txt",), "text/plain; charset=utf-8")
IN_WORDS = "PDF、OFD、图片（JPEG、PNG、TIFF）、Word、WPS 和 Excel 文档、纯文本"


def recognised(data: bytes) -> Format | None:
    """The kind of a file, None for one that may not be kept."""
    if b"%PDF-" in data[:1024]:
        return PDF
    for start, found in _BY_START:
        if data.startswith(start):
            return found
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.startswith(_OLE):
        return _compound(data)
    return TEXT if _is_text(data) else None


def _archive(data: bytes) -> Format | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return None
    if len(names) > _MOST_MEMBERS or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((found for member, found in _BY_MEMBER.items() if member in names), None)


def _compound(data: bytes) -> Format | None:
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return None
    return next((found for name, found in _BY_STREAM.items() if name.encode("utf-16-le") in data), None)


def _is_text(data: bytes) -> bool:
    """Words and nothing that a browser or a shell would take for more."""
    if b"\0" in data or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"#!", b"MZ", b"{\\rtf")):
        return False
    try:
        return bool(data.decode("utf-8").strip())
    except UnicodeDecodeError:
        return False
