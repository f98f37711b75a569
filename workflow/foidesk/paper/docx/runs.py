"""Text as DOCX runs, each naming its typeface; a rare character names one that has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from foidesk.errors import DeskError
from foidesk.paper.form import Face

#: What offices have installed under these names; Word and WPS substitute where one is missing.
FAMILY = {
    Face.FANGSONG: "仿宋",
    Face.TITLE: "方正小标宋简体",
    Face.KAI: "楷体",
    Face.HEI: "黑体",
    Face.SONG: "宋体",
}

#: 仿宋, 楷体, 黑体 and 小标宋 go as far as GBK; 宋体 has the rest of the first plane (䶮), SimSun-ExtB what lies beyond (𬭎).
RARE = "宋体"
RAREST = "SimSun-ExtB"

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fonts(family: str) -> str:
    """The w:rFonts that names the family for every script."""
    return (
        f'<w:rFonts w:ascii="{family}" w:eastAsia="{family}" w:hAnsi="{family}" w:cs="{family}"'
        ' w:hint="eastAsia"/>'
    )


_PROPERTIES = {family: f"<w:rPr>{fonts(family)}</w:rPr>" for family in (*FAMILY.values(), RAREST)}


def runs(text: str, face: Face) -> str:
    """The w:r elements of a text. Raises DeskError for a control character, which no DOCX can hold."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return _split(text, face)
    if _NOT_XML.search(text):
        return _split(text, face)
    return _run(text, FAMILY[face])


def lines(texts: Sequence[str], face: Face, extra: str = "") -> str:
    """The runs of a text broken into lines at its own places; `extra` properties go into each run."""
    written = "<w:r><w:br/></w:r>".join(runs(text, face) for text in texts)
    return written.replace("</w:rPr>", f"{extra}</w:rPr>") if extra else written


def _split(text: str, face: Face) -> str:
    if found := _NOT_XML.search(text):
        raise DeskError(
            f"文书中有不能印出的控制字符（U+{ord(found[0]):04X}）。",
            why=f"它在“{text[max(found.start() - 10, 0) : found.start()]}”之后，多半是从别处复制文字时带入的。",
            do="请重新录入该处文字。",
        )
    families: list[str] = []
    for character in text:
        families.append(_family(character, face, families[-1] if families else FAMILY[face]))
    parts = groupby(zip(families, text, strict=True), key=lambda pair: pair[0])
    return "".join(_run("".join(character for _, character in part), family) for family, part in parts)


def _family(character: str, face: Face, before: str) -> str:
    if character > "\uffff" and not 0xE0100 <= ord(character) <= 0xE01EF:
        return RAREST
    if unicodedata.category(character).startswith("M"):
        return before  # a mark or a variation selector belongs to the character before it
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return RARE
    return FAMILY[face]


def _run(text: str, family: str) -> str:
    return f'<w:r>{_PROPERTIES[family]}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
