"""Pages, and the rows that fill them: 22 a page, some kept with the next, some beginning a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    """Runs on one baseline `y`."""

    y: float
    runs: tuple[Run, ...]

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

    def kept(self) -> Row:
        """The same row, kept with the next."""
        return replace(self, keep=True)


def shifted(line: Line, down: float) -> Line:
    """The line moved down."""
    return replace(line, y=line.y + down)


def fill(rows: Sequence[Row], start: int) -> list[Page]:
    """The rows on pages of 22, on the first from grid row `start` on."""
    pages = [Page()]
    used = start
    for group in _groups(rows):
        height = sum(row.height for row in group)
        full = used + height > ROWS and used > 0 and height <= ROWS
        if group[0].new_page or full:
            pages.append(Page())
            used = 0
        for row in group:
            if used + row.height > ROWS and used > 0:  # a group longer than a page is parted after all
                pages.append(Page())
                used = 0
            pages[-1] = _placed(pages[-1], row, TOP + used * ROW)
            used += row.height
    return pages


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group


def _placed(page: Page, row: Row, y: float) -> Page:
    lines = tuple(shifted(line, y) for line in row.lines)
    rules = tuple(replace(rule, y1=rule.y1 + y, y2=rule.y2 + y) for rule in row.rules)
    return Page(page.lines + lines, page.rules + rules)
