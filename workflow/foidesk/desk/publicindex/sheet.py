"""A table of public documents that somebody sends, as lines of text under their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foidesk.desk.tables.opening import Size, opened
from foidesk.errors import DeskError

MOST = Size(bytes=2_000_000, rows=5_000)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: its number in the file, and its cells by heading."""

    n: int
    cells: dict[str, str]


def lines(file_name: str, data: bytes, headings: Sequence[str]) -> list[Line]:
    """The lines under the headings, empty ones left out.

    DeskError for a file that is no table, has merged cells, lacks its headings, or holds nothing under them.
    """
    grid = opened(file_name, data, MOST)
    if grid.merged:
        raise DeskError(
            f"表格中有合并单元格（{grid.merged}）。",
            why="合并之后，不能确定内容属于哪一行。",
            do="请取消合并，每行填写完整后再导入。",
        )
    return _under(headings, grid.rows)


def _under(headings: Sequence[str], rows: Sequence[list[str]]) -> list[Line]:
    first = next((n for n, row in enumerate(rows) if any(row)), None)
    head = rows[first] if first is not None else []
    if missing := [each for each in headings if each not in head]:
        raise DeskError(
            f"表格没有“{'、'.join(missing)}”这样的列。",
            why=f"第一行应当是：{'、'.join(headings)}。",
            do="请把第一行改为这些标题；没有内容的列也要保留标题。",
        )
    if twice := [each for each in headings if head.count(each) > 1]:
        raise DeskError(f"“{'、'.join(twice)}”有两列。", why="不能确定以哪一列为准。", do="请只保留一列。")
    at = {each: head.index(each) for each in headings}
    found = [
        Line(n, {each: row[at[each]] if at[each] < len(row) else "" for each in headings})
        for n, row in enumerate(rows, 1)
        if n > (first or 0) + 1 and any(row)
    ]
    if not found:
        raise DeskError("表格中没有内容。", why="标题下面没有填写任何一行。", do="请核对文件。")
    return found
