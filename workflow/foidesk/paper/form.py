"""The form of an official letter in numbers: GB/T 9704—2012, clauses 5 to 7 and 10.1 (信函格式).

Lengths are points from the upper left corner of the page, as the standard measures them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MM: Final = 72 / 25.4

PAGE_WIDTH: Final = 210 * MM
PAGE_HEIGHT: Final = 297 * MM
TOP: Final = 37 * MM  #: 天头
LEFT: Final = 28 * MM  #: 订口
WIDTH: Final = 156 * MM  #: 版心
HEIGHT: Final = 225 * MM

ROWS: Final = 22
COLUMNS: Final = 28
ROW: Final = HEIGHT / ROWS
CELL: Final = WIDTH / COLUMNS

SIZE_2: Final = 22.0  #: 2号
SIZE_3: Final = 16.0  #: 3号
SIZE_4: Final = 14.0  #: 4号
SIZE_SMALL_4: Final = 12.0  #: 小四

RED: Final = (0.86, 0.0, 0.0)
BLACK: Final = (0.0, 0.0, 0.0)

HEAD_TOP: Final = 30 * MM  #: upper edge of the head's ink
HEAD_SIZE: Final = 40.0  #: at most
HEAD_PITCH: Final = 1.3  #: between the lines of a head that needs several, in type sizes
HEAD_TO_RULE: Final = 4 * MM
THICK: Final = 2.0
THIN: Final = 0.7
RULE_DEPTH: Final = 3.75  #: from the outer edge of the thick line to the outer edge of the thin one
RULE_WIDTH: Final = 170 * MM
RULE_FROM_BOTTOM: Final = 20 * MM
RULE_TO_NUMBER: Final = SIZE_3 * 7 / 8  #: 4.94 mm
PAGE_NUMBER_BELOW: Final = 7 * MM  #: from the type area to its dashes
MANY_COLUMNS: Final = 6  #: a table of so many is set in 小四

#: Share of the type size between the upper edge of a Chinese character's ink and the baseline.
INK_ABOVE_BASELINE: Final = 0.85


class Face(StrEnum):
    """The typefaces the standard names."""

    FANGSONG = "仿宋"
    TITLE = "小标宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"


class Style(StrEnum):
    """What a block of a letter is; the word used in letters/*.toml."""

    NUMBER = "number"  #: 发文字号
    TITLE = "title"  #: 标题
    ADDRESSEE = "addressee"  #: 主送机关
    BODY = "body"  #: 正文
    HEADING = "heading"  #: 一级标题 一、
    SUBHEADING = "subheading"  #: 二级标题 （一）
    TABLE = "table"
    ATTACHMENTS = "attachments"  #: 附件说明
    SIGNATURE = "signature"  #: 发文机关署名
    DATE = "date"  #: 成文日期
    ATTACHED_LABEL = "attached_label"  #: “附件”二字，另起一页
    ATTACHED = "attached"  #: 附件标题


_FACES = {
    Style.TITLE: Face.TITLE,
    Style.ATTACHED: Face.TITLE,
    Style.HEADING: Face.HEI,
    Style.ATTACHED_LABEL: Face.HEI,
    Style.SUBHEADING: Face.KAI,
}
_SIZES = {Style.TITLE: SIZE_2, Style.ATTACHED: SIZE_2, Style.TABLE: SIZE_4}


def face_of(style: Style) -> Face:
    """The typeface a block is set in."""
    return _FACES.get(style, Face.FANGSONG)


def size_of(style: Style) -> float:
    """The type size of a block, in points."""
    return _SIZES.get(style, SIZE_3)


def table_size(columns: int) -> float:
    """The type size of a table, in points."""
    return SIZE_SMALL_4 if columns >= MANY_COLUMNS else SIZE_4


def head_size(name: str) -> float:
    """The type size of the red head, in points: as large as the type area allows, but never below the title's.

    A name that is still too long takes several lines.
    """
    return max(SIZE_2, min(HEAD_SIZE, WIDTH / max(len(name), 1)))
