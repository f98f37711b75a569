"""One search: the strings it looks for, what it has found, and how much more it may open."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foidesk.redaction.findings import Finding, Remain, Unreadable
from foidesk.redaction.markup import readings
from foidesk.redaction.matching import Needles, decodings

DEEPEST = 5  # files within files
MOST_BYTES = 1 << 28  # of all that is opened along the way: a small archive can hold a very large one

Reader = Callable[["Search", bytes, str, str], None]


class Search:
    """Collects findings; a reader of some format hands it every text the format holds."""

    def __init__(self, needles: Needles, reader: Reader) -> None:
        self.found: dict[Finding, None] = {}
        self._needles = needles
        self._reader = reader
        self._depth = 0
        self._left = MOST_BYTES

    def text(self, where: str, text: str) -> bool:
        """Look in a text; whether anything was found."""
        return self._remains(where, self._needles.read_in(text))

    def words(self, where: str, data: bytes) -> None:
        """Look in bytes that are text, in an encoding nobody told us."""
        for each in decodings(data):
            self.text(where, each)

    def markup(self, where: str, data: bytes) -> None:
        """Look in XML or HTML: in its text, its attributes, its comments, before and after its changes."""
        for each in readings(data):
            self.text(where, each)

    def raw(self, where: str, data: bytes) -> None:
        """Look in bytes of an unknown kind, for the strings just as they are."""
        self._remains(where, self._needles.spelled_in(data))

    def unreadable(self, where: str, why: str, *, looked_at: bool = False) -> None:
        """Note what cannot be searched."""
        self.found[Unreadable(where, why, looked_at)] = None

    def inside(self, data: bytes, name: str, where: str) -> None:
        """Search a file that was found within another."""
        self.text(f"{where}：文件名", name)
        if self._depth == DEEPEST:
            self.unreadable(where, f"文件层层内嵌超过 {DEEPEST} 层，没有再打开")
            return
        self._depth += 1
        try:
            self._reader(self, data, name, where)
        finally:
            self._depth -= 1

    @property
    def room(self) -> int:
        """How many bytes may still be opened."""
        return self._left

    def opened(self, size: int) -> None:
        """So many bytes have been opened."""
        self._left -= size

    def _remains(self, where: str, texts: Iterable[str]) -> bool:
        remains = [Remain(where, text) for text in texts]
        self.found.update(dict.fromkeys(remains))
        return bool(remains)
