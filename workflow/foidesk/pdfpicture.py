"""What a PDF looks like: its pages as pictures, without anything in it that acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from foidesk.pdftext import ONE_AT_A_TIME, NoText

if TYPE_CHECKING:
    from PIL.Image import Image

_INCH = 72.0


def page_pictures(data: bytes, *, longest: int, most: int) -> Iterator[Image]:
    """Each page as it is shown, `longest` pixels on its longer side, one in memory at a time.

    Raises NoText for what cannot be opened, and for one of more pages than `most`.
    """
    import pypdfium2 as pdfium

    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
            document.init_forms()  # what was filled in is part of what is seen
        except pdfium.PdfiumError as error:
            raise NoText(str(error)) from error
    try:
        if len(document) > most:
            raise NoText(f"more than {most} pages")
        for n in range(len(document)):
            with ONE_AT_A_TIME:
                drawn = _drawn(document, n, longest)
            yield drawn
    except pdfium.PdfiumError as error:
        raise NoText(str(error)) from error
    finally:
        with ONE_AT_A_TIME:
            document.close()


def _drawn(document: Any, n: int, longest: int) -> Image:
    page = document[n]
    try:
        scale = longest / max(*page.get_size(), _INCH)
        picture: Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return picture.convert("RGB")
    finally:
        page.close()
