"""What a PDF holds beside its pages is found: properties, annotations, forms, bookmarks, attachments."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.redaction.conftest import (
    IDENTITY,
    NAME,
    changed,
    in_font,
    notes,
    places,
)
from tests.redaction.hiding import (
    annotation,
    appearance,
    attachment,
    attachment_name,
    attachment_of_an_attachment,
    bookmark,
    deleted_page,
    font_name_in_gbk,
    form_field,
    information,
    information_in_gbk,
    layer_name,
    link,
    pattern,
    replaced_contents,
    replacement_text,
    script,
    script_stream,
    structure,
    xfa,
    xmp,
)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (annotation, "批注"),
        (appearance, "批注、表单外观或者未显示的图形"),
        (pattern, "批注、表单外观或者未显示的图形"),
        (form_field, "表单域"),
        (xfa, "XML"),
        (information, "文档属性"),
        (information_in_gbk, "文档属性"),
        (xmp, "元数据"),
        (bookmark, "书签"),
        (script, "脚本"),
        (script_stream, "数据流"),
        (structure, "替代文字"),
        (layer_name, "图层等的名称"),
        (font_name_in_gbk, "名称"),
        (link, "链接"),
        (attachment, "附件 附件.txt"),
        (attachment_name, "附件名称"),
        (attachment_of_an_attachment, "附件 内.pdf › 附件 原稿.docx › word/document.xml"),
        (deleted_page, "已删除而仍在文件中的页"),
        (replaced_contents, "不再使用而仍在文件中的内容"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "object streams"])
def test_what_is_not_drawn_is_found(
    blank: bytes, change: Callable[[pikepdf.Pdf], None], place: str, packed: bool
) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    found = places(changed(blank, change, object_stream_mode=mode), "a.pdf")
    assert any(place in each for each in found), found
    assert not any("页文字" in each for each in found)


def test_keys_that_an_old_program_wrote_in_gbk_are_read_and_what_stands_beside_them(blank: bytes) -> None:
    key = "".join(f"#{byte:02x}" for byte in NAME.encode("gb18030"))

    def hide(document: pikepdf.Pdf) -> None:
        field = {"/" + "Q" * len(key): 1, "/V": String(IDENTITY), "/P": document.pages[0].obj}
        document.Root.PieceInfo = document.make_indirect(Dictionary(field))

    plain = changed(blank, hide, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = plain.replace(b"Q" * len(key), key.encode())
    assert "a.pdf：名称" in places(data, "a.pdf", NAME)
    assert "a.pdf：表单域" in places(data, "a.pdf", IDENTITY)


def test_replacement_text_is_found_and_so_is_what_it_replaces(blank: bytes) -> None:
    found = places(changed(blank, replacement_text), "a.pdf")
    assert "a.pdf：替代文字" in found

    def hides(document: pikepdf.Pdf) -> None:
        text = "某某".encode("utf-16").hex().encode()
        document.pages[0].contents_add(b"/Span <</ActualText <%s>>> BDC " % text + in_font(NAME) + b" EMC")

    def hides_by_name(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.Properties = Dictionary(P0=Dictionary(ActualText=String("某某")))
        document.pages[0].contents_add(b"/Span /P0 BDC " + in_font(NAME) + b" EMC")

    for change in (hides, hides_by_name):
        assert places(changed(blank, change), "a.pdf") == ["a.pdf：第 1 页替代文字所代替的文字"]


@pytest.mark.parametrize("packed", [False, True], ids=["JPEG", "JPEG within ASCII85"])
def test_an_image_in_a_pdf_is_searched_for_words_and_noted_for_the_eye(blank: bytes, packed: bool) -> None:
    exif = Image.Exif()
    exif[0x010E] = NAME.encode()  # ImageDescription
    photo = io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "JPEG", exif=exif)

    def place(document: pikepdf.Pdf) -> None:
        jpeg = photo.getvalue()
        image = document.make_stream(base64.a85encode(jpeg) + b"~>" if packed else jpeg)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        if packed:
            image.Filter = Array([Name.ASCII85Decode, Name.DCTDecode])
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 8, 8, Name.DeviceRGB, 8
        document.pages[0].Resources.XObject = Dictionary(Im0=image)

    data = changed(blank, place)
    assert any("图像" in each and "ImageDescription" in each for each in places(data, "a.pdf"))
    assert any(each.looked_at for each in notes(data, "a.pdf"))
