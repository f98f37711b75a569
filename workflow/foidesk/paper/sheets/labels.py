"""Address labels: fourteen on a sheet of A4, two across and seven down (99.1 × 38.1 mm each)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import MM, PAGE_HEIGHT, PAGE_WIDTH, SIZE_3, SIZE_4, Face
from foidesk.paper.typeset.breaking import break_lines
from foidesk.paper.typeset.grid import Line, Page
from foidesk.paper.typeset.setting import line_at, type_of

ACROSS, DOWN = 2, 7
WIDTH, HEIGHT = 99.1 * MM, 38.1 * MM
_LEFT = (PAGE_WIDTH - ACROSS * WIDTH) / 2
_TOP = (PAGE_HEIGHT - DOWN * HEIGHT) / 2
_PADDING = 5 * MM
_PITCH = 18.0
_SMALL = 9.0


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a letter goes to, and which one it is."""

    name: str
    postcode: str = ""
    address: str = ""
    telephone: str = ""
    note: str = ""  #: small at the foot: the number of the letter


def label_pages(addresses: Sequence[Address], measure: Measure, *, used: int = 0) -> Iterator[Page]:
    """The sheets of labels; `used`: how many of the first sheet are gone already. Raises NoGlyph."""
    places = [None] * (used % (ACROSS * DOWN)) + list(addresses)
    for start in range(0, len(places), ACROSS * DOWN):
        lines: list[Line] = []
        for place, address in enumerate(places[start : start + ACROSS * DOWN]):
            if address is not None:
                down, across = divmod(place, ACROSS)
                lines += _label(address, _LEFT + across * WIDTH, _TOP + down * HEIGHT, measure)
        yield Page(tuple(lines))


def _label(address: Address, left: float, top: float, measure: Measure) -> list[Line]:
    text = type_of(Face.FANGSONG, SIZE_4, measure)
    name = type_of(Face.HEI, SIZE_3, measure)
    small = type_of(Face.FANGSONG, _SMALL, measure)
    room, x = WIDTH - 2 * _PADDING, left + _PADDING
    wanted = [
        *((address.postcode, text) for _ in (1,) if address.postcode),
        *((line, text) for line in break_lines(address.address, text.advances, room, room) if line),
        *((line, name) for line in break_lines(f"{address.name}（收）", name.advances, room, room)),
        *((line, text) for line in (address.telephone,) if line),
    ]
    y = top + max(_PADDING, (HEIGHT - _SMALL - len(wanted) * _PITCH) / 2)
    lines = []
    for words, type_ in wanted:
        y += _PITCH
        lines.append(line_at(words, type_, x, y - _PITCH * 0.25, room=room))
    if address.note:
        lines.append(line_at(address.note, small, x, top + HEIGHT - _PADDING / 2, room=room))
    return lines
