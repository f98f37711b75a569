"""Which font draws which character, and what a font file says of itself."""

from foidesk.paper.fonts.chosen import (
    LAST_RESORT,
    PACKAGED,
    Choice,
    Fonts,
    Glyph,
    Measure,
    NoGlyph,
    Origin,
    fonts,
    installed,
)

__all__ = [
    "LAST_RESORT",
    "PACKAGED",
    "Choice",
    "Fonts",
    "Glyph",
    "Measure",
    "NoGlyph",
    "Origin",
    "fonts",
    "installed",
]
