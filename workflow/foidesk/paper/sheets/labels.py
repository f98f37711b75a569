"""Address labels: fourteen on a sheet of A4, two across and seven down (99.1 × 38.1 mm each)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foidesk.errors import DeskError
from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import MM, PAGE_HEIGHT, PAGE_WIDTH, SIZE_3, SIZE_4, Face
from foidesk.paper.typeset.breaking import break_lines
from foidesk.paper.typeset.grid import Line, Page
from foidesk.paper.typeset.setting import Type, line_at, type_of

ACROSS, DOWN = 2, 7
WIDTH, HEIGHT = 99.1 * MM, 38.1 * MM
_LEFT = (PAGE_WIDTH - ACROSS * WIDTH) / 2
_TOP = (PAGE_HEIGHT - DOWN * HEIGHT) / 2
_PADDING = 5 * MM
_PITCH = 18.0
_SMALL = 9.0
_ABOVE = 3 * MM
_DEPTH = HEIGHT - _ABOVE - _PADDING / 2 - _SMALL - 2  #: of what stands above the note
_SHARES = [n / 20 for n in range(20, 8, -1)]  #: of the type size, for what does not fit


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a letter goes to, and which one it is."""

    name: str
    postcode: str = ""
    address: str = ""
    telephone: str = ""
    note: str = ""  #: small at the foot: the number of the letter


def label_pages(addresses: Sequence[Address], measure: Measure, *, used: int = 0) -> Iterator[Page]:
    """The sheets of labels; `used`: how many of the first sheet are gone already.

    A long address is set smaller. Raises NoGlyph, and DeskError for one that fits at no size.
    """
    places = [None] * (used % (ACROSS * DOWN)) + list(addresses)
    for start in range(0, len(places), ACROSS * DOWN):
        lines: list[Line] = []
        for place, address in enumerate(places[start : start + ACROSS * DOWN]):
            if address is not None:
                down, across = divmod(place, ACROSS)
                lines += _label(address, _LEFT + across * WIDTH, _TOP + down * HEIGHT, measure)
        yield Page(tuple(lines))


def _label(address: Address, left: float, top: float, measure: Measure) -> list[Line]:
    room, x = WIDTH - 2 * _PADDING, left + _PADDING
    for share in _SHARES:
        wanted = list(_wanted(address, share, room, measure))
        pitch = _PITCH * share
        if len(wanted) * pitch <= _DEPTH:
            break
    else:
        raise DeskError(
            f"“{address.name[:20]}”的地址过长，标签上印不下。",
            why=f"姓名和地址共{len(address.name) + len(address.address)}字。",
            do="请核对登记的地址，或者手写封面。",
        )
    y = top + _ABOVE + (_DEPTH - len(wanted) * pitch) / 2
    lines = [
        line_at(words, type_, x, y + (n + 0.75) * pitch, room=room) for n, (words, type_) in enumerate(wanted)
    ]
    if address.note:
        small = type_of(Face.FANGSONG, _SMALL, measure)
        lines.append(line_at(address.note, small, x, top + HEIGHT - _PADDING / 2, room=room))
    return lines


def _wanted(address: Address, share: float, room: float, measure: Measure) -> Iterator[tuple[str, Type]]:
    """The lines of a label and their type, `share` of the full size."""
    text = type_of(Face.FANGSONG, SIZE_4 * share, measure)
    name = type_of(Face.HEI, SIZE_3 * share, measure)
    for words, type_ in (
        (address.postcode, text),
        (address.address, text),
        (f"{address.name}（收）", name),
        (address.telephone, text),
    ):
        yield from ((line, type_) for line in break_lines(words, type_.advances, room, room) if line)
