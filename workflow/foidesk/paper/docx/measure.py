"""The widths of characters without a font at hand: which font draws a DOCX is known only where it is opened."""

from __future__ import annotations

from foidesk.paper.fonts.chosen import Glyph
from foidesk.paper.form import SIZE_3, Face
from foidesk.paper.typeset.setting import type_of

_HALF, _FULL = Glyph("", 0.5), Glyph("", 1.0)


def measure(character: str, face: Face) -> Glyph:
    """Letters and digits half as wide as characters, as in 仿宋, whatever the face."""
    return _HALF if character.isascii() else _FULL


#: The type of the text: 3号 仿宋.
TEXT = type_of(Face.FANGSONG, SIZE_3, measure)
