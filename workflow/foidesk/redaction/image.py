"""What an image says in words: EXIF, XMP, comments. What it shows cannot be searched, and that is told."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import ExifTags, Image

from foidesk.redaction.search import Search

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x0cjP")
_ENCODED = (b"UNICODE\x00", b"ASCII\x00\x00\x00", b"JIS\x00\x00\x00\x00\x00")  # before an EXIF comment


def is_image(data: bytes) -> bool:
    """Whether the bytes begin as an image does."""
    bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_MAGIC) or bitmap or webp or data[4:8] == b"ftyp"  # the last: HEIC


def search_image(search: Search, data: bytes, where: str) -> None:
    """Search the texts of an image, and note that somebody has to look at it."""
    search.unreadable(where, "图像中的文字检索不到，请人工核对画面", looked_at=True)
    search.raw(f"{where}：图像数据", data)
    try:
        with Image.open(io.BytesIO(data)) as image:  # no pixel is unpacked
            _search_texts(search, image, where)
    except (
        OSError,
        ValueError,
        SyntaxError,
        LookupError,
        TypeError,
        struct.error,
        Image.DecompressionBombError,
    ):
        search.unreadable(where, "图像已损坏或者格式不认识，其中的说明文字读不出来")


def _search_texts(search: Search, image: Image.Image, where: str) -> None:
    for key, value in (image.info | getattr(image, "text", {})).items():
        _search_value(search, f"{where}：图像说明（{key}）", value)
    exif = image.getexif()
    parts = [exif, *(exif.get_ifd(each) for each in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo))]
    for part in parts:
        for tag, value in part.items():
            name = ExifTags.TAGS.get(tag, hex(tag))
            _search_value(search, f"{where}：EXIF（{name}）", value)
    thumbnail = exif.get_ifd(ExifTags.IFD.IFD1)
    for value in thumbnail.values():
        _search_value(search, f"{where}：EXIF（缩略图）", value)
    if thumbnail:
        search.unreadable(where, "图像内带有缩略图，可能是遮盖之前的画面；请另存为不带缩略图的文件")


def _search_value(search: Search, where: str, value: Any) -> None:
    if isinstance(value, tuple) and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        value = bytes(value)  # the XP… tags of Windows: UTF-16 as numbers
    if isinstance(value, bytes):
        for mark in _ENCODED:
            value = value.removeprefix(mark)
        search.markup(where, value) if b"<" in value[:1000] else search.words(
            where, value + b"\x00\x00"[: len(value) % 2]
        )
        return
    text = str(value)
    search.text(where, text)
    if text.isascii():
        return
    search.words(where, text.encode("latin-1", errors="ignore"))  # Chinese in a field meant for ASCII
