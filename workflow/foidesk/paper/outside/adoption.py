"""The words of a DOCX changed outside the program as the letter itself: set, checked and issued in their form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.outside.comparison import compared, comparison, read

#: What identifies the letter, and is not for changing in a word processor.
_FIXED = {
    Style.NUMBER: "文号",
    Style.TITLE: "标题",
    Style.ADDRESSEE: "主送",
    Style.SIGNATURE: "署名",
    Style.DATE: "成文日期",
    Style.ATTACHMENTS: "附件说明",
}

#: What a new paragraph may follow.
_TEXT = (
    Style.ADDRESSEE,
    Style.BODY,
    Style.HEADING,
    Style.SUBHEADING,
    Style.TABLE,
    Style.ATTACHED,
    Style.ATTACHED_LABEL,
)

#: Headings by their numerals (GB/T 9704—2012 第7.3.3条); a sentence is none.
_HEADINGS = {
    Style.HEADING: re.compile(r"[一二三四五六七八九十]+、[^。；：]{1,24}"),
    Style.SUBHEADING: re.compile(r"（[一二三四五六七八九十]+）[^。；：]{1,24}"),
}

_Unit = tuple[int, int]  #: place of the block in the draft, -1 for the red head, and row of a table or 0
_HEAD = -1


def adopted(draft: Letter, data: bytes) -> Letter:
    """The draft with the words of the DOCX: a changed paragraph keeps its form, a new one is body text or,
    by its numeral, a heading.

    DeskError for a file that `compared` refuses, for a change of what identifies the letter or of a table's
    shape, and for text outside the body; Unreadable for what is no DOCX.
    """
    compared(draft, data)  # refuses what words cannot vouch for
    blocks: list[Block] = []
    rows: dict[int, dict[int, tuple[str, ...]]] = {}
    before: Style | None = None
    matched = list(_matched(draft, read(data).paragraphs))
    for place in (unit[0] for unit, text in matched if unit is not None and text is not None):
        _may_change(draft, place)
    for unit, text in matched:
        if unit is None:
            blocks += _added(text or "", before)
            continue
        place, row = unit
        if place == _HEAD:
            continue
        block = draft.blocks[place]
        before = block.style
        if block.rows:
            if place not in rows:
                rows[place] = {}
                blocks.append(block)
            if text is not None:
                rows[place][row] = _cells(text, block.rows[row])
        elif text is None:
            blocks.append(block)
        else:
            blocks += [replace(block, text=line) for line in _lines(text)]
    return replace(draft, blocks=tuple(_with_rows(draft, block, rows) for block in blocks))


def _matched(draft: Letter, paragraphs: Sequence[str]) -> Iterator[tuple[_Unit | None, str | None]]:
    """Each paragraph of the draft with its words now (None: unchanged, empty: gone), new ones without a unit.

    A table row always has its words: what moved from one cell to another changed no word.
    """
    units = list(_units(draft))
    found = comparison([_words(draft, unit) for unit in units], paragraphs)
    changed = {change.place for change in found.changed}
    gone = {place for place, _ in found.removed}
    new = Counter(place for place, _ in found.added)
    rest = iter(paragraphs)
    rewritten: list[str] = []  # table rows with hardly a word in common with those they replace
    for place, unit in enumerate((None, *units)):
        if unit is not None and place in gone:
            yield unit, rewritten.pop(0) if rewritten and _is_row(draft, unit) else ""
        elif unit is not None:
            text = next(rest)
            yield unit, text if place in changed or _is_row(draft, unit) else None
        added = [next(rest) for _ in range(new[place])]
        following = takewhile(lambda at: at + 1 in gone, range(place, len(units)))
        rows = [text for text in added if "\t" in text]
        if rows and len(rows) == sum(_is_row(draft, units[at]) for at in following):
            rewritten = rows
            added = [text for text in added if "\t" not in text]
        yield from ((None, text) for text in added)


def _is_row(draft: Letter, unit: _Unit) -> bool:
    place, _ = unit
    return place != _HEAD and bool(draft.blocks[place].rows)


def _added(text: str, before: Style | None) -> Iterator[Block]:
    """A new paragraph as body text, or a heading by its numeral; `before`: what it follows."""
    if "\t" in text:
        raise DeskError(
            "表格的行数与底稿不一致。",
            why=f"增加了一行：{_line(text)[:40]}。",
            do="请只改单元格内的文字，不增减行列。",
        )
    if before not in _TEXT:
        raise DeskError(
            f"正文以外不能增加文字：{_line(text)[:40]}。",
            why="新的段落只能写在主送和附件说明、署名之间，或者附页上；页眉、页脚、脚注不能写。",
            do="请把该段移入正文后重新上传。",
        )
    for line in _lines(text):
        level = next((style for style, mark in _HEADINGS.items() if mark.fullmatch(line)), Style.BODY)
        yield Block(level, line)


def _may_change(draft: Letter, place: int) -> None:
    what = "发文机关标志" if place == _HEAD else _FIXED.get(draft.blocks[place].style)
    if what is not None:
        raise DeskError(
            f"{what}不能在外部修改。",
            why="这些内容由登记和签发确定，文书凭它们识别。",
            do="请恢复原文后重新上传；登记有误的，请更正登记。",
        )


def _cells(text: str, before: tuple[str, ...]) -> tuple[str, ...]:
    now = text.split("\t") if text else []
    if len(now) != len(before):
        raise DeskError(
            "表格与底稿不一致。",
            why=f"“{_line(' '.join(before))[:40]}”一行原有{len(before)}列，现有{len(now)}列。",
            do="请只改单元格内的文字，不增减行列。",
        )
    return tuple(
        old if _plain(old) == _plain(new) else "\n".join(_lines(new))
        for old, new in zip(before, now, strict=True)
    )


def _with_rows(draft: Letter, block: Block, changed: Mapping[int, Mapping[int, tuple[str, ...]]]) -> Block:
    """The table with its changed rows."""
    place = next((at for at in changed if draft.blocks[at] is block), None)
    if place is None:
        return block
    return replace(block, rows=tuple(changed[place].get(row, cells) for row, cells in enumerate(block.rows)))


def _plain(text: str) -> str:
    return "".join(text.split())


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    """The lines of a paragraph: a break within it begins another."""
    return [line for part in text.split("\n") if (line := _line(part))]


def _units(letter: Letter) -> Sequence[_Unit]:
    """The paragraphs and table rows of a letter as a DOCX has them."""
    units: list[_Unit] = [(_HEAD, 0)] if letter.head else []
    for place, block in enumerate(letter.blocks):
        units += [(place, row) for row in range(len(block.rows) or 1)]
    return [unit for unit in units if _plain(_words(letter, unit))]


def _words(letter: Letter, unit: _Unit) -> str:
    place, row = unit
    if place == _HEAD:
        return letter.head
    block = letter.blocks[place]
    return "\t".join(block.rows[row]) if block.rows else block.text


def locked(draft: Letter, changed: Letter) -> tuple[str, ...]:
    """The words of the draft's passages that no clerk may rewrite and that are not in the changed letter."""
    kept = {(block.text, block.rows) for block in changed.blocks}
    return tuple(
        block.text or "　".join(block.rows[0])
        for block in draft.blocks
        if not block.free and (block.text, block.rows) not in kept
    )
