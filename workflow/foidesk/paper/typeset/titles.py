"""Titles and long names broken by sense: between words, balanced, never an hourglass (GB/T 9704—2012, 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil

from foidesk.paper import form
from foidesk.paper.fonts.chosen import Measure
from foidesk.paper.form import SIZE_2, WIDTH, Face
from foidesk.paper.typeset.breaking import NOT_FIRST, NOT_LAST, break_lines
from foidesk.paper.typeset.setting import Type, type_of

#: The words of the titles of this field, longer before shorter, and the tails of the names of agencies.
_WORDS = re.compile(
    "政府信息公开申请|政府信息公开|信息处理费|登记回执|送达回证|送达地址|送达|确认书|告知书|答复书|通知书|决定书|意见书|意见函|复函|申请表"
    "|第三方|行政机关|申请人|信息|申请|公开|延期|延长|延迟|答复|补正|收费|补缴|征求|意见|说明|理由|更正|重新|终止|办理|并案"
    "|期限|部分|不予|予以|主动|不存在|移送|加工|分析|行政|查询|档案馆|党务|信访|举报|投诉|重复|关于|决定|通知|报告|测算|及其|附件"
    "|人民政府|委员会|办公室|管理局|管理处|服务中心|领导小组|[一-鿿]{2}(?:省|市|区|县|州|盟|旗|镇|乡|街道)|[一-鿿]{2}[局厅院所]"
    r"|《[^》]*》|（[^）]*）|〔[^〕]*〕|“[^”]*”|[!-~]+|\d+年\d+月\d+日|\d+年"
)
_PHRASE_END = re.compile(
    r"(?<=的)|(?=《|“|（)|(?<=》|”)|(?<=局|厅)(?!长)|(?<=政府信息公开申请)|(?<=和|与|及|、)"
)
_WEAK_BEFORE = ("关于", "不", "和", "与", "及")  # these hold on to what follows
_WEAK_AFTER = ("的", "和", "与", "及", "等")  # these hold on to what goes before

_MOST_LINES = 4  #: that are weighed against each other; what is longer still is broken like a paragraph
_INSIDE = 12.0  #: the cost of an end inside a word, in characters of imbalance


def title_lines(text: str, measure: Measure) -> list[str]:
    """The lines of a title in 2号 小标宋 on the width of the type area. Raises NoGlyph."""
    return list(_lines(text, type_of(Face.TITLE, SIZE_2, measure), WIDTH))


def name_lines(name: str, of: Type, width: float) -> list[str]:
    """The lines of a long name of an agency, of like length."""
    return list(_lines(name, of, width))


def head_lines(name: str, measure: Measure) -> list[str]:
    """The lines of the red head: one, but for names longer than 20 characters."""
    size = form.head_size(name)
    return list(_lines(name, type_of(Face.TITLE, size, measure), WIDTH + 0.5 * size))


@lru_cache(maxsize=512)
def _lines(text: str, of: Type, width: float) -> tuple[str, ...]:
    fewest = ceil(of.width(text) / width - 0.001)
    if fewest <= 1:
        return (text,) if text else ()
    costs = _costs(text)
    for count in range(fewest, min(fewest + 1, _MOST_LINES) + 1):
        for places in ([place for place in costs if costs[place] < _INSIDE], list(costs)):
            if divisions := list(_divisions(text, of, width, places, count)):
                ends = min(divisions, key=lambda ends: _badness(text, ends, of, costs))
                return tuple(_parted(text, ends))
    return tuple(break_lines(text, of.advances, width, width))


def _divisions(text: str, of: Type, width: float, places: Sequence[int], count: int) -> Iterator[list[int]]:
    """The ends of that many lines, in all ways that keep each within the width."""
    upto = [0.0, *accumulate(map(of.advances.__getitem__, text))]

    def parted(start: int, left: int) -> Iterator[list[int]]:
        if upto[-1] - upto[start] > left * width + 0.01:
            return
        if left == 1:
            yield [len(text)]
            return
        for place in places:
            if place > start and upto[place] - upto[start] <= width + 0.01:
                for ends in parted(place, left - 1):
                    yield [place, *ends]

    return parted(0, count)


def _parted(text: str, ends: Sequence[int]) -> list[str]:
    return [text[start:end].strip(" ") for start, end in zip([0, *ends], ends, strict=False)]


def _costs(text: str) -> dict[int, float]:
    """Where a line may end and how much against the sense that would be, in characters of imbalance."""
    inside = set[int]()
    edges = set[int]()
    for match in _WORDS.finditer(text):
        inside.update(range(match.start() + 1, match.end()))
        edges.update(match.span())
    phrases = {match.start() for match in _PHRASE_END.finditer(text)}
    costs = {}
    for place in range(1, len(text)):
        if text[place] in NOT_FIRST or text[place - 1] in NOT_LAST or text[place] == " ":
            continue
        before, after = text[:place], text[place:]
        if place in inside or before.endswith(_WEAK_BEFORE) or after.startswith(_WEAK_AFTER):
            costs[place] = _INSIDE
        elif place in phrases:
            costs[place] = 0.0
        else:
            costs[place] = 2.0 if place in edges else 6.0
    return costs


def _badness(text: str, ends: Sequence[int], of: Type, costs: dict[int, float]) -> float:
    """In characters: against the sense, of unlike length, or of a shape the standard does not allow."""
    lengths = [of.width(line) / of.size for line in _parted(text, ends)]
    uneven = max(lengths) - min(lengths)
    # 梯形 or 菱形: the lengths rise, fall, or rise and then fall; an hourglass falls and then rises.
    falls = [after < before - 0.5 for before, after in pairwise(lengths)]
    rises = [after > before + 0.5 for before, after in pairwise(lengths)]
    hourglass = any(fall and any(rises[number:]) for number, fall in enumerate(falls))
    block = uneven < 0.5  # all of a length is a block, which the standard does not want either
    return sum(costs[end] for end in ends[:-1]) + uneven + 30.0 * hourglass + 1.0 * block
