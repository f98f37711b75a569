"""A withheld name and number, and the pages that hide them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from foidesk.redaction import Finding, Remain, Unreadable, remains

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

NAME, IDENTITY = "欧阳喆", "430102199001011234"


def pdf(draw: Callable[[Canvas], object]) -> bytes:
    """A PDF of one page (or more) with what is drawn on it."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(72, 750, "芙蓉区人民政府")
    draw(canvas)
    canvas.save()
    return file.getvalue()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    """The PDF after a change, written anew."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(file, **how)
    return file.getvalue()


def in_font(text: str) -> bytes:
    """Drawing operators that show a text in the font of the page, whose codes nobody can read."""
    return b"BT /F2 12 Tf 72 500 Td <%s> Tj ET" % text.encode("utf-16-be").hex().encode()


def black_box(canvas: Canvas) -> None:
    canvas.drawString(72, 700, f"举报人{NAME}")
    canvas.rect(60, 690, 300, 30, fill=1)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("stamp")
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(72, 700, NAME)
    canvas.endForm()
    canvas.doForm("stamp")


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of the members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def places(data: bytes, name: str, *withheld: str) -> list[str]:
    """Where any of the strings (the name and the number, unless told) is found."""
    found = remains(data, name, withheld or (NAME, IDENTITY))
    return [each.where for each in found if isinstance(each, Remain)]


def notes(data: bytes, name: str) -> list[Unreadable]:
    """What could not be searched."""
    found: list[Finding] = remains(data, name, [NAME])
    return [each for each in found if isinstance(each, Unreadable)]


@pytest.fixture
def blank() -> bytes:
    """A PDF that says nothing that is withheld."""
    return pdf(lambda canvas: None)
