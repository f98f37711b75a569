"""Tables on the grid: long cells, many rows, heads said again, rows that no page can hold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.square import ends, square

from foidesk.paper import form
from foidesk.paper.form import Style
from foidesk.paper.letter import Block
from foidesk.paper.typeset import typeset
from foidesk.paper.typeset.grid import fill
from foidesk.paper.typeset.tables import PADDING, WEIGHT, column_edges, table_rows


def pages_of(block):
    return fill(table_rows(block, 0, square), 0)


def lines_of(pages, *part):
    return [line for page in pages for line in page.lines if line.part == part]


def table(*rows, **more):
    return Block(Style.TABLE, rows=rows, **more)


def rows_on(page):
    return sorted({line.part[1] for line in page.lines if line.part})


def test_the_head_is_said_again_on_each_page_as_no_part_of_the_letter():
    block = table(("事项", "理由"), *[(f"第{n}项", "略") for n in range(1, 60)], headed=True)
    first, *further = pages_of(block)
    assert [line.part for line in first.lines[:2]] == [(0, 0, 0), (0, 0, 1)]
    assert len(further) == 2
    for page in further:
        assert [(line.text, line.part) for line in page.lines[:2]] == [("事项", ()), ("理由", ())]
    assert [row for page in (first, *further) for row in rows_on(page)] == list(range(60))


def test_the_last_row_does_not_stand_alone_on_a_page():
    for count in range(2, 70):
        pages = pages_of(table(*[("项", "略")] * count))
        assert len(rows_on(pages[-1])) >= 2


def test_a_row_is_not_parted_while_a_page_can_hold_it():
    block = table(("甲", "政" * 14 * 25), ("乙", "府" * 14 * 25), ("丙", "略"))
    pages = pages_of(block)
    for row in range(3):
        assert sum(row in rows_on(page) for page in pages) == 1


def test_a_cell_of_3000_characters_goes_on_over_the_pages_in_a_closed_box():
    block = table(("事项", "申请内容"), ("1", "政府信息" * 750), headed=True, widths=(1, 3))
    pages = pages_of(block)
    text = "".join(line.text for line in lines_of(pages, 0, 1, 1))
    assert text == "政府信息" * 750
    assert len(pages) > 2
    for page in pages:
        heights = [rule.y1 for rule in page.rules if rule.y1 == rule.y2]
        uprights = [rule for rule in page.rules if rule.x1 == rule.x2]
        assert min(heights) == pytest.approx(form.TOP)
        assert max(heights) == pytest.approx(max(rule.y2 for rule in uprights))
        assert max(heights) <= form.TOP + form.HEIGHT + 0.01
        assert all(min(heights) < line.y < max(heights) for line in page.lines)


def test_a_table_that_begins_low_on_a_page_with_a_giant_row_fills_the_rest_of_it():
    block = table(("政" * 3000,))
    first = fill(table_rows(block, 0, square), 10)[0]
    assert len(first.lines) > 10


def test_line_breaks_in_a_cell_begin_paragraphs():
    pages = pages_of(table(("甲", "第一段" * 10 + "\n第二段"), widths=(1, 3)))
    assert [line.text for line in lines_of(pages, 0, 0, 1)][-1] == "第二段"


def test_a_table_of_six_columns_is_set_smaller():
    size = {count: pages_of(table(("项",) * count))[0].lines[0].runs[0].size for count in (2, 5, 6, 8)}
    assert size == {2: form.SIZE_4, 5: form.SIZE_4, 6: form.SIZE_SMALL_4, 8: form.SIZE_SMALL_4}


def test_rows_shorter_than_the_head_and_tables_without_rows_are_no_error():
    assert pages_of(table(("甲", "乙", "丙"), ("一",), headed=True))[0].lines[-1].text == "一"
    assert table_rows(table(), 0, square) == []


CELL = st.text("政府信息，。（）《》A9/-.\n ", max_size=60)


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12),
    widths=st.sampled_from([(), (1, 1, 1), (1, 4, 9), (1, 1, 26)]),
    tall=st.integers(1, 4),
    headed=st.booleans(),
)
def test_every_cell_is_set_whole_and_inside_its_box(rows, widths, tall, headed):
    block = table(*rows, widths=widths, tall=tall, headed=headed)
    pages = pages_of(block)
    edges = column_edges(block)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            lines = lines_of(pages, 0, row, column)
            assert "".join(line.text for line in lines).replace(" ", "") == "".join(cell.split())
            for line in lines:
                left, right = ends(line)
                padding = WEIGHT if len(lines) == 1 else PADDING
                assert left >= edges[column] + padding - 0.01
                # The blank half of a closing mark may stand over the edge, or a single character in a narrow cell.
                over = right - (edges[column + 1] - padding)
                assert over <= form.SIZE_4 / 2 + 0.01 or len(line.text) == 1


def test_a_heading_of_two_characters_stays_on_one_line_in_a_narrow_column():
    block = table(("序号", "文号"), widths=(1, 14))
    assert [line.text for line in pages_of(block)[0].lines] == ["序号", "文号"]


def test_a_sum_in_a_table_of_its_own_stays_with_the_rows_above_it(make):
    letter = make("fee", head="")
    place = next(n for n, block in enumerate(letter.blocks) if block.style is Style.TABLE)
    for paragraphs in range(25):
        filler = [Block(Style.BODY, "政")] * paragraphs
        longer = replace(letter, blocks=(*letter.blocks[:place], *filler, *letter.blocks[place:]))
        for page in typeset(longer, square):
            tables = {line.part[0] for line in page.lines if len(line.part) == 3}
            assert tables != {place + paragraphs + 1}
