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
from foidesk.paper.letter import Block, Letter
from foidesk.paper.wording.blanks import chinese_date
from foidesk.paper.wording.reading import FRAME
from foidesk.paper.wording.template import BadTemplate, Piece, Template, empty
from foidesk.rules import law

#: Short names, used after the first full citation in a letter.
_SHORT = {law.Act.REGULATION: "《条例》", law.Act.FEE_MEASURES: "《办法》"}

#: The applicant's own words are quoted as they are, whatever they contain.
_QUOTED = ("request", "clarified_request", "what")

_LEFT_OPEN = re.compile(r"××|\{\{|\}\}|\{%|待填|〔\s*〕")
_WRONG_YEAR_BRACKETS = re.compile(r"[\[(（【［〖{]\s*(?:19|20)\d\d\s*[\])）】］〗}]")
_PADDED_NUMBER = re.compile(r"第0+\d*号|〕0")
_FIELD_MARK = re.compile(r"\s*[｜|]\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """The decision on one item: the template of its ground, and what is stated for it."""

    template: Template
    facts: Mapping[str, object]


class MissingFact(DeskError):
    """Blanks the letter needs have no value. All of them are named, by their meaning."""

    def __init__(self, title: str, meanings: Sequence[str]) -> None:
        self.meanings = tuple(meanings)
        super().__init__(
            f"“{title}”还不能生成：缺少{'、'.join(meanings)}。",
            why="文书的空白处必须有据可填，不留空、不用代号。",
            do="请先在案件中补录上述内容，再生成文书。",
        )


def compose(
    template: Template,
    facts: Mapping[str, object],
    *,
    parts: Sequence[Part] = (),
    passages: Mapping[str, str] | None = None,
) -> Letter:
    """The letter that `template` and `facts` make.

    Facts are str, date, int, bool, or sequences of str or of mappings. `parts`: the decisions on the items,
    where the letter answers several. `passages`: free blocks as a clerk rewrote them, by name. Raises
    MissingFact for a blank that a block in use needs and the facts lack, DeskError for a passage that is
    locked, a number out of form (〔〕) or text left open.
    """
    rewritten = _free_only(template, passages or {})
    values = _values(template, facts)
    own = [_values(part.template, {**facts, **part.facts}) for part in parts]
    used = [piece for piece in template.pieces if piece.applies(values)]
    missing = list(_missing(template, used, values, rewritten))
    for number, (part, stated) in enumerate(zip(parts, own, strict=True), 1):
        of_item = f"第{number}项的" if len(parts) > 1 else ""
        decision = [piece for piece in part.template.pieces if piece.item and piece.applies(stated)]
        missing += [
            of_item + meaning for meaning in _missing(part.template, decision, stated, {}, frame=False)
        ]
    if missing:
        raise MissingFact(template.title, list(dict.fromkeys(missing)))
    for each in (values, *own):
        _check_numbers(each)
    decided = [(part.template, stated) for part, stated in zip(parts, own, strict=True)]
    try:
        rendered = list(_rendered(template, used, values, rewritten, decided))
    except jinja2.TemplateError as error:
        raise BadTemplate(template.kind, f"空白的写法有误：{error.message}。") from error
    quoted = [str(each[name]) for each in (values, *own) for name in _QUOTED if each.get(name)]
    letter = Letter(
        kind=template.kind,
        title=template.title,
        number=str(values.get("doc_number") or ""),
        agency=str(values["agency"]),
        head="" if template.form else str(values.get("head") or ""),
        sealed=values.get("sealed") is not False,
        signed_on=_day(values["signed_on"]),
        ground=tuple(law.provisions()[name] for name in _ground(template, parts)),
        blocks=_abbreviated(list(_labelled(_framed(template, values, rendered))), quoted),
    )
    _check_closed(letter, quoted)
    return letter


def _ground(template: Template, parts: Sequence[Part]) -> Sequence[str]:
    return list(dict.fromkeys((*template.ground, *(name for part in parts for name in part.template.ground))))


def _free_only(template: Template, passages: Mapping[str, str]) -> Mapping[str, str]:
    """The rewritten passages; DeskError for one that the letter does not leave free."""
    free = {piece.name for piece in template.pieces if piece.free}
    if locked := [name for name in passages if name not in free]:
        raise DeskError(
            f"“{template.title}”的这些段落不能改写：{'、'.join(locked)}。",
            why="由案件事实和法律规定确定的段落是锁定的。",
            do=f"可以改写：{'、'.join(sorted(free)) or '无'}。事实有误的，请更正登记。",
        )
    return {name: text for name, text in passages.items() if text.strip()}


# --- values --------------------------------------------------------------------------------------
def _values(template: Template, facts: Mapping[str, object]) -> dict[str, object]:
    values = {name: _clean(value) for name, value in facts.items()}
    for piece in template.pieces:
        value = values.get(piece.each)
        if isinstance(value, str):  # typed by a clerk: one line an item
            asked = template.asked.get(piece.each)
            values[piece.each] = _listed(value, asked.fields if asked else ())
    return values


def _listed(text: str, fields: Sequence[str]) -> list[object]:
    lines = text.splitlines()
    if not fields:
        return list(lines)
    return [dict(zip(fields, _FIELD_MARK.split(line), strict=False)) for line in lines]


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


def _missing(
    template: Template,
    used: Sequence[Piece],
    values: Mapping[str, object],
    rewritten: Mapping[str, str],
    *,
    frame: bool = True,
) -> Iterator[str]:
    """The meanings of all blanks without a value, in the order of the letter."""
    for name in FRAME if frame else ():
        if empty(values.get(name)) and not (template.form and name == "doc_number"):
            yield template.blanks[name]
    for piece in used:
        if piece.name in rewritten:
            continue
        for name in piece.needs:
            if empty(values.get(name)) or (name == piece.each and not isinstance(values[name], list)):
                yield template.blanks[name]
        for number, item in enumerate(piece.items(values), 1):
            fields = item if isinstance(item, Mapping) else dict.fromkeys(piece.fields)
            if empty(item) or any(empty(fields.get(field)) for field in piece.fields):
                yield f"{template.blanks[piece.each]}（第{number}项不完整）"


# --- blocks --------------------------------------------------------------------------------------
def _rendered(
    template: Template,
    used: Sequence[Piece],
    values: Mapping[str, object],
    rewritten: Mapping[str, str],
    decided: Sequence[tuple[Template, Mapping[str, object]]],
) -> Iterator[Block]:
    names = _names(template, values)
    for piece in used:
        if piece.decision:
            yield from _decisions(piece, names, decided)
        elif piece.name in rewritten:
            for line in rewritten[piece.name].splitlines():
                if line.strip():
                    yield Block(piece.style, line.strip(), name=piece.name, free=True)
        else:
            yield from _written(piece, names)


def _decisions(
    piece: Piece, names: Mapping[str, object], decided: Sequence[tuple[Template, Mapping[str, object]]]
) -> Iterator[Block]:
    for n, (template, stated) in enumerate(decided, 1):
        own = _names(template, stated)
        if len(decided) > 1:
            for text in piece.render({**names, **own, "n": n, "item": stated}):
                yield Block(piece.style, text, name=piece.name)
        for each in template.pieces:
            if each.item and each.applies(stated):
                yield from _written(each, own)


def _written(piece: Piece, names: Mapping[str, object]) -> Iterator[Block]:
    if piece.style is not Style.TABLE:
        yield from (
            Block(piece.style, text, name=piece.name, free=piece.free) for text in piece.render(names)
        )
        return
    yield Block(
        piece.style,
        rows=piece.render_rows(names),
        widths=piece.widths,
        headed=bool(piece.head),
        tall=piece.tall,
        name=piece.name,
    )


def _names(template: Template, values: Mapping[str, object]) -> dict[str, object]:
    cite = {name: _citation(law.provisions()[name]) for name in template.ground}
    place = {name: law.provisions()[name].place for name in template.ground}
    return {**values, "title": template.title, "cite": cite, "place": place}


def _citation(provision: law.Provision) -> str:
    number = f"（{provision.act.number}）" if provision.article is None else ""
    return provision.cite + number


def _abbreviated(blocks: Sequence[Block], quoted: Sequence[str]) -> tuple[Block, ...]:
    """Give each instrument its full title the first time and its short name from then on.

    This holds for the wording of the template and of the facts alike, but not inside the applicant's own words.
    """
    names = {name: act for act, short in _SHORT.items() for name in (f"《{act.title}》", short)}
    pattern = re.compile(
        "|".join(re.escape(name) for name in [*sorted(quoted, key=len, reverse=True), *names])
    )
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
    if template.form:
        return [Block(Style.TITLE, template.title), *blocks]
    first_attached = next((i for i, b in enumerate(blocks) if b.style is Style.ATTACHED), len(blocks))
    opening = [Block(Style.NUMBER, str(values["doc_number"])), Block(Style.TITLE, template.title)]
    closing = [
        Block(Style.SIGNATURE, str(values["agency"])),
        Block(Style.DATE, chinese_date(_day(values["signed_on"]))),
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


def _check_closed(letter: Letter, quoted: Sequence[str]) -> None:
    text = letter.text
    for words in quoted:
        text = text.replace(words, "")
    found = _LEFT_OPEN.search(text)
    if found:
        raise DeskError(
            f"“{letter.title}”中留有未填的“{found[0]}”。",
            why="文书不得留空或使用代号。",
            do="请把该处换成实际内容。",
        )
