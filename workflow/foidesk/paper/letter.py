"""A template and the facts of a case become a Letter; a missing fact is refused, never left open.

Wording lives in letters/*.toml. This module knows no letter by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import jinja2

from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.paper.template import BadTemplate, Piece, Template, empty
from foidesk.rules import law

#: Short names, used after the first full citation in a letter.
_SHORT = {law.Act.REGULATION: "《条例》", law.Act.FEE_MEASURES: "《办法》"}

#: The applicant's own words are quoted as they are, whatever they contain.
_QUOTED = "request"

_LEFT_OPEN = re.compile(r"××|\{\{|\}\}|\{%|待填|〔\s*〕")
_WRONG_YEAR_BRACKETS = re.compile(r"[\[(（【［〖{]\s*(?:19|20)\d\d\s*[\])）】］〗}]")
_PADDED_NUMBER = re.compile(r"第0+\d*号|〕0")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a letter: a paragraph, or a table of `rows` with column `widths` in shares of the line.

    The first row is the head of the table if `headed`; each row is at least `tall` grid rows high.
    """

    style: Style
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    headed: bool = False
    tall: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter ready to be set: complete, in order, without a blank."""

    kind: str
    title: str
    number: str  #: 文号
    agency: str  #: 署名机关
    head: str  #: 红头 on the first page; empty: none
    signed_on: date
    ground: tuple[law.Provision, ...]
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All words of the letter in reading order, the red head first, a paragraph or table row a line."""
        lines = [self.head] if self.head else []
        for block in self.blocks:
            if block.rows:
                lines.extend("\t".join(row) for row in block.rows)
            else:
                lines.append(block.text)
        return "\n".join(lines)


class MissingFact(DeskError):
    """Blanks the letter needs have no value. All of them are named, by their meaning."""

    def __init__(self, title: str, meanings: Sequence[str]) -> None:
        self.meanings = tuple(meanings)
        super().__init__(
            f"“{title}”还不能生成：缺少{'、'.join(meanings)}。",
            why="文书的空白处必须有据可填，不留空、不用代号。",
            do="请先在案件中补录上述内容，再生成文书。",
        )


def compose(template: Template, facts: Mapping[str, object]) -> Letter:
    """The letter that `template` and `facts` make.

    Facts are str, date, int, bool, or sequences of str or of mappings. Raises MissingFact for a blank
    that a block in use needs and the facts lack, DeskError for a number out of form (〔〕) or text left open.
    """
    values = {name: _clean(value) for name, value in facts.items()}
    used = [piece for piece in template.pieces if piece.applies(values)]
    missing = list(dict.fromkeys(_missing(template, used, values)))
    if missing:
        raise MissingFact(template.title, missing)
    _check_numbers(values)
    try:
        blocks = list(_labelled(_framed(template, values, list(_rendered(template, used, values)))))
    except jinja2.TemplateError as error:
        raise BadTemplate(template.kind, f"空白的写法有误：{error.message}。") from error
    quoted = str(values.get(_QUOTED) or "")
    letter = Letter(
        kind=template.kind,
        title=template.title,
        number=str(values["doc_number"]),
        agency=str(values["agency"]),
        head=str(values.get("head") or ""),
        signed_on=_day(values["signed_on"]),
        ground=tuple(law.provisions()[name] for name in template.ground),
        blocks=_abbreviated(blocks, quoted),
    )
    _check_closed(letter, quoted)
    return letter


def _clean(value: object) -> object:
    if isinstance(value, str):
        return "\n".join(line.strip() for line in value.splitlines() if line.strip())
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_clean(inner) for inner in value]
    return value


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise DeskError("成文日期不是日期。", why=f"给出的是“{value}”。", do="请按日期录入。")
    return value


def _missing(template: Template, used: Sequence[Piece], values: Mapping[str, object]) -> Iterator[str]:
    """The meanings of all blanks without a value, in the order of the letter."""
    for name in template.frame:
        if empty(values.get(name)):
            yield template.blanks[name]
    for piece in used:
        for name in piece.needs:
            if empty(values.get(name)) or (name == piece.each and not isinstance(values[name], list)):
                yield template.blanks[name]
        for number, item in enumerate(piece.items(values), 1):
            fields = item if isinstance(item, Mapping) else dict.fromkeys(piece.fields)
            if empty(item) or any(empty(fields.get(field)) for field in piece.fields):
                yield f"{template.blanks[piece.each]}（第{number}项不完整）"


