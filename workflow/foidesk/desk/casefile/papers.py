"""Papers taken into the file as pages: letters as issued, and what applicants handed in."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from foidesk.desk.letters import PDF
from foidesk.paper import form
from foidesk.paper.pdf.pdfa import NotArchivable, validated
from foidesk.paper.pdf.pictures import LONGEST, picture_pages
from foidesk.pdfpicture import page_pictures
from foidesk.pdftext import NoText

if TYPE_CHECKING:
    from PIL.Image import Image

_SLACK = 2.0  #: points that a page may differ from A4
_MOST = 40_000_000  #: pixels of a picture; more is none that came from a scanner of an office
_MOST_PAGES = 300  #: of a paper drawn as pictures; one of more is a book
AS_PAGES, AS_PICTURES, LISTED = "原页收入", "图像收入", "仅列校验值"


def pages(data: bytes, media_type: str) -> tuple[bytes, str] | None:
    """A paper as a PDF of A4 pages that may be kept, and how it was taken in; None for one that is no pages.

    A PDF/A-2b on A4 is taken in as it is. Any other PDF is taken in as it looks: what acts in it, hides in it or
    depends on the machine stays out.
    """
    if media_type == PDF and may_be_kept(data):
        return data, AS_PAGES
    if media_type == PDF:
        pictures = page_pictures(data, longest=LONGEST, most=_MOST_PAGES)
    elif media_type.startswith("image/"):
        pictures = _pictures(data)
    else:
        return None
    try:
        return picture_pages(pictures), AS_PICTURES
    except NoText:
        return None


def may_be_kept(data: bytes) -> bool:
    """Whether a PDF can stand among the pages of another as it is: PDF/A-2b, upright A4, in colours of a screen."""
    import pikepdf

    try:
        validated(data)
        with pikepdf.open(BytesIO(data)) as document:
            profiles = [each.get("/DestOutputProfile") for each in document.Root.get("/OutputIntents", [])]
            return all(map(_is_a4, document.pages)) and all(
                each is None or int(each.get("/N", 0)) == 3 for each in profiles
            )
    except (NotArchivable, pikepdf.PdfError):
        return False


def _is_a4(page: object) -> bool:
    x1, y1, x2, y2 = map(float, page.mediabox)  # type: ignore[attr-defined]
    upright = int(page.obj.get("/Rotate", 0)) % 360 == 0  # type: ignore[attr-defined]
    near = abs(x2 - x1 - form.PAGE_WIDTH) <= _SLACK and abs(y2 - y1 - form.PAGE_HEIGHT) <= _SLACK
    return upright and near and (x1, y1) == (0, 0)


def _pictures(data: bytes) -> Iterator[Image]:
    """The frames of a picture, the right way up, one in memory at a time. NoText for one that is damaged or absurdly large."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as opened:
            for n, frame in enumerate(ImageSequence.Iterator(opened), 1):
                if frame.width * frame.height > _MOST or n > _MOST_PAGES:
                    raise NoText("too large")
                yield ImageOps.exif_transpose(frame).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NoText(str(error)) from error
