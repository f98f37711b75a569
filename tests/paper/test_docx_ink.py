"""The first page of the DOCX as LibreOffice prints it, measured by its ink at 300 dpi, in millimetres."""

import subprocess
from itertools import groupby

import numpy as np
import pytest
from PIL import Image
from tests.paper.conftest import make_letter
from tests.paper.office import converted

from foidesk.paper import docx

MM = 300 / 25.4
NEAR = 0.5

NAMES = {
    "common": "长沙市星沙区教育局",
    "short": "星沙区国防动员办公室",
    "long": "湖南省长沙市星沙区望仙路街道既有多层住宅加装电梯联合推进领导小组办公室",
}

_PAGES = {}


@pytest.fixture(params=sorted(NAMES))
def page(request, tool, tmp_path_factory):
    """The first page under each head: bands of red ink, bands of all ink, as (top, bottom, left, right)."""
    soffice, pdftoppm = tool("soffice"), tool("pdftoppm")
    if not _PAGES:
        folder = tmp_path_factory.mktemp("ink")
        files = {name: docx.render(make_letter("disclosed", head=head)) for name, head in NAMES.items()}
        for name, path in converted(soffice, files, folder).items():
            subprocess.run(
                [pdftoppm, "-r", "300", "-singlefile", path, folder / name], check=True, timeout=60
            )
            colours = np.asarray(Image.open(folder / f"{name}.ppm"))
            ink = colours.min(axis=2) < 128
            _PAGES[name] = bands(ink & (colours[:, :, 0] > 160)), bands(ink)
    return _PAGES[request.param]


def bands(ink):
    """The stretches of rows that bear ink."""
    found, at = [], 0
    for inked, run in groupby(ink.any(axis=1)):
        length = len(list(run))
        if inked:
            columns = np.flatnonzero(ink[at : at + length].any(axis=0))
            found.append((at / MM, (at + length) / MM, columns[0] / MM, (columns[-1] + 1) / MM))
        at += length
    return found


def near(millimetres):
    return pytest.approx(millimetres, abs=NEAR)


def test_the_upper_edge_of_the_head_is_30_mm_below_that_of_the_page_and_the_head_is_centred(page):
    red, _ = page
    top, _, left, right = red[0]
    assert top == near(30)
    assert (left + right) / 2 == near(105)
    assert left >= 27


def test_the_first_rule_is_4_mm_below_the_head_170_mm_long_and_thick_above_thin(page):
    red, _ = page
    *_, head, thick, thin, _, _ = red
    assert thick[0] - head[1] == near(4)
    for rule in (thick, thin):
        assert (rule[2], rule[3]) == (near(20), near(190))
    assert thick[1] - thick[0] > 2 * (thin[1] - thin[0])
    assert 0.2 < thin[0] - thick[1] < 0.6


def test_the_second_rule_is_20_mm_above_the_edge_of_the_page_170_mm_long_and_thin_above_thick(page):
    red, _ = page
    *_, thin, thick = red
    assert 297 - thick[1] == near(20)
    for rule in (thick, thin):
        assert (rule[2], rule[3]) == (near(20), near(190))
    assert thick[1] - thick[0] > 2 * (thin[1] - thin[0])
    assert 0.2 < thick[0] - thin[1] < 0.6


def test_the_number_is_4_94_mm_below_the_first_rule_flush_right(page):
    red, ink = page
    number = next(band for band in ink if band[0] > red[-3][1])
    assert number[0] - red[-3][1] == near(4.94)
    assert number[3] == near(184)


def test_nothing_of_the_text_meets_the_second_rule(page):
    red, ink = page
    lowest = max(bottom for _, bottom, _, _ in ink if bottom < red[-2][0])
    assert red[-2][0] - lowest > 5
