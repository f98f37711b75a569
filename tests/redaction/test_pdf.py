"""What a PDF was before it was changed, and what it is when it is locked, damaged or clean."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import ModuleType

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.redaction.conftest import (
    IDENTITY,
    NAME,
    black_box,
    changed,
    in_a_form,
    notes,
    pdf,
    places,
)
from tests.redaction.hiding import annotation, appearance, attachment, information, replaced_contents

from foidesk.redaction import Remain, pdfdrawings, remains, search
from foidesk.redaction import pdf as revisions


# --- before the last change ----------------------------------------------------------------------
def appended(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The PDF with a change appended to it, as programs do that save quickly."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def blanked(writer: IncrementalPdfFileWriter) -> None:
    """The first page drawn anew, without its text."""
    reference = writer.find_page_for_modification(0)[0]
    writer.mark_update(reference)
    page = reference.get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))


def test_text_that_was_deleted_quickly_is_still_in_the_file() -> None:
    data = appended(pdf(black_box), blanked)
    found = places(data, "a.pdf")
    assert "a.pdf：第 1 次保存的早先版本：第 1 页文字" in found
    assert "a.pdf：第 1 页文字" not in found


def test_a_property_that_was_deleted_quickly_is_still_in_the_file(blank: bytes) -> None:
    def blanked_title(writer: IncrementalPdfFileWriter) -> None:
        writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("无")}))

    data = appended(appended(changed(blank, information), blanked_title), blanked)
    assert any("早先版本：文档属性" in each for each in places(data, "a.pdf"))


def test_what_stands_before_or_after_the_pdf_in_the_same_file_is_found(blank: bytes) -> None:
    assert places(blank + NAME.encode("gb18030"), "a.pdf") == ["a.pdf：原始数据"]
    assert "a.pdf：原始数据" in places(b"% " + NAME.encode() + b"\n" + blank, "a.pdf")


# --- what must not happen ------------------------------------------------------------------------
def test_a_clean_file_is_clean(blank: bytes) -> None:
    assert remains(blank, "a.pdf", [NAME, IDENTITY]) == []


def test_a_clean_file_that_was_linearised_is_clean(blank: bytes) -> None:
    assert remains(changed(blank, lambda _: None, linearize=True), "a.pdf", [NAME]) == []


def test_a_linearised_file_that_was_changed_is_searched_before_and_after() -> None:
    data = appended(changed(pdf(black_box), lambda _: None, linearize=True), blanked)
    assert any("早先版本：第 1 页文字" in each for each in places(data, "a.pdf"))


def test_a_file_locked_with_a_password_is_told() -> None:
    lock = pikepdf.Encryption(user="8001", owner="8002")
    (note,) = notes(changed(pdf(black_box), lambda _: None, encryption=lock), "a.pdf")
    assert "打开密码" in note.why
    assert not note.looked_at


def test_a_file_that_only_forbids_copying_is_searched() -> None:
    lock = pikepdf.Encryption(user="", owner="8002")
    assert "a.pdf：第 1 页文字" in places(changed(pdf(black_box), lambda _: None, encryption=lock), "a.pdf")


def test_a_file_cut_short_is_searched_as_far_as_it_goes_or_told() -> None:
    data = pdf(black_box)
    for end in range(20, len(data) - 10, 211):
        assert remains(data[:end], "a.pdf", [NAME]), end


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12)
)
def test_a_damaged_file_is_never_a_crash(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(_DAMAGED)
    for place, wrong in damage:
        at = place % (len(data) - 8)
        data[at : at + len(wrong)] = wrong
    assert all(each.where.startswith("a.pdf") for each in remains(bytes(data), "a.pdf", [NAME]))


_DAMAGED = changed(changed(changed(pdf(in_a_form), annotation), appearance), attachment)


@pytest.mark.parametrize(
    ("module", "limit", "change", "said"),
    [
        (pdfdrawings, "_MOST_TRIES", replaced_contents, "未显示的图形过多"),
        (revisions, "_MOST_REVISIONS", annotation, "没有逐一检索早先版本"),
        (search, "MOST_BYTES", attachment, "内容展开后过大"),
    ],
    ids=["drawings", "revisions", "bytes"],
)
def test_what_is_more_than_can_be_searched_is_told(
    blank: bytes,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    limit: str,
    change: Callable[[pikepdf.Pdf], None],
    said: str,
) -> None:
    monkeypatch.setattr(module, limit, 0)
    assert any(said in each.why and not each.looked_at for each in notes(changed(blank, change), "a.pdf"))


def test_glyphs_that_stand_for_no_character_are_told(blank: bytes) -> None:
    def unmapped(document: pikepdf.Pdf) -> None:
        glyph = document.make_stream(b"500 0 0 0 500 700 d1 0 0 500 700 re f")
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=[0, 0, 500, 700],
            FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=Dictionary(g1=glyph),
            Encoding=Dictionary(Type=Name.Encoding, Differences=[1, Name.g1]),
            FirstChar=1,
            LastChar=1,
            Widths=[500],
        )
        document.pages[0].Resources.Font["/F9"] = document.make_indirect(font)
        document.pages[0].contents_add(b"BT /F9 12 Tf 72 500 Td <0101> Tj ET")

    (note,) = notes(changed(blank, unmapped), "a.pdf")
    assert "2 个字形认不出" in note.why
    assert note.looked_at


def test_a_finding_names_the_string_as_it_was_given() -> None:
    found = remains(pdf(black_box), "a.pdf", [IDENTITY, f" {NAME} "])
    assert Remain("a.pdf：第 1 页文字", f" {NAME} ") in found
