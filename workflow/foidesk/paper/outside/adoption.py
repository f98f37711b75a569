"""The words of a DOCX changed outside the program as the letter itself: set, checked and issued in their form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.outside.comparison import compared, comparison, read
from foidesk.paper.typeset.titles import BREAK_HERE

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

_Unit = tuple[int, int]  #: place of the block in the draft, -1 for the red head, and row of a table or 0
_HEAD = -1


def adopted(draft: Letter, data: bytes) -> Letter:
    """The draft with the words of the DOCX: a changed paragraph keeps its form, a new one is body text.

    DeskError for a file that `compared` refuses, for a change of what identifies the letter or of a table's
    shape, and for text outside the body; Unreadable for what is no DOCX.
    """
    compared(draft, data)  # refuses what words cannot vouch for
    blocks: list[Block] = []
    rows: dict[int, dict[int, tuple[str, ...]]] = {}
    before: Style | None = None
    for unit, text in _matched(draft, read(data).paragraphs):
        if unit is None:
            blocks += _added(text or "", before)
            continue
        place, row = unit
        if text is not None:
            _may_change(draft, place)
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
    """Each paragraph of the draft with its words now (None: unchanged, empty: gone), new ones without a unit."""
    units = list(_units(draft))
    found = comparison([_words(draft, unit) for unit in units], paragraphs)
    changed = {change.place for change in found.changed}
    gone = {place for place, _ in found.removed}
    new = Counter(place for place, _ in found.added)
    rest = iter(paragraphs)
    rewritten: list[str] = []  # in the place of paragraphs that follow, with hardly a word in common
    for place, unit in enumerate((None, *units)):
        if unit is None:
            pass
        elif place in gone:
            yield unit, rewritten.pop(0) if rewritten else ""
        else:
            yield unit, next(rest) if place in changed else _unchanged(rest)
        added = [next(rest) for _ in range(new[place])]
        after = next((at for at in range(place + 1, len(units) + 2) if at not in gone), place + 1)
        if added and len(added) == after - place - 1:
            rewritten = added
        else:
            yield from ((None, text) for text in added)


def _unchanged(rest: Iterator[str]) -> None:
    next(rest)


def _added(text: str, before: Style | None) -> Iterator[Block]:
    """A new paragraph as body text; `before`: what it follows."""
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
    yield from (Block(Style.BODY, line) for line in _lines(text))


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
    return "".join(text.replace(BREAK_HERE, "").split())


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
