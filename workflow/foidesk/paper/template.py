"""A letter's template, read from TOML and checked at once: a fault in wording shows when it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import jinja2
from jinja2 import StrictUndefined, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.rules import law

REMEDIES = ("none", "by_result", "fee")

#: Blanks every letter has; compose() puts them round the text.
FRAME = {"agency": "发文机关名称", "doc_number": "文号", "signed_on": "成文日期"}
_OPTIONAL = {"head": "红色发文机关标志（不用红头时不填）"}
_GIVEN = {"title", "cite", "place", "item", "n"}
_KEYS = {"title", "ground", "suffix", "remedy", "blanks", "block"}
_BLOCK_KEYS = {"style", "text", "when", "unless", "each", "head", "cells", "rows", "widths", "tall"}

_COLUMNS = ("head", "cells", "widths")


def chinese_date(day: date) -> str:
    """2026年1月5日, without padding (GB/T 9704—2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def empty(value: object) -> bool:
    """Whether a fact is as good as none. Zero and False are facts."""
    return value is None or value == "" or (isinstance(value, Sequence | Mapping) and not value)


def _shown(value: object) -> object:
    """What Jinja writes for a value: a date never in ISO form, even where the filter was forgotten."""
    if isinstance(value, datetime):
        return chinese_date(value.date())
    return chinese_date(value) if isinstance(value, date) else value


_JINJA = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=_shown)
_JINJA.filters["date"] = chinese_date
_JINJA.filters["chinese"] = law.chinese_number


class BadTemplate(DeskError):
    """A file in letters/ is at fault."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(
            f"文书模板“{kind}”有误。", why=why, do=f"请更正 letters/{kind}.toml，或恢复随程序附带的模板。"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One [[block]] of a template."""

    style: Style
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
    fields: tuple[str, ...]  #: fields of each item used in the wording
    inline: bool  #: whether the text has words beside a single blank

    def applies(self, values: Mapping[str, object]) -> bool:
        """Whether the block stands in a letter with these facts."""
        return _there(values, self.when, True) and not _there(values, self.unless, False)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A kind of letter: what it is called, the ground it stands on, its blanks and its wording."""

    kind: str
    title: str
    ground: tuple[str, ...]  #: names of constants of foidesk.rules.law
    suffix: str  #: of the document number
    remedy: str  #: "none", "by_result" or "fee"
    blanks: Mapping[str, str]  #: name -> meaning, in Chinese
    pieces: tuple[Piece, ...]

    frame = tuple(FRAME)
    date = staticmethod(chinese_date)

    @classmethod
    def parse(cls, kind: str, data: Mapping[str, Any]) -> Template:
        """The template in `data`, as tomllib gives it for letters/<kind>.toml. Raises BadTemplate."""
        if unknown := set(data) - _KEYS:
            raise BadTemplate(kind, f"不认识的键：{'、'.join(sorted(unknown))}。")
        if absent := _KEYS - set(data) - {"ground"}:
            raise BadTemplate(kind, f"缺少：{'、'.join(sorted(absent))}。")
        ground = tuple(data.get("ground", ()))
        if unknown := set(ground) - set(law.provisions()):
            raise BadTemplate(kind, f"依据清单里没有：{'、'.join(sorted(unknown))}。")
        if data["remedy"] not in REMEDIES:
            raise BadTemplate(kind, f"remedy 只能是 {'、'.join(REMEDIES)}。")
        blanks = {**FRAME, **_OPTIONAL, **data["blanks"]}
        return cls(
            kind=kind,
            title=data["title"],
            ground=ground,
            suffix=data["suffix"],
            remedy=data["remedy"],
            blanks=blanks,
            pieces=tuple(_piece(kind, block, blanks, ground) for block in data["block"]),
        )


def _there(values: Mapping[str, object], name: str, otherwise: bool) -> bool:
    if not name:
        return otherwise
    value = values.get(name)
    return value is not False and not empty(value)


def _one_line(value: object) -> object:
    """Inside a sentence a fact's own line breaks become spaces."""
    return value.replace("\n", " ") if isinstance(value, str) else value


def _piece(kind: str, block: Mapping[str, Any], blanks: Mapping[str, str], ground: Iterable[str]) -> Piece:
    if unknown := set(block) - _BLOCK_KEYS:
        raise BadTemplate(kind, f"[[block]] 中不认识的键：{'、'.join(sorted(unknown))}。")
    sources = [block.get("text", ""), *block.get("cells", ())]
    sources += [cell for row in block.get("rows", ()) for cell in row]
    try:
        style = Style(block["style"])
        trees = [_JINJA.parse(source) for source in sources]
    except (KeyError, ValueError) as error:
        raise BadTemplate(kind, f"[[block]] 的 style 不对：{error}。") from error
    except jinja2.TemplateSyntaxError as error:
        raise BadTemplate(kind, f"空白的写法有误：{error.message}。") from error
    used = set[str]().union(*(meta.find_undeclared_variables(tree) for tree in trees))
    each = block.get("each", "")
    needs = (used - _GIVEN) | ({each} if each else set())
    conditions = {block[key] for key in ("when", "unless") if key in block}
    if unknown := (needs | conditions) - set(blanks):
        raise BadTemplate(kind, f"[blanks] 中没有声明：{'、'.join(sorted(unknown))}。")
    if unknown := _fields(trees, "cite", "place") - set(ground):
        raise BadTemplate(kind, f"ground 中没有列出：{'、'.join(sorted(unknown))}。")
    columns = {len(row) for row in (*block.get("rows", ()), *(block.get(k, ()) for k in _COLUMNS)) if row}
    if style is Style.TABLE and len(columns) != 1:
        raise BadTemplate(kind, "表格各行的列数不一致，或者没有行。")
    return Piece(
        style=style,
        text=_JINJA.from_string(block.get("text", "")),
        when=block.get("when", ""),
        unless=block.get("unless", ""),
        each=each,
        head=tuple(block.get("head", ())),
        cells=tuple(map(_JINJA.from_string, block.get("cells", ()))),
        rows=tuple(tuple(map(_JINJA.from_string, row)) for row in block.get("rows", ())),
        widths=tuple(block.get("widths", ())),
        tall=block.get("tall", 1),
        needs=tuple(name for name in blanks if name in needs),
        fields=tuple(sorted(_fields(trees, "item"))),
        inline=not _single_blank(trees[0]),
    )


def _fields(trees: Iterable[nodes.Template], *names: str) -> set[str]:
    """The attributes that the wording takes from any of `names`."""
    return {
        found.attr
        for tree in trees
        for found in tree.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name) and found.node.name in names
    }


def _single_blank(tree: nodes.Template) -> bool:
    parts = [part for output in tree.find_all(nodes.Output) for part in output.nodes]
    words = [p for p in parts if not isinstance(p, nodes.TemplateData) or p.data.strip()]
    return len(words) == 1 and isinstance(words[0], nodes.Name)
