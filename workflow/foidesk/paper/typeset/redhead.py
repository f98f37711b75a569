"""The red head of a letter, its two double rules and, under the first, the document number: 信函格式, 10.1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import LEFT, ROW, SIZE_3, TOP, WIDTH, Face, Style
from foidesk.paper.letter import Letter
from foidesk.paper.typeset.grid import Line, Rule
from foidesk.paper.typeset.setting import line_at, type_of
from foidesk.paper.typeset.titles import head_lines


@dataclass(frozen=True, slots=True)
class RedHead:
    """What stands above and below the grid of the first page, and how many rows of the grid that takes."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    rows: int


def red_head(letter: Letter, measure: Measure) -> RedHead:
    """The head measured by its ink: its upper edge 30 mm below that of the page, the first rule 4 mm below it."""
    name = _name(letter.head, measure)
    lines, lowest = list(name.lines), name.lowest
    for place, block in enumerate(letter.blocks):
        if block.style is Style.NUMBER and block.text:
            type_ = type_of(Face.FANGSONG, SIZE_3, measure)
            y = lowest + form.RULE_TO_NUMBER + type_.ink_top(block.text)
            x = LEFT + WIDTH - type_.width(block.text)
            lines.append(line_at(block.text, type_, x, y, part=(place,)))
            lowest = y + type_.ink_bottom(block.text)
    rows = round((lowest + (ROW - SIZE_3) / 2 - TOP) / ROW)  # the number stands in the middle of the last
    return RedHead(tuple(lines), name.rules, max(0, rows))


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of the agency, both double rules, and the lower edge of the upper one."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    lowest: float


@lru_cache(maxsize=32)  # the same on all letters of an agency
def _name(head: str, measure: Measure) -> _Name:
    size = form.head_size(head)
    type_ = type_of(Face.TITLE, size, measure)
    names = head_lines(head, measure)
    lines = []
    y = form.HEAD_TOP + type_.ink_top(names[0])
    for name in names:
        x = (form.PAGE_WIDTH - type_.width(name)) / 2
        lines.append(line_at(name, type_, x, y, part=(-1,), colour=form.RED))
        y += size * form.HEAD_PITCH
    rule = lines[-1].y + type_.ink_bottom(names[-1]) + form.HEAD_TO_RULE
    rules = (
        *_double_rule(rule, form.RULE_DEPTH),
        *_double_rule(form.PAGE_HEIGHT - form.RULE_FROM_BOTTOM, -form.RULE_DEPTH),
    )
    return _Name(tuple(lines), rules, rule + form.RULE_DEPTH)


def _double_rule(edge: float, depth: float) -> tuple[Rule, Rule]:
    """Thick and thin line; `edge` is the outer edge of the thick one, `depth` the way to that of the thin one."""
    x1 = (form.PAGE_WIDTH - form.RULE_WIDTH) / 2
    x2 = x1 + form.RULE_WIDTH
    inwards = 1 if depth > 0 else -1
    thick, thin = edge + inwards * form.THICK / 2, edge + depth - inwards * form.THIN / 2
    return Rule(x1, thick, x2, thick, form.THICK, form.RED), Rule(x1, thin, x2, thin, form.THIN, form.RED)
