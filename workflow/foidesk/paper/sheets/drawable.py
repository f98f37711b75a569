"""Words that came from outside made fit to print: one character no font has must not keep a file from print."""

from __future__ import annotations

from dataclasses import replace

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Measure, NoGlyph
from foidesk.paper.letter import Block, Letter
from foidesk.paper.typeset.setting import Type, type_of

_NO_GLYPH = "〓"


def drawable(text: str, type_: Type) -> str:
    """The words with 〓 for a character that no font has, and a space for one that is none."""
    for character in set(text) - {"\n"}:
        try:
            type_.width(character)
        except NoGlyph:
            text = text.replace(character, " " if character.isspace() else _NO_GLYPH)
    return text


def drawable_letter(letter: Letter, measure: Measure) -> Letter:
    """A sheet made like a letter, so that it can be set. Letters that go out are refused instead."""
    return replace(letter, blocks=tuple(_block(block, measure) for block in letter.blocks))


def _block(block: Block, measure: Measure) -> Block:
    type_ = type_of(form.face_of(block.style), form.size_of(block.style), measure)
    rows = tuple(tuple(drawable(cell, type_) for cell in row) for row in block.rows)
    return replace(block, text=drawable(block.text, type_), rows=rows)
