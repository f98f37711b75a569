"""Wherever an office document, an image, an archive or a text can hide a string, it is found."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Draft
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from tests.redaction.conftest import IDENTITY, NAME, notes, pdf, places, zipped

from foidesk.errors import DeskError
from foidesk.redaction import archive, remains, search


# --- Word ----------------------------------------------------------------------------------------
def word(write: Callable[[Draft], object]) -> bytes:
    """A DOCX with something written into it."""
    document = Document()
    document.add_paragraph("芙蓉区人民政府")
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraph(xml: str) -> Callable[[Draft], object]:
    """Writes one paragraph, given as the XML inside it."""
    return lambda document: document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))


def run(text: str, properties: str = "", kind: str = "t") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:{kind}>{text}</w:{kind}></w:r>"


BY = 'w:id="1" w:author="科员" w:date="2026-03-02T09:00:00Z"'


@pytest.mark.parametrize(
    "xml",
    [
        run("欧") + run("阳") + run("喆", "<w:b/>"),
        run(NAME, "<w:vanish/>"),
        run(NAME, '<w:color w:val="FFFFFF"/>'),
        f"<w:del {BY}>{run(NAME, kind='delText')}</w:del>",
        f"{run('欧')}<w:ins {BY}>{run('某')}</w:ins>{run('阳喆')}",  # as it was before
        f"{run('欧')}<w:del {BY}>{run('某', kind='delText')}</w:del>{run('阳喆')}",  # as it is after
        f'<w:hyperlink w:tooltip="{NAME}">{run("某某")}</w:hyperlink>',
        run("欧") + run("HYPERLINK x", kind="instrText") + run("阳喆"),
        run(f'INCLUDETEXT "{NAME}.docx"', kind="instrText"),
        run("&#x6B27;阳&#x5586;"),
        f'<w:bookmarkStart w:id="0" w:name="{NAME}"/>',
    ],
    ids=[
        "split",
        "hidden",
        "white",
        "deleted",
        "interrupted by an insertion",
        "interrupted by a deletion",
        "tooltip",
        "interrupted by a field",
        "field",
        "entities",
        "bookmark",
    ],
)
def test_text_of_a_word_document_is_found_however_it_is_written(xml: str) -> None:
    assert places(word(paragraph(xml)), "a.docx") == ["a.docx › word/document.xml"]


def header(document: Draft) -> None:
    document.sections[0].header.paragraphs[0].text = NAME


def author(document: Draft) -> None:
    document.core_properties.last_modified_by = NAME


def table(document: Draft) -> None:
    document.add_table(1, 1).cell(0, 0).text = NAME


@pytest.mark.parametrize(
    ("write", "part"),
    [(header, "word/header1.xml"), (author, "docProps/core.xml"), (table, "word/document.xml")],
)
def test_other_places_of_a_word_document_are_found(write: Callable[[Draft], None], part: str) -> None:
    assert places(word(write), "a.docx") == [f"a.docx › {part}"]


@pytest.mark.parametrize(
    "part",
    [
        "word/comments.xml",
        "word/footnotes.xml",
        "docProps/custom.xml",
        "customXml/item1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "ppt/notesSlides/notesSlide1.xml",
        "Doc_0/Pages/Page_0/Content.xml",
        "content.xml",
    ],
)
def test_every_part_of_a_document_is_searched(part: str) -> None:
    data = zipped(
        {"[Content_Types].xml": "<Types/>", part: f"<a><b>{NAME[0]}</b><c d='x'>{NAME[1:]}</c></a>"}
    )
    assert places(data, "a.docx") == [f"a.docx › {part}"]


def test_a_cell_is_found_through_its_pinyin_and_its_formats() -> None:
    shared = "<sst><si><r><t>欧</t></r><rPh sb='0' eb='1'><t>ou</t></rPh><r><t>阳喆</t></r></si></sst>"
    assert places(zipped({"xl/sharedStrings.xml": shared}), "a.xlsx") == ["a.xlsx › xl/sharedStrings.xml"]


def test_the_name_of_a_hidden_sheet_is_found() -> None:
    book = f"<workbook><sheets><sheet name='{NAME}' sheetId='2' state='veryHidden'/></sheets></workbook>"
    assert places(zipped({"xl/workbook.xml": book}), "a.xlsx") == ["a.xlsx › xl/workbook.xml"]


def test_a_workbook_embedded_in_a_document_is_searched() -> None:
    inner = zipped({"xl/sharedStrings.xml": f"<sst><si><t>{IDENTITY}</t></si></sst>"})
    data = zipped({"word/embeddings/book.xlsx": inner})
    assert places(data, "a.docx") == ["a.docx › word/embeddings/book.xlsx › xl/sharedStrings.xml"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_part_in_another_encoding_is_read(encoding: str) -> None:
    declared = "" if encoding == "utf-8-sig" else f"<?xml version='1.0' encoding='{encoding}'?>"
    data = zipped({"a.xml": f"{declared}<a>欧<b/>阳喆</a>".encode(encoding)})
    assert places(data, "a.docx") == ["a.docx › a.xml"]


def test_a_part_that_is_not_well_formed_is_read_all_the_same() -> None:
    assert places(zipped({"a.xml": "<a><b>欧</c>阳喆"}), "a.docx") == ["a.docx › a.xml"]


def test_an_entity_bomb_does_no_harm() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><a>&e11;</a>{NAME}'
    assert places(zipped({"a.xml": bomb}), "a.docx") == ["a.docx › a.xml"]


def test_a_clean_document_is_clean() -> None:
    found = remains(word(lambda document: None), "a.docx", [NAME, IDENTITY])
    assert [each.where for each in found] == ["a.docx › docProps/thumbnail.jpeg"]  # somebody must look


# --- images --------------------------------------------------------------------------------------
def photo(kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind, **how)
    return file.getvalue()


def exif(tag: int, value: object) -> Image.Exif:
    data = Image.Exif()
    data[tag] = value
    return data


def comment(value: bytes) -> Image.Exif:
    data = Image.Exif()
    data.get_ifd(0x8769)[0x9286] = value
    return data


def png_text(zip: bool) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Description", "欧 阳 喆", zip=zip)
    return info


XMP = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>欧<b/>阳喆</a></x:xmpmeta>".encode()


@pytest.mark.parametrize(
    "data",
    [
        photo("JPEG", exif=exif(0x010E, NAME.encode())),
        photo("JPEG", exif=exif(0x013B, "欧 阳 喆".encode("gb18030"))),
        photo("JPEG", exif=exif(0x9C9C, f"{NAME}\x00".encode("utf-16-le"))),
        photo("JPEG", exif=comment(b"UNICODE\x00" + "欧 阳 喆".encode("utf-16-le"))),
        photo("JPEG", exif=comment(b"UNICODE\x00" + "欧 阳 喆".encode("utf-16-be"))),
        photo("JPEG", comment=NAME.encode()),
        photo("JPEG", xmp=XMP),
        photo("PNG", pnginfo=png_text(zip=False)),
        photo("PNG", pnginfo=png_text(zip=True)),
        photo("TIFF", description=NAME.encode()),
        photo("WEBP", xmp=XMP),
    ],
    ids=[
        "EXIF",
        "GBK",
        "Windows",
        "comment LE",
        "comment BE",
        "JPEG comment",
        "XMP",
        "iTXt",
        "zip",
        "TIFF",
        "WebP",
    ],
)
def test_what_an_image_says_in_words_is_found(data: bytes) -> None:
    assert places(data, "照片")


def test_what_an_image_shows_has_to_be_looked_at() -> None:
    (note,) = notes(photo("PNG"), "a.png")
    assert note.looked_at
    assert "人工核对画面" in note.why


def test_a_thumbnail_may_show_what_was_covered() -> None:
    thumbnail = photo("JPEG")
    tiff = struct.pack("<2sHLHL", b"II", 42, 8, 0, 14)  # no tags; the next directory is the thumbnail's
    tags = struct.pack("<HHHLLHHLLL", 2, 0x0201, 4, 1, 44, 0x0202, 4, 1, len(thumbnail), 0)
    data = photo("JPEG", exif=b"Exif\x00\x00" + tiff + tags + thumbnail)
    assert any("缩略图" in each.why and not each.looked_at for each in notes(data, "a.jpg"))


def test_a_damaged_image_is_told() -> None:
    assert any(not each.looked_at for each in notes(photo("PNG")[:20], "a.png"))


# --- archives ------------------------------------------------------------------------------------
def test_an_archive_is_searched_through_its_archives() -> None:
    inner = zipped({"说明.txt": NAME})
    assert places(zipped({"内.zip": inner}), "a.zip") == ["a.zip › 内.zip › 说明.txt"]


def test_names_and_comments_of_an_archive_are_found() -> None:
    assert "a.zip › 欧阳喆.txt：文件名" in places(zipped({f"{NAME}.txt": "x"}), "a.zip")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("a.txt", "x")
        bundle.comment = NAME.encode("gb18030")
    assert "a.zip：压缩包注释" in places(file.getvalue(), "a.zip")


def test_a_name_that_a_chinese_windows_wrote_is_found() -> None:
    written = NAME.encode("gb18030")
    data = zipped({"x" * len(written) + ".txt": "x"}).replace(b"x" * len(written), written)
    assert any("：文件名" in each for each in places(data, "a.zip"))


def test_a_member_locked_with_a_password_is_told() -> None:
    data = bytearray(zipped({"a.txt": NAME}))
    data[6] |= 1  # the flag of encryption, in the member's own header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (note,) = notes(bytes(data), "a.zip")
    assert (note.where, note.why, note.looked_at) == ("a.zip › a.txt", "已加密，读不出来", False)


def test_a_damaged_archive_is_told() -> None:
    (note,) = notes(zipped({"a.txt": NAME})[:-30], "a.zip")
    assert "已损坏" in note.why


def test_an_archive_of_a_newer_make_is_told() -> None:
    data = bytearray(zipped({"a.txt": NAME}))
    data[data.index(b"PK\x01\x02") + 6] = 99  # the version needed to unpack it
    (note,) = notes(bytes(data), "a.zip")
    assert "打不开" in note.why


def test_archives_within_archives_are_followed_only_so_far() -> None:
    data = b"x"
    for _ in range(search.DEEPEST + 1):
        data = zipped({"a.zip": data})
    (note,) = notes(data, "a.zip")
    assert "没有再打开" in note.why


def test_an_archive_that_unpacks_to_more_than_fits_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_BYTES", 5_000_000)
    data = zipped({"a.txt": b"a" * 4_000_000, "b.txt": b"a" * 4_000_000})
    assert len(data) < 10_000
    (note,) = notes(data, "a.zip")
    assert (note.where, note.why) == ("a.zip › b.txt", "解压后过大，没有检索")


def test_an_archive_of_too_many_members_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_MEMBERS", 2)
    (note,) = notes(zipped({"a": "", "b": "", "c": ""}), "a.zip")
    assert "超过 2 个" in note.why


# --- texts, and what is neither ------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_text_is_read_in_any_encoding(encoding: str) -> None:
    assert places("举报人：欧 阳\r\n喆".encode(encoding), "a.txt") == ["a.txt"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_of_nothing_but_chinese_is_read_without_a_mark_of_its_encoding(encoding: str) -> None:
    assert places("举报人欧　阳喆".encode(encoding), "a.txt") == ["a.txt"]


def test_a_page_of_the_web_is_read_through_its_tags() -> None:
    page = "<!DOCTYPE html><p>&#27431;<b>阳</b>&#x5586;<img src='data:image/png;base64,AAAA'>".encode()
    assert places(page, "a.html") == ["a.html"]
    (note,) = notes(page, "a.html")
    assert note.looked_at


def test_the_name_of_the_file_itself_is_searched() -> None:
    assert places(b"x", f"关于{NAME}的答复.txt") == [f"关于{NAME}的答复.txt：文件名"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "旧版 Office"),
        (b"{\\rtf1 " + NAME.encode("gb18030"), "不认识的文件格式"),
        (bytes(range(256)), "不认识的文件格式"),
    ],
    ids=["doc", "rtf", "binary"],
)
def test_a_format_nobody_here_reads_is_told(data: bytes, why: str) -> None:
    (note,) = notes(data, "a.doc")
    assert why in note.why
    assert not note.looked_at


def test_the_plain_bytes_of_an_unknown_format_are_compared_all_the_same() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + NAME.encode("utf-16-le")
    assert places(ole, "a.doc") == ["a.doc"]


def test_an_empty_file_holds_nothing() -> None:
    assert remains(b"", "a.txt", [NAME]) == []


# --- what counts as the same ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("withheld", "written"),
    [
        ("欧阳喆", "欧 阳\u3000喆"),
        ("欧阳喆", "欧\u200b阳\u00ad喆"),
        ("Foo Bar", "ＦＯＯ　ＢＡＲ"),
        ("foo bar", "FOO\nBAR"),
        ("长沙见青", "⻓沙⻅⻘"),  # the radicals that some PDF programs write
        ("立金", "⽴⾦"),
        ("１３８ １２３４ ５６７８", "138-1234-5678"),
        ("43010219900101123x", "430102 19900101 123X"),
        ("0731—84665317", "（0731）8466 5317"),
        ("a_b", "A_B"),
    ],
)
def test_a_string_is_recognised_by_what_is_read(withheld: str, written: str) -> None:
    assert places(f"甲{written}乙".encode(), "a.txt", withheld) == ["a.txt"]


@pytest.mark.parametrize(("withheld", "written"), [("欧阳喆", "欧阳某喆"), ("a-b", "ab"), ("12-34", "1234")])
def test_a_string_that_reads_otherwise_is_another(withheld: str, written: str) -> None:
    assert places(written.encode(), "a.txt", withheld) == []


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b"])
def test_an_empty_string_cannot_be_looked_for(nothing: str) -> None:
    with pytest.raises(DeskError, match="有一项是空的"):
        remains(b"x", "a.txt", [NAME, nothing])


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about damage
@given(
    st.sampled_from(["zip", "docx", "jpg", "png"]),
    st.lists(st.tuples(st.integers(0, 50_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12),
)
def test_a_damaged_file_is_never_a_crash(kind: str, damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(_WHOLE[kind])
    for place, wrong in damage:
        at = 4 + place % (len(data) - 12)
        data[at : at + len(wrong)] = wrong
    assert all(each.where.startswith("a.") for each in remains(bytes(data), f"a.{kind}", [NAME]))


_WHOLE = {
    "zip": zipped({"a.pdf": pdf(lambda canvas: canvas.drawString(9, 9, NAME)), "b.txt": NAME}),
    "docx": word(paragraph(run(NAME))),
    "jpg": photo("JPEG", exif=comment(b"UNICODE\x00" + NAME.encode("utf-16-le")), xmp=XMP),
    "png": photo("PNG", pnginfo=png_text(zip=True)),
}


def test_a_text_file_that_holds_no_text_is_told() -> None:
    (note,) = notes(bytes(range(256)) * 8, "批复.txt")
    assert "内容不是文字" in note.why
    assert not note.looked_at
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert not notes("关于道路命名的批复".encode(encoding), "批复.txt")
