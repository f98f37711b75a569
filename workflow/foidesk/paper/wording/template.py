"""A letter's template: its blanks and the pieces of its wording, ready to be filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import jinja2
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.paper.wording.blanks import FILTERS, chinese_date


def empty(value: object) -> bool:
    """Whether a fact is as good as none. Zero and False are facts."""
    return value is None or value == "" or (isinstance(value, Sequence | Mapping) and not value)


def there(values: Mapping[str, object], name: str) -> bool:
    """Whether a fact is stated and does not say no."""
    value = values.get(name)
    return value is not False and not empty(value)


def _shown(value: object) -> object:
    """What Jinja writes for a value: a date never in ISO form, even where the filter was forgotten."""
    if isinstance(value, datetime):
        return chinese_date(value.date())
    return chinese_date(value) if isinstance(value, date) else value


JINJA = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=_shown)
JINJA.globals.clear()
JINJA.filters = dict(FILTERS)


class BadTemplate(DeskError):
    """A file in letters/ is at fault."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(
            f"文书模板“{kind}”有误。", why=why, do=f"请更正 {kind}.toml，或恢复随程序附带的模板。"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One block of wording."""

    name: str  #: by which an agency changes it and a draft rewrites it
    free: bool  #: whether a clerk may rewrite it in a draft
    item: bool  #: whether it belongs to the decision on an item, and so also stands in a reply to several
    decision: bool  #: whether the decisions on the items follow here, each under the text as its heading
    style: Style
    source: str  #: the wording as written, with its blanks
    text: jinja2.Template
    when: str  #: the fact that must be there; empty: always
    unless: str  #: the fact that must not be there
    each: str  #: the blank whose items the text, or the table row `cells`, is repeated for
    head: tuple[str, ...]
    cells: tuple[jinja2.Template, ...]
    rows: tuple[tuple[jinja2.Template, ...], ...]
    widths: tuple[float, ...]
    tall: int
    needs: tuple[str, ...]  #: blanks used in the wording
    cites: tuple[str, ...]  #: provisions named in the wording
    fields: tuple[str, ...]  #: fields of each item used in the wording
    inline: bool  #: whether the text has words beside a single blank

    def applies(self, values: Mapping[str, object]) -> bool:
        """Whether the block stands in a letter with these facts."""
        return (not self.when or there(values, self.when)) and not (
            self.unless and there(values, self.unless)
        )

    def items(self, values: Mapping[str, object]) -> Sequence[object]:
        """The items the block is repeated for."""
        found = values.get(self.each) if self.each else None
        return found if isinstance(found, list) else []

    def render(self, names: Mapping[str, object]) -> Iterator[str]:
        """The paragraphs of the block."""
        shown = {name: _one_line(value) for name, value in names.items()} if self.inline else dict(names)
        for scope in self._scopes(shown):
            text = self.text.render(scope)
            yield from (line.strip() for line in text.splitlines() if line.strip())

    def render_rows(self, names: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
        """The rows of the table: head, one for each item, then the fixed rows."""
        shown = {name: _one_line(value) for name, value in names.items()}
        rows = [self.head] if self.head else []
        if self.cells:
            rows.extend(tuple(cell.render(scope) for cell in self.cells) for scope in self._scopes(shown))
        rows.extend(tuple(cell.render(shown) for cell in row) for row in self.rows)
        return tuple(rows)

    def _scopes(self, names: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
        if not self.each:
            yield names
        for n, item in enumerate(self.items(names), 1):
            yield {**names, "item": item, "n": n}


def _one_line(value: object) -> object:
    """Inside a sentence a fact's own line breaks become spaces."""
    return value.replace("\n", " ") if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Asked:
    """A blank that the clerk fills in when drafting; with `fields`, one line an item, its fields parted by ｜."""

    meaning: str
    fields: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A kind of letter: what it is called, the ground it stands on, its blanks and its wording."""

    kind: str
    name: str  #: as it is listed: 答复书（予以公开）
    title: str  #: as it is printed
    ground: tuple[str, ...]  #: names of constants of foidesk.rules.law
    suffix: str  #: of the document number; empty for a form that has none
    remedy: str  #: one of wording.REMEDIES
    form: bool  #: a form to fill in: no number, signature or date of its own
    must: tuple[str, ...]  #: blanks and provisions (cite.NAME) the law wants in the wording
    say: tuple[str, ...]  #: words that tell what the law wants told: regular expressions
    never: tuple[str, ...]  #: words that would turn it round
    blanks: Mapping[str, str]  #: name -> meaning, in Chinese
    asked: Mapping[str, Asked]  #: those among them that a clerk states when drafting
    pieces: tuple[Piece, ...]
    version: str  #: changes with every change of the wording
