"""The timeline as SVG: shapes and patterns before colours, so that it reads in black and white print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from foidesk.web.timeline import Look, Mark, Timeline

WIDTH = 1080.0
_EDGE = 14.0  #: margin left and right
_OFF = 0.3  #: width of a rest day beside a working day
_BAR = 20.0  #: height of the line
_ROW = 18.0  #: height of a row of flags
_CJK, _LATIN = 11.5, 6.4  #: widths of characters of the flags
_WORKS = (Look.COUNTED, Look.STOOD_STILL, Look.VOID, Look.START)

RAN, TAIL, GREY, INK, RED, BAND = "#1f5fae", "#9dbfe8", "#6b7280", "#1f2937", "#b42318", "#e5e7eb"


@dataclass(frozen=True, slots=True)
class _Label:
    """A text at a place of the line, in a row of its own where it would overlap another."""

    x: float
    text: str
    colour: str
    row: int = 0
    left: float = 0.0  #: where the text begins

    @property
    def width(self) -> float:
        return sum(_CJK if ord(char) > 0x2E7F else _LATIN for char in self.text) + 8


def picture(line: Timeline) -> str:
    """The SVG of a timeline; its id and texts come from the facts and are escaped."""
    places = _places(line.marks)
    above = _stacked(_Label(*_flag(line, places, n)) for n in range(len(line.flags)))
    below = _stacked(_ends(line, places))
    top = 6 + _ROW * (1 + max((label.row for label in above), default=0)) + 8
    foot = top + _BAR + 22 + _ROW * (1 + max((label.row for label in below), default=0))
    bottom = foot + _ROW
    first = next((n for n, mark in enumerate(line.marks) if mark.look in _WORKS), None)
    parts = [
        f'<svg class="timeline" viewBox="0 0 {WIDTH:.0f} {bottom:.0f}" width="{WIDTH:.0f}" height="{bottom:.0f}"'
        f' role="group" aria-label="{escape(_summary(line))}" xmlns="http://www.w3.org/2000/svg" font-size="11">',
        _PATTERNS,
        *(_day(mark, *places[n], top, foot, entry=n == first) for n, mark in enumerate(line.marks)),
        *_numbers(line.marks, places, top),
        *_months(line.marks, places, top),
        *(_staff(label, top, up=True) for label in above),
        *(_staff(label, top, up=False) for label in below),
        *(_text(label, top - 8 - _ROW * label.row - _ROW) for label in above),
        *(_text(label, top + _BAR + 20 + _ROW * label.row) for label in below),
        "</svg>",
    ]
    return "".join(parts)


_PATTERNS = (
    '<defs><pattern id="timeline-still" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" fill="#fff"/>'
    f'<line x1="0" y1="0" x2="0" y2="5" stroke="{GREY}" stroke-width="2"/></pattern></defs>'
)


def _summary(line: Timeline) -> str:
    due = f"，答复期限{line.due}" if line.due else ""
    return f"{line.number}期限图：自{line.flags[0].on}起{due}；内容见下表"


def _places(marks: tuple[Mark, ...]) -> list[tuple[float, float]]:
    """Left edge and width of each day."""
    weights = [1.0 if mark.look in _WORKS else _OFF for mark in marks]
    unit = (WIDTH - 2 * _EDGE) / sum(weights)
    unit = min(unit, 40.0)
    places, x = [], _EDGE
    for weight in weights:
        places.append((x, weight * unit))
        x += weight * unit
    return places


def _at(line: Timeline, places: list[tuple[float, float]], on: object, *, end: bool = False) -> float | None:
    for mark, (x, width) in zip(line.marks, places, strict=True):
        if mark.day.on == on:
            return x + (width if end else width / 2)
    return None


def _flag(line: Timeline, places: list[tuple[float, float]], n: int) -> tuple[float, str, str]:
    flag = line.flags[n]
    x = _at(line, places, flag.on) or _EDGE
    return x, f"{flag.word} {flag.on:%m-%d} {flag.provision.place}", INK


def _ends(line: Timeline, places: list[tuple[float, float]]) -> Iterable[_Label]:
    """今天, the target and the due day."""
    doubt = "（暂定）" if line.provisional else ""
    for on, word, colour, end in (
        (line.target, f"△ 内部时限 {line.target:%m-%d}" if line.target else "", GREY, True),
        (line.due, f"▲ 答复期限 {line.due:%Y-%m-%d}{doubt}" if line.due else "", INK, True),
        (line.today, f"今天 {line.today:%m-%d}", RED, False),
    ):
        x = _at(line, places, on, end=end) if on is not None else None
        if x is not None:
            yield _Label(x, word, colour)


def _stacked(labels: Iterable[_Label]) -> list[_Label]:
    """Each label in the lowest row where it overlaps none; those near the right edge stand to the left."""
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for label in labels:
        left = min(max(label.x - 4, 2.0), WIDTH - label.width - 2)
        span = (left, left + label.width)
        row = next(
            (n for n, taken in enumerate(rows) if all(span[1] <= a or span[0] >= b for a, b in taken)),
            len(rows),
        )
        if row == len(rows):
            rows.append([])
        rows[row].append(span)
        placed.append(_Label(label.x, label.text, label.colour, row, left))
    return placed


def _day(mark: Mark, x: float, width: float, top: float, foot: float, *, entry: bool) -> str:
    """A day; its words stand at the foot while the pointer or the focus is on it.

    The tab key leads to the one working day that is the `entry`, the arrow keys from there to the others.
    """
    box = f'x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{_BAR:.0f}"'
    title = f"<title>{escape(mark.title)}</title>"
    if mark.look is Look.COUNTED:
        fill = (TAIL if mark.tail else RAN) if mark.past else "#fff"
        dash = ' stroke-dasharray="3 2"' if mark.tail else ""
        edge = RAN if not mark.past or mark.tail else "#fff"
        made = f'<rect {box} fill="{fill}" stroke="{edge}" stroke-width="1"{dash}/>'
    elif mark.look is Look.STOOD_STILL:
        made = f'<rect {box} fill="url(#timeline-still)" stroke="{GREY}" stroke-width="0.5"/>'
    elif mark.look is Look.OFF:
        made = f'<rect {box} fill="{BAND}"/>'
    elif mark.look is Look.START:
        made = f'<rect {box} fill="none" stroke="{INK}" stroke-width="1"/>'
    else:
        y = top + _BAR / 2
        made = (
            f'<rect {box} fill="#fff" fill-opacity="0"/><line x1="{x:.1f}" x2="{x + width:.1f}" y1="{y:.1f}" '
            f'y2="{y:.1f}" stroke="{GREY}" stroke-width="1" stroke-dasharray="2 4"/>'
        )
    words = (
        f'<text class="words" x="{_EDGE:.0f}" y="{foot + 12:.1f}" fill="{INK}">{escape(mark.title)}</text>'
    )
    if mark.look not in _WORKS:
        return f'<g class="day">{title}{made}{words}</g>'
    reached = f'tabindex="{0 if entry else -1}" role="img" aria-label="{escape(mark.title)}"'
    return f'<g class="day" {reached}>{title}{made}{words}</g>'


def _numbers(marks: tuple[Mark, ...], places: list[tuple[float, float]], top: float) -> Iterable[str]:
    """The number of every fifth counted day and the 班 of make-up days, inside the line."""
    for mark, (x, width) in zip(marks, places, strict=True):
        makeup = mark.day.kind.value == "调休上班"
        word = "班" if makeup else str(mark.number) if mark.number and mark.number % 5 == 0 else ""
        if word and width >= 8:
            dark = mark.look is Look.COUNTED and mark.past and not mark.tail
            middle = x + width / 2
            ground = (
                ""
                if dark
                else f'<rect x="{middle - 6:.1f}" y="{top + 4:.1f}" width="12" height="12" fill="#fff"/>'
            )
            yield (
                f'<g pointer-events="none">{ground}<text x="{middle:.1f}" y="{top + 14:.1f}" text-anchor="middle" '
                f'fill="{"#fff" if dark else INK}">{word}</text></g>'
            )


def _months(marks: tuple[Mark, ...], places: list[tuple[float, float]], top: float) -> Iterable[str]:
    """A small mark where a month begins."""
    for mark, (x, _) in zip(marks, places, strict=True):
        if mark.day.on.day == 1:
            yield (
                f'<text x="{x:.1f}" y="{top + _BAR + 11:.1f}" fill="{GREY}" font-size="10">'
                f"{mark.day.on.month}月</text>"
            )


def _staff(label: _Label, top: float, *, up: bool) -> str:
    far = top - 8 - _ROW * label.row if up else top + _BAR + 22 + _ROW * label.row
    near = top + _BAR if label.colour == RED else top if up else top + _BAR
    near = top - 4 if label.colour == RED else near
    return (
        f'<line x1="{label.x:.1f}" x2="{label.x:.1f}" y1="{near:.1f}" y2="{far:.1f}" '
        f'stroke="{label.colour}" stroke-width="1"/>'
    )


def _text(label: _Label, y: float) -> str:
    return (
        f'<rect x="{label.left:.1f}" y="{y:.1f}" width="{label.width:.1f}" height="{_ROW - 2:.0f}" fill="#fff"/>'
        f'<text x="{label.left + 4:.1f}" y="{y + 12:.1f}" fill="{label.colour}">{escape(label.text)}</text>'
    )
