"""The lines and rules of a page as the operators of a PDF page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from foidesk.paper.pdf.file import number
from foidesk.paper.typeset.grid import Colour, Line, Page, Rule

Part = tuple[int, ...]  #: `Line.part`

#: Font name and text -> which fonts of the file draw it and the codes in each, in order.
Shown = Callable[[str, str], Iterable[tuple[str, str]]]

#: The place of a text in its letter -> the operator that begins its marked content.
Mark = Callable[[Part], str]

ARTIFACT = "/Artifact BMC"


def content(page: Page, height: float, shown: Shown, mark: Mark | None = None) -> bytes:
    """The page's operators, `height` points from its upper to its lower edge.

    With `mark`, text of one place in the letter is marked as such and rules as artifacts.
    """
    pen = _Pen(height, shown)
    if page.rules:
        pen.begin(ARTIFACT if mark else "")
        pen.rules(page.rules)
        pen.end()
    for part, lines in groupby(page.lines, lambda line: line.part if mark else ()):
        pen.begin(mark(part) if mark else "")
        pen.lines(lines)
        pen.end()
    return "\n".join(pen.written).encode("ascii")


class _Pen:
    """What was written, and the state it left the page in: nothing is set twice."""

    def __init__(self, height: float, shown: Shown) -> None:
        self.written: list[str] = []
        self._height = height
        self._shown = shown
        self._font: tuple[str, float] | None = None
        self._spacing = 0.0
        self._fill: Colour | None = None
        self._stroke: tuple[Colour, float] | None = None
        self._open = False

    def begin(self, mark: str) -> None:
        self._open = bool(mark)
        if mark:
            self.written.append(mark)

    def end(self) -> None:
        if self._open:
            self.written.append("EMC")

    def rules(self, rules: Sequence[Rule]) -> None:
        for rule in rules:
            if (rule.colour, rule.weight) != self._stroke:
                self._stroke = rule.colour, rule.weight
                self.written.append(f"{_rgb(rule.colour)} RG {number(rule.weight)} w")
            top, bottom = self._height - rule.y1, self._height - rule.y2
            self.written.append(f"{rule.x1:.2f} {top:.2f} m {rule.x2:.2f} {bottom:.2f} l S")

    def lines(self, lines: Iterable[Line]) -> None:
        write, shown = self.written.append, self._shown
        write("BT")
        for line in lines:
            y = f"{self._height - line.y:.2f}"
            for run in line.runs:
                if run.colour != self._fill:
                    self._fill = run.colour
                    write(f"{_rgb(run.colour)} rg")
                if run.spacing != self._spacing:
                    self._spacing = run.spacing
                    write(f"{run.spacing:.3f} Tc")
                write(f"1 0 0 1 {run.x:.2f} {y} Tm")
                for font, codes in shown(run.font, run.text):
                    if (font, run.size) != self._font:
                        self._font = font, run.size
                        write(f"/{font} {number(run.size)} Tf")
                    write(f"<{codes}>Tj")
        write("ET")


def _rgb(colour: Colour) -> str:
    return " ".join(map(number, colour))
