"""Where a Chinese line may end (GB/T 15834, 5.1 and habit). reportlab's own CJK wrapping breaks these rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from math import inf

#: The width of each character with its tracking.
Advances = Mapping[str, float]

CLOSING = "，。、》〉」』】〕）”’"  #: full-width marks whose right half is blank
OPENING = "《〈「『【〔（“‘"  #: full-width marks whose left half is blank
NOT_FIRST = frozenset(CLOSING + "；：？！…—·%％℃,.;:?!)]}")
NOT_LAST = frozenset(OPENING + "([{□☐☑")  # a box to tick stands before its words

_LATIN = "!-~\u00a1-\u00b6\u00b8-\u024f"  # without the middle dot of Chinese names
_LAST_SIGNS = re.escape("".join(sorted(NOT_FIRST)))
_FIRST_SIGNS = re.escape("".join(sorted(NOT_LAST)))
#: What stands on one line: a word or character with the spaces and opening marks before, the closing marks after it.
_CLUSTER = re.compile(
    rf" *(?:[{_FIRST_SIGNS}] *)*"
    "(?:—{2,}|…{2,}"  # a dash or an ellipsis is one sign
    "|第\\d+号-[一-鿿]\\d*"  # a document number's suffix
    f"|第?[{_LATIN}]+(?: \\d[{_LATIN}]*)*(?<![(\\[{{])"  # a word, a number, "GB/T 9704"
    "(?:(?<=\\d)[年月日号时分秒万亿元页件个项条款份次天岁人名所册卷期批类处届户亩])?"  # and its measure word
    f"|.)(?: *[{_LAST_SIGNS}])*",
    re.DOTALL,
)
_SIGN = re.compile(rf" *(?:[{_FIRST_SIGNS}] *)*.(?: *[{_LAST_SIGNS}])*", re.DOTALL)
_ANY = re.compile(" *.", re.DOTALL)
_MARKS = re.compile(f"[{CLOSING}{OPENING}]")
_ADDRESS = re.compile(r"://|\bwww\.|\w\.\w[\w.]*/")
_ADDRESS_PART = re.compile(rf"(?:[^:]*://)?.*?[/?&]+(?![/?&{_LAST_SIGNS}])|.+", re.DOTALL)
#: Better not, but better than a line spread wide: inside 〔2026〕第12号 and between year, month and day.
_RELUCTANT = re.compile(r"[〕年月](?=第?\d)")

_SLACK = 0.01  # points; sums of widths are not exact
_MISSED = 0.75  # of a character: so much room left over is worth squeezing marks for
_LOOSE = 0.05  # of a character in each gap: beyond this, the lines before share the burden
_SHARING = 3  # so many lines at most
_WIDEST = 0.25  # a looser line is left as it is, so it counts no more than this
_RELUCTANCE = 5.0  # as bad as a line with gaps 0.085 of a character too wide


def break_lines(text: str, advances: Advances, first: float, rest: float) -> list[str]:
    """`text` in lines: the first `first` points wide, the others `rest`; spaces at the breaks go.

    A line may be wider by what its full-width marks can give up (see `give`). What has no allowed break and is
    longer than a line is broken inside words, and at worst anywhere.
    """
    text = text.strip(" ")
    if sum(map(advances.__getitem__, text)) <= first + _SLACK:
        return [text]
    ends = _Paragraph(text, advances, first, rest).ends()
    return [text[start:end].strip(" ") for start, end in zip([0, *ends], ends, strict=False)]


def give(text: str, advances: Advances) -> tuple[list[tuple[int, float]], ...]:
    """How much the full-width marks of a line can give up: (place of the gap, points), the least seen first.

    A mark fills half of its square. The blank half of one at the end of the line costs nothing; where two marks
    meet, one half is enough between them; a mark alone keeps at least half of its blank.
    """
    half = advances["一"] / 2
    full = 1.8 * half  # the marks of a proportional font have no blank half
    at_end: list[tuple[int, float]] = []
    between: list[tuple[int, float]] = []
    alone: list[tuple[int, float]] = []
    for match in _MARKS.finditer(text):
        place, sign = match.start(), match[0]
        if advances[sign] < full:
            continue
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if sign in CLOSING:
            if not after:
                at_end.append((place, half))
            elif after in CLOSING or after in OPENING:
                between.append((place, half))
            else:
                alone.append((place, half / 2))
        elif before and before in OPENING:
            between.append((place - 1, half))
        elif before and before not in CLOSING:
            alone.append((place - 1, half / 2))
    return at_end, between, alone


class _Paragraph:
    """The places where lines of a text may end, and the choice among them.

    Place n is the end of the n-th cluster; a line is known by the number of its first cluster.
    """

    def __init__(self, text: str, advances: Advances, first: float, rest: float) -> None:
        self._text = text
        self._advances = advances
        self._first, self._rest = first, rest
        self._em = advances["一"]
        self._upto = [0.0, *accumulate(map(advances.__getitem__, text))]
        self._ends = list(accumulate(map(len, self._clusters())))
        self._starts = [0, *self._ends]
        if " " in text:
            self._starts = [
                _after_spaces(text, start) if text[start : start + 1] == " " else start
                for start in self._starts
            ]
        self._reluctant = {match.end() for match in _RELUCTANT.finditer(text)}

    def _clusters(self) -> list[str]:
        """What must stand on one line, each no wider than a line."""
        clusters: list[str] = _CLUSTER.findall(self._text)
        narrow = min(self._first, self._rest) + _SLACK
        if "/" not in self._text and max(map(len, clusters)) * self._em <= narrow:
            return clusters
        clusters = [part for cluster in clusters for part in _address_parts(cluster)]
        for parts in (_SIGN, _ANY):
            clusters = [
                part
                for cluster in clusters
                for part in ([cluster] if self._width(cluster) <= narrow else parts.findall(cluster))
            ]
        return clusters

    def _width(self, text: str) -> float:
        return sum(map(self._advances.__getitem__, text.strip(" ")))

    def ends(self) -> list[int]:
        """The places in the text where its lines end.

        Each line is as full as it can be. What one lacks that would be spread too wide, the lines before it share.
        """
        lines = [0]
        settled = 0  # lines before this one have shared already
        while lines[-1] < len(self._ends):
            end, uneven = self._first_fit(lines[-1])
            if uneven:
                settled = max(settled, len(lines) - _SHARING)
                lines[settled:] = self._best_fit(lines[settled], end)
                settled = len(lines) - 1
            else:
                lines.append(end + 1)
        return [self._ends[line - 1] for line in lines[1:]]

    def _room(self, line: int) -> float:
        return self._rest if line else self._first

    def _first_fit(self, line: int) -> tuple[int, bool]:
        """The end of a line as full as can be, and whether it would be spread visibly or had better not end there.

        Marks give way where this is no more than what would be spread.
        """
        room = self._room(line)
        start = self._starts[line]
        if self._upto[-1] - self._upto[start] <= room + _SLACK:
            return len(self._ends) - 1, False
        end = self._fullest(line, self._upto[start] + room)
        wanting = room - (self._upto[self._ends[end]] - self._upto[start])
        if wanting > _MISSED * self._em and self._squeezed(line, end + 1, room, wanting) < inf:
            return end + 1, False
        stop = self._ends[end]
        return end, wanting > _LOOSE * self._em * (stop - start) or stop in self._reluctant

    def _fullest(self, line: int, edge: float) -> int:
        """The last place that `edge` leaves room for; the first after `line` if there is none."""
        return max(bisect_right(self._ends, bisect_right(self._upto, edge + _SLACK) - 1) - 1, line)

    def _squeezed(self, line: int, end: int, room: float, most: float) -> float:
        """By how many points, at most `most`, the marks of a line give way for it to fit; else infinite."""
        start, stop = self._starts[line], self._ends[end]
        over = self._upto[stop] - self._upto[start] - room
        if over > most + _SLACK:
            return inf
        given = sum(points for tier in give(self._text[start:stop], self._advances) for _, points in tier)
        return over if over <= given + _SLACK else inf

    def _best_fit(self, line: int, goal: int) -> list[int]:
        """The lines from `line` up to place `goal` or just beyond that look least uneven together, and the next."""
        # Where a line begins: the badness of the lines before it, and where the last of them began.
        best = {line: (0.0, line)}
        ends: dict[int, tuple[float, int]] = {}
        for start in range(line, goal + 1):
            if start in best:
                for end, badness in self._fits(start):
                    total = best[start][0] + badness
                    reached = best if end < goal else ends
                    if end + 1 not in reached or total < reached[end + 1][0]:
                        reached[end + 1] = (total, start)
        following = min(ends, key=lambda end: ends[end][0])
        lines = [following, ends[following][1]]
        while lines[-1] != line:
            lines.append(best[lines[-1]][1])
        return lines[::-1]

    def _fits(self, line: int) -> Iterator[tuple[int, float]]:
        """The ends worth trying for a line, and how bad each would look."""
        room = self._room(line)
        start = self._upto[self._starts[line]]
        if self._upto[-1] - start <= room + _SLACK:
            yield len(self._ends) - 1, 0.0
            return
        fullest = self._fullest(line, start + room)
        if fullest + 1 < len(self._ends):
            squeezed = self._squeezed(line, fullest + 1, room, 3 * self._em) / self._em
            if squeezed < inf:
                yield fullest + 1, self._reluctance(fullest + 1) + 0.1 + 0.2 * squeezed
        for end in range(fullest, line - 1, -1):
            wanting = room - (self._upto[self._ends[end]] - start)
            spread = min(wanting / self._em / max(end - line, 1), _WIDEST)
            yield end, self._reluctance(end) + (spread / _LOOSE) ** 3
            if spread > 2 * _LOOSE:
                return

    def _reluctance(self, end: int) -> float:
        return _RELUCTANCE if self._ends[end] in self._reluctant else 0.0


def _address_parts(cluster: str) -> list[str]:
    return _ADDRESS_PART.findall(cluster) if _ADDRESS.search(cluster) else [cluster]


def _after_spaces(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place
