"""Whatever a page of a PDF draws is found, whether it can be seen or not."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas
from tests.redaction.conftest import (
    NAME,
    black_box,
    changed,
    in_a_form,
    in_font,
    pdf,
    places,
)


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textOut(NAME)
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(72, 700, NAME)


def off_the_page(canvas: Canvas) -> None:
    canvas.drawString(-500, -500, NAME)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("STSong-Light", 0.1)
    canvas.drawString(72, 700, NAME)


def broken_over_lines(canvas: Canvas) -> None:
    canvas.drawString(450, 700, "举报人欧")
    canvas.drawString(72, 671, "阳喆反映")


def letter_by_letter(canvas: Canvas) -> None:
    for place, character in enumerate(NAME):
        canvas.drawString(72 + 40 * place, 700, character)


def second_page(canvas: Canvas) -> None:
    canvas.showPage()
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(72, 700, NAME)


@pytest.mark.parametrize(
    "draw",
    [
        black_box,
        invisible,
        white,
        off_the_page,
        tiny,
        broken_over_lines,
        letter_by_letter,
        in_a_form,
        second_page,
    ],
    ids=lambda draw: draw.__name__,
)
def test_text_that_is_drawn_is_found_whether_it_can_be_seen_or_not(draw: Callable[[Canvas], None]) -> None:
    page = 2 if draw is second_page else 1
    assert f"答复.pdf：第 {page} 页文字" in places(pdf(draw), "答复.pdf")


def test_text_broken_over_two_pages_is_found() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 100, "举报人欧")
        canvas.showPage()
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(72, 750, "阳喆反映")

    assert places(pdf(draw), "a.pdf") == ["a.pdf：跨页文字"]


@pytest.mark.parametrize(
    "written", ["4301 0219 9001 0112 34", "４３０１０２１９９００１０１１２３４", "430102-19900101-1234"]
)
def test_a_number_is_found_however_it_is_spaced(written: str) -> None:
    assert places(pdf(lambda canvas: canvas.drawString(72, 700, written)), "a.pdf") == ["a.pdf：第 1 页文字"]


def test_text_in_a_layer_that_is_switched_off_is_found(blank: bytes) -> None:
    def hide(document: pikepdf.Pdf) -> None:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("审批")))
        document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer], Order=[]))
        document.pages[0].Resources.Properties = Dictionary(L0=layer)
        document.pages[0].contents_add(b"/OC /L0 BDC " + in_font(NAME) + b" EMC")

    assert places(changed(blank, hide), "a.pdf") == ["a.pdf：第 1 页文字"]