def _rendered(template: Template, used: Sequence[Piece], values: Mapping[str, object]) -> Iterator[Block]:
    cite = {name: _citation(law.provisions()[name]) for name in template.ground}
    place = {name: law.provisions()[name].place for name in template.ground}
    names = {**values, "title": template.title, "cite": cite, "place": place}
    for piece in used:
        if piece.style is Style.TABLE:
            yield Block(
                piece.style,
                rows=piece.render_rows(names),
                widths=piece.widths,
                headed=bool(piece.head),
                tall=piece.tall,
            )
        else:
            yield from (Block(piece.style, text) for text in piece.render(names))


def _citation(provision: law.Provision) -> str:
    number = f"（{provision.act.number}）" if provision.article is None else ""
    return provision.cite + number


def _abbreviated(blocks: Sequence[Block], quoted: str) -> tuple[Block, ...]:
    """Give each instrument its full title the first time and its short name from then on.

    This holds for the wording of the template and of the facts alike, but not inside the applicant's own words.
    """
    names = {name: act for act, short in _SHORT.items() for name in (f"《{act.title}》", short)}
    pattern = re.compile("|".join(re.escape(name) for name in ([quoted] if quoted else []) + list(names)))
    named = Counter(names[m] for block in blocks for m in pattern.findall(block.text) if m in names)
    seen: set[law.Act] = set()

    def title(match: re.Match[str]) -> str:
        act = names.get(match[0])
        if act is None:
            return match[0]
        if act in seen:
            return _SHORT[act]
        seen.add(act)
        notes = [act.number] if act is not law.Act.REGULATION else []
        if named[act] > 1:
            notes.append(f"以下简称{_SHORT[act]}")
        return f"《{act.title}》" + (f"（{'，'.join(notes)}）" if notes else "")

    return tuple(replace(block, text=pattern.sub(title, block.text)) for block in blocks)


def _framed(template: Template, values: Mapping[str, object], blocks: list[Block]) -> list[Block]:
    """Number and title before, signature and date after the text; attached pages last."""
    first_attached = next((i for i, b in enumerate(blocks) if b.style is Style.ATTACHED), len(blocks))
    opening = [Block(Style.NUMBER, str(values["doc_number"])), Block(Style.TITLE, template.title)]
    closing = [
        Block(Style.SIGNATURE, str(values["agency"])),
        Block(Style.DATE, template.date(_day(values["signed_on"]))),
    ]
    return opening + blocks[:first_attached] + closing + blocks[first_attached:]


def _labelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """附件：1. … in the list of attachments and 附件1 above each attached page; no numeral for a single one."""
    names = [block.text for block in blocks if block.style is Style.ATTACHMENTS]
    listed = 0
    for block in blocks:
        if block.style is Style.ATTACHMENTS:
            listed += 1
            label = "附件：" if listed == 1 else ""
            numeral = f"{listed}. " if len(names) > 1 else ""
            yield replace(block, text=label + numeral + block.text)
            continue
        if block.style is Style.ATTACHED:
            if block.text not in names:
                raise DeskError(
                    f"附页“{block.text}”没有列入附件说明。",
                    why="附件说明与所附的附件必须一致。",
                    do="请在模板中补上附件说明。",
                )
            numeral = str(names.index(block.text) + 1) if len(names) > 1 else ""
            yield Block(Style.ATTACHED_LABEL, f"附件{numeral}")
        yield block


def _check_numbers(values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if not name.endswith("number") or not isinstance(value, str):
            continue
        if _WRONG_YEAR_BRACKETS.search(value) or _PADDED_NUMBER.search(value):
            raise DeskError(
                f"编号“{value}”不合格式。",
                why="年份用六角括号〔〕括入，序号不编虚位（GB/T 9704—2012 第7.2.5条）。",
                do="请改为“〔2026〕第12号”的形式。",
            )


def _check_closed(letter: Letter, quoted: str) -> None:
    text = letter.text.replace(quoted, "") if quoted else letter.text
    found = _LEFT_OPEN.search(text)
    if found:
        raise DeskError(
            f"“{letter.title}”中留有未填的“{found[0]}”。",
            why="文书不得留空或使用代号。",
            do="请把该处换成实际内容。",
        )
