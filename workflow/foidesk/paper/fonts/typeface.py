"""A font as reportlab parses it and cuts subsets from it."""

from __future__ import annotations

import mmap
import struct
import threading
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

from foidesk.paper.fonts import glyphtables


class Typeface(TTFontFile):  # type: ignore[misc]  # reportlab has no types
    """A TrueType font: which glyph draws a character (`charToGlyph`), how wide (`width`), where its ink is.

    The file is mapped, not read: a Chinese font holds 15 MB of outlines, and a letter draws 300 of 30,000.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        self.filename = str(path)
        with path.open("rb") as file:
            self._ttf_data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._reading = threading.Lock()  # reportlab keeps its place in the file on the object
        super().__init__(str(path), subfontIndex=index)
        if any(table["offset"] + table["length"] > len(self._ttf_data) for table in self.tables):
            raise TTFError(f"{path} is cut off")

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803  # reportlab's names
        """Names and metrics as reportlab reads them; the large tables stay in the file, if they are as usual."""
        data, start = self._ttf_data, {tag: record["offset"] for tag, record in self.table.items()}
        super().extractInfo(0)
        usual = {"cmap", "loca"} <= start.keys()
        found = glyphtables.characters(data, start["cmap"], self.numGlyphs) if usual else None
        if found is None:
            super().extractInfo(charInfo)
            return
        (full,) = struct.unpack_from(">H", data, start["hhea"] + 34)
        (long,) = struct.unpack_from(">H", data, start["head"] + 50)
        self.hmetrics = glyphtables.Metrics(data, start["hmtx"], full, self.numGlyphs)
        self.glyphPos = glyphtables.places(data, start["loca"], bool(long), self.numGlyphs)
        self.charToGlyph = found

    def get_table(self, tag: str) -> object:
        """A table; the outlines stay in the file, because reportlab asks for all of them for each subset."""
        start, length = self.get_table_pos(tag)
        table = self._ttf_data[start : start + length]
        return _Outlines(table) if tag == "glyf" else bytes(table)

    def program(self, characters: str) -> bytes:
        """A TrueType font of these characters only; glyph 0 is the missing character."""
        with self._reading:
            made: bytes = self.makeSubset([0, *map(ord, characters)])
        return made

    def glyphs(self, characters: str) -> list[int]:
        """The glyph of each of the characters in `program(characters)`, where two may share one."""
        numbers = {0: 0}
        return [numbers.setdefault(self.charToGlyph[ord(c)], len(numbers)) for c in characters]

    def width(self, character: str) -> float:
        """The advance of the character, in thousandths of the type size."""
        advance, _ = self.hmetrics[self.charToGlyph[ord(character)]]
        width: float = self._pdfScale(advance)
        return width

    def ink(self, character: str) -> tuple[float, float]:
        """Upper and lower edge of the character's ink above the baseline, in shares of the type size.

        Read at a place of the file, not from where reportlab stands, so that threads do not disturb each other.
        """
        glyph = self.charToGlyph[ord(character)]
        start, end = self.glyphPos[glyph], self.glyphPos[glyph + 1]
        if start == end:  # a space
            return 0.0, 0.0
        outlines, _ = self.get_table_pos("glyf")
        bottom, top = struct.unpack_from(">4xh2xh", self._ttf_data, outlines + start)
        return top / self.unitsPerEm, bottom / self.unitsPerEm


class _Outlines:
    """The table of outlines, copied a glyph at a time."""

    def __init__(self, table: memoryview) -> None:
        self._table = table

    def __getitem__(self, part: slice) -> bytes:
        return bytes(self._table[part])
