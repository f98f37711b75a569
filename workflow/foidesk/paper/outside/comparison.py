"""A DOCX changed outside the program: its words held against the draft before it may be the issued text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from foidesk.errors import DeskError
from foidesk.paper.letter import Letter
from foidesk.paper.outside.ooxml import Package
from foidesk.paper.outside.words import Obstacle, Reading

_ALIKE = 0.5  #: likeness from which two paragraphs count as one that was changed
_LONGEST = (
    4_000_000  #: characters of one text times those of the other, up to which the change itself is marked
)
_SHOWN = 8  #: characters of unchanged text shown on either side of a change


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph as it was in the draft and as it is now; `place` counts the paragraphs of the draft from 1."""

    place: int
    before: str
    after: str

    @property
    def marked(self) -> str:
        """The paragraph now, with what went and what came set off, unchanged stretches shortened."""
        start = _shared(self.before, self.after)
        old, new = self.before[start:], self.after[start:]
        end = _shared(old[::-1], new[::-1])
        return (
            _shortened(self.before[:start])
            + _marked(old[: len(old) - end], new[: len(new) - end])
            + _shortened(self.before[len(self.before) - end :])
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the words of the file differ from those of the draft, paragraph by paragraph, spaces aside."""

    added: tuple[tuple[int, str], ...]  #: after which paragraph of the draft, and the new one
    removed: tuple[tuple[int, str], ...]  #: which paragraph of the draft, and its words
    changed: tuple[Changed, ...]

    @property
    def same(self) -> bool:
        """Whether no word differs."""
        return not (self.added or self.removed or self.changed)

    def lines(self) -> list[str]:
        """The differences in Chinese, in the order of the letter."""
        if self.same:
            return ["文字与底稿一致。"]
        told = [(change.place, f"第{change.place}段改动：{change.marked}") for change in self.changed]
        told += [(place, f"第{place}段删去：{text}") for place, text in self.removed]
        told += [
            (place, f"{f'第{place}段之后' if place else '开头'}增加：{text}") for place, text in self.added
        ]
        return [line for _, line in sorted(told, key=lambda item: item[0])]


def read(data: bytes) -> Reading:
    """The words of a DOCX, and what stands in the way of taking it. Raises Unreadable for what is no whole DOCX."""
    return Reading.of(Package(data))


def compared(draft: Letter, data: bytes) -> Comparison:
    """The DOCX held against the draft it was made from.

    Raises DeskError naming all obstacles: tracked changes, comments, hidden text, fields, macros, objects, links.
    """
    reading = read(data)
    if reading.obstacles:
        raise _refused(list(reading.obstacles))
    return comparison(_paragraphs(draft), reading.paragraphs)


def comparison(before: Sequence[str], after: Sequence[str]) -> Comparison:
    """The differences between two texts given as paragraphs."""
    added: list[tuple[int, str]] = []
    removed: list[tuple[int, str]] = []
    changed: list[Changed] = []
    old, new = [_squeezed(text) for text in before], [_squeezed(text) for text in after]
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        last = i
        pairs = dict(_pairs(old[i:j], new[k:m]))
        for at in range(k, m):
            match = next((i + a for a, b in pairs.items() if k + b == at), None)
            if match is None:
                added.append((last, _shown(after[at])))
            else:
                changed.append(Changed(match + 1, _shown(before[match]), _shown(after[at])))
                last = match + 1
        removed.extend((at + 1, _shown(before[at])) for at in range(i, j) if at - i not in pairs)
    return Comparison(tuple(added), tuple(removed), tuple(changed))


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _marked(old: str, new: str) -> str:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    whole = len(old) * len(new) > _LONGEST
    codes = [("replace", 0, len(old), 0, len(new))] if whole else matcher.get_opcodes()
    parts = []
    for kind, i, j, k, m in codes:
        if kind == "equal":
            parts.append(_shortened(new[k:m]))
            continue
        parts.append(f"［删：{old[i:j]}］" if i < j else "")
        parts.append(f"［增：{new[k:m]}］" if k < m else "")
    return "".join(parts)


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which paragraph became which, in order; those too unlike went or came."""
    start = 0
    for at, text in enumerate(old):
        for candidate in range(start, len(new)):
            if _likeness(text, new[candidate]) >= _ALIKE:
                yield at, candidate
                start = candidate + 1
                break


def _likeness(one: str, other: str) -> float:
    """By the characters they share: quick, and order hardly matters between paragraphs of one letter."""
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()


def _paragraphs(letter: Letter) -> list[str]:
    lines = [letter.head] if letter.head else []
    for block in letter.blocks:
        lines.extend("\t".join(row) for row in block.rows) if block.rows else lines.extend(
            block.text.split("\n")
        )
    return [line for line in lines if _squeezed(line)]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _shown(text: str) -> str:
    return " ".join(text.replace("\n", "").split())


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _SHOWN + 2 else f"{text[:_SHOWN]}……{text[-_SHOWN:]}"


def _refused(obstacles: Sequence[Obstacle]) -> DeskError:
    return DeskError(
        "上传的文件还不能作为签发的文本。",
        why="；".join(obstacle.what for obstacle in obstacles) + "。",
        do="请在 Word 或 WPS 中" + "；".join(obstacle.do for obstacle in obstacles) + "，保存后重新上传。",
    )
