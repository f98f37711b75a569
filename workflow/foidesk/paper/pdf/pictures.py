"""Pictures as pages of A4 that may be kept for good: scans and photographs taken into a file."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from foidesk.paper import form
from foidesk.paper.pdf.file import PdfFile, number, reference

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 2_000  #: pixels of the longer side: 170 to the inch of A4, which reads well and prints well
_QUALITY = 80
_MARGIN = 12 * form.MM
_ABOVE = 20 * form.MM  #: room for the number of the page in its file


def picture_pages(pictures: Iterable[Image]) -> bytes:
    """A PDF with one picture a page, as large as the page allows, upright or lying as it is."""
    out = BytesIO()
    file = PdfFile(out)
    root, tree = file.reserve(), file.reserve()
    pages = [_page(file, tree, picture) for picture in pictures]
    size = f"{number(form.PAGE_WIDTH)} {number(form.PAGE_HEIGHT)}"
    kids = " ".join(map(reference, pages))
    file.add(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 {size}]>>", tree)
    file.add(f"<</Type/Catalog/Pages {reference(tree)}>>", root)
    file.close(root, file.add("<<>>"))
    return out.getvalue()


def _page(file: PdfFile, tree: int, picture: Image) -> int:
    width, height = picture.size
    small = picture.convert("RGB")
    if max(width, height) > LONGEST:
        small.thumbnail((LONGEST, LONGEST))
    jpeg = BytesIO()
    small.save(jpeg, "JPEG", quality=_QUALITY, optimize=False)
    drawn = file.add_plain(
        jpeg.getvalue(),
        f"/Type/XObject/Subtype/Image/Width {small.width}/Height {small.height}"
        "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode",
    )
    room_x, room_y = form.PAGE_WIDTH - 2 * _MARGIN, form.PAGE_HEIGHT - _ABOVE - _MARGIN
    scale = min(room_x / width, room_y / height)
    w, h = width * scale, height * scale
    x, y = (form.PAGE_WIDTH - w) / 2, _MARGIN + room_y - h
    contents = file.add_plain(f"q {w:.2f} 0 0 {h:.2f} {x:.2f} {y:.2f} cm /P Do Q".encode("ascii"))
    return file.add(
        f"<</Type/Page/Parent {reference(tree)}/Contents {reference(contents)}"
        f"/Resources<</XObject<</P {reference(drawn)}>>>>>>"
    )
