"""What a PDF looks like: its pages as pictures, without anything in it that acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from foidesk.pdftext import ONE_AT_A_TIME, NoText

if TYPE_CHECKING:
    from PIL.Image import Image

_INCH = 72.0


def page_pictures(data: bytes, *, longest: int) -> Iterator[Image]:
    """Each page as it is shown, `longest` pixels on its longer side. Raises NoText for what cannot be opened."""
    import pypdfium2 as pdfium

    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise NoText(str(error)) from error
        try:
            document.init_forms()  # what was filled in is part of what is seen
            drawn = [_drawn(document[n], longest) for n in range(len(document))]
        except pdfium.PdfiumError as error:
            raise NoText(str(error)) from error
        finally:
            document.close()
    yield from drawn


def _drawn(page: Any, longest: int) -> Image:
    try:
        scale = longest / max(*page.get_size(), _INCH)
        picture: Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return picture.convert("RGB")
    finally:
        page.close()
