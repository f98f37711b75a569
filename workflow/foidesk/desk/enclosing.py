"""The files that go with a letter: named as the letter lists them, searched for what must not go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

from foidesk import redaction
from foidesk.desk import letters
from foidesk.paper.check import Finding
from foidesk.paper.letter import Letter
from foidesk.redaction import Remain, Unreadable


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; `name` as the letter lists it, `file_name` with its ending."""

    name: str
    file_name: str
    data: bytes

    @property
    def listed(self) -> str:
        """The name as a list shows it; a stroke in one (1/500) is no folder of a path."""
        return self.name.replace("/", "／")


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search of the attachments found: withheld words that remain, and what could not be looked at."""

    remains: tuple[str, ...]
    unread: tuple[Finding, ...]


def empty(attachments: Sequence[Attachment]) -> list[Finding]:
    """Attachments that hold nothing."""
    return [
        Finding(f"附件“{each.file_name}”是空文件。", "附件应当是所列的内容。", "请核对文件。")
        for each in attachments
        if not each.data
    ]


def searched(attachments: Sequence[Attachment], withheld: Sequence[str]) -> Searched:
    """Search the attachments for the withheld words; without words there is nothing to search for."""
    found = [
        (each.file_name, what)
        for each in (attachments if withheld else ())
        for what in redaction.remains(each.data, each.file_name, withheld)
    ]
    return Searched(
        tuple(f"{_place(name, what.where)}：{what.text}" for name, what in found if isinstance(what, Remain)),
        tuple(_not_searched(name, what) for name, what in found if isinstance(what, Unreadable)),
    )


def not_searched_at_all(
    letter: Letter, attachments: Sequence[Attachment], withheld: Sequence[str]
) -> list[Finding]:
    """A reply in part that encloses files without saying which words they must no longer hold."""
    if letter.kind != "partly" or not attachments or withheld:
        return []
    return [
        Finding(
            "部分公开的附件没有检索不予公开的内容。",
            "附件的文字层、属性和历史版本中可能仍有已经遮盖的内容。",
            "请写明不予公开的文字（--withheld），由系统检索附件。",
        )
    ]


def _place(name: str, where: str) -> str:
    return where if where.startswith(name) else f"{name}：{where}"


def _not_searched(name: str, found: Unreadable) -> Finding:
    return Finding(
        what=f"附件“{_place(name, found.where)}”不能检索：{found.why.rstrip('。')}。",
        why="不能确认其中没有不予公开的内容。",
        do="请逐页目视核对。" if found.looked_at else "请换成能够检索的文件。",
        refuses=not found.looked_at,
    )


def as_listed(letter: Letter, attachments: Sequence[Attachment]) -> list[Attachment]:
    """In the order of the list, which names them ever after; the check has found the same names in both."""
    rest = list(attachments)
    ordered = []
    for listed in letters.enclosed(letter) if rest else ():
        ordered.append(max(rest, key=lambda each: _likeness(listed, each.name)))
        rest.remove(ordered[-1])
    return ordered


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, normalize("NFKC", one), normalize("NFKC", other), autojunk=False).ratio()
