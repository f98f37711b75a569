"""A font cut to the characters of a letter, as a PDF embeds it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from foidesk.paper.pdf.file import PdfFile, number

if TYPE_CHECKING:
    from foidesk.paper.fonts.typeface import Typeface

_FULL_WIDTH = 1000  #: thousandths of the type size; Chinese characters
_QUICKLY = 1  #: outlines hardly deflate: the best level saves 4% and takes twice as long
_ENTRIES = 100  #: a section of a ToUnicode table holds no more


@lru_cache(maxsize=64)
def codes(characters: str) -> Mapping[str, str]:
    """What stands for each of the characters in a content stream, in hexadecimal: 0001 for the first."""
    return {character: f"{code:04X}" for code, character in enumerate(characters, 1)}


@dataclass(frozen=True, slots=True)
class Subset:
    """A built font. The codes of its characters are those of `codes`, in order. All bytes are deflated."""

    name: str
    program: bytes
    length: int  #: of the program before deflating
    glyphs: bytes  #: code -> glyph
    to_unicode: bytes
    widths: str
    metrics: str

    def write(self, file: PdfFile, at: int) -> None:
        """The font as an object numbered `at`, and what it needs."""
        program = file.add_stream(self.program, f"/Length1 {self.length}")
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName/{self.name}{self.metrics}/FontFile2 {program} 0 R>>"
        )
        glyphs = file.add_stream(self.glyphs)
        drawn = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{self.name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor} 0 R/DW {_FULL_WIDTH}{self.widths}/CIDToGIDMap {glyphs} 0 R>>"
        )
        to_unicode = file.add_stream(self.to_unicode)
        file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{self.name}/Encoding/Identity-H"
            f"/DescendantFonts[{drawn} 0 R]/ToUnicode {to_unicode} 0 R>>",
            at,
        )


@lru_cache(maxsize=64)
def subset(face: Typeface, characters: str) -> Subset:
    """The font of exactly these characters. The result follows from the arguments alone."""
    program = face.program(characters)
    glyphs = b"".join(glyph.to_bytes(2, "big") for glyph in [0, *face.glyphs(characters)])
    return Subset(
        name=_name(face, characters),
        program=zlib.compress(program, _QUICKLY),
        length=len(program),
        glyphs=zlib.compress(glyphs),
        to_unicode=zlib.compress(_to_unicode(characters).encode()),
        widths=_widths(face, characters),
        metrics=_metrics(face),
    )


def _name(face: Typeface, characters: str) -> str:
    """Six letters that tell subsets of one font apart, and the font's own name."""
    digest = hashlib.md5(characters.encode(), usedforsecurity=False).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    return f"{tag}+{face.name.decode()}{face.subfontNameX.decode()}"


def _widths(face: Typeface, characters: str) -> str:
    widths = map(face.width, characters)
    others = "".join(
        f"{code}[{number(width)}]" for code, width in enumerate(widths, 1) if width != _FULL_WIDTH
    )
    return f"/W[{others}]" if others else ""


def _metrics(face: Typeface) -> str:
    box = " ".join(map(number, face.bbox))
    return (
        f"/Flags {face.flags}/FontBBox[{box}]/ItalicAngle {number(face.italicAngle)}"
        f"/Ascent {number(face.ascent)}/Descent {number(face.descent)}"
        f"/CapHeight {number(face.capHeight)}/StemV {number(face.stemV)}"
    )


def _to_unicode(characters: str) -> str:
    """Code to UTF-16BE: characters beyond U+FFFF copy as themselves."""
    entries = [
        f"<{code}> <{character.encode('utf-16-be').hex().upper()}>"
        for character, code in codes(characters).items()
    ]
    sections = []
    for start in range(0, len(entries), _ENTRIES):
        section = entries[start : start + _ENTRIES]
        sections += [f"{len(section)} beginbfchar", *section, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *sections,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
