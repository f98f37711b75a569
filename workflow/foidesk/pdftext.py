"""The text that is in a PDF, whether anybody can see it or not."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any

ONE_AT_A_TIME = Lock()  # PDFium keeps global state and must never be entered twice


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page, and how many of its glyphs stand for no known character."""

    text: str
    unknown: int


class NoText(Exception):
    """The file cannot be opened: damaged, no PDF at all, or locked with a password."""


def page_texts(data: bytes) -> tuple[PageText, ...]:
    """The text of each page in the order it is drawn: invisible, covered, hidden and off the page too.

    Text of annotations and form fields is no text of the page. Raises NoText.
    """
    import pypdfium2 as pdfium

    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise NoText(str(error)) from error
        try:
            return tuple(_page_text(document, n) for n in range(len(document)))
        except pdfium.PdfiumError as error:
            raise NoText(str(error)) from error
        finally:
            document.close()


def _page_text(document: Any, n: int) -> PageText:
    from pypdfium2 import raw

    page = document[n]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        unknown = sum(raw.FPDFText_HasUnicodeMapError(text.raw, at) == 1 for at in range(count))
        return PageText(text.get_text_range(), unknown)
    finally:
        text.close()
        page.close()
