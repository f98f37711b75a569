"""PDF: the text of the pages, whether seen or not, and everything else in the file that is text.

A PDF that was changed still holds what it was before, so each earlier revision is searched like a file of
its own. Within a revision every object is looked at, whether a page still refers to it or not.
"""

from __future__ import annotations

import io
import re

import pikepdf

from foidesk.pdftext import NoText, page_texts
from foidesk.redaction.pdfdrawings import Drawings
from foidesk.redaction.pdfobjects import Objects
from foidesk.redaction.search import Search

_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_MOST_REVISIONS = 50


def search_pdf(search: Search, data: bytes, where: str) -> None:
    """Search a PDF and all its earlier revisions."""
    search.raw(f"{where}：原始数据", data)
    ends = [end.end() for end in _END.finditer(data)]
    if b"/Linearized" in data[:1024]:
        ends = ends[1:]  # the first end closes the table of the first page, not a revision
    if len(ends) > _MOST_REVISIONS:
        search.unreadable(where, f"文件改过 {len(ends)} 次，没有逐一检索早先版本；请另存为新文件")
        ends = []
    for number, end in enumerate(ends[:-1], start=1):
        _search_revision(search, data[:end], f"{where}：第 {number} 次保存的早先版本")
    _search_revision(search, data, where)


def _search_revision(search: Search, data: bytes, where: str) -> None:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _search_pages(search, data, pdf, where)
            objects = Objects(search, pdf, where)
            objects.search()
            Drawings(pdf, objects.streams).search(search, where)
            if pdf.get_warnings():  # what the repair could not save has not been searched
                search.unreadable(where, "PDF 有损坏，修复后才能打开，可能没有全部读出来；请另存为新文件")
    except pikepdf.PasswordError:
        search.unreadable(where, "设有打开密码，读不出来")
    except (pikepdf.PdfError, NoText, UnicodeDecodeError):  # the last: of a name that is not UTF-8
        search.unreadable(where, "PDF 已损坏，不能全部读出来")


def _search_pages(search: Search, data: bytes, pdf: pikepdf.Pdf, where: str) -> None:
    try:
        pages = page_texts(data)
    except NoText:  # qpdf repairs more than PDFium does
        repaired = io.BytesIO()
        pdf.save(repaired)
        pages = page_texts(repaired.getvalue())
    found = False
    for number, page in enumerate(pages, start=1):
        found |= search.text(f"{where}：第 {number} 页文字", page.text)
        if page.unknown:
            search.unreadable(
                f"{where}：第 {number} 页",
                f"有 {page.unknown} 个字形认不出是什么字，请人工核对",
                looked_at=True,
            )
    if not found:
        search.text(f"{where}：跨页文字", "".join(page.text for page in pages))
