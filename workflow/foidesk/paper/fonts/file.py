"""What a font file says of itself: its faces, their names, and whether they may be embedded."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")  # reportlab cannot embed CFF ("OTTO")
_COLLECTION = b"ttcf"

# A damaged file may name any number; no font has more faces, no table of names is longer.
_MOST_FACES = 256
_MOST_BYTES = 1 << 20

_FAMILY = 1  # the name's number in the table of names
_WINDOWS = 3
_MACINTOSH = 1
_ENGLISH = 0x0409
_CHINESE = (0x0804, 0x1004, 0x0C04, 0x1404, 0x0404)

_RESTRICTED = 0x0002  #: fsType: must not be embedded
_NO_SUBSETTING = 0x0100
_BITMAPS_ONLY = 0x0200


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of a font file. `index` is its place in a collection (.ttc), else 0."""

    path: Path
    index: int
    family: str  #: as a Chinese system shows it; the file's name if the font has no name
    names: frozenset[str]  #: every family name, in any language, lower case
    embeddable: bool  #: whether a letter may carry a subset of it


def faces(path: Path) -> list[FontFile]:
    """The TrueType faces of the file; none if it is of another kind or cannot be read."""
    try:
        with path.open("rb") as file:
            return [_face(path, index, file, offset) for index, offset in enumerate(_offsets(file))]
    except (OSError, struct.error, KeyError):
        return []  # a damaged font of the system must not keep the program from starting


def _offsets(file: BinaryIO) -> Iterator[int]:
    """Where each TrueType face begins."""
    kind = file.read(4)
    starts: tuple[int, ...] = (0,)
    if kind == _COLLECTION:
        _, count = _read(file, 4, ">LL")
        starts = _read(file, 12, f">{min(count, _MOST_FACES)}L")
    for start in starts:
        file.seek(start)
        if file.read(4) in _TRUETYPE:
            yield start


def _face(path: Path, index: int, file: BinaryIO, offset: int) -> FontFile:
    tables = _tables(file, offset)
    names = _families(file, *tables["name"])
    known = [names[language] for language in (*_CHINESE, _ENGLISH, 0) if language in names]
    return FontFile(
        path,
        index,
        family=known[0] if known else path.stem,
        names=frozenset(name.lower() for name in names.values()),
        embeddable=_embeddable(_read(file, tables["OS/2"][0] + 8, ">H")[0]) if "OS/2" in tables else True,
    )


def _tables(file: BinaryIO, offset: int) -> Mapping[str, tuple[int, int]]:
    (count,) = _read(file, offset + 4, ">H")
    directory = _read(file, offset + 12, ">" + "4sLLL" * count)
    return {
        tag.decode("latin-1"): (start, length)
        for tag, start, length in zip(directory[::4], directory[2::4], directory[3::4], strict=True)
    }


def _families(file: BinaryIO, offset: int, length: int) -> dict[int, str]:
    """Language -> family name; 0 for a name of the Macintosh platform."""
    file.seek(offset)
    table = file.read(min(length, _MOST_BYTES))
    _, count, strings = struct.unpack_from(">HHH", table)
    found: dict[int, str] = {}
    for record in range(count):
        platform, _, language, name, size, start = struct.unpack_from(">6H", table, 6 + 12 * record)
        text = table[strings + start : strings + start + size]
        if name == _FAMILY and platform == _WINDOWS:
            found[language] = text.decode("utf-16-be", "replace")
        elif name == _FAMILY and platform == _MACINTOSH and language == 0:
            found.setdefault(0, text.decode("mac-roman", "replace"))
    return found


def _embeddable(permissions: int) -> bool:
    """OS/2 fsType. Where several of the lowest bits are set the most generous one counts."""
    restricted = permissions & 0x000F == _RESTRICTED
    return not restricted and not permissions & (_NO_SUBSETTING | _BITMAPS_ONLY)


def _read(file: BinaryIO, offset: int, form: str) -> tuple[Any, ...]:
    file.seek(offset)
    return struct.unpack(form, file.read(struct.calcsize(form)))
