"""Pages, and the rows that fill them: 22 a page, some kept with the next, some beginning a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from foidesk.paper.form import BLACK, ROW, ROWS, TOP

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font from `x` on, each followed by `spacing` points."""

    x: float
    text: str
    font: str
    size: float
    spacing: float = 0.0
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Line:
    """Runs on one baseline `y`.

    `part` is the place of the text in `letter.blocks`: (block,), in a table (block, row, column), (-1,) for the
    red head, () for what belongs to the page alone: its number, a table head said again.
    """

    y: float
    runs: tuple[Run, ...]
    part: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, `weight` points thick."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page."""

    lines: tuple[Line, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One or more grid rows that are never parted; lines and rules measured from their upper edge."""

    lines: tuple[Line, ...] = ()
    rules: tuple[Rule, ...] = ()
    height: int = 1
    keep: bool = False  #: on the same page as the next row
    new_page: bool = False
    again: tuple[Row, ...] = ()  #: what is said again above it when it begins a page: the head of its table
    closing: tuple[Rule, ...] = ()  #: what closes its table when it ends a page

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.lines and not self.rules

    def kept(self) -> Row:
        """The same row, kept with the next."""
        return replace(self, keep=True)


def fill(rows: Sequence[Row], start: int) -> list[Page]:
    """The rows on pages of 22, on the first from grid row `start` on; no page after it begins with blank rows."""
    sheets = [_Sheet(start)]
    for group in _groups(rows):
        height = sum([row.height for row in group])
        fits = sheets[-1].holds(height) or height > ROWS  # a group longer than a page is parted after all
        if group[0].new_page or not fits:
            sheets.append(_Sheet())
        for row in group:
            if not sheets[-1].holds(row.height):
                sheets.append(_Sheet())
            sheet = sheets[-1]
            if sheet.used == 0 and len(sheets) > 1:
                sheets[-2].close()
                if row.blank:
                    continue
                for said_again in row.again:
                    sheet.place(said_again)
            sheet.place(row)
    return [Page(tuple(sheet.lines), tuple(sheet.rules)) for sheet in sheets]


@dataclass(slots=True)
class _Sheet:
    """A page being filled; `used` counts its grid rows."""

    used: int = 0
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    closing: tuple[Rule, ...] = ()

    def holds(self, height: int) -> bool:
        """Whether there is room left for that many rows; an empty page has to do for anything."""
        return self.used + height <= ROWS or self.used == 0

    def place(self, row: Row) -> None:
        y = TOP + self.used * ROW
        for line in row.lines:
            self.lines.append(Line(y + line.y, line.runs, line.part))
        for rule in row.rules:
            self.rules.append(_lowered(rule, y))
        self.closing = tuple([_lowered(rule, y) for rule in row.closing]) if row.closing else ()
        self.used += row.height

    def close(self) -> None:
        self.rules.extend(self.closing)
        self.closing = ()


def _lowered(rule: Rule, down: float) -> Rule:
    return Rule(rule.x1, rule.y1 + down, rule.x2, rule.y2 + down, rule.weight, rule.colour)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        if row.new_page and group:
            yield group
            group = []
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group
