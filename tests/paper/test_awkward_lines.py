"""Awkward letters line by line, as they were looked at on paper and found right.

After a change that was looked at: `python -m tests.paper.test_awkward_lines` writes the files anew.
"""

from functools import lru_cache
from pathlib import Path

import pytest
from tests.paper.awkward import AWKWARD

from foidesk.paper.fonts import Fonts, installed
from foidesk.paper.typeset import typeset
from foidesk.paper.typeset.breaking import NOT_FIRST, NOT_LAST

GOLDEN = Path(__file__).parent / "golden"


@lru_cache(maxsize=1)
def measure():
    """The packaged fonts, so that every machine breaks the same lines."""
    return Fonts(installed([])).glyph


def printed(name):
    """The lines of each page, those on one height side by side."""
    text = []
    for number, page in enumerate(typeset(AWKWARD[name](), measure()), 1):
        text.append(f"[{number}]")
        heights = {}
        for line in page.lines:
            heights.setdefault(round(line.y, 1), []).append(line.text)
        text += ["\t".join(heights[y]) for y in sorted(heights)]
    return "\n".join(text) + "\n"


@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_an_awkward_letter_is_printed_line_by_line_as_it_was_found_right(name):
    assert printed(name) == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_every_word_of_an_awkward_letter_is_printed_once_and_in_order(name):
    letter = AWKWARD[name]()
    lines = [line for page in typeset(letter, measure()) for line in page.lines if line.part]
    for place, block in enumerate(letter.blocks):
        words = "".join(line.text for line in lines if line.part == (place,))
        assert words.replace(" ", "") == block.text.replace(" ", "")


@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_no_line_of_an_awkward_letter_begins_or_ends_with_a_forbidden_sign(name):
    before = None
    for line in (line for page in typeset(AWKWARD[name](), measure()) for line in page.lines if line.part):
        if before and before.part == line.part:
            assert line.text[0] not in NOT_FIRST
            assert before.text[-1] not in NOT_LAST
        before = line


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for awkward in AWKWARD:
        (GOLDEN / f"{awkward}.txt").write_text(printed(awkward), "utf-8")
